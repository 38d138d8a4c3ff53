"""The access matrix, room by room. A value is one door, or several under the relation of the user to the object."""

from importlib import import_module
from pkgutil import iter_modules

from tests.access.doors import Door

ROOMS = [import_module(f"tests.access.{found.name}") for found in iter_modules(__path__) if found.name != "doors"]
ACCESS: dict[str, Door | dict[str, Door]] = {name: door for room in ROOMS for name, door in room.ACCESS.items()}


def doors() -> list[tuple[str, str, Door]]:
    """Every line: name of the address, relation to the object (empty for one door), door."""
    return [
        (name, relation, door)
        for name, entry in sorted(ACCESS.items())
        for relation, door in (entry.items() if isinstance(entry, dict) else [("", entry)])
    ]
