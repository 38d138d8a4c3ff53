"""Finds what rooms bring by convention: a module of a given name in each room, floor by floor."""

import importlib
import importlib.util
from types import ModuleType

from django.conf import settings


def room_modules(name: str) -> list[ModuleType]:
    """The modules ``<room>.<name>`` that exist, from the lowest floor up."""
    paths = [f"{room}.{name}" for room in settings.ROOMS]
    return [importlib.import_module(path) for path in paths if importlib.util.find_spec(path)]
