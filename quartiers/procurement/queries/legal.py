"""What can be asked around the legal check: which rules are confirmed, and the checks an organisation keeps."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from quartiers.procurement import rules
from quartiers.procurement.models import KeptCheck, RuleConfirmation

#: Checks that the page of a contract shows.
MOST_OF_CONTRACT = 5


@dataclass(frozen=True)
class RuleLine:
    """A rule as the page shows it: how much it weighs today, and who confirmed it; None for nobody."""

    rule: rules.Rule
    weight: rules.Severity
    confirmation: RuleConfirmation | None

    @property
    def once_confirmed(self) -> rules.Severity | None:
        """What a confirmation would make of it; None when it would weigh the same."""
        return self.rule.severity if self.weight is not self.rule.severity else None


@dataclass(frozen=True)
class Reopened:
    """A kept check read back: what was asked and found then, what today's rules find, and the difference."""

    kept: KeptCheck
    project: rules.Project
    then: list[rules.Finding]
    comparison: rules.Comparison
    is_under_same_rules: bool


def confirmed_codes() -> frozenset[str]:
    """Codes of the rules that an administrator confirmed. One query."""
    codes = RuleConfirmation.objects.filter(ended_at=None).values_list("code", flat=True)
    return frozenset(codes) & frozenset(rules.BY_CODE)


def rule_lines() -> list[RuleLine]:
    """The rules in their order. One query."""
    rows = RuleConfirmation.objects.filter(ended_at=None).select_related("confirmed_by")
    confirmed = {row.code: row for row in rows}
    weights = frozenset(confirmed)
    return [RuleLine(rule, rule.weight(weights), confirmed.get(rule.code)) for rule in rules.RULES]


def confirmation_of(code: str) -> RuleConfirmation | None:
    return RuleConfirmation.objects.filter(code=code, ended_at=None).first()


def kept_checks(organisation_id: int | None) -> "QuerySet[Any]":
    """The checks that this organisation keeps, newest first; none without an organisation."""
    rows = KeptCheck.objects.filter(organisation_id=organisation_id) if organisation_id else KeptCheck.objects.none()
    return rows.select_related("kept_by").defer("project", "findings")


def kept_check(check_id: int, organisation_id: int | None) -> KeptCheck | None:
    """One of them; None for another organisation's."""
    if organisation_id is None:
        return None
    rows = KeptCheck.objects.filter(pk=check_id, organisation_id=organisation_id)
    return rows.select_related("kept_by", "organisation").first()


@dataclass(frozen=True)
class ClauseSet:
    """The clauses of a contract as its last kept check holds them."""

    kept: KeptCheck
    count: int


def clause_sets(contract_ids: Iterable[int], organisation_id: int | None) -> dict[int, ClauseSet]:
    """By contract, the last check that this organisation keeps of it; two queries."""
    rows = kept_checks(organisation_id).filter(contract__in=list(contract_ids)).values_list("contract", "pk")
    last = dict(reversed(rows))
    found = KeptCheck.objects.defer("findings").in_bulk(last.values())
    return {contract: ClauseSet(found[pk], len(found[pk].project["clauses"])) for contract, pk in last.items()}


@dataclass(frozen=True)
class CheckState:
    """A kept check of a contract, and whether today's rules would answer the same."""

    kept: KeptCheck
    is_same: bool
    blocks_today: bool


def checks_of_contract(contract_id: int, organisation_id: int | None) -> list[CheckState]:
    """The last checks that this organisation keeps of a contract, under today's rules; two queries."""
    if organisation_id is None:
        return []
    rows = KeptCheck.objects.filter(contract_id=contract_id, organisation_id=organisation_id)
    found, confirmed = list(rows.select_related("kept_by")[:MOST_OF_CONTRACT]), confirmed_codes()
    return [_state(one, confirmed) for one in found]


def _state(kept: KeptCheck, confirmed: frozenset[str]) -> CheckState:
    now = rules.check(rules.project_from(kept.project), confirmed=confirmed)
    then = [rules.finding_from(one) for one in kept.findings]
    return CheckState(kept, rules.compare_findings(then, now).is_same, rules.blocks(now))


def reopened(kept: KeptCheck) -> Reopened:
    """A check as it was, beside what today's rules say of the same contract. One query."""
    project, confirmed = rules.project_from(kept.project), confirmed_codes()
    then = [rules.finding_from(one) for one in kept.findings]
    now = rules.check(project, confirmed=confirmed)
    same_rules = kept.edition == rules.EDITION and set(kept.confirmed) == confirmed
    return Reopened(kept, project, then, rules.compare_findings(then, now), same_rules)
