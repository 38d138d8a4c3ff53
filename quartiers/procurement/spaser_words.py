"""A report of indicators in words, for its page, its document and its table."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from quartiers.kernel.french import NARROW, number, quantity
from quartiers.procurement.queries.spaser import BuyerReport, Figure, ReportLine
from quartiers.procurement.rules.spaser import Axis, Indicator

NOT_TOLD = "non renseigné"
HEADER = ("Acheteur", "Thème", "Indicateur", "Objectif", "Année", "Réel", "D’où vient ce chiffre", "Objectif atteint")


@dataclass(frozen=True)
class Cell:
    """An actual as one reads it, and what it stands on."""

    year: int
    value: str
    basis: str


@dataclass(frozen=True)
class Row:
    """A line of the report in words; ``state`` is the kind and the text of its badge, empty without target."""

    label: str
    target: str
    cells: tuple[Cell, ...]
    state: tuple[str, str]


@dataclass(frozen=True)
class Section:
    """The lines of one axis."""

    title: str
    rows: tuple[Row, ...]


def sections(report: BuyerReport) -> list[Section]:
    return [
        Section(
            axis.label[:1].upper() + axis.label[1:],
            tuple(_row(one, report.years) for one in report.lines if one.indicator.axis is axis),
        )
        for axis in Axis
    ]


def aimed(report: BuyerReport) -> list[Row]:
    """The lines that have a target."""
    return [_row(one, report.years) for one in report.lines if one.target is not None]


def table(reports: Iterable[BuyerReport]) -> list[list[str]]:
    """A row by buyer, indicator and year, under ``HEADER``."""
    return [
        [
            report.buyer.name, one.indicator.axis.label, one.indicator.words, _value(one.indicator, one.target),
            str(cell.year), cell.value, cell.basis, _state(one)[1] if cell.year == report.years[-1] else "",
        ]
        for report in reports
        for one in report.lines
        for cell in _row(one, report.years).cells
    ]  # fmt: skip


def worth(indicator: Indicator, value: Decimal) -> str:
    """A value as people read it: «45,2 %», «1 771»."""
    if indicator.unit.is_share:
        return f"{_plain(value * 100)}{NARROW}%"
    return _plain(value)


def _row(one: ReportLine, years: tuple[int, ...]) -> Row:
    return Row(
        one.indicator.words,
        _value(one.indicator, one.target),
        tuple(_cell(one.indicator, year, figure) for year, figure in zip(years, one.years, strict=True)),
        _state(one),
    )


def _cell(indicator: Indicator, year: int, figure: Figure | None) -> Cell:
    if figure is None:
        return Cell(year, NOT_TOLD, "")
    if figure.is_masked:
        return Cell(year, "masqué", "pour protéger les personnes")
    if not figure.is_counted:
        return Cell(year, worth(indicator, figure.value), "noté par l’acheteur")
    silent = f"{NARROW}; {number(figure.silent)} n’en disent rien" if figure.silent else ""
    return Cell(
        year,
        worth(indicator, figure.value),
        f"sur {quantity(figure.known, 'marché publié', 'marchés publiés')}{silent}",
    )


def _state(one: ReportLine) -> tuple[str, str]:
    if one.target is None:
        return ("", "")
    if one.last is not None and one.last.is_masked:
        return ("mute", "masqué")
    if one.is_met is None:
        return ("warn", "à renseigner")
    return ("ok", "atteint") if one.is_met else ("bad", "pas atteint")


def _value(indicator: Indicator, value: Decimal | None) -> str:
    return "" if value is None else worth(indicator, value)


def _plain(value: Decimal) -> str:
    """One digit after the point, unless it says nothing."""
    rounded = value.quantize(Decimal("0.1"))
    return number(rounded, 0 if rounded == rounded.to_integral_value() else 1)
