"""The pages and their error states, room by room, walked by axe and by the 320 px check."""

from tests.pages import actors, actors_cites, office, territory, web
from tests.pages.walk import COMMUNE, DEPARTMENT, EPCI, NEIGHBOURHOOD, OLDER, Walk, as_it_opens, ground, send_empty

ROOMS = (web, office, territory, actors, actors_cites)
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
