"""The ratios that this room promises."""

from quartiers.territory.import_measures import IMPORTS
from quartiers.territory.location_measures import LOCATION

MEASURES = [*IMPORTS, *LOCATION]
