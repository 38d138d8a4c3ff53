"""What a GEIQ receives for a person: the criteria by annex and level, and the amount they open.

Amounts and thresholds, with their source and the day it was read, are the dated entries of ``values``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from quartiers.iae.rules.calendar import months_later
from quartiers.iae.rules.values import DIAGNOSIS_PRESCRIBER_MONTHS, GEIQ_FULL, GEIQ_LEVEL_2, GEIQ_REDUCED
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, number

ANNEXES = ("0", "1", "2", "1+2")
LEVELS = ("1", "2", None)


class Weighed(Protocol):
    """Anything that says its annex («0», «1», «2», «1+2») and its level («1», «2», None)."""

    @property
    def annex(self) -> str: ...

    @property
    def level(self) -> str | None: ...


@dataclass(frozen=True)
class GeiqCriterion:
    """One criterion of a GEIQ.

    Args:
        kind: its code.
        annex: «0» for a heading, «1», «2» or «1+2».
        level: «1», «2», or None outside annex 2.
        label: French, plain words.
    """

    kind: str
    annex: str
    level: str | None
    label: str = ""

    @property
    def weight(self) -> str:
        """Its annex and its level, in a few French words."""
        annex = {"0": "sans annexe", "1": f"annexe{NBSP}1", "2": f"annexe{NBSP}2", "1+2": f"annexes{NBSP}1 et 2"}[
            self.annex
        ]
        return f"{annex}, niveau{NBSP}{self.level}" if self.level else annex


@dataclass(frozen=True)
class GeiqAid:
    """What a GEIQ receives for a person.

    Args:
        amount: euros.
        sentence: the answer, in one French sentence.
        reason: why, and what would change it, in French.
    """

    amount: int
    sentence: str
    reason: str


#: The criteria of the GEIQ, by code, in the order of the national platform.
GEIQ_CRITERIA: dict[str, GeiqCriterion] = {
    criterion.kind: criterion
    for criterion in (
        GeiqCriterion("JEUNE", "2", "2", "A moins de 26 ans"),
        GeiqCriterion("JEUNE_SQ", "1", None, "A moins de 26 ans, sans qualification au-delà du bac"),
        GeiqCriterion("SENIOR", "2", "2", "A 50 ans ou plus"),
        GeiqCriterion("SENIOR_45", "1", None, "Demandeur d’emploi de 45 ans et plus"),
        GeiqCriterion("MINSOC", "1", None, "Touche un minimum social"),
        GeiqCriterion("RSA", "2", "1", "Touche le RSA"),
        GeiqCriterion("ASS", "2", "1", "Touche l’ASS"),
        GeiqCriterion("AAH", "2", "1", "Touche l’AAH"),
        GeiqCriterion("AUTRE_MINSOC", "0", None, "Touche un autre minimum social"),
        GeiqCriterion("CAP_BEP", "2", "2", "Niveau CAP ou BEP, ou sans diplôme"),
        GeiqCriterion("ELOIGNE", "1", None, "Loin de l’emploi depuis plus d’un an, inscrit ou non"),
        GeiqCriterion("INSCRIT", "0", None, "Inscrit à France Travail"),
        GeiqCriterion("INSCRIT_12", "0", None, "Inscrit depuis moins de 12 mois"),
        GeiqCriterion("DELD", "2", "2", "Inscrit depuis 12 à 24 mois"),
        GeiqCriterion("DETLD", "2", "1", "Inscrit depuis 24 mois ou plus"),
        GeiqCriterion("RECONVERSION", "1", None, "Reconversion contrainte"),
        GeiqCriterion("DISPOSITIF", "1", None, "Suit ou quitte un parcours d’insertion"),
        GeiqCriterion("PSH_PR", "2", "2", "Sans logement, hébergé, ou parcours de rue"),
        GeiqCriterion("TH", "1+2", "2", "Travailleur handicapé"),
        GeiqCriterion("REFUGIE", "1+2", "2", "Réfugié ou protégé"),
        GeiqCriterion("DEMANDEUR_ASILE", "2", "2", "Demandeur d’asile"),
        GeiqCriterion("FLE", "2", "2", "Parle peu le français"),
        GeiqCriterion("QPV", "1+2", "2", "Habite dans un quartier prioritaire (QPV)"),
        GeiqCriterion("ZRR", "1+2", "2", "Habite en zone rurale à revitaliser (ZRR, devenue ZFRR)"),
        GeiqCriterion("PI", "2", "2", "Élève seul un ou plusieurs enfants"),
        GeiqCriterion("ASE", "2", "2", "Sort de l’aide sociale à l’enfance"),
        GeiqCriterion("DETENTION_MJ", "1+2", "2", "Sort de détention ou est suivi par la justice"),
        GeiqCriterion("PM", "2", "2", "A du mal à se déplacer"),
    )
}


def geiq_criteria(codes: Iterable[str]) -> tuple[GeiqCriterion, ...]:
    """The criteria of these codes, each once, in the order of the national platform.

    Raises:
        RuleBroken: a code is unknown.
    """
    asked = set(codes)
    if unknown := asked - set(GEIQ_CRITERIA):
        choices = ", ".join(GEIQ_CRITERIA)
        raise RuleBroken(f"Le critère «{NBSP}{min(unknown)}{NBSP}» n’existe pas. Choisissez parmi{NBSP}: {choices}.")
    return tuple(criterion for kind, criterion in GEIQ_CRITERIA.items() if kind in asked)


def geiq_amount(criteria: Iterable[Weighed], *, authorised_prescriber: bool, on: date = date.max) -> int:
    """What a GEIQ receives for a person, in euros.

    Args:
        criteria: those of the person, each once, with their annex and level.
        authorised_prescriber: whether one makes the diagnosis.
        on: the day of the diagnosis; by default the last amount known.

    Full: an authorised prescriber, or one criterion of level 1, or two of level 2. Reduced: one criterion of annex 1
    (or of both). Else nothing.

    Raises:
        RuleBroken: an annex or a level does not exist.

    >>> geiq_amount([GeiqCriterion("QPV", "1+2", "2")], authorised_prescriber=False)
    814
    """
    given = list(criteria)
    for one in given:
        if one.annex not in ANNEXES or one.level not in LEVELS:
            raise RuleBroken(
                f"L’annexe est «{NBSP}0{NBSP}», «{NBSP}1{NBSP}», «{NBSP}2{NBSP}» ou «{NBSP}1+2{NBSP}», et le niveau "
                f"«{NBSP}1{NBSP}», «{NBSP}2{NBSP}» ou rien. Corrigez le critère donné."
            )
    levels = [one.level for one in given]
    if authorised_prescriber or "1" in levels or levels.count("2") >= GEIQ_LEVEL_2.on(on):
        return GEIQ_FULL.on(on)
    return GEIQ_REDUCED.on(on) if any(one.annex in {"1", "1+2"} for one in given) else 0


def explain_geiq(criteria: Iterable[Weighed], *, authorised_prescriber: bool, on: date = date.max) -> GeiqAid:
    """The same amount as ``geiq_amount``, with its reason.

    Raises:
        RuleBroken: an annex or a level does not exist.
    """
    given = list(criteria)
    amount, full = geiq_amount(given, authorised_prescriber=authorised_prescriber, on=on), GEIQ_FULL.on(on)
    several = f"{GEIQ_LEVEL_2.on(on)} critères de niveau{NBSP}2"
    if authorised_prescriber:
        reason = "Le diagnostic d’un prescripteur habilité suffit, même sans critère."
    elif amount == full and any(one.level == "1" for one in given):
        reason = f"Un critère de niveau{NBSP}1 suffit."
    elif amount == full:
        reason = f"Il y a au moins {several}."
    elif amount:
        reason = f"Un critère de l’annexe{NBSP}1 ouvre le montant réduit. Pour le montant plein, il faut {several}."
    else:
        reason = (
            f"Il faut un critère de l’annexe{NBSP}1 pour le montant réduit ({_euros(GEIQ_REDUCED.on(on))}), "
            f"et un critère de niveau{NBSP}1 ou {several} pour le montant plein ({_euros(full)}). "
            "Le diagnostic d’un prescripteur habilité suffit aussi."
        )
    if not amount:
        return GeiqAid(0, "Non, ces réponses n’ouvrent aucune aide.", reason)
    share = "montant plein" if amount == full else "montant réduit"
    return GeiqAid(amount, f"Oui, {_euros(amount)} pour le GEIQ{NBSP}: c’est le {share}.", reason)


def _euros(amount: int) -> str:
    return f"{number(amount)}{NBSP}€"


def geiq_diagnosis_expires_on(made_on: date) -> date:
    """The first day on which the diagnosis of a GEIQ no longer counts, whoever made it."""
    return months_later(made_on, DIAGNOSIS_PRESCRIBER_MONTHS.on(made_on))
