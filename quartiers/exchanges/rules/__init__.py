"""What is true of exchanges: words, places, clocks, retention."""

from quartiers.exchanges.rules.matching import Listed, Matching, Registrant, matched
from quartiers.exchanges.rules.places import PlaceFreed, place_for, places_left, promoted
from quartiers.exchanges.rules.retention import PARTICIPANT_MONTHS, RECONTACT_MONTHS, kept_until
from quartiers.exchanges.rules.stages import NEXT, TOLD, may_become
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
    MOST_QUESTIONS,
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
    "MOST_QUESTIONS",
    "NEXT",
    "OPENS_BEFORE",
    "PARTICIPANT_MONTHS",
    "RECONTACT_MONTHS",
    "STAYS_OPEN",
    "TOLD",
    "Answer",
    "Audience",
    "Consent",
    "Door",
    "Lever",
    "Listed",
    "Matching",
    "Nature",
    "NeedState",
    "Part",
    "Place",
    "PlaceFreed",
    "Presence",
    "QuestionKind",
    "Registrant",
    "Reminder",
    "Stage",
    "door",
    "kept_until",
    "matched",
    "may_become",
    "place_for",
    "places_left",
    "promoted",
    "reminder_at",
    "reminder_due",
    "shifted",
]
