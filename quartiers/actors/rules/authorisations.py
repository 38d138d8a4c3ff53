"""Authorisation to prescribe (habilitation): an attribute of the organisation, given by an act, for a time.

Source: article L. 5132-3 of the Code du travail; the kinds are those of the national platform of inclusion.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from quartiers.actors.rules.organisations import PRESCRIBERS, OrganisationKind
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, short_day
from quartiers.kernel.periods import Period
from quartiers.kernel.words import Worded


class Act(Worded):
    """What text authorises."""

    LAW = "law", "la loi ou un arrêté national"
    PREFECT = "prefect", "un arrêté du préfet"
    DEPARTMENT = "department", "une convention du département"
    AGREEMENT = "agreement", "une convention avec l’État"


class Authorised(Protocol):
    """Anything valid from a day to another."""

    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


T = TypeVar("T", bound=Authorised)


@dataclass(frozen=True)
class Term:
    """The simplest thing valid from a day to another, both included; None for no end."""

    valid_from: date
    valid_to: date | None = None


def in_force(acts: Iterable[T], on: date) -> T | None:
    """The act in force that day, the one that began last; None when there is none.

    >>> in_force([Term(date(2025, 1, 1), date(2025, 12, 31))], date(2026, 1, 1)) is None
    True
    """
    valid = [one for one in acts if Period(one.valid_from, one.valid_to).contains(on)]
    return max(valid, key=lambda one: one.valid_from, default=None)


def check_authorisation(
    kind: OrganisationKind, act: Act, *, reference: str, signed_on: date, valid_from: date, valid_to: date | None
) -> None:
    """Refuse an authorisation that cannot be.

    Raises:
        RuleBroken: this kind never prescribes, the act has no reference, it ends before it begins, or it begins
            before it is signed.
    """
    if kind not in PRESCRIBERS:
        raise RuleBroken(
            f"Cette nature d’organisation ne peut pas être habilitée à prescrire{NBSP}: {kind.label}. "
            "Si le préfet l’a habilitée, choisissez d’abord la nature «\u00a0organisme habilité par le préfet\u00a0»."
        )
    if act is not Act.LAW and not reference:
        raise RuleBroken("Il manque la référence de l’acte. Écrivez son numéro, tel qu’il figure en tête.")
    if valid_from < signed_on:
        raise RuleBroken(
            f"L’habilitation commence le {short_day(valid_from)}, avant son acte, signé le {short_day(signed_on)}. "
            "Corrigez l’une des deux dates."
        )
    Period(valid_from, valid_to)
