"""Figures of a neighbourhood as people read them: charts, and tables by theme."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from quartiers.kernel.french import NARROW, NBSP, number, quantity
from quartiers.territory.indicators import IndicatorMeaning, Kind
from quartiers.territory.queries.places import Figure
from quartiers.web.charts import Bar, BarChart

NOT_PUBLISHED = "non publié"
#: What a busy person looks at first; the rest stands in the tables.
FIRST = ("tp60", "disp_q2", "tx_tot_empl", "tx_f_empl", "tx_tot_eprec")
POPULATIONS = (
    ("pop_mun", "Ce quartier"),
    ("pop_com_qp", "Tous ceux de la commune"),
    ("pop_com", "La commune"),
)


@dataclass(frozen=True)
class Line:
    """An indicator in a table."""

    label: str
    meaning: str
    text: str
    missing: bool


def written(value: Decimal | None, meaning: IndicatorMeaning) -> str:
    """A figure with its unit, «non publié» without one."""
    if value is None:
        return NOT_PUBLISHED
    decimals = 0 if meaning.kind in {Kind.COUNT, Kind.EUROS} or value == value.to_integral_value() else 1
    unit = {Kind.PERCENT: f"{NARROW}%", Kind.EUROS: f"{NBSP}€"}.get(meaning.kind, "")
    return f"{number(value, decimals)}{unit}"


def charts(figures: list[Figure], department: str) -> list[BarChart]:
    """Inhabitants against the communes, then the first rates against the other neighbourhoods of the department."""
    found = {one.meaning.code: one for one in figures}
    population = found.get("pop_mun")
    first = [] if population is None or population.value is None else [_population_chart(found)]
    return first + [_chart(found[code], department) for code in FIRST if code in found]


def _population_chart(found: dict[str, Figure]) -> BarChart:
    own = found["pop_mun"]
    bars = tuple(
        _bar(label, found[code].value if code in found else None, own.meaning, emphasis=code == "pop_mun")
        for code, label in POPULATIONS
    )
    return BarChart("Habitants", bars, source=_origin(own))


def figure_groups(figures: list[Figure]) -> list[tuple[str, list[Line]]]:
    """All the indicators, by theme."""
    return [
        (theme.label, [_line(one) for one in group])
        for theme, group in groupby(figures, key=lambda one: one.meaning.theme)
    ]


def _line(figure: Figure) -> Line:
    return Line(
        label=figure.meaning.label,
        meaning=figure.meaning.meaning,
        text=written(figure.value, figure.meaning),
        missing=figure.value is None,
    )


def _chart(figure: Figure, department: str) -> BarChart:
    bars = [_bar("Ce quartier", figure.value, figure.meaning, emphasis=True)]
    if figure.typical is not None:
        label = f"Médiane, {quantity(figure.others, 'autre quartier', 'autres quartiers')} ({department})"
        bars.append(_bar(label, figure.typical, figure.meaning))
    top = 100.0 if figure.meaning.kind is Kind.PERCENT else 0.0
    return BarChart(figure.meaning.label, tuple(bars), source=_origin(figure), top=top)


def _bar(label: str, value: Decimal | None, meaning: IndicatorMeaning, *, emphasis: bool = False) -> Bar:
    return Bar(label, None if value is None else float(value), written(value, meaning), emphasis=emphasis)


def _origin(figure: Figure) -> str:
    return f"{figure.source}, {figure.year}" if figure.year else figure.source
