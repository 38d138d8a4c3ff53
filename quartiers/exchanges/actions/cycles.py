"""What an organiser does with a cycle: write it, copy it, publish it, close it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.text import slugify

from quartiers.actors.queries import organisation
from quartiers.actors.rules import OrganisationKind
from quartiers.actors.rules.cites import Basis, check_basis
from quartiers.exchanges.models import Cycle, ProgrammeItem, Question, Session, Speaker
from quartiers.exchanges.queries.organised import state_of_cycle
from quartiers.exchanges.rules import Stage, may_become, shifted
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.merge import Merge, merge
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb

CYCLE = "exchanges.cycle"
#: Addresses that pages of the room already have.
TAKEN = {
    "organiser",
    "pratiques",
    "mes-inscriptions",
    "invitation",
    "avis",
    "ne-plus-recevoir",
    "attestation",
    "mon-agenda",
}
NO_SESSION = "Ce cycle n’a aucune séance à venir. Ajoutez une séance, ou changez les dates, puis publiez."


@transaction.atomic
def create_cycle(organiser_id: int, values: Mapping[str, Any], *, by: Author, now: datetime) -> Cycle:
    """Begin a cycle, as a draft.

    Args:
        organiser_id: the organisation.
        values: title, and if wanted question, presentation, zone, contact_email, basis, reminders.
        by: who begins it.
        now: instant of the decision.

    Raises:
        RuleBroken: this organisation cannot rely on this basis.
    """
    _check_basis(organiser_id, values)
    made = Cycle.objects.create(
        organiser_id=organiser_id, slug=free_address(values["title"]), stage=Stage.DRAFT, created_at=now, **values
    )
    audit(Verb.CREATE, kind=CYCLE, object_id=made.pk, by=by, now=now)
    return made


@transaction.atomic
def change_cycle(
    cycle: Cycle, asked: Mapping[str, Any], *, base: Mapping[str, Any], by: Author, now: datetime
) -> Merge:
    """Change what the page of a cycle says, unless somebody changed the same lines meanwhile; its address stays.

    Args:
        cycle: it.
        asked: as ``queries.organised.state_of_cycle`` gives the values.
        base: the same, as they were when the page opened.
        by: who decides.
        now: instant of the decision.

    Raises:
        RuleBroken: its organisation cannot rely on this basis.
    """
    _check_basis(cycle.organiser_id, asked)
    stored = state_of_cycle(Cycle.objects.select_for_update().get(pk=cycle.pk))
    merged = merge(base, asked, stored)
    changed = merged.changed_from(stored)
    if changed and not merged.clashes:
        Cycle.objects.filter(pk=cycle.pk).update(**merged.values)
        audit(Verb.UPDATE, kind=CYCLE, object_id=cycle.pk, by=by, fields=changed, now=now)
    return merged


@transaction.atomic
def copy_cycle(cycle: Cycle, *, title: str, first_day: date, by: Author, now: datetime) -> Cycle:
    """Copy a cycle as a draft whose first session is on ``first_day``; the others keep their distance and their hours.

    People, needs, minutes, replays and links of rooms are never copied; nor are second groups.

    Raises:
        RuleBroken: the cycle has no session to move.
    """
    sessions = list(Session.objects.filter(cycle=cycle, invitation_only=False).order_by("starts_at", "pk"))
    if not sessions:
        raise RuleBroken("Ce cycle n’a aucune séance à copier. Ouvrez plutôt un nouveau cycle.")
    days = (first_day - sessions[0].starts_at.astimezone(ZoneInfo(cycle.zone)).date()).days
    copy = Cycle.objects.create(
        organiser_id=cycle.organiser_id,
        slug=free_address(title),
        title=title,
        question=cycle.question,
        presentation=cycle.presentation,
        stage=Stage.DRAFT,
        zone=cycle.zone,
        contact_email=cycle.contact_email,
        basis=cycle.basis,
        reminders=cycle.reminders,
        copied_from=cycle,
        created_at=now,
        fictional=cycle.fictional,
    )
    for question in Question.objects.filter(cycle=cycle):
        question.pk, question.cycle = None, copy
        question.save()
    for session in sessions:
        _copy_session(session, copy, days)
    audit(Verb.CREATE, kind=CYCLE, object_id=copy.pk, by=by, now=now)
    return copy


@transaction.atomic
def set_stage(cycle: Cycle, stage: Stage, *, by: Author, now: datetime) -> None:
    """Publish, close, open again or archive a cycle, with those of its sessions that stood at the same stage.

    A second group to come stays open to those who are invited.

    Raises:
        RuleBroken: this step does not exist, or nothing is to come.
    """
    before = Stage(Cycle.objects.select_for_update().get(pk=cycle.pk).stage)
    if not may_become(before, stage):
        raise RuleBroken(
            f"Ce cycle est à l’état «\u00a0{before.label}\u00a0». Rechargez la page pour voir où il en est."
        )
    sessions = Session.objects.filter(cycle=cycle, speaker_sought=False)
    if stage == Stage.PUBLISHED and not sessions.filter(starts_at__gt=now).exists():
        raise RuleBroken(NO_SESSION)
    if stage != Stage.PUBLISHED:
        sessions = sessions.exclude(invitation_only=True, starts_at__gt=now)
    moved = sessions if stage == Stage.ARCHIVED else sessions.filter(stage=before)
    moved.update(stage=stage)
    Cycle.objects.filter(pk=cycle.pk).update(stage=stage)
    audit(Verb.UPDATE, kind=CYCLE, object_id=cycle.pk, by=by, fields=["stage"], now=now)


def free_address(title: str) -> str:
    """An address made of the title, that no other cycle has."""
    base = slugify(title)[:70] or "cycle"
    held = set(Cycle.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | TAKEN
    return numbered(base, held)


def numbered(base: str, held: Collection[str]) -> str:
    """The address itself, or with the first number that makes it free."""
    names = (base, *(f"{base}-{number}" for number in range(2, len(held) + 3)))
    return next(name for name in names if name not in held)


def _check_basis(organiser_id: int, values: Mapping[str, Any]) -> None:
    basis, organiser = values.get("basis"), organisation(organiser_id)
    if basis and organiser:
        check_basis(OrganisationKind(organiser.kind), Basis(basis))


def _copy_session(session: Session, copy: Cycle, days: int) -> None:
    made = Session.objects.create(
        cycle=copy,
        slug=session.slug,
        title=session.title,
        question=session.question,
        summary=session.summary,
        easy_summary=session.easy_summary,
        starts_at=shifted(session.starts_at, days=days, zone=copy.zone),
        ends_at=shifted(session.ends_at, days=days, zone=copy.zone),
        audiences=session.audiences,
        quota=session.quota,
        provider=session.provider,
        room="" if session.provider == "link" else session.room,
        stage=Stage.DRAFT,
    )
    items = {}
    for item in ProgrammeItem.objects.filter(session=session):
        number, item.pk, item.session = item.pk, None, made
        item.save()
        items[number] = item
    for speaker in Speaker.objects.filter(session=session):
        speaker.pk, speaker.session, speaker.item = None, made, items.get(speaker.item_id or 0)
        speaker.save()
