"""Published contracts (données essentielles de la commande publique, DECP): from what a file says to what is true.

Source: arrêtés of 22 December 2022, amended 22 December 2023, schema 2.0.3 of the ministry; the tabular file of
decp.info. A record that is badly written is mended where its meaning is sure, set aside field by field where it is
not, and each mending is a ``Trap`` that the report counts.
"""

from quartiers.procurement.rules.decp.columns import (
    COLUMNS,
    HOLDERS,
    NUMBER,
    OBJECT,
    PUBLISHED_ON,
    UID,
    Values,
    columns,
)
from quartiers.procurement.rules.decp.record import normalised, of_row
from quartiers.procurement.rules.decp.traps import EXPLAINED, NUMBERED, Note, Trap
from quartiers.procurement.rules.decp.words import (
    DIVISIONS,
    UNDATED,
    HolderRow,
    Place,
    Published,
    Stated,
    division_label,
)

__all__ = [
    "COLUMNS",
    "DIVISIONS",
    "EXPLAINED",
    "HOLDERS",
    "NUMBER",
    "NUMBERED",
    "OBJECT",
    "PUBLISHED_ON",
    "UID",
    "UNDATED",
    "HolderRow",
    "Note",
    "Place",
    "Published",
    "Stated",
    "Trap",
    "Values",
    "columns",
    "division_label",
    "normalised",
    "of_row",
]
