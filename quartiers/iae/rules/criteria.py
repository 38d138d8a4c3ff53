"""The 18 administrative criteria of the IAE: level, plain words, the paper to ask for and how old it may be."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from quartiers.iae.rules.values import (
    LONG_TERM_MONTHS,
    PROOF_ASE_MONTHS,
    PROOF_MONTHS,
    PROOF_SITUATION_MONTHS,
    SENIOR_FROM,
    VERY_LONG_TERM_MONTHS,
    YOUNG_UNDER,
)
from quartiers.kernel.dated import Dated
from quartiers.kernel.french import NBSP


class Level(IntEnum):
    """One criterion of level 1 weighs as much as several of level 2."""

    ONE = 1
    TWO = 2


class CriterionGroup(StrEnum):
    """Criteria that are asked together, in this order."""

    RESOURCES = "resources"
    WORK = "work"
    AGE = "age"
    PLACE = "place"
    LIFE = "life"

    @property
    def label(self) -> str:
        return {
            "resources": "Ce que touche la personne",
            "work": "Emploi et formation",
            "age": "Âge",
            "place": "Logement et lieu de vie",
            "life": "Santé et situation",
        }[self.value]


class IaeCriterion(StrEnum):
    """The codes of the criteria, those of the national platform."""

    RSA = "RSA"
    ASS = "ASS"
    AAH = "AAH"
    DETLD = "DETLD"
    CAP_BEP = "CAP_BEP"
    SENIOR = "SENIOR"
    JEUNE = "JEUNE"
    ASE = "ASE"
    DELD = "DELD"
    TH = "TH"
    PI = "PI"
    PSH_PR = "PSH_PR"
    REF_DA = "REF_DA"
    ZRR = "ZRR"
    QPV = "QPV"
    DETENTION_MJ = "DETENTION_MJ"
    FLE = "FLE"
    PM = "PM"


@dataclass(frozen=True)
class ToldCriterion:
    """A criterion with the values of a day in its words.

    Args:
        code: official.
        level: 1 or 2.
        group: with which others it is asked.
        label: French, plain words, as one would ask it.
        proof: French, the paper to ask for.
        freshness: French, how recent the paper must be.
        certified_by: the service of the State that can confirm it; empty when there is none.
    """

    code: IaeCriterion
    level: Level
    group: CriterionGroup
    label: str
    proof: str
    freshness: str
    certified_by: str


@dataclass(frozen=True)
class Criterion:
    """One criterion.

    Args:
        code: official.
        level: 1 or 2.
        group: with which others it is asked.
        words: French, plain words, as one would ask it; ``{}`` for each counted value.
        proof: French, the paper to ask for.
        proof_age: months before the PASS IAE after which the paper is too old; None when it has no age.
        freshness: French, what the paper must be when it has no age in months; empty when nothing is asked.
        certified_by: the service of the State that can confirm it; empty when there is none.
        counted: the dated values that its words tell, in years or months.
    """

    code: IaeCriterion
    level: Level
    group: CriterionGroup
    words: str
    proof: str
    proof_age: Dated[int] | None = None
    freshness: str = ""
    certified_by: str = ""
    counted: tuple[Dated[int], ...] = ()

    def told(self, on: date) -> "ToldCriterion":
        """As it is told that day.

        >>> CRITERIA[IaeCriterion.JEUNE].told(date(2026, 1, 1)).label
        'A moins de 26 ans'
        """
        label = self.words.format(*(one.on(on) for one in self.counted))
        return ToldCriterion(
            self.code, self.level, self.group, label, self.proof, self._freshness(on), self.certified_by
        )

    def _freshness(self, on: date) -> str:
        if self.proof_age is None:
            return self.freshness or "sans limite d’ancienneté"
        age = f"moins de {self.proof_age.on(on)}{NBSP}mois à la délivrance du PASS IAE"
        return f"{self.freshness}{NBSP}: {age}" if self.freshness else age


_PARTICULIER, _RQTH = "API Particulier", "API de France Travail"
_ONE, _TWO = Level.ONE, Level.TWO
_RESOURCES, _WORK, _AGE = CriterionGroup.RESOURCES, CriterionGroup.WORK, CriterionGroup.AGE
_PLACE, _LIFE = CriterionGroup.PLACE, CriterionGroup.LIFE
_ADDRESS = "Facture d’eau, d’énergie, d’internet ou de téléphone à son adresse"
_REGISTERED = "Attestation d’inscription de France Travail"

#: Every criterion, by code, in the order of the national platform.
CRITERIA: dict[IaeCriterion, Criterion] = {
    criterion.code: criterion
    for criterion in (
        Criterion(
            IaeCriterion.RSA, _ONE, _RESOURCES, "Touche le RSA (revenu de solidarité active)",
            "Attestation de RSA", PROOF_MONTHS, certified_by=_PARTICULIER,
        ),
        Criterion(
            IaeCriterion.ASS, _ONE, _RESOURCES, "Touche l’ASS (allocation de solidarité spécifique)",
            "Attestation d’ASS", PROOF_MONTHS,
        ),
        Criterion(
            IaeCriterion.AAH, _ONE, _RESOURCES, "Touche l’AAH (allocation aux adultes handicapés)",
            "Attestation d’AAH", PROOF_MONTHS, certified_by=_PARTICULIER,
        ),
        Criterion(
            IaeCriterion.DETLD, _ONE, _WORK, "Inscrit à France Travail depuis {} mois ou plus",
            _REGISTERED, PROOF_MONTHS, counted=(VERY_LONG_TERM_MONTHS,),
        ),
        Criterion(
            IaeCriterion.CAP_BEP, _TWO, _WORK, "Niveau CAP ou BEP, ou sans diplôme (niveau 3 ou moins)",
            "Diplôme, ou déclaration sur l’honneur", PROOF_MONTHS, freshness="la déclaration",
        ),
        Criterion(
            IaeCriterion.SENIOR, _TWO, _AGE, "A {} ans ou plus", "Pièce d’identité", counted=(SENIOR_FROM,),
        ),
        Criterion(
            IaeCriterion.JEUNE, _TWO, _AGE, "A moins de {} ans", "Pièce d’identité", counted=(YOUNG_UNDER,),
        ),
        Criterion(
            IaeCriterion.ASE, _TWO, _LIFE, "Sort de l’aide sociale à l’enfance (ASE)",
            "Attestation de l’aide sociale à l’enfance", PROOF_ASE_MONTHS,
        ),
        Criterion(
            IaeCriterion.DELD, _TWO, _WORK, "Inscrit à France Travail depuis {} à {} mois",
            _REGISTERED, PROOF_MONTHS, counted=(LONG_TERM_MONTHS, VERY_LONG_TERM_MONTHS),
        ),
        Criterion(
            IaeCriterion.TH, _TWO, _LIFE, "Travailleur handicapé (RQTH)",
            "Décision de reconnaissance (RQTH)", freshness="valable le jour de l’embauche", certified_by=_RQTH,
        ),
        Criterion(
            IaeCriterion.PI, _TWO, _LIFE, "Élève seul un ou plusieurs enfants",
            "Attestation de la CAF", PROOF_MONTHS, certified_by=_PARTICULIER,
        ),
        Criterion(
            IaeCriterion.PSH_PR, _TWO, _PLACE, "Sans logement, hébergé, ou parcours de rue",
            "Certificat de domiciliation, sinon déclaration d’un travailleur social ou d’une association",
            PROOF_MONTHS,
        ),
        Criterion(
            IaeCriterion.REF_DA, _TWO, _LIFE, "Réfugié, protégé, ou demandeur d’asile",
            "Titre de séjour ou son renouvellement, autorisation de travail d’un demandeur d’asile, ou autorisation "
            "provisoire de séjour d’une protection temporaire",
            freshness="valable à la délivrance du PASS IAE",
        ),
        Criterion(
            IaeCriterion.ZRR, _TWO, _PLACE, "Habite en zone rurale à revitaliser (ZRR, devenue ZFRR)",
            _ADDRESS, PROOF_SITUATION_MONTHS,
        ),
        Criterion(
            IaeCriterion.QPV, _TWO, _PLACE, "Habite dans un quartier prioritaire (QPV)",
            _ADDRESS, PROOF_SITUATION_MONTHS,
        ),
        Criterion(
            IaeCriterion.DETENTION_MJ, _TWO, _LIFE, "Sort de détention ou est suivi par la justice",
            "Billet de sortie, ou attestation du juge de l’application des peines", PROOF_SITUATION_MONTHS,
        ),
        Criterion(
            IaeCriterion.FLE, _TWO, _WORK, "Parle peu le français (moins que le niveau A1)",
            "Évaluation en français langue étrangère", PROOF_SITUATION_MONTHS,
        ),
        Criterion(
            IaeCriterion.PM, _TWO, _PLACE, "A du mal à se déplacer (problème de mobilité)",
            "Diagnostic de mobilité fait par un prescripteur habilité", PROOF_SITUATION_MONTHS,
        ),
    )
}  # fmt: skip

#: Two criteria that nobody can meet at once.
INCOMPATIBLE: tuple[tuple[IaeCriterion, IaeCriterion], ...] = (
    (IaeCriterion.JEUNE, IaeCriterion.SENIOR),
    (IaeCriterion.DELD, IaeCriterion.DETLD),
)
