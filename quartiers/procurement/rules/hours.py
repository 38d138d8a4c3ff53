"""Hours of insertion: the six formulas, exact whatever the size of the numbers.

Each computes on fractions and rounds once, at the end: half up, except the steps, of which only whole ones count. No
national norm says which formula or which labour share to use: they are habits of the profession, and every figure that
comes out is an estimate to be written in the contract, never a legal duty by itself.
"""

from decimal import Decimal
from fractions import Fraction
from math import floor

from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW, NBSP, number

#: What a formula takes. A float counts as it is written: 0.05 is five hundredths. A text is refused, never guessed.
Number = Decimal | int | float
#: Beyond these, a figure would only cost memory: digits before the point, digits after it.
MOST = 10**60
FINEST = 1_000
HALF = Fraction(1, 2)
RATE = "Le taux d’insertion"


class Brackets(tuple[tuple[int | None, int], ...]):
    """Pairs (under this amount, hours), in order, that read themselves in French; the last has no ceiling."""

    def __str__(self) -> str:
        return f"{NARROW}; ".join(
            f"{number(hours)}{NBSP}h " + (f"sous {number(under)}{NBSP}€" if under else "au-delà")
            for under, hours in self
        )


TRAINING_HOURS: Dated[Brackets] = Dated(
    "procurement.training_hours",
    "Heures d’une clause de formation sous statut scolaire, par palier de montant hors taxes",
    "",
    (
        Entry(
            Brackets(((100_000, 150), (200_000, 300), (400_000, 450), (None, 900))),
            None,
            None,
            "modèle de clause sociale de formation de l’Éducation nationale, lu dans son dépôt public",
            None,
            note=f"Montant de la période ferme. Un stage n’est pas une embauche{NBSP}: ces heures se comptent à part.",
        ),
    ),
)


def hours_from_amount(amount: Number, *, labour_share: Number, hourly_cost: Number, rate: Number) -> int:
    """F1, by amount: ``amount × labour_share × rate ÷ hourly_cost``, rounded half up once, at the end.

    Args:
        amount: euros without tax, 0 or more.
        labour_share: part of labour in the amount, from 0 to 1.
        hourly_cost: euros for one hour of work, above 0.
        rate: part of the hours kept for insertion, from 0 to 1.

    Raises:
        RuleBroken: a value is out of its range.

    Source: practice of facilitators, published worked examples.

    >>> hours_from_amount(1_000_000, labour_share=Decimal("0.5"), hourly_cost=30, rate=Decimal("0.05"))
    833
    """
    return _half_up(_labour(amount, labour_share, hourly_cost) * _share(rate, RATE))


def total_hours(amount: Number, *, labour_share: Number, hourly_cost: Number) -> Decimal:
    """All the hours of work that an amount pays, before any rate, to a hundredth.

    Raises:
        RuleBroken: a value is out of its range.

    >>> total_hours(260_000, labour_share=Decimal("0.55"), hourly_cost=28)
    Decimal('5107.14')
    """
    return _hundredths(_labour(amount, labour_share, hourly_cost))


def hours_from_worked(worked_hours: Number, *, rate: Number) -> int:
    """F2, by share of the hours really worked, once they are declared or attested; half up.

    Raises:
        RuleBroken: a value is out of its range.

    Source: practice; indicator of the charter of urban renewal.

    >>> hours_from_worked(35_402, rate=Decimal("0.05"))
    1770
    """
    return _half_up(_at_least_zero(worked_hours, "Le nombre d’heures travaillées") * _share(rate, RATE))


def hours_from_steps(invoiced: Number, *, trigger: Number, step: Number) -> int:
    """F3, by steps of invoiced amount: one hour for each whole ``step`` above ``trigger``; a step begun gives nothing.

    Args:
        invoiced: euros invoiced so far, 0 or more; at the trigger or under it, nothing is due.
        trigger: euros under which nothing is due, 0 or more.
        step: euros for one hour, above 0.

    Raises:
        RuleBroken: a value is out of its range.

    Source: a real contract, one hour for 2 000 € invoiced above 2 700 000 €.

    >>> hours_from_steps(2_703_999, trigger=2_700_000, step=2_000)
    1
    """
    above = _at_least_zero(invoiced, "Le montant facturé") - _at_least_zero(trigger, "Le seuil de déclenchement")
    return floor(max(Fraction(0), above) / _above_zero(step, "La tranche"))


def hours_by_bracket(amount: Number, *, brackets: tuple[tuple[int | None, int], ...]) -> int:
    """F4, by brackets of amount: the hours of the first bracket that the amount is under.

    Args:
        amount: euros without tax of the firm period, 0 or more.
        brackets: (under this amount, hours), in order; the last one has no ceiling. See ``TRAINING_HOURS``.

    Raises:
        RuleBroken: the amount is out of its range.

    >>> hours_by_bracket(100_000, brackets=((100_000, 150), (None, 300)))
    300
    """
    exact = _at_least_zero(amount, "Le montant")
    return next(hours for ceiling, hours in brackets if ceiling is None or exact < ceiling)


