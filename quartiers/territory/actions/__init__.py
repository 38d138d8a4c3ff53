"""What can be done to the ground: load communes, contours of neighbourhoods, published indicators."""

from quartiers.territory.actions.communes import CommunesReport, import_communes
from quartiers.territory.actions.indicators import IndicatorsReport, import_indicators
from quartiers.territory.actions.neighbourhoods import (
    NeighbourhoodsReport,
    departments_not_loaded,
    import_neighbourhoods,
)

__all__ = [
    "CommunesReport",
    "IndicatorsReport",
    "NeighbourhoodsReport",
    "departments_not_loaded",
    "import_communes",
    "import_indicators",
    "import_neighbourhoods",
]
