"""What one more structure would cost in a full year, and what already comes with it.

Dated values and assumptions never mix: an ``Assumption`` is ours, to be replaced by the reader's own figure.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from quartiers.iae.rules.codes import EmployerKind
from quartiers.iae.rules.funding_values import MODULATION, RSA_SHARE, KnownAid, full_time, known_aid
from quartiers.iae.rules.plans import (
    ZERO,
    Basis,
    Charge,
    PlanLine,
    Side,
    Sums,
    cents,
    euros,
    sales_caution,
    sums,
)
from quartiers.iae.rules.projects import Caution
from quartiers.iae.rules.sources import AID, AID_DEPARTMENT, MODULATED, SALES
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW, NBSP, number
from quartiers.kernel.words import Worded

COSTED = (EmployerKind.ACI, EmployerKind.EI, EmployerKind.ETTI, EmployerKind.AI, EmployerKind.EITI)
MOST_POSTS, MOST_HOURS, WEEKS, MONTHS = 500, 35, 52, 12


@dataclass(frozen=True)
class Assumption:
    """A figure of ours, to be replaced: nobody should quote it."""

    label: str
    value: Decimal
    unit: str
    why: str


HOURLY_WAGE = Assumption("Salaire horaire brut", Decimal("12.02"), "€ par heure", "Smic de 2026, à vérifier.")
CONTRIBUTIONS = Assumption(
    "Cotisations de l’employeur, ACI et AI", Decimal(10), "% du salaire", "Ils sont en grande partie exonérés."
)
CONTRIBUTIONS_OTHERS = Assumption(
    "Cotisations de l’employeur, EI et ETTI", Decimal(25), "% du salaire", "Ordre de grandeur."
)
SUPERVISION = Assumption(
    "Encadrement et direction",
    Decimal(11000),
    "€ par ETP d’insertion",
    "Un encadrant pour six ETP, une part de conseil et de direction.",
)
RUNNING = Assumption(
    "Fonctionnement",
    Decimal(9000),
    "€ par ETP d’insertion",
    "D’après un maraîchage. Une autre activité coûte autre chose.",
)
MODULATED_SHARE = Assumption("Part modulée", Decimal(0), "% du socle", "Prudent. De 0 à 10, selon les résultats.")
RSA = Assumption("RSA d’une personne seule", Decimal("646.52"), "€ par mois", "À vérifier.")
CASH_MONTHS = Assumption(
    "Charges à avancer",
    Decimal(3),
    "mois",
    "L’aide se régularise après coup, la part modulée vient en fin d’année, le FSE+ plus tard encore.",
)
ASSUMPTIONS = (
    HOURLY_WAGE, CONTRIBUTIONS, CONTRIBUTIONS_OTHERS, SUPERVISION, RUNNING, MODULATED_SHARE, RSA, CASH_MONTHS,
)  # fmt: skip


class RsaMode(Worded):
    """Where the part of the department stands."""

    INSIDE = "dedans", "dans l’aide au poste, à la place de l’État"
    ADDED = "en_plus", "en plus de l’aide au poste"


@dataclass(frozen=True)
class CostAsked:
    """What is asked of the calculator; None takes our assumption.

    Args:
        kind: of the structure.
        posts: of insertion.
        hours_a_week: of one post.
        weeks: paid in the year.
        hourly_wage: gross, euros.
        contributions: of the employer, percent of the wage.
        supervision: euros a year.
        running: euros a year.
        sales: euros a year.
        modulation: percent of the base aid, 0 to 10.
        rsa_people: employees of an ACI who received the RSA.
        rsa_mode: where the part of the department stands.
        rsa_month: euros a month.
        cash_months: of charges to be paid before the money comes, 0 to 12.
        mayotte: whether it stands at Mayotte, where the aid is lower.
    """

    kind: EmployerKind
    posts: Decimal
    hours_a_week: Decimal
    weeks: int = WEEKS
    hourly_wage: Decimal | None = None
    contributions: Decimal | None = None
    supervision: Decimal | None = None
    running: Decimal | None = None
    sales: Decimal = ZERO
    modulation: Decimal | None = None
    rsa_people: int = 0
    rsa_mode: RsaMode = RsaMode.INSIDE
    rsa_month: Decimal | None = None
    cash_months: Decimal | None = None
    mayotte: bool = False


@dataclass(frozen=True)
class CostLine:
    """A line that the calculator proposes, how it was counted, what it rests on."""

    line: PlanLine
    label: str
    how: str
    basis: Basis


@dataclass(frozen=True)
class Cost:
    """One full year.

    Args:
        fte: full-time equivalents, as the aid counts them.
        hours: of work, in the year.
        aid: the aid by post that was used.
        lines: proposed charges and resources.
        year: the civil year of the lines.
        kind: of the structure.
        cash_months: of charges to be paid before the money comes.
    """

    fte: Decimal
    hours: Decimal
    aid: KnownAid
    lines: tuple[CostLine, ...] = field(repr=False)
    year: int
    kind: EmployerKind
    cash_months: Decimal

    @property
    def cash(self) -> Decimal:
        """What must be in the bank before the first payments come, euros."""
        return cents(self.sums.charges * self.cash_months / MONTHS)

    @property
    def sums(self) -> Sums:
        return sums([one.line for one in self.lines], self.year)

    @property
    def by_fte(self) -> Decimal:
        """Charges for one full-time equivalent."""
        return self.sums.charges / self.fte

    @property
    def caution(self) -> Caution | None:
        return sales_caution(self.sums, self.kind.value.lower())

    @property
    def charges(self) -> list[CostLine]:
        return [one for one in self.lines if one.line.side is Side.CHARGE]

    @property
    def resources(self) -> list[CostLine]:
        return [one for one in self.lines if one.line.side is Side.RESOURCE]

    @property
    def sentence(self) -> str:
        """The answer, with its numbers."""
        found = self.sums
        paid = f"L’aide au poste et les ventes en paient {euros(found.resources)}"
        left = f"{NARROW}; il reste {euros(found.gap)} à trouver." if found.gap else f"{NBSP}: tout est payé."
        return f"Une année coûterait {euros(found.charges)}. {paid}{left}"


def structure_cost(asked: CostAsked, *, on: date) -> Cost:
    """Charges and resources of a full year, from dated values and assumptions.

    Args:
        asked: what is known.
        on: the day whose values count; the lines are those of its year.

    Raises:
        RuleBroken: a kind without paid posts, a number out of its range, a day before the first known aid.

    >>> found = structure_cost(CostAsked(EmployerKind.ACI, Decimal(12), Decimal(26)), on=date(2026, 11, 23))
    >>> found.sums.resources
    Decimal('213238.63')
    """
    _check(asked, on)
    aid = known_aid(asked.kind, on=on, mayotte=asked.mayotte)
    fte = full_time(asked.kind, asked.posts, asked.hours_a_week, asked.weeks, on=on)
    hours = asked.posts * asked.hours_a_week * asked.weeks
    lines = (*_charges(asked, hours, fte, on.year), *_resources(asked, fte, aid, on))
    months = CASH_MONTHS.value if asked.cash_months is None else asked.cash_months
    return Cost(fte, hours, aid, lines, on.year, asked.kind, months)


def _charges(asked: CostAsked, hours: Decimal, fte: Decimal, year: int) -> list[CostLine]:
    usual = CONTRIBUTIONS if asked.kind in {EmployerKind.ACI, EmployerKind.AI} else CONTRIBUTIONS_OTHERS
    wage = HOURLY_WAGE.value if asked.hourly_wage is None else asked.hourly_wage
    rate = usual.value if asked.contributions is None else asked.contributions
    pay = cents(hours * wage * (100 + rate) / 100)
    how = f"{number(hours)}{NBSP}h × {number(wage, 2)}{NBSP}€, et {number(rate)}{NARROW}% de cotisations"
    if asked.kind is EmployerKind.EITI:
        pay, how = ZERO, "les indépendants facturent leur travail, la structure ne les salarie pas"
    found = [CostLine(_charge(Charge.PAY, pay, year), Charge.PAY.label, how, Basis.ASSUMPTION)]
    for code, given, assumed in (
        (Charge.SUPERVISION, asked.supervision, SUPERVISION),
        (Charge.RUNNING, asked.running, RUNNING),
    ):
        amount = cents(fte * assumed.value) if given is None else given
        said = f"{number(fte, 2)}{NBSP}ETP × {number(assumed.value)}{NBSP}€" if given is None else "votre chiffre"
        found.append(CostLine(_charge(code, amount, year), code.label, said, Basis.ASSUMPTION))
    return found


def _resources(asked: CostAsked, fte: Decimal, aid: KnownAid, on: date) -> list[CostLine]:
    base = cents(fte * aid.amount)
    share = _department(asked, on)
    inside = min(share, base) if asked.rsa_mode is RsaMode.INSIDE else ZERO
    told = f"{number(fte, 2)}{NBSP}ETP × {number(aid.amount)}{NBSP}€"
    told += f", moins {euros(inside)} payés par le département" if inside else ""
    told += f" ({aid.caution})" if aid.caution else ""
    found = [CostLine(_money(AID, base - inside, on.year), "Aide au poste, montant socle", told, Basis.DATED)]
    rate = MODULATED_SHARE.value if asked.modulation is None else asked.modulation
    if rate:
        how = f"{number(rate, 1)}{NARROW}% du socle"
        modulated = cents(fte * aid.amount * rate / 100)
        label = "Aide au poste, part modulée"
        found.append(CostLine(_money(MODULATED, modulated, on.year), label, how, Basis.ASSUMPTION))
    if share:
        how = f"{asked.rsa_people} × {RSA_SHARE.on(on)}{NARROW}% du RSA, {asked.rsa_mode.label}"
        paid = inside or share
        label = "Aide au poste, part du département"
        found.append(CostLine(_money(AID_DEPARTMENT, paid, on.year), label, how, Basis.ASSUMPTION))
    if asked.sales:
        found.append(CostLine(_money(SALES, asked.sales, on.year), "Ventes", "votre chiffre", Basis.ASSUMPTION))
    return found


def _department(asked: CostAsked, on: date) -> Decimal:
    month = RSA.value if asked.rsa_month is None else asked.rsa_month
    return cents(asked.rsa_people * month * MONTHS * RSA_SHARE.on(on) / 100)


def _check(asked: CostAsked, on: date) -> None:
    if asked.kind not in COSTED:
        raise RuleBroken(
            f"Le calcul ne va pas pour ce type{NBSP}: {asked.kind.label}. Prenez un ACI, une EI, une ETTI, une AI ou "
            "une EITI."
        )
    if not 0 < asked.posts <= MOST_POSTS:
        raise RuleBroken(f"Écrivez un nombre de postes plus grand que 0, et {MOST_POSTS} au plus.")
    if not 0 < asked.hours_a_week <= MOST_HOURS:
        raise RuleBroken(f"Écrivez des heures par semaine plus grandes que 0, et {MOST_HOURS} au plus.")
    if not 1 <= asked.weeks <= WEEKS:
        raise RuleBroken(f"Écrivez un nombre de semaines entre 1 et {WEEKS}.")
    if asked.modulation is not None and not 0 <= asked.modulation <= MODULATION.on(on):
        raise RuleBroken(f"La part modulée va de 0 à {MODULATION.on(on)}{NARROW}%.", source="R. 5132-37")
    if asked.cash_months is not None and not 0 <= asked.cash_months <= MONTHS:
        raise RuleBroken(f"Écrivez entre 0 et {MONTHS} mois de charges à avancer.")
    if asked.rsa_people and asked.kind is not EmployerKind.ACI:
        raise RuleBroken("La part du département ne concerne que les chantiers d’insertion. Laissez 0.")
    if not 0 <= asked.rsa_people <= asked.posts:
        raise RuleBroken("Il ne peut pas y avoir plus de salariés au RSA que de postes.")


def _charge(code: Charge, amount: Decimal, year: int) -> PlanLine:
    return PlanLine(Side.CHARGE, code.value, amount, year)


def _money(code: str, amount: Decimal, year: int) -> PlanLine:
    return PlanLine(Side.RESOURCE, code, amount, year)
