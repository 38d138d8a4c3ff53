"""Two people change the same thing: what can be kept of both, and what one of them must choose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Clash:
    """One field that both changed, differently: ``mine`` is what is asked now, ``theirs`` what is stored."""

    name: str
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Merge:
    """The values that can be kept, and the fields to choose; where fields clash, ``values`` holds what is stored."""

    values: dict[str, Any]
    clashes: tuple[Clash, ...]

    def changed_from(self, stored: Mapping[str, Any]) -> list[str]:
        """Names of the fields whose value is not the one that is stored, in the order they were asked.

        >>> merge({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 3}).changed_from({"a": 1, "b": 3})
        ['a']
        """
        return [name for name, value in self.values.items() if value != stored[name]]


def merge(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merge:
    """Put together what I changed and what somebody else changed since I opened the page.

    Args:
        base: the values as they were when the page opened; a field that is missing there counts as changed by both.
        mine: the values that I send; only its fields come out.
        theirs: the values that are stored now.

    >>> merge({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 3})
    Merge(values={'a': 2, 'b': 3}, clashes=())
    >>> merge({"a": 1}, {"a": 2}, {"a": 3}).clashes
    (Clash(name='a', mine=2, theirs=3),)
    """
    values: dict[str, Any] = {}
    clashes: list[Clash] = []
    for name, wanted in mine.items():
        stored = theirs[name]
        before = base.get(name, _UNKNOWN)
        if wanted == stored or stored == before:
            values[name] = wanted
        else:
            values[name] = stored
            if wanted != before:
                clashes.append(Clash(name, wanted, stored))
    return Merge(values, tuple(clashes))


_UNKNOWN = object()
