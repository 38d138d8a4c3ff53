"""Charters of insertion: what their signatories promise, and what the contracts bound to one already ask for.

The indicator of a charter and what a contract fulfils are two figures: a contract counts whoever may be counted,
a charter only the residents that it names. Nothing here adds them up.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW, NBSP
from quartiers.kernel.words import Worded
from quartiers.procurement.rules.hours import hours_from_worked, share_of


class CharterModel(Worded):
    """Where the commitments of a charter come from."""

    NPNRU = "npnru", "charte du renouvellement urbain (NPNRU)"
    LOCAL = "local", "charte locale"


class Base(Worded):
    """Which hours a commitment looks at; each operation bound to a charter counts in one part of it."""

    WORKS = "works", "travaux et ingénierie"
    UPKEEP = "upkeep", "gestion urbaine de proximité"


class Measure(Worded):
    """How a commitment is counted."""

    RATE = "rate", "une part des heures de travail, en %"
    HOURS = "hours", "un nombre d’heures d’insertion"
    NUMBER = "number", "un autre nombre, relevé à la main"


NPNRU_SOURCE = "charte nationale d’insertion du NPNRU (CA de l’ANRU, 24 mars 2015)"
NPNRU_NOTE = "Écrite pour 2014-2024\u202f; sa suite n’a pas été trouvée. Lisez votre convention locale."
NPNRU_PUBLIC = "habitants des quartiers prioritaires éloignés de l’emploi"


def _npnru(code: str, label: str, share: str) -> Dated[Decimal]:
    entry = Entry(Decimal(share), date(2015, 3, 24), None, NPNRU_SOURCE, None, note=NPNRU_NOTE)
    return Dated(f"procurement.npnru_{code}", label, "part des heures travaillées", (entry,))


NPNRU_WORKS = _npnru(
    "works", "Part des heures de travaux et d’ingénierie réservée aux habitants des quartiers, NPNRU", "0.05"
)
NPNRU_UPKEEP = _npnru(
    "upkeep", "Part des heures de gestion urbaine de proximité réservée aux habitants des quartiers, NPNRU", "0.10"
)


@dataclass(frozen=True)
class Wanted:
    """A commitment as a model of charter proposes it.

    Args:
        text: what is promised, French.
        base: which hours.
        measure: how it is counted.
        target: from 0 to 1 for a rate, else a number.
        public: who the hours are for, French.
        source: where it is written, French.
    """

    text: str
    base: Base
    measure: Measure
    target: Decimal
    public: str
    source: str


@dataclass(frozen=True)
class Standing:
    """Where a commitment stands.

    Args:
        worked: hours of work of the lots that count, to a hundredth.
        target: hours to reach, rounded half up, or another number.
        due: hours of insertion that the contracts of these lots owe, whoever does them.
        reached: what was noted as done by the residents of the charter; None while nothing is noted.
        indicator: ``reached`` in ``worked``; None without either.
    """

    worked: Decimal
    target: Decimal
    due: int
    reached: Decimal | None
    indicator: Decimal | None

    @property
    def missing(self) -> Decimal:
        """Hours that no contract asks for yet."""
        return max(Decimal(0), self.target - self.due)

    @property
    def is_covered(self) -> bool:
        """Whether the contracts owe enough hours for the charter, should residents do them all."""
        return self.target > 0 and not self.missing

    @property
    def is_reached(self) -> bool:
        return self.reached is not None and self.target > 0 and self.reached >= self.target


def wanted_by(model: CharterModel | str, *, on: date) -> tuple[Wanted, ...]:
    """The commitments that a model of charter brings; none for a local charter.

    Raises:
        RuleBroken: the values of the model are not known that day.

    >>> [str(one.target) for one in wanted_by(CharterModel.NPNRU, on=date(2026, 11, 29))]
    ['0.05', '0.10']
    """
    if model != CharterModel.NPNRU:
        return ()
    return (
        Wanted(
            "Réserver une part des heures de travaux et d’ingénierie",
            Base.WORKS, Measure.RATE, NPNRU_WORKS.on(on), NPNRU_PUBLIC, NPNRU_SOURCE,
        ),
        Wanted(
            "Réserver une part des heures de gestion urbaine de proximité",
            Base.UPKEEP, Measure.RATE, NPNRU_UPKEEP.on(on), NPNRU_PUBLIC, NPNRU_SOURCE,
        ),
    )  # fmt: skip


def standing(
    measure: Measure | str, target: Decimal, *, worked: Decimal, due: int, reached: Decimal | None
) -> Standing:
    """Where a commitment stands: what it asks of these hours, what the contracts owe, what was noted as done.

    Args:
        measure: how it is counted.
        target: from 0 to 1 for a rate, else a number.
        worked: hours of work of the lots that count, 0 or more.
        due: hours of insertion that these lots owe.
        reached: noted as done by the residents of the charter, None while nothing is.

    Raises:
        RuleBroken: a number is out of its range.

    >>> standing(Measure.RATE, Decimal("0.05"), worked=Decimal("35402.21"), due=1771, reached=Decimal(1230)).target
    Decimal('1770')
    """
    if measure == Measure.NUMBER:
        return Standing(Decimal(0), target, 0, reached, None)
    asked = Decimal(hours_from_worked(worked, rate=target)) if measure == Measure.RATE else target
    return Standing(worked, asked, due, reached, None if reached is None else share_of(reached, worked))


def check_target(measure: Measure | str, target: Decimal | None) -> Decimal:
    """A target that can be reached: above 0, and at most 100 % for a rate.

    Args:
        measure: how the commitment is counted.
        target: from 0 to 1 for a rate, else a number.

    Raises:
        RuleBroken: it is missing or out of its range.
    """
    if target is None or target <= 0:
        raise RuleBroken("Il manque l’objectif. Donnez un nombre au-dessus de zéro.")
    if measure == Measure.RATE and target > 1:
        raise RuleBroken(f"Une part va jusqu’à 100{NARROW}%. Corrigez l’objectif, ou changez la façon de compter.")
    if measure == Measure.HOURS and target != target.quantize(Decimal(1), ROUND_HALF_UP):
        raise RuleBroken("Un nombre d’heures est un nombre entier. Arrondissez l’objectif.")
    return target


def check_reached(reached: Decimal | None, on: date | None, source: str, *, today: date) -> None:
    """What is noted as done has a day and a source.

    Raises:
        RuleBroken: one is missing, or the day is still to come.
    """
    if reached is None:
        return
    if on is None or not source:
        raise RuleBroken(
            "Dites de quel jour est ce relevé, et d’où il vient. Un chiffre sans source ne se publie pas."
        )
    if on > today:
        raise RuleBroken("Ce relevé est d’un jour à venir. Donnez le jour où il a été fait.")


def check_signatories(count: int) -> None:
    """Somebody signs a charter.

    Raises:
        RuleBroken: nobody does.
    """
    if count < 1:
        raise RuleBroken("Il manque un signataire. Écrivez au moins une organisation de l’annuaire.")


def check_open(closed_on: date | None) -> None:
    """A closed charter is not changed any more.

    Raises:
        RuleBroken: it is closed.
    """
    if closed_on is not None:
        raise RuleBroken(f"Cette charte est close. Rouvrez-la pour la changer{NBSP}: rien n’a été perdu.")
