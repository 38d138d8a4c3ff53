"""The pages and their error states, room by room, walked by axe and by the 320 px check."""

from importlib import import_module
from pkgutil import iter_modules

from tests.pages.walk import COMMUNE, DEPARTMENT, EPCI, NEIGHBOURHOOD, OLDER, Walk, as_it_opens, ground, send_empty

ROOMS = [import_module(f"tests.pages.{found.name}") for found in iter_modules(__path__) if found.name != "walk"]
PAGES = [walk for room in ROOMS for walk in room.PAGES]

__all__ = [
    "COMMUNE",
    "DEPARTMENT",
    "EPCI",
    "NEIGHBOURHOOD",
    "OLDER",
    "PAGES",
    "Walk",
    "as_it_opens",
    "ground",
    "send_empty",
]
