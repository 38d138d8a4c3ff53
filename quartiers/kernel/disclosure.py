"""Disclosure control: what a statistic may show, to whom, without showing anybody.

Every statistic goes through ``protect_count``, ``protect_list``, ``protect_table``, ``protect_rate`` or
``protect_companies``, with the thresholds of its audience. A masked cell is never a blank: it is a ``Masked``, whose
``str`` is its words. ``kernel.publication`` proves a publication over several tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW, NBSP
from quartiers.kernel.suppression import Edge, suppress

SECRECY = f"loi n°{NBSP}51-711 du 7 juin 1951{NARROW}; choix de la plateforme"
COMPANY_SECRECY = f"loi n°{NBSP}51-711 du 7 juin 1951{NARROW}; règles usuelles de la statistique publique"
TAX_SECRECY = "règle des 11 de la statistique publique pour les données sur les personnes ; choix de la plateforme"


def _since_ever(code: str, label: str, unit: str, value: int, source: str) -> Dated[int]:
    return Dated(f"kernel.disclosure.{code}", label, unit, (Entry(value, None, None, source, None),))


COUNT_PARTNERS = _since_ever(
    "count_partners", "Plus petit nombre montré aux partenaires de la Cité", "personnes", 5, SECRECY
)
COUNT_PUBLIC = _since_ever(
    "count_public", "Plus petit nombre montré à l’État, au public et dans les exports", "personnes", 11, TAX_SECRECY
)
RATE_PARTNERS = _since_ever(
    "rate_partners", "Plus petit effectif d’un taux montré aux partenaires de la Cité", "personnes", 10, SECRECY
)
RATE_PUBLIC = _since_ever("rate_public", "Plus petit effectif d’un taux montré au public", "personnes", 30, SECRECY)
RATE_STEP_PARTNERS = _since_ever(
    "rate_step_partners", "Arrondi d’un taux montré aux partenaires de la Cité", "millièmes", 1, SECRECY
)
RATE_STEP_PUBLIC = _since_ever("rate_step_public", "Arrondi d’un taux montré au public", "millièmes", 10, SECRECY)
COMPANY_COUNT = _since_ever(
    "company_count", "Plus petit nombre d’entreprises derrière un chiffre", "entreprises", 3, COMPANY_SECRECY
)
COMPANY_SHARE = _since_ever(
    "company_share", "Plus grande part d’une seule entreprise dans un chiffre", "%", 85, COMPANY_SECRECY
)


class Audience(StrEnum):
    """Who will read: the partners of the Cité, or everybody else (State, public, exports)."""

    PARTNERS = "partners"
    PUBLIC = "public"


@dataclass(frozen=True)
class Thresholds:
    """Smallest count, smallest denominator of a rate, rounding of a rate in thousandths."""

    count: Dated[int]
    denominator: Dated[int]
    step: Dated[int]


THRESHOLDS = {
    Audience.PARTNERS: Thresholds(COUNT_PARTNERS, RATE_PARTNERS, RATE_STEP_PARTNERS),
    Audience.PUBLIC: Thresholds(COUNT_PUBLIC, RATE_PUBLIC, RATE_STEP_PUBLIC),
}


class Protects(StrEnum):
    PERSONS = "personnes"
    COMPANIES = "entreprises"


@dataclass(frozen=True)
class Masked:
    """A figure that is not shown.

    Args:
        below: the figure is known to be under it; None says nothing of its size.
        whom: who would be recognised.

    >>> str(Masked(below=5)), str(Masked())
    ('moins de 5', 'masqué pour protéger les personnes')
    """

    below: int | None = None
    whom: Protects = Protects.PERSONS

    def __str__(self) -> str:
        return f"moins de {self.below}" if self.below else f"masqué pour protéger les {self.whom}"


Cell = int | Masked


@dataclass(frozen=True)
class PublishedList:
    """Figures and their total, some masked."""

    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True)
class PublishedTable:
    """Rows of figures and both margins, some masked."""

    cells: tuple[tuple[Cell, ...], ...]
    row_totals: tuple[Cell, ...]
    column_totals: tuple[Cell, ...]
    total: Cell


def protect_count(count: int, *, audience: Audience, on: date) -> Cell:
    """One count that no margin betrays; zero is masked like any small count.

    >>> str(protect_count(3, audience=Audience.PARTNERS, on=date(2026, 1, 1)))
    'moins de 5'
    """
    threshold = THRESHOLDS[audience].count.on(on)
    return count if count >= threshold else Masked(below=threshold)


def protect_list(counts: Sequence[int], *, audience: Audience, on: date) -> PublishedList:
    """Counts shown with their total.

    Args:
        counts: of persons, 0 or more; together they make the total.
        audience: who will read.
        on: day of the publication, for the thresholds.
    """
    edges = [Edge("parts", "whole", count) for count in counts]
    *cells, total = _shown([*edges, Edge("whole", "parts", sum(counts))], THRESHOLDS[audience].count.on(on))
    return PublishedList(tuple(cells), total)


def protect_table(counts: Sequence[Sequence[int]], *, audience: Audience, on: date) -> PublishedTable:
    """Counts shown with the totals of rows and columns.

    Args:
        counts: rows of the same length, of persons, 0 or more.
        audience: who will read.
        on: day of the publication, for the thresholds.
    """
    height, width = len(counts), len(counts[0]) if counts else 0
    edges = [Edge(f"row {i}", f"column {j}", counts[i][j]) for i in range(height) for j in range(width)]
    edges += [Edge("rows", f"row {i}", sum(row)) for i, row in enumerate(counts)]
    edges += [Edge(f"column {j}", "columns", sum(row[j] for row in counts)) for j in range(width)]
    edges += [Edge("columns", "rows", sum(map(sum, counts)))]
    shown = iter(_shown(edges, THRESHOLDS[audience].count.on(on)))
    return PublishedTable(
        cells=tuple(tuple(next(shown) for _ in range(width)) for _ in range(height)),
        row_totals=tuple(next(shown) for _ in range(height)),
        column_totals=tuple(next(shown) for _ in range(width)),
        total=next(shown),
    )


def protect_rate(part: int, whole: int, *, audience: Audience, on: date) -> Decimal | Masked:
    """A rate in percent, rounded as its audience may see it.

    It is masked on a small denominator, and where the part or the rest is a count that this audience may not see.

    Raises:
        RuleBroken: the part is not between 0 and the whole.
    """
    if not 0 <= part <= whole:
        raise RuleBroken("Une part se situe entre zéro et l’ensemble. Vérifiez les deux nombres du taux.")
    thresholds = THRESHOLDS[audience]
    smallest = thresholds.count.on(on)
    if whole < thresholds.denominator.on(on) or part < smallest or whole - part < smallest:
        return Masked()
    step = Decimal(thresholds.step.on(on)) / 10
    return (Decimal(100 * part) / whole / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def protect_companies(hours: Sequence[Decimal], *, on: date) -> Decimal | Masked:
    """The sum of what each company brings, unless one of them could be read in it.

    Args:
        hours: one figure a company, 0 or more; companies that bring nothing do not count.
        on: day of the publication, for the thresholds.
    """
    brought = [value for value in hours if value > 0]
    total = sum(brought, Decimal(0))
    if len(brought) < COMPANY_COUNT.on(on) or max(brought) * 100 > total * COMPANY_SHARE.on(on):
        return Masked(whom=Protects.COMPANIES)
    return total


def _shown(edges: Sequence[Edge], threshold: int) -> list[Cell]:
    """« moins de … » if the small figures are safe so; else nothing is said of the size of what is masked."""
    masked, sized = suppress(edges, threshold)
    mask = Masked(below=threshold) if sized else Masked()
    return [mask if index in masked else edge.value for index, edge in enumerate(edges)]
