"""The access matrix, room by room. A value is one door, or several under the relation of the user to the object."""

from tests.access import actors, actors_cites, office, territory, web
from tests.access.doors import Door

ROOMS = (web, office, territory, actors, actors_cites)
ACCESS: dict[str, Door | dict[str, Door]] = {name: door for room in ROOMS for name, door in room.ACCESS.items()}


def doors() -> list[tuple[str, str, Door]]:
    """Every line: name of the address, relation to the object (empty for one door), door."""
    return [
        (name, relation, door)
        for name, entry in sorted(ACCESS.items())
        for relation, door in (entry.items() if isinstance(entry, dict) else [("", entry)])
    ]
