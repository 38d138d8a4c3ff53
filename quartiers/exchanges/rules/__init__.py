"""What is true of exchanges: words, places, clocks, retention."""

from quartiers.exchanges.rules.places import PlaceFreed, place_for, places_left, promoted
from quartiers.exchanges.rules.retention import PARTICIPANT_MONTHS, RECONTACT_MONTHS, kept_until
from quartiers.exchanges.rules.times import (
    OPENS_BEFORE,
    STAYS_OPEN,
    Door,
    Reminder,
    door,
    reminder_at,
    reminder_due,
    shifted,
)
from quartiers.exchanges.rules.words import (
    CONSENT_WORDS,
    Answer,
    Audience,
    Consent,
    Lever,
    Nature,
    NeedState,
    Part,
    Place,
    Presence,
    QuestionKind,
    Stage,
)

__all__ = [
    "CONSENT_WORDS",
    "OPENS_BEFORE",
    "PARTICIPANT_MONTHS",
    "RECONTACT_MONTHS",
    "STAYS_OPEN",
    "Answer",
    "Audience",
    "Consent",
    "Door",
    "Lever",
    "Nature",
    "NeedState",
    "Part",
    "Place",
    "PlaceFreed",
    "Presence",
    "QuestionKind",
    "Reminder",
    "Stage",
    "door",
    "kept_until",
    "place_for",
    "places_left",
    "promoted",
    "reminder_at",
    "reminder_due",
    "shifted",
]
