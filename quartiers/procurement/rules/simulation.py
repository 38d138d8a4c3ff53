"""Hours lot by lot, and the same contract by each formula, side by side."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quartiers.kernel.french import NARROW, NBSP, number
from quartiers.procurement.rules import hours as formulas
from quartiers.procurement.rules.hours import TRAINING_HOURS, Number
from quartiers.procurement.rules.trades import SHARE_HIGH, SHARE_VERY_HIGH


@dataclass(frozen=True)
class LotHours:
    """One lot, its hours of work and those due.

    Args:
        label: its name.
        amount: euros without tax.
        labour_share: from 0 to 1.
        hourly_cost: euros.
        rate: from 0 to 1.
        total: all its hours of work, to a hundredth.
        due: hours of insertion, rounded half up.
    """

    label: str
    amount: Decimal
    labour_share: Decimal
    hourly_cost: Decimal
    rate: Decimal
    total: Decimal
    due: int


@dataclass(frozen=True)
class Simulation:
    """Lots together: each is rounded alone, then added."""

    lots: tuple[LotHours, ...]
    hours_a_year: int

    @property
    def amount(self) -> Decimal:
        return sum((one.amount for one in self.lots), Decimal(0))

    @property
    def total(self) -> Decimal:
        return sum((one.total for one in self.lots), Decimal(0))

    @property
    def due(self) -> int:
        return sum(one.due for one in self.lots)

    @property
    def share(self) -> Decimal | None:
        """Part of the hours due in all the hours of work."""
        return formulas.share_of(self.due, self.total)

    @property
    def full_time(self) -> Decimal:
        """Full-time jobs over a year, to a tenth."""
        return formulas.full_time(self.due, hours_a_year=self.hours_a_year)


@dataclass(frozen=True)
class Formula:
    """What one formula gives for the same contract.

    Args:
        code: F1 to F6, as the profession numbers them here.
        label: French.
        how: how it counts, French, one sentence.
        hours: what it gives; None when what it needs was not given.
        needs: what is missing, French; empty when it counted.
    """

    code: str
    label: str
    how: str
    hours: int | None
    needs: str = ""


@dataclass(frozen=True)
class Proportion:
    """Whether the share of insertion can be defended: ``ok``, ``warn`` or ``bad``, with its sentence."""

    kind: str
    sentence: str


def lot_hours(label: str, amount: Number, *, labour_share: Number, hourly_cost: Number, rate: Number) -> LotHours:
    """The hours of one lot.

    Raises:
        RuleBroken: a value is out of its range.
    """
    due = formulas.hours_from_amount(amount, labour_share=labour_share, hourly_cost=hourly_cost, rate=rate)
    total = formulas.total_hours(amount, labour_share=labour_share, hourly_cost=hourly_cost)
    money, share, cost, part = (Decimal(str(one)) for one in (amount, labour_share, hourly_cost, rate))
    return LotHours(label, money, share, cost, part, total, due)


def compare(
    simulation: Simulation,
    *,
    rate: Decimal,
    on: date,
    trigger: Decimal | None = None,
    step: Decimal | None = None,
    transferred: Decimal | None = None,
    entrusted: Decimal | None = None,
) -> tuple[Formula, ...]:
    """The same contract by the six formulas.

    Args:
        simulation: the lots.
        rate: for the formulas that take one.
        on: day of the brackets of training.
        trigger: euros of F3; None is 0.
        step: euros of F3 for one hour.
        transferred: hours of the staff taken over, F5.
        entrusted: share of the amount entrusted to structures, from 0 to 1, F6.

    Raises:
        RuleBroken: a value is out of its range.
    """
    percent = f"{number(rate * 100, _places(rate * 100))}{NARROW}%"
    return (
        Formula(
            "F1", "Au montant", f"{percent} des heures que paie chaque lot, arrondies lot par lot", simulation.due
        ),
        Formula(
            "F2",
            "À la part des heures",
            f"{percent} des heures vraiment travaillées, une fois déclarées",
            formulas.hours_from_worked(simulation.total, rate=rate),
        ),
        _steps(simulation, trigger or Decimal(0), step),
        Formula(
            "F4",
            "Par palier, pour une clause de formation",
            "un forfait qui dépend du montant, pour des élèves et non des salariés",
            formulas.hours_by_bracket(simulation.amount, brackets=TRAINING_HOURS.on(on)),
        ),
        _transfer(simulation, transferred, rate, percent),
        _entrusted(simulation, entrusted),
    )


def proportion(share: Decimal | None, *, on: date) -> Proportion | None:
    """Whether this share of all the hours can be defended; None without hours of work."""
    if share is None:
        return None
    told = f"{number(share * 100, _places(share * 100))}{NARROW}% des heures de travail"
    high, very_high = SHARE_HIGH.on(on), SHARE_VERY_HIGH.on(on)
    if share > very_high:
        limit = number(very_high * 100)
        return Proportion(
            "bad", f"{told}{NBSP}: au-delà de {limit}{NARROW}%, revoyez la clause. Elle écarterait des entreprises."
        )
    if share > high:
        limit = number(high * 100)
        return Proportion("warn", f"{told}{NBSP}: au-delà de {limit}{NARROW}%, écrivez pourquoi c’est possible ici.")
    return Proportion("ok", f"{told}{NBSP}: une proportion courante.")


def _steps(simulation: Simulation, trigger: Decimal, step: Decimal | None) -> Formula:
    label = "Par tranche facturée"
    if step is None:
        return Formula(
            "F3", label, "une heure par tranche de montant facturé", None, "la tranche, en euros pour une heure"
        )
    above = f" au-delà de {number(trigger)}{NBSP}€" if trigger else ""
    how = f"une heure par tranche entière de {number(step, _places(step))}{NBSP}€ facturés{above}"
    return Formula("F3", label, how, formulas.hours_from_steps(simulation.amount, trigger=trigger, step=step))


def _transfer(simulation: Simulation, transferred: Decimal | None, rate: Decimal, percent: str) -> Formula:
    label = "Après reprise du personnel"
    if transferred is None:
        how = f"{percent} des heures qui restent, une fois ôtées celles du personnel repris"
        return Formula("F5", label, how, None, "les heures du personnel repris")
    how = f"{percent} des heures, moins {number(transferred, _places(transferred))}{NBSP}h de personnel repris"
    return Formula("F5", label, how, formulas.hours_after_transfer(simulation.total, transferred, rate=rate))


def _entrusted(simulation: Simulation, share: Decimal | None) -> Formula:
    label = "À la valeur confiée"
    if share is None:
        how = "une part du montant confiée à des structures d’insertion ou du secteur protégé"
        return Formula("F6", label, how, None, "la part confiée")
    euros = formulas.value_entrusted(simulation.amount, share=share)
    found = sum(
        formulas.hours_of_value(one.amount, share=share, labour_share=one.labour_share, hourly_cost=one.hourly_cost)
        for one in simulation.lots
    )
    how = f"{number(euros)}{NBSP}€ confiés à des structures d’insertion ou du secteur protégé, dits en heures"
    return Formula("F6", label, how, found)


def _places(value: Decimal) -> int:
    """Digits to show after the point, two at most."""
    return min(2, max(0, -int(value.normalize().as_tuple().exponent)))
