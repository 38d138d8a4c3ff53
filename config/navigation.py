"""The white bar: what one can do, in the same order everywhere. At most seven entries; only pages that exist."""

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Entry:
    """One entry: its words, the name of its page, and where the addresses of what stands under it begin."""

    label: str
    page: str
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownEntry:
    """An entry on a page: the current one carries the thread."""

    label: str
    address: str
    is_current: bool


VISITOR = (
    Entry("Accueil", "territory:home"),
    Entry("Cette adresse", "territory:address", ("/adresse/",)),
    Entry("Mon fichier", "territory:file", ("/fichier/",)),
    Entry("Quartiers", "territory:neighbourhoods", ("/quartiers/",)),
    Entry("Territoires", "territory:places", ("/territoires/", "/communes/")),
    Entry("Les règles", "web:rules", ("/regles/",)),
)


def navigation(request: HttpRequest) -> dict[str, list[ShownEntry]]:
    """The entries, for every template."""
    return {"navigation": [_shown(entry, request.path) for entry in VISITOR]}


def _shown(entry: Entry, path: str) -> ShownEntry:
    address = _address(entry.page)
    is_current = path.startswith(entry.prefixes) if entry.prefixes else path == address
    return ShownEntry(entry.label, address, is_current)


@lru_cache
def _address(page: str) -> str:
    return reverse(page)
