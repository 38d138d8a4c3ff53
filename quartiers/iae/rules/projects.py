"""Projects of structures: how they begin, who may bear them, their steps up to the convention, the decision.

Steps and actors: usual practice of the field, unverified; the order of file, opinion and convention is that of the
Code du travail, R. 5132-27 to R. 5132-29 and R. 5311-26, which nobody has read here yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quartiers.iae.rules.codes import EmployerKind
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW, NBSP


class Way(StrEnum):
    """How a project begins: the three cases of the programme of 2020."""

    label: str
    question: str
    first: str

    def __new__(cls, value: str, label: str = "", question: str = "", first: str = "") -> "Way":
        one = str.__new__(cls, value)
        one._value_ = value
        one.label, one.question, one.first = label, question, first
        return one

    GAP = (
        "zone_blanche",
        "une zone blanche",
        f"Il manque une structure ici{NARROW}?",
        "Dites d’abord où, et quel type de structure manque.",
    )
    ACTIVITY = (
        "activite",
        "une activité choisie",
        f"Le territoire veut développer une activité{NARROW}?",
        f"Dites d’abord laquelle{NBSP}: mobilité, réemploi, maraîchage…",
    )
    ASSOCIATIONS = (
        "associations",
        "des associations qui se structurent",
        f"Des associations veulent aller plus loin ensemble{NARROW}?",
        "Dites d’abord lesquelles, et ce qu’elles font déjà.",
    )


class Bearer(StrEnum):
    """Who would bear the structure."""

    UNKNOWN = "inconnu"
    ASSOCIATION = "association"
    AUTHORITY = "collectivite"
    COMPANY = "entreprise"

    @property
    def label(self) -> str:
        return {
            "inconnu": "pas encore trouvé",
            "association": "une association",
            "collectivite": "une commune, un CCAS, une intercommunalité ou un département",
            "entreprise": "une entreprise ou une coopérative",
        }[self.value]


class Decision(StrEnum):
    PENDING = "attendue"
    FAVOURABLE = "favorable"
    UNFAVOURABLE = "defavorable"
    WITHDRAWN = "abandonne"

    @property
    def label(self) -> str:
        return {
            "attendue": "pas encore de décision",
            "favorable": "favorable",
            "defavorable": "défavorable",
            "abandonne": "projet abandonné",
        }[self.value]


class Step(StrEnum):
    """A step, in the usual order: what is done, by whom, what comes out."""

    label: str
    who: str
    output: str

    def __new__(cls, value: str, title: str = "", who: str = "", output: str = "") -> "Step":
        one = str.__new__(cls, value)
        one._value_ = value
        one.label, one.who, one.output = title, who, output
        return one

    NEED = "besoin", "Constater le besoin et l’offre déjà là", "collectivité, DDETS, France Travail", "note de besoin"
    LEADER = "porteur", "Trouver qui porte le projet", "association ou collectivité, avec un réseau", "groupe pilote"
    STUDY = "faisabilite", "Étudier la faisabilité", "porteur, DLA ou réseau", "projet social, marché, budget de 3 ans"
    FUNDERS = (
        "financeurs",
        "Réunir les financeurs",
        "DDETS, département, région, intercommunalité",
        "lettres d’intention",
    )
    FILE = "dossier", "Déposer le dossier unique", "porteur, à la DDETS", "accusé de réception du dossier complet"
    OPINION = "avis", "Recueillir l’avis de la commission IAE", "comité départemental pour l’emploi (ex-CDIAE)", "avis"
    CONVENTION = (
        "convention",
        "Signer la convention",
        "préfet, et département s’il finance",
        "annexe financière de l’année",
    )
    HIRES = (
        "embauches",
        "Ouvrir les comptes et embaucher",
        "porteur, ASP, Les emplois de l’inclusion",
        "premiers contrats",
    )
    REVIEW = "dialogue", "Tenir le premier dialogue de gestion", "DDETS et porteur", "annexe de l’année suivante"


#: What must be done before.
NEEDS: Mapping[Step, tuple[Step, ...]] = {
    Step.OPINION: (Step.FILE,),
    Step.CONVENTION: (Step.FILE, Step.OPINION),
    Step.HIRES: (Step.CONVENTION,),
    Step.REVIEW: (Step.CONVENTION,),
}


@dataclass(frozen=True)
class Caution:
    """Something to look at, and where it is written."""

    message: str
    article: str


def next_step(done: Mapping[Step, date]) -> Step | None:
    """The first step of the usual order that is not done; None when all are.

    >>> next_step({Step.NEED: date(2026, 1, 5)}).value
    'porteur'
    """
    return next((step for step in Step if step not in done), None)


def check_step(step: Step, on: date, done: Mapping[Step, date], *, today: date) -> None:
    """Whether a step may be noted as done that day.

    Raises:
        RuleBroken: in the future, or before a step that it needs.
    """
    if on > today:
        raise RuleBroken("Cette date est dans l’avenir. Notez l’étape quand elle sera faite.")
    for needed in NEEDS.get(step, ()):
        if needed not in done:
            raise RuleBroken(f"Cette étape vient après «{NBSP}{needed.label}{NBSP}». Notez-la d’abord.")
        if on < done[needed]:
            raise RuleBroken(f"Cette date est avant celle de «{NBSP}{needed.label}{NBSP}». Relisez les deux.")


def check_removal(step: Step, done: Mapping[Step, date]) -> None:
    """Whether a step may be noted as not done after all.

    Raises:
        RuleBroken: another one that is done needs it.
    """
    for later, needed in NEEDS.items():
        if step in needed and later in done:
            raise RuleBroken(f"«{NBSP}{later.label}{NBSP}» en dépend. Retirez d’abord cette étape.")


def check_decision(decision: Decision, decided_on: date | None, act: str, *, today: date) -> None:
    """Whether a decision may be written so.

    Raises:
        RuleBroken: a decision without its day or its act, or in the future.
    """
    if decision is Decision.PENDING:
        return
    if decided_on is None:
        raise RuleBroken("Il manque le jour de la décision.")
    if decided_on > today:
        raise RuleBroken("Cette décision est dans l’avenir. Écrivez-la quand elle sera prise.")
    if decision is not Decision.WITHDRAWN and not act.strip():
        raise RuleBroken("Il manque l’acte qui porte la décision. Par exemple\u00a0: convention du 3 mars.")


def bearer_warnings(kind: str, bearer: Bearer) -> list[Caution]:
    """Who may not bear this kind of structure, as far as the research says; nothing for who is not known yet.

    >>> [one.article for one in bearer_warnings("ei", Bearer.AUTHORITY)]
    ['code du travail, art. R. 5132-27, à relire']
    """
    found = []
    if bearer is Bearer.AUTHORITY and kind != EmployerKind.ACI.value.lower():
        found.append(
            Caution(
                "Une collectivité ne peut porter elle-même qu’un atelier et chantier d’insertion.",
                "code du travail, art. R. 5132-27, à relire",
            )
        )
    if bearer is Bearer.COMPANY and kind == EmployerKind.ACI.value.lower():
        found.append(
            Caution(
                "Un chantier d’insertion est porté par une personne sans but lucratif, ou publique.",
                "code du travail, art. R. 5132-27, à relire",
            )
        )
    if bearer in {Bearer.COMPANY, Bearer.AUTHORITY} and kind == EmployerKind.AI.value.lower():
        found.append(
            Caution("Une association intermédiaire est une association.", "code du travail, art. L. 5132-7, à relire")
        )
    return found
