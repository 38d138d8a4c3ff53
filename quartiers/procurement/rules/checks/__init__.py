"""The legal check of a contract: every rule on one project, what blocks first."""

from collections.abc import Callable, Iterable, Iterator

from quartiers.kernel.french import quantity
from quartiers.procurement.rules.checks.clauses import each_clause, whole_set
from quartiers.procurement.rules.checks.environment import environment
from quartiers.procurement.rules.checks.hours import hours, penalty
from quartiers.procurement.rules.checks.reservations import reservations
from quartiers.procurement.rules.checks.small_companies import small_companies
from quartiers.procurement.rules.checks.social import (
    compared_value,
    needs_social_condition,
    social_condition,
    social_threshold,
)
from quartiers.procurement.rules.legal import Finding, Severity
from quartiers.procurement.rules.project import Project

__all__ = ["blocks", "check", "compared_value", "needs_social_condition", "social_threshold", "verdict"]

Check = Callable[[Project, frozenset[str]], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    environment,
    social_condition,
    hours,
    penalty,
    reservations,
    small_companies,
    each_clause,
    whole_set,
)
ORDER = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.INFO: 2}


def check(project: Project, *, confirmed: frozenset[str] = frozenset()) -> list[Finding]:
    """Everything the rules have to say of this project: what blocks first, then by rule and by clause.

    Args:
        project: the contract and its clauses.
        confirmed: codes of the rules that an administrator confirmed: they block as their text says.
    """
    found = [finding for rule in CHECKS for finding in rule(project, confirmed)]
    return sorted(found, key=lambda one: (ORDER[one.severity], one.code, -1 if one.clause is None else one.clause))


def blocks(findings: list[Finding]) -> bool:
    """Whether one of them blocks."""
    return any(one.severity is Severity.BLOCK for one in findings)


def verdict(findings: Iterable[Finding]) -> str:
    """How many points block, or are to be looked at again, in one sentence."""
    weights = [one.severity for one in findings]
    blocked, warned = weights.count(Severity.BLOCK), weights.count(Severity.WARN)
    if blocked:
        return f"{quantity(blocked, 'point bloque', 'points bloquent')}."
    if warned:
        return f"Rien ne bloque. {quantity(warned, 'point', 'points')} à revoir."
    return "Rien ne bloque, rien à revoir."
