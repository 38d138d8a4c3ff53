"""What is kept, how long, and what becomes of it: each room declares it in ``retention.py`` as ``RETENTIONS``."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.french import quantity

JOB_MINUTES = Dated(
    "office.job_minutes",
    "Adresse à vérifier ou fichier déposé, gardé au plus",
    "minutes",
    (Entry(60, None, None, "choix de la plateforme", None),),
)

FILE_MONTHS = Dated(
    "office.file_months",
    "Fichier déposé dans un dossier, gardé au plus",
    "mois",
    (Entry(24, None, None, "choix de la plateforme", None),),
)


class PurgeWork(Protocol):
    """Erases, or only counts, what is past its time; replayable; returns how many."""

    def __call__(self, *, now: datetime, dry_run: bool) -> int: ...


@dataclass(frozen=True)
class Retention:
    """One promise to the persons concerned, and the work that keeps it.

    Args:
        code: ``room.what``, once in the platform.
        what: what is kept, in French.
        kept: how long; its unit is a French plural (``mois``, ``jours``, ``minutes``).
        since: from when the time runs: «après le dernier contact».
        then: what becomes of it.
        noun: what the purge counts, singular and plural.
        purge: the work.
    """

    code: str
    what: str
    kept: Dated[int]
    since: str
    then: str
    noun: tuple[str, str]
    purge: PurgeWork

    def counted(self, count: int) -> str:
        return quantity(count, *self.noun)


def how_long(count: int, unit: str) -> str:
    r"""A length in French, from a plural unit.

    >>> how_long(1, "jours").replace("\xa0", " "), how_long(12, "mois").replace("\xa0", " ")
    ('1 jour', '12 mois')
    """
    return quantity(count, unit if unit == "mois" else unit.removesuffix("s"), unit)
