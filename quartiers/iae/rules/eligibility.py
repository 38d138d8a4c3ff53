"""Whether a person may enter the IAE, by which criteria, and how long the diagnosis counts.

Numbers and durations, with their source and the day it was read, are the dated entries of ``values``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from quartiers.iae.rules.calendar import days_later, months_later
from quartiers.iae.rules.codes import Author, EmployerKind, known, siae
from quartiers.iae.rules.criteria import CRITERIA, INCOMPATIBLE, Criterion, IaeCriterion, Level
from quartiers.iae.rules.values import (
    DIAGNOSIS_EMPLOYER_DAYS,
    DIAGNOSIS_PRESCRIBER_MONTHS,
    LEVEL_1_CRITERIA,
    LEVEL_2_CRITERIA,
    LEVEL_2_CRITERIA_LENDING,
)
from quartiers.kernel.french import NBSP

LENDING = frozenset({EmployerKind.AI, EmployerKind.ETTI})
_WORDS = {1: "un", 2: "deux", 3: "trois", 4: "quatre"}


@dataclass(frozen=True)
class Eligibility:
    """Whether a person may enter the IAE, and why.

    Args:
        eligible: the answer.
        author: who makes the diagnosis.
        employer_kind: where the person would work.
        criteria: those given, in the order of the national platform.
        counted: those that carry the answer; empty for a no, and for a prescriber who ticked none.
        required: criteria of level 2 that are enough when there is none of level 1; 0 for a prescriber.
        missing: criteria of level 2 still missing; 0 when it is a yes, or when two criteria exclude each other.
        incompatible: pairs of given criteria that nobody can meet at once.
        sentence: the answer, in one French sentence.
        reason: why, and what to do, in one to three French sentences.
    """

    eligible: bool
    author: Author
    employer_kind: EmployerKind
    criteria: tuple[Criterion, ...]
    counted: tuple[Criterion, ...]
    required: int
    missing: int
    incompatible: tuple[tuple[Criterion, Criterion], ...]
    sentence: str
    reason: str


def level_2_required(employer_kind: str, *, on: date) -> int:
    """How many criteria of level 2 are enough for an employer of this kind when the person has none of level 1.

    Raises:
        RuleBroken: the kind is unknown, or it is not a SIAE.
    """
    value = LEVEL_2_CRITERIA_LENDING if siae(employer_kind) in LENDING else LEVEL_2_CRITERIA
    return value.on(on)


def eligible(author: str, employer_kind: str, criteria: Iterable[str], *, on: date) -> bool:
    """Whether these criteria open the IAE, when this author makes the diagnosis for this kind of employer.

    Args:
        author: ``employer`` or ``prescriber`` (an authorised one).
        employer_kind: code of a SIAE.
        criteria: codes; one given twice counts once.
        on: day of the diagnosis.

    Two criteria that exclude each other always make a no. A prescriber needs no criterion; an employer needs one of
    level 1, else two (AI, ETTI) or three (ACI, EI, EITI) of level 2.

    Raises:
        RuleBroken: a code is unknown, or the employer is not a SIAE.

    >>> eligible("employer", "AI", ["QPV", "JEUNE"], on=date(2026, 1, 1))
    True
    """
    return explain_eligibility(author, employer_kind, criteria, on=on).eligible


def explain_eligibility(author: str, employer_kind: str, criteria: Iterable[str], *, on: date) -> Eligibility:
    """The same answer as ``eligible``, with its reasons, what carries it and what is missing.

    Args:
        author: ``employer`` or ``prescriber`` (an authorised one).
        employer_kind: code of a SIAE.
        criteria: codes; one given twice counts once.
        on: day of the diagnosis.

    Raises:
        RuleBroken: a code is unknown, or the employer is not a SIAE.

    >>> explain_eligibility("employer", "ACI", ["QPV"], on=date(2026, 1, 1)).missing
    2
    """
    who, where = known(Author, author, "L’auteur"), siae(employer_kind)
    given = _given(criteria)
    pairs = tuple(
        (CRITERIA[one], CRITERIA[other])
        for one, other in INCOMPATIBLE
        if CRITERIA[one] in given and CRITERIA[other] in given
    )
    by_prescriber = who is Author.PRESCRIBER
    required = 0 if by_prescriber else level_2_required(where, on=on)
    first = tuple(one for one in given if one.level is Level.ONE)
    by_level_1 = len(first) >= LEVEL_1_CRITERIA.on(on)
    yes = not pairs and (by_prescriber or by_level_1 or len(given) >= required)
    missing = 0 if yes or pairs else required - len(given)
    counted = (given if by_prescriber or not by_level_1 else first) if yes else ()
    return Eligibility(
        eligible=yes,
        author=who,
        employer_kind=where,
        criteria=given,
        counted=counted,
        required=required,
        missing=missing,
        incompatible=pairs,
        sentence=_sentence(yes, who, counted, missing),
        reason=" ".join(_reasons(who, where, counted, pairs, required, missing, on=on)),
    )


def diagnosis_expires_on(author: str, made_on: date) -> date:
    """The first day on which a diagnosis no longer counts.

    Args:
        author: ``employer`` or ``prescriber`` (an authorised one).
        made_on: day of the diagnosis.

    Six calendar months after it for an authorised prescriber, 92 days for an employer. While the person holds a valid
    PASS IAE, the diagnosis counts whatever its date.

    Raises:
        RuleBroken: the author is unknown, or no calendar holds that day.

    >>> diagnosis_expires_on("prescriber", date(2026, 8, 31))
    datetime.date(2027, 2, 28)
    """
    if known(Author, author, "L’auteur") is Author.PRESCRIBER:
        return months_later(made_on, DIAGNOSIS_PRESCRIBER_MONTHS.on(made_on))
    return days_later(made_on, DIAGNOSIS_EMPLOYER_DAYS.on(made_on))


def _given(criteria: Iterable[str]) -> tuple[Criterion, ...]:
    codes = {known(IaeCriterion, code, "Le critère") for code in criteria}
    return tuple(criterion for code, criterion in CRITERIA.items() if code in codes)


def _sentence(yes: bool, author: Author, counted: tuple[Criterion, ...], missing: int) -> str:
    if not yes:
        return (
            f"Non, il manque {_count(missing)} de niveau{NBSP}2." if missing else "Non, deux critères se contredisent."
        )
    if author is Author.PRESCRIBER:
        return "Oui, par le diagnostic d’un prescripteur habilité."
    return f"Oui, par {_count(len(counted))} de niveau{NBSP}{counted[0].level.value}."


def _reasons(
    author: Author,
    kind: EmployerKind,
    counted: tuple[Criterion, ...],
    pairs: tuple[tuple[Criterion, Criterion], ...],
    required: int,
    missing: int,
    *,
    on: date,
) -> list[str]:
    if pairs:
        return [
            f"«{NBSP}{one.told(on).label}{NBSP}» et «{NBSP}{other.told(on).label}{NBSP}» ne peuvent pas être vrais "
            "ensemble. Décochez l’un des deux."
            for one, other in pairs
        ]
    if author is Author.PRESCRIBER:
        return [
            "Un prescripteur habilité apprécie la situation dans son ensemble. "
            "Aucun nombre de critères ne lui est demandé."
        ]
    rule = (
        f"Un employeur de type {kind.value} a besoin d’un critère de niveau{NBSP}1, "
        f"ou de {_WORDS.get(required, str(required))} critères de niveau{NBSP}2."
    )
    if missing:
        return [rule, "Un prescripteur habilité peut aussi faire le diagnostic, sans nombre de critères."]
    return [rule, "Demandez les justificatifs avant l’embauche, et gardez-les."]


def _count(number: int) -> str:
    noun = "critère" if number < 2 else "critères"
    return f"{_WORDS.get(number, str(number))} {noun}"
