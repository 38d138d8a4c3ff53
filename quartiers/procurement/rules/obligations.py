"""What the law requires of every contract, and where this one stands: the line that turns green."""

from collections.abc import Iterable
from dataclasses import dataclass

from quartiers.kernel.french import NBSP, number
from quartiers.kernel.words import Worded
from quartiers.procurement.rules.checks import compared_value, needs_social_condition, social_threshold
from quartiers.procurement.rules.legal import BY_CODE, Finding, Severity
from quartiers.procurement.rules.project import Project

REQUIRED = ("R01", "R02", "R03", "R04")


class Standing(Worded):
    """Where a contract stands with one obligation."""

    HELD = "held", "Tenu"
    MISSING = "missing", "Manque"
    DOUBT = "doubt", "À revoir"
    NOT_DUE = "not_due", "Sans objet"


@dataclass(frozen=True)
class Obligation:
    """One obligation: its rule, where the contract stands, and why when it is not due."""

    code: str
    title: str
    standing: Standing
    reason: str = ""


def obligations(project: Project, findings: Iterable[Finding]) -> list[Obligation]:
    """The four obligations of every contract, in their order.

    Args:
        project: the contract.
        findings: of ``check`` on the same project.
    """
    found = list(findings)
    return [_obligation(code, project, [one for one in found if one.code == code]) for code in REQUIRED]


def _obligation(code: str, project: Project, found: list[Finding]) -> Obligation:
    title = BY_CODE[code].title
    if any(one.severity is Severity.BLOCK for one in found):
        return Obligation(code, title, Standing.MISSING)
    if any(one.severity is Severity.WARN for one in found):
        return Obligation(code, title, Standing.DOUBT)
    reason = _why_not_due(code, project)
    return Obligation(code, title, Standing.NOT_DUE if reason else Standing.HELD, reason)


def _why_not_due(code: str, project: Project) -> str:
    rule = BY_CODE[code]
    if project.defence:
        return "Marché de défense ou de sécurité."
    if not rule.applies_on(project.consultation_on):
        return f"Consultation lancée avant le {rule.valid_from:%d/%m/%Y}."
    if code == "R04" and not project.social_condition:
        if not needs_social_condition(project):
            value, threshold = number(compared_value(project)), number(social_threshold(project))
            return f"{value}{NBSP}€, sous le seuil de {threshold}{NBSP}€."
        return "Écartée par un motif du texte."
    return ""
