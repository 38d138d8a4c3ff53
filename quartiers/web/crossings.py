"""Two people at the same instant, seen by the database: what it refuses becomes a sentence, never an error page.

Actions check before they write; between the check and the writing, another transaction may write the same thing, or
take away what is being changed. Constraints then hold, and one of the two is told.
"""

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError

from quartiers.kernel.errors import RuleBroken

#: A same unique value, a row that a reference needs, transactions that wait for each other: SQLSTATE of PostgreSQL.
CROSSED_STATES = {"23505", "23503", "40P01", "40001"}
#: The same for SQLite, where a writer that waited too long gives up.
CROSSED_NAMES = {
    "SQLITE_CONSTRAINT_UNIQUE",
    "SQLITE_CONSTRAINT_PRIMARYKEY",
    "SQLITE_CONSTRAINT_FOREIGNKEY",
    "SQLITE_BUSY",
}
CROSSED = (
    "Quelqu’un, ou un second envoi, vient d’enregistrer la même chose au même instant. Rouvrez la page pour voir où "
    "elle en est, puis recommencez s’il le faut."
)
TAKEN_AWAY = (
    "Ce que vous vouliez changer vient d’être retiré. Rouvrez la page d’où vous veniez pour voir ce qui reste."
)


def crossing(error: Exception) -> RuleBroken | None:
    """The sentence of an error that only two at once can make; None for any other, which is a fault of ours."""
    if isinstance(error, ObjectDoesNotExist):
        return RuleBroken(TAKEN_AWAY)
    if not isinstance(error, DatabaseError):
        return None
    cause = error.__cause__
    state, name = getattr(cause, "sqlstate", None), getattr(cause, "sqlite_errorname", None)
    return RuleBroken(CROSSED) if state in CROSSED_STATES or name in CROSSED_NAMES else None
