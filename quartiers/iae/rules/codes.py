"""The official codes of the field, and how a word given from outside becomes one of them."""

from enum import Enum, StrEnum
from typing import TypeVar

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP

Code = TypeVar("Code", bound=StrEnum)

#: Adapted companies: employers of the national platform until 11 May 2026, never SIAE. Older applications name them.
FORMER_KINDS = ("EA", "EATT")


class EmployerKind(StrEnum):
    """Employers of the national platform. The first five are the SIAE, exactly."""

    ACI = "ACI"
    AI = "AI"
    EI = "EI"
    ETTI = "ETTI"
    EITI = "EITI"
    GEIQ = "GEIQ"
    OPCS = "OPCS"

    @property
    def label(self) -> str:
        return {
            "ACI": "atelier et chantier d’insertion",
            "AI": "association intermédiaire",
            "EI": "entreprise d’insertion",
            "ETTI": "entreprise de travail temporaire d’insertion",
            "EITI": "entreprise d’insertion par le travail indépendant",
            "GEIQ": "groupement d’employeurs pour l’insertion et la qualification",
            "OPCS": "organisation porteuse de la clause sociale",
        }[self.value]

    @property
    def is_siae(self) -> bool:
        """Whether hiring there asks for a PASS IAE."""
        return self not in {EmployerKind.GEIQ, EmployerKind.OPCS}


class Author(StrEnum):
    """Who makes the diagnosis: the employer for its own hires, or an authorised prescriber."""

    EMPLOYER = "employer"
    PRESCRIBER = "prescriber"

    @property
    def label(self) -> str:
        return {"employer": "employeur", "prescriber": "prescripteur habilité"}[self.value]


class Sender(StrEnum):
    """Who sends an application; ``prescriber`` is one who is not authorised."""

    JOB_SEEKER = "job_seeker"
    EMPLOYER = "employer"
    PRESCRIBER = "prescriber"
    AUTHORIZED_PRESCRIBER = "authorized_prescriber"

    @property
    def label(self) -> str:
        return {
            "job_seeker": "la personne elle-même",
            "employer": "un employeur",
            "prescriber": "un prescripteur non habilité (orienteur)",
            "authorized_prescriber": "un prescripteur habilité",
        }[self.value]


def known(codes: type[Code], word: str, what: str) -> Code:
    """The code that this word is, whatever enumeration of strings it comes from.

    Args:
        codes: the codes that exist.
        word: a code, as a string or as a member of another enumeration of strings.
        what: French, with its article: «Le critère».

    Raises:
        RuleBroken: no such code; the sentence lists those that exist.
    """
    plain = _plain(word)
    found = next((code for code in codes if code.value == plain), None)
    if found is None:
        choices = ", ".join(code.value for code in codes)
        raise RuleBroken(f"{what} «{NBSP}{plain}{NBSP}» n’existe pas. Choisissez parmi{NBSP}: {choices}.")
    return found


def is_siae(word: str) -> bool:
    """Whether hiring at an employer of this kind asks for a PASS IAE; adapted companies, gone since, never did.

    Raises:
        RuleBroken: the kind is unknown.

    >>> is_siae("ACI"), is_siae("GEIQ"), is_siae("EA")
    (True, False, False)
    """
    return _plain(word) not in FORMER_KINDS and known(EmployerKind, word, "Le type d’employeur").is_siae


def siae(word: str) -> EmployerKind:
    """The kind of SIAE that this word is.

    Raises:
        RuleBroken: the kind is unknown, or it is not a SIAE.
    """
    if not is_siae(word):
        choices = ", ".join(one.value for one in EmployerKind if one.is_siae)
        raise RuleBroken(
            f"{_plain(word)} n’est pas une structure d’insertion par l’activité économique. "
            f"Choisissez parmi{NBSP}: {choices}."
        )
    return known(EmployerKind, word, "Le type d’employeur")


def _plain(word: str) -> str:
    return word.value if isinstance(word, Enum) else word
