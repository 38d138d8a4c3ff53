"""What is true of public contracts: what the law asks, and hours of insertion. Nothing here is legal advice."""

from quartiers.procurement.rules.hours import (
    TRAINING_HOURS,
    full_time,
    hours_after_transfer,
    hours_by_bracket,
    hours_from_amount,
    hours_from_steps,
    hours_from_worked,
    hours_of_value,
    share_of,
    total_hours,
    value_entrusted,
)

__all__ = [
    "TRAINING_HOURS",
    "full_time",
    "hours_after_transfer",
    "hours_by_bracket",
    "hours_from_amount",
    "hours_from_steps",
    "hours_from_worked",
    "hours_of_value",
    "share_of",
    "total_hours",
    "value_entrusted",
]
