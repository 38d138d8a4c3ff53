"""What can be done to the ground and with it: load what is published, seek an address, complete a file."""

from quartiers.territory.actions.communes import CommunesReport, import_communes
from quartiers.territory.actions.files import FileReport, locate_file, locate_uploaded_file, start_file_location
from quartiers.territory.actions.indicators import IndicatorsReport, import_indicators
from quartiers.territory.actions.lookups import candidates, look_up, start_address_lookup
from quartiers.territory.actions.neighbourhoods import (
    NeighbourhoodsReport,
    departments_not_loaded,
    import_neighbourhoods,
)

__all__ = [
    "CommunesReport",
    "FileReport",
    "IndicatorsReport",
    "NeighbourhoodsReport",
    "candidates",
    "departments_not_loaded",
    "import_communes",
    "import_indicators",
    "import_neighbourhoods",
    "locate_file",
    "locate_uploaded_file",
    "look_up",
    "start_address_lookup",
    "start_file_location",
]
