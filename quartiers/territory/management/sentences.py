"""Sentences that the commands of this room share."""

from collections.abc import Sequence

from quartiers.kernel.french import NBSP, number, quantity
from quartiers.territory.actions.upsert import Tally

SHOWN = 12


def tally_sentence(label: str, tally: Tally) -> str:
    """One sentence: what was created, changed, left as it was."""
    if not tally.changes:
        return f"{label}{NBSP}: rien à changer ({number(tally.unchanged)} déjà à jour)."
    done = f"{quantity(tally.created, 'ajout')}, {quantity(tally.updated, 'modification')}"
    return f"{label}{NBSP}: {done}, {number(tally.unchanged)} sans changement."


def listed(names: Sequence[str], shown: int = SHOWN) -> str:
    """The first names, and how many others."""
    rest = len(names) - shown
    return ", ".join(names[:shown]) + (f" et {number(rest)} autres" if rest > 0 else "")
