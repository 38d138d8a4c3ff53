"""What a page shows of a list: plain data for the templates, and how cells become words."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from quartiers.kernel import french
from quartiers.web.exports import Cell
from quartiers.web.lists.spec import Column, Kind, value_of


@dataclass(frozen=True)
class Shown:
    """A cell of the page."""

    label: str
    text: str
    link: str = ""
    under: str = ""
    number: bool = False
    day: bool = False
    missing: bool = False


@dataclass(frozen=True)
class Head:
    key: str
    label: str
    link: str = ""
    sorted: str = ""
    number: bool = False


@dataclass(frozen=True)
class Option:
    """A chip, a choice of a field, a page number: ``link`` for a link, ``value`` for a field; "…" has neither."""

    label: str
    link: str = ""
    value: str = ""
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    value: str
    help: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Chips:
    label: str
    options: tuple[Option, ...]


def shown(column: Column, row: Any) -> Shown:
    value = value_of(column.value, row)
    missing = not column.show and (value is None or value == "")
    return Shown(
        label=column.label,
        text=column.missing if missing else column.show(row) if column.show else _text(column, value),
        link=column.link(row) if column.link else "",
        under=str(value_of(column.under, row) or "") if column.under else "",
        number=column.kind is Kind.NUMBER,
        day=column.kind is Kind.DAY,
        missing=missing,
    )


def _text(column: Column, value: Cell) -> str:
    match value:
        case bool():
            return "oui" if value else "non"
        case int() | float() | Decimal() if column.kind is Kind.NUMBER:
            return french.number(value, column.decimals)
        case datetime():
            return french.short_day(timezone.localdate(value) if timezone.is_aware(value) else value)
        case date():
            return french.short_day(value)
        case _:
            return str(value)
