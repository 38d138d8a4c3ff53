"""How a list is declared: plain data, once, at the top of a room's ``views`` or ``lists`` module."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from django.db.models import Q, QuerySet

from quartiers.web.exports import Cell

Rows: TypeAlias = QuerySet[Any]
Choices: TypeAlias = Iterable[tuple[str, str]]
Value: TypeAlias = str | Callable[[Any], Cell]

PAGE_SIZE = 20
MAX_WORDS = 8
PAGE, SORT, FORMAT = "page", "tri", "format"


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DAY = "day"


@dataclass(frozen=True)
class Noun:
    """What the list counts: «quartier», «quartiers»."""

    singular: str
    plural: str
    feminine: bool = False

    @property
    def none(self) -> str:
        return f"{'Aucune' if self.feminine else 'Aucun'} {self.singular}"


@dataclass(frozen=True)
class Column:
    """One column of the page and of the exports. The first column of a list is the name of its rows.

    Args:
        key: its name in the address, in French, unaccented.
        label: head of the column.
        value: attribute path (``"department.name"``) or function of the row; what the exports hold.
        sort: fields that order the rows; empty when the column cannot sort. Empty values come last, always.
        kind: text, number (at the right, French thousands) or day.
        decimals: of a number, on the page.
        link: address of the row's own page.
        under: second line, in soft ink; not exported.
        show: what the page shows instead of the value: a text, escaped, or safe HTML from a component (a badge);
            it is called for empty values too.
        missing: what the page shows where the value is None or empty, for instance «non publié».
        page: whether the page shows the column; False for one that only exports hold.
        export: whether the exports hold it.
    """

    key: str
    label: str
    value: Value
    sort: tuple[str, ...] = ()
    kind: Kind = Kind.TEXT
    decimals: int = 0
    link: Callable[[Any], str] | None = None
    under: Value | None = None
    show: Callable[[Any], str] | None = None
    missing: str = ""
    page: bool = True
    export: bool = True


@dataclass(frozen=True)
class TextFilter:
    """A search: each word must stand in one of the fields.

    Args:
        name: its name in the address.
        label: of the field.
        fields: searched whatever the case of ASCII letters (all letters on PostgreSQL).
        folded: search columns, written by ``fold``: there, neither case nor accents count.
        fold: how the search columns were written.
        help: under the label.
    """

    name: str
    label: str
    fields: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    fold: Callable[[str], str] = str.lower
    help: str = ""

    def matching(self, rows: Rows, text: str) -> Rows:
        condition = Q()
        for word in text.split()[:MAX_WORDS]:
            condition &= Q(
                *(Q((f"{name}__icontains", word)) for name in self.fields),
                *(Q((f"{name}__contains", self.fold(word))) for name in self.folded),
                _connector=Q.OR,
            )
        return narrowed(rows, condition, (*self.fields, *self.folded))

    def told(self, text: str) -> str:
        """As the line of active filters reads it back: «nom « mirail »»; an acronym keeps its capitals."""
        label = self.label[:1].lower() + self.label[1:] if self.label[1:2].islower() else self.label
        return f"{label} « {text} »"


@dataclass(frozen=True)
class ChoiceFilter:
    """A choice in a closed list, as a field or as a row of chips.

    Args:
        name: its name in the address.
        label: of the field.
        choices: (value in the address, words) pairs, or a function that reads them.
        lookup: field to compare, or function (rows, value) -> rows.
        everything: words for no choice: «Tous», «Toutes».
        chips: links in a row above the fields; for a handful of states.
        counts: number of rows on each chip; ``lookup`` is then a field that has one value a row.
    """

    name: str
    label: str
    choices: Choices | Callable[[], Choices]
    lookup: str | Callable[[Rows, str], Rows]
    everything: str = "Tous"
    chips: bool = False
    counts: bool = False

    def options(self) -> dict[str, str]:
        return dict(self.choices() if callable(self.choices) else self.choices)

    def matching(self, rows: Rows, value: str) -> Rows:
        if callable(self.lookup):
            return self.lookup(rows, value)
        return narrowed(rows, Q((self.lookup, value)), (self.lookup,))


Filter: TypeAlias = TextFilter | ChoiceFilter


@dataclass(frozen=True)
class Empty:
    """What an empty list says: why, what will appear, and one link."""

    why: str
    then: str = ""
    link: str = ""
    link_label: str = ""


@dataclass(frozen=True)
class ListSpec:
    """A list, declared once.

    Args:
        id: HTML identifier and name of the exported files, unaccented.
        noun: what it counts.
        caption: of the table, for those who hear it.
        columns: in the order of the page.
        filters: chips, then fields, in order; the fourth field and the next fold under «Plus de filtres».
        order: key of the column that sorts by default, ``-key`` for the other way.
        empty: what is said where there is no row at all.
        page_size: rows a page.
        narrow: three short columns at most: stays a table on a phone.

    Raises:
        ValueError: two filters of one name, a name that the engine uses itself, an order that no column gives.
    """

    id: str
    noun: Noun
    caption: str
    columns: tuple[Column, ...]
    order: str
    filters: tuple[Filter, ...] = ()
    empty: Empty = Empty("Il n’y a encore rien ici.")
    page_size: int = PAGE_SIZE
    narrow: bool = False

    def __post_init__(self) -> None:
        names = [PAGE, SORT, FORMAT, *(one.name for one in self.filters)]
        if len(set(names)) < len(names):
            raise ValueError(f"{self.id}: each filter needs a name of its own, other than {PAGE}, {SORT}, {FORMAT}")
        if not any(column.sort and column.key == self.order.removeprefix("-") for column in self.columns):
            raise ValueError(f"{self.id}: no column sorts by «{self.order}»")


def value_of(value: Value, row: Any) -> Cell:
    """The attribute at the end of the path (None as soon as one is None), or the answer of the function."""
    if callable(value):
        return value(row)
    found: Cell | Any = row
    for name in value.split("."):
        found = None if found is None else getattr(found, name)
    cell: Cell = found
    return cell


def narrowed(rows: Rows, condition: Q, fields: Iterable[str]) -> Rows:
    """The rows that meet the condition, each once: a field across a relation could repeat them."""
    if not any("__" in name for name in fields):
        return rows.filter(condition)
    return rows.filter(pk__in=rows.model._base_manager.filter(condition).values("pk"))
