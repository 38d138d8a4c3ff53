"""What waits for who buys or follows contracts: days that come, kept checks that other rules would block."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from quartiers.procurement import rules
from quartiers.procurement.models import Contract, KeptCheck
from quartiers.procurement.queries.legal import confirmed_codes
from quartiers.procurement.queries.operations import visible
from quartiers.procurement.rules.contracts import ContractState

#: How early the day of a contract is told.
AHEAD = timedelta(days=90)
MOST = 6
#: Kept checks that are read again, the newest first.
READ_AGAIN = 20


def dated_contracts(organisation_id: int | None, cite_ids: Collection[int], on: date) -> "QuerySet[Contract]":
    """Contracts whose next day comes within three months or is past: a consultation to open, an end; one query.

    A contract in preparation waits for its consultation, one that runs or is consulted for its last day.
    """
    last = on + AHEAD
    consults = Q(state=ContractState.PREPARED, consultation_on__lte=last)
    ends = Q(state__in=[ContractState.CONSULTED, ContractState.RUNNING], ends_on__lte=last)
    seen = visible(organisation_id, cite_ids).order_by().values("pk")
    rows = Contract.objects.filter(consults | ends, operation__in=seen)
    return rows.select_related("operation__owner").order_by("consultation_on", "ends_on", "pk")[:MOST]


def checks_now_blocked(organisation_id: int) -> list[KeptCheck]:
    """The last checks of an organisation that today's rules would block and did not; two queries.

    Those made under the same rules say the same: they are not checked again.
    """
    confirmed = confirmed_codes()
    found = []
    for kept in KeptCheck.objects.filter(organisation=organisation_id)[:READ_AGAIN]:
        if kept.edition == rules.EDITION and set(kept.confirmed) == confirmed:
            continue
        then = [rules.finding_from(one) for one in kept.findings]
        change = rules.compare_findings(then, rules.check(rules.project_from(kept.project), confirmed=confirmed))
        heavier = [*change.new, *(now for _, now in change.changed)]
        if any(one.severity is rules.Severity.BLOCK for one in heavier):
            found.append(kept)
    return found
