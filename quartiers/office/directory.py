"""Who stands behind the numbers of the journal: the office knows numbers, a room above knows names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from quartiers.web.access import Viewer

Names: TypeAlias = Callable[[], Mapping[int, str]]


@dataclass(frozen=True)
class Directory:
    """What the room of accounts tells the office.

    Args:
        accounts: names by account.
        organisations: names by organisation.
        scope: Cités whose lines a viewer may read; None for all.
    """

    accounts: Names
    organisations: Names
    scope: Callable[[Viewer], frozenset[int] | None]


_directories: list[Directory] = [Directory(dict, dict, lambda viewer: frozenset())]


def provide_directory(directory: Directory) -> None:
    """Say who knows names; called once, by the room that knows accounts."""
    _directories[:] = [directory]


def directory() -> Directory:
    """Without a room of accounts, no name and no line."""
    return _directories[0]
