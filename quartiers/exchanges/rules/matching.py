"""Who, in the list of participants of a video service, is which registrant."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Registrant:
    """Who is expected. ``key`` is hers in the caller's table."""

    key: int
    email: str
    first_name: str
    last_name: str


@dataclass(frozen=True)
class Listed:
    """A line of the list: an address when the service gives it, and the name that the person typed."""

    line: int
    name: str
    email: str = ""


@dataclass(frozen=True)
class Matching:
    """``pairs``: who was there, each once; ``unmatched``: lines that nobody answers to, or that several could."""

    pairs: tuple[tuple[Listed, Registrant], ...]
    unmatched: tuple[Listed, ...]


def matched(listed: Sequence[Listed], registrants: Sequence[Registrant], *, fold: Callable[[str], str]) -> Matching:
    """Match by address first, then by name in either order; two registrants of one name match nobody.

    A name may carry more words («Awa Diarra (Ville)»): first name and last name must both be among them.

    Args:
        listed: lines of the list, in order; the same person may come back after a cut.
        registrants: who is expected.
        fold: makes two spellings of a name one.
    """
    by_address = {one.email.lower(): one for one in registrants if one.email}
    pairs: dict[int, tuple[Listed, Registrant]] = {}
    unmatched = []
    for line in listed:
        found = by_address.get(line.email.strip().lower()) if line.email else None
        found = found or _named(set(fold(line.name).split()), registrants, fold)
        if found is None:
            unmatched.append(line)
        else:
            pairs.setdefault(found.key, (line, found))
    return Matching(tuple(pairs.values()), tuple(unmatched))


def _named(words: set[str], registrants: Sequence[Registrant], fold: Callable[[str], str]) -> Registrant | None:
    answering = [one for one in registrants if one.last_name and _words(one, fold) <= words]
    return answering[0] if len(answering) == 1 else None


def _words(one: Registrant, fold: Callable[[str], str]) -> set[str]:
    return set(fold(f"{one.first_name} {one.last_name}").split())
