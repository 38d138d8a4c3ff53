"""Committees: call one, note who came, what was decided, what became of it."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from quartiers.actors.models import Attendance, Cite, Committee, Decision, Organisation
from quartiers.actors.queries.cites import organisations_in
from quartiers.actors.queries.edited import state_of_committee
from quartiers.actors.rules.committees import CommitteeKind, DecisionState, Presence, check_due
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.merge import Merge, merge
from quartiers.kernel.nir import check_no_nir
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb

COMMITTEE = "actors.committee"


@transaction.atomic
def call_committee(cite: Cite, asked: Mapping[str, Any], *, by: Author, now: datetime) -> Committee:
    """Call a committee.

    Args:
        cite: where.
        asked: as ``queries.edited.state_of_committee`` gives the values.
        by: who calls it.
        now: instant of the call.

    Raises:
        RuleBroken: a text that holds a NIR.
    """
    committee = Committee(cite=cite)
    _fill(committee, asked)
    committee.save()
    audit(Verb.CREATE, kind=COMMITTEE, object_id=committee.pk, by=by, now=now)
    return committee


@transaction.atomic
def change_committee(
    committee_id: int, asked: Mapping[str, Any], *, base: Mapping[str, Any], by: Author, now: datetime
) -> Merge:
    """Change a committee, unless somebody changed the same fields meanwhile: then nothing is saved.

    Raises:
        RuleBroken: a text that holds a NIR.
    """
    committee = Committee.objects.select_for_update().get(pk=committee_id)
    stored = state_of_committee(committee)
    merged = merge(base, asked, stored)
    if not merged.clashes:
        _fill(committee, merged.values)
        committee.save()
        changed = merged.changed_from(stored)
        audit(Verb.UPDATE, kind=COMMITTEE, object_id=committee.pk, by=by, fields=changed, now=now)
    return merged


@transaction.atomic
def note_attendance(
    committee: Committee,
    organisation_id: int,
    presence: Presence,
    *,
    person: str = "",
    by: Author,
    now: datetime,
) -> Attendance:
    """Note that an organisation came or sent its excuses; the same person again changes what was noted.

    Raises:
        RuleBroken: the organisation takes no part in the Cité; a NIR.
    """
    check_no_nir(person)
    row, _ = Attendance.objects.update_or_create(
        committee=committee,
        organisation=_partner(committee.cite, organisation_id),
        person=" ".join(person.split()),
        defaults={"presence": presence},
    )
    audit(Verb.UPDATE, kind=COMMITTEE, object_id=committee.pk, by=by, fields=["attendance"], now=now)
    return row


@transaction.atomic
def forget_attendance(committee: Committee, attendance_id: int, *, by: Author, now: datetime) -> None:
    """Take away a line of attendance noted by mistake."""
    Attendance.objects.filter(committee=committee, pk=attendance_id).delete()
    audit(Verb.UPDATE, kind=COMMITTEE, object_id=committee.pk, by=by, fields=["attendance"], now=now)


@transaction.atomic
def decide(
    committee: Committee, text: str, owner_id: int, *, due_on: date | None, by: Author, now: datetime
) -> Decision:
    """Write down a decision: one owner, one date.

    Raises:
        RuleBroken: no text, or a NIR; an owner who takes no part; a due date before the committee.
    """
    check_no_nir(text)
    check_due(due_on, held_on=committee.held_on)
    words = " ".join(text.split())
    if not words:
        raise RuleBroken("Il manque la décision. Écrivez ce qui sera fait, en commençant par un verbe.")
    made = Decision.objects.create(
        committee=committee, text=words, owner=_partner(committee.cite, owner_id), due_on=due_on
    )
    audit(Verb.CREATE, kind="actors.decision", object_id=made.pk, by=by, now=now)
    return made


@transaction.atomic
def follow_decision(
    decision: Decision,
    state: DecisionState,
    *,
    due_on: date | None,
    note: str,
    by: Author,
    now: datetime,
) -> None:
    """Say where a decision stands; a closed one keeps its day, an open one again has none.

    Raises:
        RuleBroken: given up without saying why; a due date before the committee; a NIR.
    """
    check_no_nir(note)
    check_due(due_on, held_on=decision.committee.held_on)
    if state == DecisionState.DROPPED and not note.strip():
        raise RuleBroken("Il manque la raison de l’abandon. Écrivez-la en une phrase, le comité la lira.")
    if state == DecisionState.OPEN:
        decision.closed_on = None
    elif decision.state != state:
        decision.closed_on = localdate(now)
    decision.state, decision.due_on, decision.note = state, due_on, " ".join(note.split())
    decision.save()
    changed = ["state", "due_on", "note"]
    audit(Verb.UPDATE, kind="actors.decision", object_id=decision.pk, by=by, fields=changed, now=now)


def _fill(committee: Committee, values: Mapping[str, Any]) -> None:
    for name in ("place", "agenda", "minutes"):
        check_no_nir(values[name])
        setattr(committee, name, values[name])
    committee.kind = CommitteeKind(values["kind"])
    committee.held_on = date.fromisoformat(values["held_on"])
    committee.starts_at = time.fromisoformat(values["starts_at"]) if values["starts_at"] else None


def _partner(cite: Cite, organisation_id: int) -> Organisation:
    found = organisations_in(cite).filter(pk=organisation_id).first()
    if found is None:
        raise RuleBroken("Cette organisation n’est pas partenaire. Ajoutez-la d’abord aux partenaires.")
    return found
