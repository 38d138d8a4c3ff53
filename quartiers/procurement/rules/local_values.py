"""What labour weighs in one territory: values that somebody signed, from a day on, before those of departure.

No national norm exists (domain of facilitators). A row never changes: another one follows it, or it is withdrawn.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW, NBSP, number
from quartiers.kernel.nir import check_no_nir
from quartiers.procurement.rules.trades import FULL_TIMES, LABELS, Labour, Trade
from quartiers.procurement.rules.values import MINIMUM_WAGE

MOST_SOURCE = 300
RATE_SUBJECT, FULL_TIME_SUBJECT = "rate", "full_time"
#: What a territory may settle: a trade, its rate, what a full-time job is.
SUBJECTS = {
    RATE_SUBJECT: "Taux d’insertion",
    FULL_TIME_SUBJECT: "Temps plein, en heures par an",
    **{trade.value: label for trade, label in LABELS.items()},
}


@dataclass(frozen=True)
class LocalValue:
    """One value of a territory, dated and signed.

    Args:
        subject: a trade, ``rate`` or ``full_time``.
        valid_from: first day it counts.
        signed_on: day it was signed.
        signatory: who signed; empty once the account is erased.
        organisation: in whose name.
        source: where it comes from.
        to_validate: whether the signatory still wants it checked.
        labour: for a trade; None otherwise.
        rate: from 0 to 1, for ``rate``; None otherwise.
        hours_a_year: for ``full_time``; None otherwise.
        rank: the higher, the later it was written.
    """

    subject: str
    valid_from: date
    signed_on: date
    signatory: str
    organisation: str
    source: str
    to_validate: bool
    labour: Labour | None = None
    rate: Decimal | None = None
    hours_a_year: int | None = None
    rank: int = 0

    @property
    def label(self) -> str:
        return SUBJECTS[self.subject]

    @property
    def shown(self) -> str:
        """The value itself, in French."""
        if self.labour is not None:
            return _labour(self.labour)
        if self.rate is not None:
            return _percent(self.rate)
        return f"{number(self.hours_a_year or 0)}{NBSP}h"


@dataclass(frozen=True)
class LocalValues:
    """Those in force in one territory on one day, by subject."""

    territory: str = ""
    values: Mapping[str, LocalValue] = field(default_factory=dict)

    @property
    def labour(self) -> dict[Trade, Labour]:
        return {Trade(name): one.labour for name, one in self.values.items() if one.labour is not None}

    @property
    def rate(self) -> Decimal | None:
        found = self.values.get(RATE_SUBJECT)
        return found.rate if found else None

    @property
    def hours_a_year(self) -> int | None:
        found = self.values.get(FULL_TIME_SUBJECT)
        return found.hours_a_year if found else None

    def of(self, trades: Iterable[Trade | str]) -> list[LocalValue]:
        """Those that count for these trades, the rate and the full-time job first."""
        wanted = [RATE_SUBJECT, FULL_TIME_SUBJECT, *dict.fromkeys(str(one) for one in trades)]
        return [self.values[one] for one in wanted if one in self.values]

    def settles(self, trades: Iterable[Trade | str]) -> bool:
        """Whether each of these trades has a value that nobody asks to check."""
        asked = {str(one) for one in trades}
        return all(one in self.values and not self.values[one].to_validate for one in asked)


def in_force(rows: Iterable[LocalValue], *, on: date) -> dict[str, LocalValue]:
    """By subject, the last one that has begun that day; of two that begin the same day, the last that was written."""
    found: dict[str, LocalValue] = {}
    for row in sorted(rows, key=lambda one: (one.valid_from, one.rank)):
        if row.valid_from <= on:
            found[row.subject] = row
    return found


def check_local_value(
    subject: str,
    *,
    share: Decimal | None,
    cost: Decimal | None,
    rate: Decimal | None,
    hours_a_year: int | None,
    on: date,
) -> None:
    """Refuse what cannot be a value of this subject.

    Raises:
        RuleBroken: no such subject, a number is missing or out of its range, or an hour costs less than the minimum
            wage of the day.
    """
    if subject not in SUBJECTS:
        raise RuleBroken("Ce métier n’est pas dans la liste. Prenez l’un de ceux qu’elle propose.")
    if subject == RATE_SUBJECT:
        _check_share(rate, "le taux d’insertion")
    elif subject == FULL_TIME_SUBJECT:
        if hours_a_year not in FULL_TIMES:
            raise RuleBroken("Il manque les heures d’un temps plein. Prenez l’un des choix de la liste.")
    else:
        _check_share(share, "la part de main-d’œuvre")
        _check_cost(cost, on)


def check_value_source(source: str) -> str:
    """Where a value comes from, without spaces around.

    Raises:
        RuleBroken: nothing is said, it is too long, or it holds a social security number.
    """
    said = " ".join(source.split())
    if len(said) < 5:
        raise RuleBroken(f"Il manque la source de cette valeur. Par exemple{NBSP}: relevé de dix marchés de 2025.")
    if len(said) > MOST_SOURCE:
        raise RuleBroken(f"Ce texte est trop long. Gardez {MOST_SOURCE} caractères.")
    check_no_nir(said)
    return said


def _check_share(value: Decimal | None, what: str) -> None:
    if value is None or not 0 < value <= 1:
        raise RuleBroken(f"Il manque {what}, au-dessus de zéro et jusqu’à 100{NARROW}%.")


def _check_cost(cost: Decimal | None, on: date) -> None:
    if cost is None:
        raise RuleBroken("Il manque le coût d’une heure, en euros, charges comprises.")
    wage = MINIMUM_WAGE.entry_on(on)
    if wage is not None and cost < wage.value:
        raise RuleBroken(
            f"Une heure ne peut pas coûter moins que le Smic horaire brut ({number(wage.value, 2)}{NBSP}€). "
            "Vérifiez ce coût, charges comprises."
        )


def _labour(one: Labour) -> str:
    cost = number(one.hourly_cost, 0 if one.hourly_cost == int(one.hourly_cost) else 2)
    return f"{_percent(one.share)} à {cost}{NBSP}€ de l’heure"


def _percent(share: Decimal) -> str:
    percent = share * 100
    return f"{number(percent, 0 if percent == int(percent) else 2)}{NARROW}%"
