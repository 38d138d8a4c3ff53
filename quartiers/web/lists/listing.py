"""From an address and a queryset to the page of a list."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias
from urllib.parse import urlencode

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, F, Model
from django.db.models.expressions import OrderBy

from quartiers.kernel import french
from quartiers.web.exports import XLSX_MAX_ROWS
from quartiers.web.lists.shown import Chips, Field, Head, Option, Shown, shown
from quartiers.web.lists.spec import FORMAT, PAGE, SORT, ChoiceFilter, Column, Filter, Kind, ListSpec, Rows, TextFilter

Link: TypeAlias = Callable[[Mapping[str, str]], str]

MAX_TEXT = 100
FIELDS_IN_SIGHT = 3


@dataclass(frozen=True)
class Listing:
    """A list, read for one address: what the template writes.

    ``rows`` are the rows of the page as cells; ``objects`` the same as model instances, for a map beside the table.
    """

    spec: ListSpec
    path: str
    total: int
    page: int
    page_count: int
    objects: list[Any]
    heads: tuple[Head, ...]
    chips: tuple[Chips, ...]
    fields: tuple[Field, ...]
    hidden: dict[str, str]
    told: tuple[str, ...]
    previous: str
    next: str
    pages: tuple[Option, ...]
    exports: tuple[Option, ...]
    rows: list[list[Shown]]

    @property
    def quantity(self) -> str:
        return french.quantity(self.total, self.spec.noun.singular, self.spec.noun.plural)

    @property
    def position(self) -> str:
        """«1 à 20 sur 143»; empty when there is no row."""
        if not self.total:
            return ""
        first = (self.page - 1) * self.spec.page_size + 1
        last = first + len(self.objects) - 1
        return f"{french.number(first)} à {french.number(last)} sur {french.number(self.total)}"

    @property
    def summary(self) -> str:
        """The active filters, read back: «12 quartiers, Haute-Garonne, « mirail ».»; empty without filter."""
        return f"{', '.join((self.quantity, *self.told))}." if self.told else ""

    @property
    def fields_in_sight(self) -> tuple[Field, ...]:
        return self.fields[:FIELDS_IN_SIGHT]

    @property
    def more_fields(self) -> tuple[Field, ...]:
        return self.fields[FIELDS_IN_SIGHT:]

    @property
    def more_fields_open(self) -> bool:
        return any(field.value for field in self.more_fields)

    @property
    def active_field_count(self) -> int:
        return sum(bool(field.value) for field in self.fields)


def read_listing(spec: ListSpec, rows: Rows, parameters: Mapping[str, str], *, path: str) -> Listing:
    """The list at this address.

    Args:
        spec: its declaration.
        rows: model instances, without order nor slice.
        parameters: of the address; the last value of each name counts, unknown ones are left aside.
        path: address of the page, without parameters.
    """
    options = {one.name: one.options() for one in spec.filters if isinstance(one, ChoiceFilter)}
    chosen = _chosen(spec, parameters, options)
    order = _order(spec, parameters)
    found = _matching(spec, rows, chosen)
    total = found.order_by().count()
    page_count = max(1, math.ceil(total / spec.page_size))
    page = min(_page_asked(parameters), page_count)
    objects = _page_rows(rows, _sorted(spec, found, order), (page - 1) * spec.page_size, spec.page_size, total)
    kept = {**chosen, **({SORT: order} if order != spec.order else {})}
    link = partial(_link, path, kept)
    fields = [one for one in spec.filters if isinstance(one, TextFilter) or not one.chips]
    return Listing(
        spec=spec,
        path=path,
        total=total,
        page=page,
        page_count=page_count,
        objects=objects,
        heads=tuple(_head(column, order, link) for column in spec.columns if column.page),
        chips=tuple(
            _chips(one, options[one.name], chosen, link, _chip_counts(spec, one, rows, chosen))
            for one in spec.filters
            if isinstance(one, ChoiceFilter) and one.chips
        ),
        fields=tuple(_field(one, options.get(one.name, {}), chosen) for one in fields),
        hidden={name: value for name, value in kept.items() if name not in {one.name for one in fields}},
        told=tuple(_told(one, options.get(one.name, {}), chosen) for one in spec.filters if one.name in chosen),
        previous=link({PAGE: _page_value(page - 1)}) if page > 1 else "",
        next=link({PAGE: _page_value(page + 1)}) if page < page_count else "",
        pages=_pages(page, page_count, link),
        exports=_export_links(total, link),
        rows=[[shown(column, row) for column in spec.columns if column.page] for row in objects],
    )


def filtered(spec: ListSpec, rows: Rows, parameters: Mapping[str, str]) -> Rows:
    """All the rows of the list at this address, in its order: what its exports hold."""
    options = {one.name: one.options() for one in spec.filters if isinstance(one, ChoiceFilter)}
    return _sorted(spec, _matching(spec, rows, _chosen(spec, parameters, options)), _order(spec, parameters))


def clean_text(text: str) -> str:
    r"""What a person may have typed: one line, single spaces, nothing that does not print, 100 characters at most.

    >>> clean_text("  le\x00 mirail\n"), len(clean_text("x" * 10_000))
    ('le mirail', 100)
    """
    printable = "".join(letter if letter.isprintable() else " " for letter in text[:MAX_TEXT])
    return " ".join(printable.split())


# --- From the address -----------------------------------------------------------------------------------------------


def _chosen(spec: ListSpec, parameters: Mapping[str, str], options: dict[str, dict[str, str]]) -> dict[str, str]:
    """The filters that the address sets, each with a value that the list knows."""
    values = {one.name: clean_text(parameters.get(one.name, "")) for one in spec.filters}
    return {name: value for name, value in values.items() if value and value in options.get(name, {value})}


def _order(spec: ListSpec, parameters: Mapping[str, str]) -> str:
    asked = parameters.get(SORT, "")
    known = {column.key for column in spec.columns if column.sort}
    return asked if asked.removeprefix("-") in known else spec.order


def _page_asked(parameters: Mapping[str, str]) -> int:
    asked = parameters.get(PAGE, "")[:9]
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() else 1


def _link(path: str, kept: dict[str, str], changes: Mapping[str, str]) -> str:
    """The address with these changes; an empty value removes its name."""
    parameters = {name: value for name, value in {**kept, **changes}.items() if value}
    return f"{path}?{urlencode(parameters)}" if parameters else path


# --- From the database ----------------------------------------------------------------------------------------------


def _matching(spec: ListSpec, rows: Rows, chosen: Mapping[str, str]) -> Rows:
    for one in spec.filters:
        if one.name in chosen:
            rows = one.matching(rows, chosen[one.name])
    return rows


def _sorted(spec: ListSpec, rows: Rows, order: str) -> Rows:
    """In a total order, so that no row stands on two pages. Ties go the way of the sort: one index gives both."""
    column = next(column for column in spec.columns if column.key == order.removeprefix("-"))
    tie = "-pk" if order.startswith("-") else "pk"
    return rows.order_by(*(_ordering(rows.model, name, order) for name in column.sort), tie)


def _page_rows(rows: Rows, ordered: Rows, start: int, size: int, total: int) -> list[Any]:
    """Keys first, then the rows of these keys: a deep page skips keys only, from the nearer end.

    The rows are asked for by their keys alone: with the filters beside, SQLite follows the index of a filter, and
    reads all that it keeps.
    """
    end = min(start + size, total)
    keys = ordered.values_list("pk", flat=True)
    nearer_the_end = start > total - end
    wanted = list(keys.reverse()[total - end : total - start])[::-1] if nearer_the_end else list(keys[start:end])
    by_key = rows.in_bulk(wanted)
    return [by_key[key] for key in wanted if key in by_key]


def _ordering(model: type[Model], name: str, order: str) -> OrderBy:
    """``nulls_last`` only where a null can be: it would keep an index from giving the order."""
    nulls_last = True if _may_be_null(model, name) else None
    return F(name).desc(nulls_last=nulls_last) if order.startswith("-") else F(name).asc(nulls_last=nulls_last)


def _may_be_null(model: type[Model], path: str) -> bool:
    try:
        one = model._meta.get_field(path)
    except FieldDoesNotExist:  # an annotation, or a field across a relation
        return True
    return bool(getattr(one, "null", True))


def _chip_counts(spec: ListSpec, one: ChoiceFilter, rows: Rows, chosen: dict[str, str]) -> dict[str, int] | None:
    """Rows for each value, under the other filters; None when the chips do not count."""
    if not one.counts or callable(one.lookup):
        return None
    others = {name: value for name, value in chosen.items() if name != one.name}
    found = _matching(spec, rows, others).order_by().values_list(one.lookup)
    return {str(value): count for value, count in found.annotate(row_count=Count("*"))}


# --- To the page ----------------------------------------------------------------------------------------------------


def _head(column: Column, order: str, link: Link) -> Head:
    """A second press turns the order; numbers and days first show the greatest."""
    number = column.kind is Kind.NUMBER
    if not column.sort:
        return Head(column.key, column.label, number=number)
    first = column.key if column.kind is Kind.TEXT else f"-{column.key}"
    turned = column.key if order == f"-{column.key}" else f"-{column.key}"
    sorts = order.removeprefix("-") == column.key
    words = ("descending" if order.startswith("-") else "ascending") if sorts else ""
    return Head(column.key, column.label, link({SORT: turned if sorts else first}), words, number)


def _chips(
    one: ChoiceFilter, options: dict[str, str], chosen: dict[str, str], link: Link, counts: dict[str, int] | None
) -> Chips:
    current = chosen.get(one.name, "")
    choices = {"": one.everything, **options}
    totals = {} if counts is None else {"": sum(counts.values()), **counts}
    return Chips(
        one.label,
        tuple(
            Option(
                label,
                link=link({one.name: value}),
                current=value == current,
                count=None if counts is None else totals.get(value, 0),
            )
            for value, label in choices.items()
        ),
    )


def _field(one: Filter, options: dict[str, str], chosen: dict[str, str]) -> Field:
    value = chosen.get(one.name, "")
    if isinstance(one, TextFilter):
        return Field(one.name, one.label, value, help=one.help)
    choices = {"": one.everything, **options}.items()
    return Field(
        one.name,
        one.label,
        value,
        options=tuple(Option(label, value=choice, current=choice == value) for choice, label in choices),
    )


def _told(one: Filter, options: dict[str, str], chosen: dict[str, str]) -> str:
    value = chosen[one.name]
    return one.told(value) if isinstance(one, TextFilter) else options[value]


def _page_value(page: int) -> str:
    return str(page) if page > 1 else ""


def _pages(page: int, count: int, link: Link) -> tuple[Option, ...]:
    """First, last, and the neighbours of the current page; «…» for what is left out."""
    if count == 1:
        return ()
    shown = sorted({1, *range(max(1, page - 1), min(count, page + 1) + 1), count})
    options: list[Option] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number > before + 1:
            options.append(Option("…"))
        options.append(Option(french.number(number), link=link({PAGE: _page_value(number)}), current=number == page))
    return tuple(options)


def _export_links(total: int, link: Link) -> tuple[Option, ...]:
    if not total:
        return ()
    csv = Option("CSV", link=link({FORMAT: "csv"}))
    return (csv, Option("XLSX", link=link({FORMAT: "xlsx"}))) if total <= XLSX_MAX_ROWS else (csv,)
