"""What can be done with the journal: write a line, seal, purge.

A line is one insert in the transaction of the action, without a lock. Its place in the chain is given just after that
transaction, under the lock of the chain's state, which nothing else ever holds: no action waits for another's
transaction, and none can block another in a circle.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from quartiers.office.keys import pseudonym_key, seal_key
from quartiers.office.models import AuditChain, AuditLine
from quartiers.office.rules import JOURNAL_MONTHS, Anchor, Author, Verb
from quartiers.office.rules.audit import check_line, months_before, pseudonym, seal, seal_state

LINES_A_TURN = 500


def audit(
    verb: Verb,
    *,
    kind: str,
    object_id: object | None,
    by: Author,
    fields: Iterable[str] = (),
    purpose: str = "",
    now: datetime,
) -> AuditLine:
    """Write a line of the journal, in the transaction of the action that it tells.

    Args:
        verb: what was done.
        kind: nature of the object, as the code names it: ``people.person``.
        object_id: its key, hidden under a pseudonym; None for a whole list: a page of a list is one line.
        by: who acts.
        fields: names of the fields that changed or left, never their values.
        purpose: why, in a fixed sentence of the code, never what a person typed.
        now: instant of the action.

    Raises:
        ValueError: a kind, a field or a purpose that could be a value.
    """
    names = sorted(set(fields))
    check_line(kind, names, purpose)
    line = AuditLine.objects.create(
        at=now,
        verb=verb,
        user_id=by.user_id,
        organisation_id=by.organisation_id,
        kind=kind,
        object="" if object_id is None else pseudonym(pseudonym_key(), kind, object_id),
        fields=names,
        purpose=purpose,
        request_id=by.request_id,
        cite_id=by.cite_id,
    )
    transaction.on_commit(seal_lines, robust=True)
    return line


def seal_lines() -> int:
    """Give their place in the chain to the lines that have none; returns their number. Replayable."""
    count = 0
    while True:
        sealed = _seal_some()
        count += sealed
        if sealed < LINES_A_TURN:
            return count


@transaction.atomic
def purge_audit(*, now: datetime, dry_run: bool = False) -> int:
    """Erase the lines past their time, from the start of the chain; returns their number. Replayable.

    The seal of the last one stays, so that the rest still proves itself; so do the facts of anonymisation.
    """
    chain = _locked_chain()
    limit = months_before(now, JOURNAL_MONTHS.on(now.date()))
    last = _last_before(chain, limit)
    if last is None:
        return 0
    old = AuditLine._base_manager.filter(position__gt=chain.purged_position, position__lte=last.position)
    kept = old.filter(verb=Verb.ANONYMISE).count()
    count = old.count() - kept
    if not dry_run:
        chain.purged_position, chain.purged_seal = last.position, last.seal
        chain.kept += kept
        _sign(chain)
        old.exclude(verb=Verb.ANONYMISE).delete()
    return count


@transaction.atomic
def _seal_some() -> int:
    chain, key = _locked_chain(), seal_key()
    lines = list(_to_seal().order_by("pk")[:LINES_A_TURN])
    if not lines:
        return 0
    for line in lines:
        previous = chain.seal
        chain.position, chain.seal = chain.position + 1, seal(key, previous, line.content)
        place = {"position": chain.position, "previous": previous, "seal": chain.seal}
        AuditLine._base_manager.filter(pk=line.pk).update(**place)
    _sign(chain)
    return len(lines)


def _to_seal() -> QuerySet[AuditLine]:
    return AuditLine.objects.filter(position=None)


def _locked_chain() -> AuditChain:
    """The state of the chain, for this transaction alone."""
    locked = AuditChain.objects.select_for_update()
    found = locked.filter(pk=1).first()
    if found is None:
        AuditChain.objects.bulk_create([AuditChain(pk=1)], ignore_conflicts=True)
        found = locked.get(pk=1)
    return found


def _sign(chain: AuditChain) -> None:
    chain.state_seal = seal_state(seal_key(), last=chain.last, purged=chain.purged, kept=chain.kept)
    chain.save(force_update=True)


def _last_before(chain: AuditChain, limit: datetime) -> Anchor | None:
    """The last line of the chain's old start: every line up to it is past its time."""
    lines = AuditLine.objects.filter(position__gt=chain.purged_position).order_by("position")
    young = lines.filter(at__gte=limit).first()
    old = lines.filter(position__lt=young.position) if young else lines
    last = old.last()
    return Anchor(last.position or 0, last.seal) if last else None