def hours_after_transfer(total_hours: Number, transferred_hours: Number, *, rate: Number) -> int:
    """F5, when the staff in place is taken over: ``(total − transferred) × rate``, half up.

    Args:
        total_hours: hours of work of the contract, 0 or more.
        transferred_hours: hours of the staff taken over, from 0 to ``total_hours``.
        rate: from 0 to 1.

    Raises:
        RuleBroken: a value is out of its range, or more hours are taken over than there are.

    Source: model of the cleaning trade.

    >>> hours_after_transfer(10_000, 7_500, rate=Decimal("0.1"))
    250
    """
    total = _at_least_zero(total_hours, "Le nombre d’heures du marché")
    transferred = _at_least_zero(transferred_hours, "Le nombre d’heures du personnel repris")
    if transferred > total:
        raise RuleBroken(
            "Le personnel repris fait plus d’heures que le marché n’en compte. Vérifiez les deux nombres d’heures."
        )
    return _half_up((total - transferred) * _share(rate, RATE))


def value_entrusted(amount: Number, *, share: Number) -> Decimal:
    """F6, by value: euros to entrust to structures of insertion or of the protected sector, to the cent, half up.

    Raises:
        RuleBroken: a value is out of its range.

    >>> value_entrusted(150_000, share=Decimal("0.15"))
    Decimal('22500.00')
    """
    return _hundredths(_at_least_zero(amount, "Le montant") * _share(share, "La part confiée"))


def hours_of_value(amount: Number, *, share: Number, labour_share: Number, hourly_cost: Number) -> int:
    """F6 told in hours, to stand beside the others: the hours of work that the entrusted euros pay; half up.

    Raises:
        RuleBroken: a value is out of its range.

    >>> hours_of_value(150_000, share=Decimal("0.15"), labour_share=Decimal("0.5"), hourly_cost=28)
    402
    """
    return _half_up(_labour(amount, labour_share, hourly_cost) * _share(share, "La part confiée"))


def share_of(hours: Number, total: Number) -> Decimal | None:
    """Part of the hours of insertion in all the hours of work, to a ten-thousandth, half up; None without work.

    Raises:
        RuleBroken: a number of hours is under 0.

    >>> share_of(1_771, Decimal("35402.21"))
    Decimal('0.0500')
    """
    part, whole = _at_least_zero(hours, "Le nombre d’heures"), _at_least_zero(total, "Le nombre d’heures du marché")
    return _decimal(part / whole, 4) if whole else None


def full_time(hours: Number, *, hours_a_year: Number) -> Decimal:
    """Full-time equivalents over a year, to a tenth, half up.

    Args:
        hours: 0 or more.
        hours_a_year: hours of one full-time job, above 0; always shown beside the figure.

    Raises:
        RuleBroken: a value is out of its range.

    >>> full_time(1_771, hours_a_year=1_600)
    Decimal('1.1')
    """
    exact = _at_least_zero(hours, "Le nombre d’heures") / _above_zero(hours_a_year, "Le temps plein")
    return _decimal(exact, 1)


def _labour(amount: Number, labour_share: Number, hourly_cost: Number) -> Fraction:
    money = _at_least_zero(amount, "Le montant") * _share(labour_share, "La part de main-d’œuvre")
    return money / _above_zero(hourly_cost, "Le coût horaire")


def _exact(value: Number, label: str) -> Fraction:
    """The number itself, nothing lost.

    Raises:
        RuleBroken: it is not a number, not finite, or beyond any contract.
    """
    written = Decimal(repr(value)) if isinstance(value, float) else value
    if isinstance(written, bool) or not isinstance(written, Decimal | int) or not Decimal(written).is_finite():
        raise RuleBroken(f"{label} n’est pas un nombre. Donnez un nombre entier ou décimal.")
    if not -MOST <= written <= MOST or int(Decimal(written).as_tuple().exponent) < -FINEST:
        raise RuleBroken(f"{label} est hors de portée. Vérifiez le nombre de chiffres.")
    return Fraction(written)


def _at_least_zero(value: Number, label: str) -> Fraction:
    exact = _exact(value, label)
    if exact < 0:
        raise RuleBroken(f"{label} est sous zéro. Donnez zéro ou plus.")
    return exact


def _above_zero(value: Number, label: str) -> Fraction:
    exact = _exact(value, label)
    if exact <= 0:
        raise RuleBroken(f"{label} doit être au-dessus de zéro. Corrigez ce nombre.")
    return exact


def _share(value: Number, label: str) -> Fraction:
    exact = _exact(value, label)
    if not 0 <= exact <= 1:
        raise RuleBroken(f"{label} va de 0{NBSP}à 100{NARROW}%. Corrigez ce nombre.")
    return exact


def _half_up(value: Fraction) -> int:
    return floor(value + HALF)


def _decimal(value: Fraction, places: int) -> Decimal:
    return Decimal(_half_up(value * 10**places)).scaleb(-places)


def _hundredths(value: Fraction) -> Decimal:
    return _decimal(value, 2)
