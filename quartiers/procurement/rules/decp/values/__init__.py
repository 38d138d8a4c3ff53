"""One function for each field that files write badly: from whatever stands there to a value, and the trap if any.

Each takes any JSON value, never raises, writes what it met through ``note(trap, value)``, and gives for its own answer
that same answer.
"""

from quartiers.procurement.rules.decp.values.days import day, duration, end
from quartiers.procurement.rules.decp.values.identities import cpv, holder, holders, is_siret, number, siret
from quartiers.procurement.rules.decp.values.lists import ENVIRONMENTAL, SOCIAL, considerations, items
from quartiers.procurement.rules.decp.values.numbers import amount, boolean, decimal, offers, origins, whole
from quartiers.procurement.rules.decp.values.places import place
from quartiers.procurement.rules.decp.values.words import OBJECT_MAX, WORD_MAX, folded, shown, text

__all__ = [
    "ENVIRONMENTAL", "OBJECT_MAX", "SOCIAL", "WORD_MAX", "amount", "boolean", "considerations", "cpv", "day",
    "decimal", "duration", "end", "folded", "holder", "holders", "is_siret", "items", "number", "offers", "origins",
    "place", "shown", "siret", "text", "whole",
]  # fmt: skip
