"""What the pages of a funding plan show, ready to be written: one year, or all of them side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from quartiers.iae.models import FundingLine, FundingPlan
from quartiers.iae.queries.funding import as_rule, as_rules, label_of
from quartiers.iae.rules.leverage import Leverage, Perimeter, headline, leverages, whole_effort
from quartiers.iae.rules.plans import (
    Basis,
    PlanLine,
    Scenario,
    Side,
    State,
    Sums,
    euros,
    modulation_caution,
    occupied,
    sales_caution,
    scenarios,
    sums,
    without,
)
from quartiers.iae.rules.projects import Caution
from quartiers.kernel.french import NARROW, NBSP, number
from quartiers.kernel.typed import row_number

TITLE = f"Qui finance nos structures{NARROW}?"
HEADLINE_TITLE = f"Qu’a porté un euro local{NARROW}?"
INVESTMENT = "investissement"
STATE_KINDS = {
    State.PLANNED: "mute",
    State.ASKED: "wait",
    State.GRANTED: "info",
    State.PAID: "ok",
    State.REFUSED: "bad",
}
BASIS_KINDS = {Basis.ASSUMPTION: "warn", Basis.DATED: "info", Basis.FACT: "ok"}
#: Shares of posts that are really occupied, for the stress of a year.
RATES = (Decimal("0.9"), Decimal("0.8"))


def chosen(plan: FundingPlan, asked: str) -> int | None:
    """The year of the address: the first one unless it says another, None for the investment."""
    if asked == INVESTMENT:
        return None
    year = row_number(asked)
    return year if year in plan.year_list else plan.first_year


def crumbs(last: str, plan: FundingPlan | None = None) -> list[tuple[str, str]]:
    steps = [(TITLE, reverse("iae:plans"))]
    if plan is not None:
        steps.append((plan.name, reverse("iae:plan", args=[plan.pk])))
    return [*steps, (last, "")]


@dataclass(frozen=True)
class Row:
    """A line as a page shows it."""

    line: FundingLine
    label: str
    basis: Basis
    basis_kind: str
    state: State
    state_kind: str
    counted: Decimal


@dataclass(frozen=True)
class YearPage:
    """One year of a plan, or its investment; with ``out``, without one of its sources."""

    plan: FundingPlan
    lines: Sequence[FundingLine]
    year: int | None
    out: str = ""

    @cached_property
    def all(self) -> list[PlanLine]:
        return as_rules(self.lines)

    @cached_property
    def kept(self) -> list[PlanLine]:
        return without(self.all, self.out) if self.scenario else self.all

    @cached_property
    def scenarios(self) -> list[Scenario]:
        return scenarios(self.all, self.year)

    @cached_property
    def scenario(self) -> Scenario | None:
        """The source that was taken away; None when there is no such source this year."""
        return next((one for one in self.scenarios if one.code == self.out), None)

    @cached_property
    def sums(self) -> Sums:
        return sums(self.kept, self.year)

    @property
    def rows(self) -> list[Row]:
        return [_row(one) for one in self.lines if one.year == self.year]

    @property
    def charges(self) -> list[Row]:
        return [one for one in self.rows if one.line.side == Side.CHARGE]

    @property
    def resources(self) -> list[Row]:
        rows = [one for one in self.rows if one.line.side == Side.RESOURCE]
        return [one for one in rows if not (self.scenario and one.line.code == self.out)]

    @cached_property
    def whole(self) -> Leverage:
        return whole_effort(self.kept)

    @property
    def sentence(self) -> str:
        """The headline, then what is missing this year."""
        if not self.lines:
            return "Ce plan est encore vide."
        return f"{headline(self.whole)} {self.missing}"

    @property
    def missing(self) -> str:
        when = f"En {self.year}" if self.year else "Pour l’investissement"
        if not self.sums.charges and not self.sums.resources:
            return f"{when}, rien n’est encore écrit."
        if self.sums.gap:
            return f"{when}, il manque {euros(self.sums.gap)}."
        return f"{when}, le budget tient, avec {euros(self.sums.result)} de reste."

    @property
    def local_share(self) -> str:
        share = self.sums.local_share
        return "" if share is None else f"{number(share * 100, 1)}{NARROW}% des charges"

    @property
    def cautions(self) -> list[Caution]:
        found = (sales_caution(self.sums, self.plan.kind), modulation_caution(self.kept, self.year))
        return [one for one in found if one is not None]

    @property
    def ratios(self) -> list[tuple[Leverage, Leverage]]:
        """L1 to L4, for the intercommunality alone and with the communes; nothing for the investment."""
        if self.year is None:
            return []
        pair = (leverages(self.kept, self.year, one) for one in (Perimeter.EPCI, Perimeter.LOCAL))
        return list(zip(*pair, strict=True))

    @property
    def efforts(self) -> list[Leverage]:
        return [self.whole, whole_effort(self.kept, public_only=True)]

    @property
    def by_fte(self) -> str:
        if not self.plan.fte or not self.year:
            return ""
        return (
            f"{euros(self.sums.charges / self.plan.fte)} par ETP, dont {euros(self.sums.epci / self.plan.fte)} de "
            "l’intercommunalité"
        )

    @property
    def occupations(self) -> list[tuple[str, Decimal]]:
        """The result when fewer posts are occupied."""
        if self.year is None:
            return []
        return [
            (f"{number(100 * rate)}{NARROW}% des postes occupés", sums(occupied(self.kept, rate), self.year).result)
            for rate in RATES
        ]

    @property
    def tabs(self) -> list[tuple[str, str, bool]]:
        address = reverse("iae:plan", args=[self.plan.pk])
        years = [(str(one), str(one), one == self.year) for one in self.plan.year_list]
        shown = [*years, ("Investissement", INVESTMENT, self.year is None)]
        return [(label, f"{address}?{urlencode({'annee': key})}", here) for label, key, here in shown]

    @property
    def key(self) -> str:
        """The year, as the address says it."""
        return str(self.year or INVESTMENT)


@dataclass(frozen=True)
class SheetRow:
    """A line of all years, side by side."""

    label: str
    amounts: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        return sum(self.amounts, Decimal(0))


@dataclass(frozen=True)
class Sheet:
    """A whole plan on one page."""

    plan: FundingPlan
    lines: Sequence[FundingLine]

    @property
    def periods(self) -> list[int | None]:
        return [*self.plan.year_list, None]

    @property
    def heads(self) -> list[str]:
        return [str(one or "Investissement") for one in self.periods]

    @property
    def charges(self) -> list[SheetRow]:
        return self._rows(Side.CHARGE)

    @property
    def resources(self) -> list[SheetRow]:
        return self._rows(Side.RESOURCE)

    @property
    def in_kind(self) -> list[SheetRow]:
        return self._rows(Side.RESOURCE, in_kind=True)

    @cached_property
    def sums(self) -> list[Sums]:
        rules = as_rules(self.lines)
        return [sums(rules, one) for one in self.periods]

    @property
    def charged(self) -> SheetRow:
        return SheetRow("Charges", tuple(one.charges for one in self.sums))

    @property
    def paid_for(self) -> SheetRow:
        return SheetRow("Ressources", tuple(one.resources for one in self.sums))

    @property
    def result(self) -> SheetRow:
        return SheetRow("Résultat", tuple(one.result for one in self.sums))

    @property
    def efforts(self) -> list[Leverage]:
        rules = as_rules(self.lines)
        return [whole_effort(rules), whole_effort(rules, public_only=True)]

    @property
    def sentence(self) -> str:
        return headline(self.efforts[0])

    @property
    def cautions(self) -> list[str]:
        """Those of each year, with the year."""
        rules = as_rules(self.lines)
        found = []
        for one in self.sums:
            for caution in (sales_caution(one, self.plan.kind), modulation_caution(rules, one.year)):
                if caution is not None:
                    found.append(f"{one.year}{NBSP}: {caution.message} ({caution.article})")
        return found

    def _rows(self, side: Side, *, in_kind: bool = False) -> list[SheetRow]:
        """One row by label, in the order of the first year where it stands."""
        found: dict[str, dict[int | None, Decimal]] = {}
        for one in self.lines:
            if one.side == side and one.in_kind == in_kind:
                by_period = found.setdefault(label_of(one), {})
                by_period[one.year] = by_period.get(one.year, Decimal(0)) + as_rule(one).counted
        return [
            SheetRow(label, tuple(amounts.get(one, Decimal(0)) for one in self.periods))
            for label, amounts in found.items()
        ]


def _row(line: FundingLine) -> Row:
    basis, state = Basis(line.basis), State(line.state)
    return Row(line, label_of(line), basis, BASIS_KINDS[basis], state, STATE_KINDS[state], as_rule(line).counted)
