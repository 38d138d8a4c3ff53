"""The ratios that this room promises."""

from quartiers.territory.import_measures import IMPORTS

MEASURES = [*IMPORTS]
