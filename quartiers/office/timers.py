"""The office's own timers: each night, erase what is past its time, then read the journal again."""

import logging
from datetime import datetime

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import quantity
from quartiers.office import actions, queries
from quartiers.office.rules import Daily, Timer

logger = logging.getLogger("quartiers.journal")


def purge(now: datetime) -> str:
    """Keep every promise of erasure."""
    erased = [one.retention.counted(one.count) for one in actions.purge_all(now=now) if one.count]
    return f"Effacé\u00a0: {', '.join(erased)}." if erased else "Rien n’avait passé sa date."


def verify(now: datetime) -> str:
    """Read the journal again; its witness goes to the logs, which live elsewhere.

    Raises:
        RuleBroken: the chain is broken; the sentence says where.
    """
    actions.seal_lines()
    found = queries.verify()
    witness = {"position": found.last.position, "seal": found.last.seal}
    if not found.is_whole:
        logger.error("journal broken", extra={"fields": witness})
        raise RuleBroken("Le journal est rompu. " + found.faults[0].sentence)
    logger.info("journal whole", extra={"fields": witness})
    return f"Le journal est entier\u00a0: {quantity(found.lines, 'ligne relue', 'lignes relues')}."


TIMERS = [
    Timer("office.purge", "Effacement de ce qui a passé sa date", Daily(1, 20), purge),
    Timer("office.journal", "Relecture du journal des accès", Daily(1, 50), verify),
]
