"""A check as it is kept: what was asked, what was found, under which rules; and what other rules say of the same."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.nir import check_no_nir
from quartiers.procurement.rules.legal import BY_CODE, Finding, Severity
from quartiers.procurement.rules.project import Project

KEPT_CHECK_MONTHS = Dated(
    "procurement.kept_check_months",
    "Contrôle juridique gardé par un acheteur, au plus",
    "mois",
    (
        Entry(
            120, None, None, "choix de la plateforme : la durée d’un marché, puis cinq ans (CCP, art. R2184-12)", None
        ),
    ),
)
MOST_TITLE, MOST_SOURCE = 200, 300


@dataclass(frozen=True)
class Comparison:
    """What became of the findings of a kept check under other rules.

    Args:
        same: found then, found again with the same weight.
        gone: found then, no more.
        new: not found then.
        changed: found both times, with another weight: then, now.
    """

    same: list[Finding] = field(default_factory=list)
    gone: list[Finding] = field(default_factory=list)
    new: list[Finding] = field(default_factory=list)
    changed: list[tuple[Finding, Finding]] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        return not (self.gone or self.new or self.changed)


def compare_findings(then: Iterable[Finding], now: Iterable[Finding]) -> Comparison:
    """Two answers on one project, pair by pair: same rule, same clause."""
    waiting: dict[tuple[str, int | None, bool], list[Finding]] = defaultdict(list)
    for one in then:
        waiting[one.code, one.clause, one.missing].append(one)
    found = Comparison()
    for one in now:
        before = waiting[one.code, one.clause, one.missing]
        if not before:
            found.new.append(one)
        elif (old := before.pop(0)).severity is one.severity:
            found.same.append(one)
        else:
            found.changed.append((old, one))
    found.gone.extend(one for left in waiting.values() for one in left)
    return found


def project_data(project: Project) -> dict[str, Any]:
    """The project as plain data, that ``project_from`` reads back: numbers, texts, lists."""
    return {name: _plain(value) for name, value in asdict(project).items()}


def project_json(project: Project) -> str:
    """The project as a page carries it to the next one, and as the command reads it."""
    return json.dumps(project_data(project), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(_plain(one) for one in value)
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def finding_data(finding: Finding) -> dict[str, Any]:
    """All that a finding says, as plain data."""
    return finding.as_data() | {"clause": finding.clause, "quote": finding.quote, "missing": finding.missing}


def finding_from(data: Mapping[str, Any]) -> Finding:
    """The finding that ``finding_data`` wrote."""
    return Finding(
        data["code"],
        Severity(data["severity"]),
        data["article"],
        data["message"],
        data["remedy"],
        data["clause"],
        data["quote"],
        data["missing"],
    )


def check_title(title: str) -> str:
    """The name under which a check is kept, without spaces around.

    Raises:
        RuleBroken: it is empty, too long, or holds a social security number.
    """
    kept = " ".join(title.split())
    if not kept:
        raise RuleBroken("Il manque le nom de ce marché. Écrivez-le comme dans votre dossier.")
    if len(kept) > MOST_TITLE:
        raise RuleBroken(f"Ce nom est trop long. Gardez {MOST_TITLE} caractères.")
    check_no_nir(kept)
    return kept


def check_confirmable(code: str) -> None:
    """Refuse to confirm a rule that needs nobody.

    Raises:
        RuleBroken: no such rule, or its text has been read already.
    """
    rule = BY_CODE.get(code)
    if rule is None:
        raise RuleBroken("Cette règle n’existe pas. Choisissez-la dans la liste des règles.")
    if not rule.is_unread:
        raise RuleBroken(f"Le texte de la règle {code} a déjà été relu. Il n’y a rien à confirmer.")


def check_source(source: str) -> str:
    """Where an administrator read a rule, without spaces around.

    Raises:
        RuleBroken: nothing is said, it is too long, or it holds a social security number.
    """
    said = " ".join(source.split())
    if len(said) < 5:
        raise RuleBroken("Il manque le texte lu. Par exemple\u00a0: Légifrance, version en vigueur au 22 août 2026.")
    if len(said) > MOST_SOURCE:
        raise RuleBroken(f"Ce texte est trop long. Gardez {MOST_SOURCE} caractères.")
    check_no_nir(said)
    return said


def check_no_person_in(project: Project) -> None:
    """Refuse to keep a contract whose texts hold a social security number.

    Raises:
        RuleBroken: one of them does.
    """
    check_no_nir(project.no_allotment_reason)
    for clause in project.clauses:
        for text in (clause.text, clause.proof, clause.control, clause.penalty, clause.label):
            check_no_nir(text)
