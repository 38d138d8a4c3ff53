"""The catalogue of clauses: our own texts, to copy, change and publish (Licence Ouverte 2.0), that no lawyer read."""

import re
from dataclasses import replace

from quartiers.procurement.rules.catalogue.families import FAMILIES, JOBS, CatalogueClause, Family, Intensity, Job
from quartiers.procurement.rules.catalogue.reserved import RESERVED_CLAUSES
from quartiers.procurement.rules.catalogue.services import SERVICE_CLAUSES
from quartiers.procurement.rules.catalogue.social import SOCIAL_CLAUSES
from quartiers.procurement.rules.catalogue.variants import VARIANT_CLAUSES
from quartiers.procurement.rules.catalogue.works import WORKS_CLAUSES
from quartiers.procurement.rules.project import Clause, Stage
from quartiers.procurement.rules.texts import folded

__all__ = [
    "CLAUSES",
    "FAMILIES",
    "JOBS",
    "STAGES",
    "CatalogueClause",
    "Family",
    "Intensity",
    "Job",
    "as_written",
    "blanks",
    "by_code",
    "chosen",
    "find",
]

#: The stages in the order of a consultation.
STAGES = (Stage.SPECIFICATION, Stage.CONDITION, Stage.CRITERION, Stage.VARIANT)
_ORDER = [one.code for one in FAMILIES]
_PLACE = {stage: place for place, stage in enumerate(STAGES)}
CLAUSES = tuple(
    sorted(
        (*WORKS_CLAUSES, *SERVICE_CLAUSES, *VARIANT_CLAUSES, *SOCIAL_CLAUSES, *RESERVED_CLAUSES),
        key=lambda one: (_ORDER.index(one.family), _PLACE[one.stage]),
    )
)
KINDS = {one.code: {kind.value for kind in one.kinds} for one in FAMILIES}
BY_CODE = {one.code: one for one in CLAUSES}
BLANK = re.compile(r"\[[^\[\]]{1,80}\]")


def by_code(code: str) -> CatalogueClause | None:
    """The clause of this code, ``reemploi-chantier``; None when there is none."""
    return BY_CODE.get(code)


def chosen(codes: list[str]) -> list[CatalogueClause]:
    """The clauses of these codes, each once, in the order they were chosen; unknown codes are left aside."""
    return [BY_CODE[code] for code in dict.fromkeys(codes) if code in BY_CODE]


def as_written(clause: Clause, rank: int) -> CatalogueClause:
    """A clause of a checked contract, as the document of a set writes it.

    Args:
        clause: as it was checked.
        rank: from 1; it names a clause whose text is not, or is no more, one of the catalogue.
    """
    known = next((one for one in CLAUSES if one.text == clause.text), None)
    if known is not None:
        return replace(known, stage=clause.stage, proof=clause.proof, control=clause.control, penalty=clause.penalty)
    proof, control, penalty = clause.proof, clause.control, clause.penalty
    return CatalogueClause("", "", f"Clause {rank}", clause.stage, clause.text, proof, control, penalty, link="")


def blanks(text: str) -> list[str]:
    """What is left for the buyer to choose in a text, each once.

    >>> blanks("Au moins [nombre] heures, sur [10] points, [nombre] fois.")
    ['[nombre]', '[10]']
    """
    return list(dict.fromkeys(BLANK.findall(text)))


def find(words: str = "", *, family: str = "", stage: str = "", kind: str = "") -> list[CatalogueClause]:
    """The clauses whose title, text, family, jobs or purchases hold these words, whatever case and accents.

    Args:
        words: as typed; the first digits of a CPV code find the families of this purchase.
        family: code of a family; empty for all.
        stage: value of a ``Stage``; empty for all.
        kind: value of a ``Kind``, what is bought; empty for all.
    """
    asked = folded(words).split()
    return [
        one
        for one in CLAUSES
        if family in {"", one.family}
        and stage in {"", one.stage.value}
        and (not kind or kind in KINDS[one.family])
        and all(word in HAY[one.code] for word in asked)
    ]


def _hay(one: CatalogueClause) -> str:
    family = next(each for each in FAMILIES if each.code == one.family)
    jobs = [f"{code} {JOBS[code].label}" for code in family.jobs]
    return folded(" ".join([one.title, one.text, family.title, *jobs, *family.activities, *family.cpv]))


HAY = {one.code: _hay(one) for one in CLAUSES}
