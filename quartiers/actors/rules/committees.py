"""Committees of a Cité, who came, and the decisions that must be kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.words import Worded

#: A decision whose day comes within this time is shown as near.
NEAR = timedelta(days=14)


class CommitteeKind(Worded):
    STEERING = "steering", "comité de pilotage"
    TECHNICAL = "technical", "comité technique"
    PARTNERS = "partners", "réunion des partenaires"
    OTHER = "other", "autre réunion"


class Presence(Worded):
    PRESENT = "present", "présent"
    EXCUSED = "excused", "excusé"


class DecisionState(Worded):
    OPEN = "open", "à faire"
    DONE = "done", "faite"
    DROPPED = "dropped", "abandonnée"


class Urgency(Worded):
    """Where a decision stands that day, in the order in which lists show it."""

    LATE = "late", "en retard"
    NEAR = "near", "bientôt due"
    AHEAD = "ahead", "à venir"
    UNDATED = "undated", "sans échéance"
    CLOSED = "closed", "close"


ORDER = {one: rank for rank, one in enumerate(Urgency)}


class Due(Protocol):
    """Anything with a state and a due date."""

    @property
    def state(self) -> str: ...
    @property
    def due_on(self) -> date | None: ...


T = TypeVar("T", bound=Due)


@dataclass(frozen=True)
class Deadline:
    """The simplest thing with a state and a due date."""

    state: str
    due_on: date | None


def urgency(state: str, due_on: date | None, *, on: date) -> Urgency:
    """Where a decision stands that day; the due day itself is not late.

    >>> urgency("open", date(2026, 11, 2), on=date(2026, 11, 3)).label
    'en retard'
    """
    if state != DecisionState.OPEN:
        return Urgency.CLOSED
    if due_on is None:
        return Urgency.UNDATED
    if due_on < on:
        return Urgency.LATE
    return Urgency.NEAR if due_on <= on + NEAR else Urgency.AHEAD


def late_first(decisions: Iterable[T], *, on: date) -> list[T]:
    """Decisions with what is late first, the oldest due date before; closed ones at the end."""
    return sorted(decisions, key=lambda one: (ORDER[urgency(one.state, one.due_on, on=on)], one.due_on or date.max))


def check_due(due_on: date | None, *, held_on: date) -> None:
    """Refuse a due date before the committee that decided.

    Raises:
        RuleBroken: it comes before.
    """
    if due_on is not None and due_on < held_on:
        raise RuleBroken("Cette échéance vient avant la réunion qui l’a décidée. Corrigez la date.")
