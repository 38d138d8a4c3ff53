"""What the simulators take and give."""

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import Field

from quartiers.iae.rules import (
    Author,
    EmployerKind,
    IaeCriterion,
    PassState,
    ProlongationReason,
)

MAX_PERIODS = 50
MAX_CRITERIA = 50
On = Annotated[date | None, Field(description="Jour de la question ; aujourd’hui par défaut", examples=["2026-11-23"])]


class CriterionOut(Schema):
    """Un critère d’éligibilité à l’IAE."""

    code: IaeCriterion
    level: int = Field(description="1 ou 2")
    group: str
    label: str
    proof: str = Field(description="Le papier à demander")
    freshness: str = Field(description="Son ancienneté permise, en mots")
    certified_by: str = Field(description="Service qui peut le certifier ; vide s’il n’y en a pas")


class EligibilityIn(Schema):
    author: Author = Field(description="employer, ou prescriber s’il est habilité")
    employer_kind: EmployerKind = Field(description="Une SIAE : ACI, AI, EI, ETTI ou EITI")
    criteria: list[IaeCriterion] = Field(max_length=MAX_CRITERIA, examples=[["QPV", "JEUNE"]])
    on: On = None


class EligibilityOut(Schema):
    """La réponse, sa raison, ce qui la porte et ce qui manque."""

    eligible: bool
    sentence: str
    reason: str
    criteria: list[CriterionOut]
    counted: list[IaeCriterion]
    required: int = Field(description="Critères de niveau 2 qui suffisent sans niveau 1 ; 0 pour un prescripteur")
    missing: int
    incompatible: list[list[IaeCriterion]] = Field(description="Paires de critères qui se contredisent")
    diagnosis_expires_on: date = Field(description="Premier jour où ce diagnostic ne compterait plus")
    verified: bool = Field(description="Faux tant que les textes n’ont pas été relus")


class PeriodIn(Schema):
    start_on: date
    end_on: date = Field(description="Dernier jour, compris")


class ProlongationIn(PeriodIn):
    reason: ProlongationReason


class PassDatesIn(Schema):
    start_on: date = Field(description="Premier jour du PASS", examples=["2025-01-01"])
    suspensions: list[PeriodIn] = Field(default_factory=list, max_length=MAX_PERIODS)
    prolongations: list[ProlongationIn] = Field(default_factory=list, max_length=MAX_PERIODS)
    on: On = None


class LimitOut(Schema):
    reason: ProlongationReason
    label: str
    end_on: date | None = Field(description="Fin la plus tardive ; null s’il ne reste rien à demander")


class PassOut(Schema):
    """Un PASS un jour donné. Toutes les dates sont comprises."""

    start_on: date
    end_on: date
    state: PassState
    remaining_days: int
    waiting_period_end: date
    sentence: str
    open_from: date = Field(description="Premier jour où une prolongation peut être demandée")
    open_to: date
    may_be_prolonged: bool
    limits: list[LimitOut]
    verified: bool = Field(description="Faux tant que les textes n’ont pas été relus")


class GeiqCriterionOut(Schema):
    """Un critère d’un GEIQ."""

    kind: str
    annex: str = Field(description="0 (titre), 1, 2 ou 1+2")
    level: str | None
    label: str


class GeiqIn(Schema):
    criteria: list[Annotated[str, Field(max_length=30)]] = Field(max_length=MAX_CRITERIA, examples=[["QPV"]])
    authorised_prescriber: bool = False
    on: On = None


class GeiqOut(Schema):
    """L’aide, en euros."""

    amount: int
    sentence: str
    reason: str
    verified: bool = Field(description="Faux tant que les textes n’ont pas été relus")
