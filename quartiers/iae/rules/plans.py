"""Funding plans: what a structure costs, who pays, what is missing, what a source decides.

Money is in euros, ``Decimal``; a year is a civil year; ``None`` stands for the investment.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from quartiers.iae.rules.codes import EmployerKind
from quartiers.iae.rules.funding_values import MODULATION, SALES_CAP, SALES_CAP_MOST
from quartiers.iae.rules.projects import Caution
from quartiers.iae.rules.sources import (
    AID,
    AID_DEPARTMENT,
    AIDS_BY_POST,
    MODULATED,
    SALES_CODES,
    SOURCES,
    Funder,
    check_source,
    source_of,
)
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW, NBSP, number
from quartiers.kernel.words import Worded

ZERO, CENT = Decimal(0), Decimal("0.01")
#: Euros that one line may hold at most; beyond, a finger slipped.
MOST = Decimal(100_000_000)
MOST_YEARS = 3
FIRST_YEAR, LAST_YEAR = 2015, 2060
CAP_ARTICLE = "code du travail, art. D. 5132-34"


class Side(Worded):
    """Money that leaves, money that comes."""

    CHARGE = "charge", "charge"
    RESOURCE = "ressource", "ressource"


class Charge(Worded):
    """What money leaves for."""

    PAY = "salaires", "Salaires d’insertion"
    SUPERVISION = "encadrement", "Encadrement et direction"
    RUNNING = "fonctionnement", "Fonctionnement"
    EQUIPMENT = "investissement", "Investissement"
    OTHER = "autre_charge", "Autre charge"


class State(Worded):
    """Where a resource stands."""

    PLANNED = "prevue", "prévue"
    ASKED = "demandee", "demandée"
    GRANTED = "accordee", "accordée"
    PAID = "versee", "versée"
    REFUSED = "refusee", "refusée"


class Basis(Worded):
    """What an amount rests on: an assumption is never shown as a fact."""

    ASSUMPTION = "hypothese", "hypothèse"
    DATED = "valeur_datee", "valeur datée"
    FACT = "fait", "fait, par un écrit"


@dataclass(frozen=True)
class PlanLine:
    """One line of a plan.

    Args:
        side: charge or resource.
        code: of its source, or of its charge.
        amount: euros, planned or asked.
        year: civil year; None for the investment.
        in_kind: given otherwise than in money: valued beside the budget.
        state: of a resource.
        granted: euros granted, None as long as it is not known.
        paid: euros paid so far.
    """

    side: Side
    code: str
    amount: Decimal
    year: int | None
    in_kind: bool = False
    state: State = State.PLANNED
    granted: Decimal | None = None
    paid: Decimal | None = None

    @property
    def counted(self) -> Decimal:
        """Euros that the plan counts on: nothing of what is refused, what is granted once it is known."""
        if self.state is State.REFUSED:
            return ZERO
        return self.amount if self.granted is None else self.granted

    @property
    def received(self) -> Decimal:
        """Euros paid so far."""
        return ZERO if self.state is State.REFUSED or self.paid is None else self.paid


Lines = Sequence[PlanLine]


# --- Whether a line may be written ----------------------------------------------------------------------------------


def check_line(
    line: PlanLine,
    *,
    first_year: int,
    years: int,
    days: tuple[date | None, date | None, date | None] = (None, None, None),
    on: date,
    kept: bool = False,
) -> None:
    """Whether this line may stand in a plan.

    Args:
        line: as it is written.
        first_year: of the plan.
        years: of the plan.
        days: asked, granted and paid on.
        on: today.
        kept: whether it had this source already: one that closed meanwhile may stay.

    Raises:
        RuleBroken: an amount out of range, a year outside the plan, a source that is closed or given otherwise than it
            can be, a state without what it says, days that go backwards or stand in the future.
    """
    for amount in (line.amount, line.granted, line.paid):
        if amount is not None and not (amount.is_finite() and 0 <= amount <= MOST):
            raise RuleBroken(f"Écrivez un montant entre 0 et {number(MOST)}{NBSP}€.")
    if line.year is not None and not first_year <= line.year < first_year + years:
        raise RuleBroken(
            f"Ce plan va de {first_year} à {first_year + years - 1}. Choisissez l’une de ces années, ou "
            "l’investissement."
        )
    if line.side is Side.CHARGE:
        _check_charge(line)
        return
    check_source(line.code, in_kind=line.in_kind, on=on, kept=kept)
    _check_state(line, days, on)


def _check_charge(line: PlanLine) -> None:
    if line.code not in set(Charge):
        raise RuleBroken("Cette charge n’existe pas. Prenez l’une de celles de la liste.")
    if line.in_kind or line.state is not State.PLANNED or line.granted is not None or line.paid is not None:
        raise RuleBroken("Une charge n’est ni demandée, ni accordée, ni en nature. Gardez son seul montant.")


def _check_state(line: PlanLine, days: tuple[date | None, date | None, date | None], on: date) -> None:
    _, granted_on, paid_on = days
    if any(one is not None and one > on for one in days):
        raise RuleBroken("Cette date est dans l’avenir. Notez-la quand ce sera fait.")
    known = [one for one in days if one is not None]
    if known != sorted(known):
        raise RuleBroken(f"Ces dates ne se suivent pas{NBSP}: demandé, puis accordé, puis versé. Relisez-les.")
    if line.state in {State.GRANTED, State.PAID} and (line.granted is None or granted_on is None):
        raise RuleBroken("Il manque le montant accordé, ou sa date. Recopiez-les de la notification.")
    if line.state not in {State.GRANTED, State.PAID} and (line.granted is not None or line.paid is not None):
        raise RuleBroken("Un montant accordé ou versé demande l’état «\u00a0accordée\u00a0» ou «\u00a0versée\u00a0».")
    if line.state is State.PAID and (line.paid is None or paid_on is None):
        raise RuleBroken("Il manque le montant versé, ou sa date. Recopiez-les du relevé.")
    if line.paid is not None and line.paid > (line.granted or ZERO):
        raise RuleBroken("Le montant versé dépasse le montant accordé. Relisez les deux.")


def side_of(code: str) -> Side | None:
    """The side where this charge or source stands; None for a code that is neither."""
    if code in set(Charge):
        return Side.CHARGE
    return Side.RESOURCE if code in SOURCES else None


def check_years(first_year: int, years: int) -> None:
    """Whether a plan may cover these years.

    Raises:
        RuleBroken: a year out of range, no year or more than three.
    """
    if not FIRST_YEAR <= first_year <= LAST_YEAR:
        raise RuleBroken(f"Écrivez une première année entre {FIRST_YEAR} et {LAST_YEAR}.")
    if not 1 <= years <= MOST_YEARS:
        raise RuleBroken(f"Un plan va sur {MOST_YEARS} ans au plus, et un an au moins.")


# --- Sums -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sums:
    """One year, or the investment, in euros; what is in kind stands beside the budget.

    Args:
        year: None for the investment.
        charges: all of them.
        resources: all those in money.
        in_kind: what is given otherwise.
        epci: money of the intercommunality.
        communes: money of the communes.
        sales: what counts in the ceiling of an ACI.
        granted: resources granted.
        paid: resources paid.
    """

    year: int | None
    charges: Decimal
    resources: Decimal
    in_kind: Decimal
    epci: Decimal
    communes: Decimal
    sales: Decimal
    granted: Decimal
    paid: Decimal

    @property
    def local(self) -> Decimal:
        return self.epci + self.communes

    @property
    def result(self) -> Decimal:
        return self.resources - self.charges

    @property
    def gap(self) -> Decimal:
        """Euros still to find."""
        return max(ZERO, -self.result)

    @property
    def local_share(self) -> Decimal | None:
        """Local money over charges, from 0 to 1; None without charges."""
        return self.local / self.charges if self.charges else None


def sums(lines: Iterable[PlanLine], year: int | None) -> Sums:
    """The sums of one year, or of the investment."""
    here = [one for one in lines if one.year == year]
    resources = [one for one in here if one.side is Side.RESOURCE]
    money = [one for one in resources if not one.in_kind]
    return Sums(
        year=year,
        charges=total(one.counted for one in here if one.side is Side.CHARGE),
        resources=total(one.counted for one in money),
        in_kind=total(one.counted for one in resources if one.in_kind),
        epci=total(one.counted for one in money if funder_of(one) is Funder.EPCI),
        communes=total(one.counted for one in money if funder_of(one) is Funder.COMMUNE),
        sales=total(one.counted for one in money if one.code in SALES_CODES),
        granted=total(one.granted or ZERO for one in resources if one.state is not State.REFUSED),
        paid=total(one.received for one in resources),
    )


def sales_caution(found: Sums, kind: str) -> Caution | None:
    """What to look at when an ACI sells much; None below the ceiling or for the other kinds.

    >>> lines = [PlanLine(Side.CHARGE, "salaires", Decimal(100), 2027)]
    >>> lines.append(PlanLine(Side.RESOURCE, "ventes", Decimal(30), 2027))
    >>> sales_caution(sums(lines, 2027), "aci").article
    'code du travail, art. D. 5132-34'
    """
    if kind != EmployerKind.ACI.value.lower() or not found.charges or found.year is None:
        return None
    share, end = 100 * found.sales / found.charges, date(found.year, 12, 31)
    cap, most = SALES_CAP.on(end), SALES_CAP_MOST.on(end)
    if share < cap:
        return None
    told = f"Les ventes font {number(share, 1)}{NARROW}% des charges"
    if share > most:
        return Caution(
            f"{told}. Au-delà de {most}{NARROW}%, un chantier d’insertion ne peut pas aller. Baissez-les, ou "
            "pensez à une entreprise d’insertion.",
            CAP_ARTICLE,
        )
    return Caution(
        f"{told}. À partir de {cap}{NARROW}%, il faut une décision du préfet, jusqu’à {most}{NARROW}%.",
        CAP_ARTICLE,
    )


def modulation_caution(lines: Iterable[PlanLine], year: int | None) -> Caution | None:
    """What to look at when the modulated part is more than it can be; None otherwise."""
    if year is None:
        return None
    here = [one for one in lines if one.year == year and one.side is Side.RESOURCE]
    base = total(one.counted for one in here if one.code in {AID, AID_DEPARTMENT})
    modulated = total(one.counted for one in here if one.code == MODULATED)
    most = MODULATION.on(date(year, 12, 31))
    if modulated <= base * most / 100 + CENT:
        return None
    return Caution(
        f"La part modulée dépasse {most}{NARROW}% du montant socle de l’aide au poste. Relisez les deux.",
        "code du travail, art. R. 5132-37",
    )


# --- Without one source, with fewer people --------------------------------------------------------------------------


@dataclass(frozen=True)
class Scenario:
    """A year without one of its sources.

    Args:
        code: of the source.
        label: of the source.
        amount: euros that it brought.
        before: result with it.
        after: result without it.
    """

    code: str
    label: str
    amount: Decimal
    before: Decimal
    after: Decimal

    @property
    def title(self) -> str:
        return f"Sans «{NBSP}{self.label}{NBSP}»"

    @property
    def lesson(self) -> str:
        """What one learns, in French."""
        if self.before < 0:
            return "Le budget était déjà en déficit."
        if self.after >= 0:
            return "Le budget tient sans elle."
        return f"Sans elle, il manque {euros(-self.after)}{NBSP}: elle décide du budget."


def without(lines: Iterable[PlanLine], code: str) -> list[PlanLine]:
    """The same lines, less those of one source."""
    return [one for one in lines if one.side is Side.CHARGE or one.code != code]


def scenarios(lines: Lines, year: int | None) -> list[Scenario]:
    """The year without each of its sources of money, the largest first."""
    before = sums(lines, year).result
    codes = {one.code for one in lines if one.side is Side.RESOURCE and one.year == year and not one.in_kind}
    found = []
    for code in codes:
        after = sums(without(lines, code), year).result
        found.append(Scenario(code, source_of(code).label, before - after, before, after))
    return sorted((one for one in found if one.amount), key=lambda one: (-one.amount, one.code))


def occupied(lines: Iterable[PlanLine], rate: Decimal) -> list[PlanLine]:
    """The same lines when posts are occupied at this rate: aid and pay follow it, sales fall by half of the gap.

    Raises:
        RuleBroken: a rate outside 0 to 1.
    """
    if not 0 <= rate <= 1:
        raise RuleBroken("Un taux d’occupation va de 0 à 100.")
    whole, half = rate, 1 - (1 - rate) / 2
    factors = dict.fromkeys([*AIDS_BY_POST, Charge.PAY.value], whole) | dict.fromkeys(SALES_CODES, half)
    return [
        replace(
            one,
            amount=one.amount * factors.get(one.code, Decimal(1)),
            granted=None if one.granted is None else one.granted * factors.get(one.code, Decimal(1)),
        )
        for one in lines
    ]


def euros(amount: Decimal) -> str:
    """An amount rounded to the euro, as a sentence says it."""
    return f"{number(amount.quantize(Decimal(1), ROUND_HALF_UP))}{NBSP}€"


def cents(amount: Decimal) -> Decimal:
    """An amount rounded to the cent, halves up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def funder_of(line: PlanLine) -> Funder:
    return source_of(line.code).funder


def total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
