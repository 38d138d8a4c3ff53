"""What an organiser does with a session: write it, change it and tell those who come, set its programme."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from quartiers.actors.queries import organisations_named
from quartiers.exchanges import letters
from quartiers.exchanges.actions.cycles import numbered
from quartiers.exchanges.actions.registrations import change_quota
from quartiers.exchanges.models import Cycle, ProgrammeItem, Session, Speaker
from quartiers.exchanges.queries.organised import confirmed_in, told_changes
from quartiers.exchanges.rules import TOLD, Stage, may_become
from quartiers.kernel.errors import RuleBroken
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb

SESSION = "exchanges.session"
TOO_SHORT = "La fin vient avant le début. Corrigez l’une des deux heures."


@transaction.atomic
def create_session(cycle: Cycle, values: Mapping[str, Any], *, by: Author, now: datetime) -> Session:
    """Add a session to a cycle, as a draft.

    Raises:
        RuleBroken: it ends before it begins.
    """
    _check_times(values)
    made = Session.objects.create(cycle=cycle, slug=_free_address(cycle, values["title"]), **values)
    audit(Verb.CREATE, kind=SESSION, object_id=made.pk, by=by, now=now)
    return made


@transaction.atomic
def change_session(session: Session, values: Mapping[str, Any], *, by: Author, now: datetime) -> int:
    """Change a session; when what calendars hold changes, tell its confirmed registrants, and nobody else.

    Returns how many were told.

    Raises:
        RuleBroken: it ends before it begins, or fewer places than people.
    """
    _check_times(values)
    held = Session.objects.select_for_update().select_related("cycle", "cycle__organiser").get(pk=session.pk)
    changed = [name for name, value in values.items() if getattr(held, name) != value]
    if not changed:
        return 0
    changes = told_changes(held, values)
    told = {"sequence": held.sequence + 1} if set(changed) & set(TOLD) else {}
    if "quota" in changed:
        change_quota(held, values["quota"], now=now)
    Session.objects.filter(pk=held.pk).update(**values, **told)
    audit(Verb.UPDATE, kind=SESSION, object_id=held.pk, by=by, fields=changed, now=now)
    if not changes or values.get("ends_at", held.ends_at) <= now:
        return 0
    people = list(confirmed_in(held))
    for registration in people:
        letters.write_change(registration, changes, now=now)
    return len(people)


@transaction.atomic
def set_session_stage(session: Session, stage: Stage, *, by: Author, now: datetime) -> None:
    """Publish, close or open again one session.

    Raises:
        RuleBroken: this step does not exist, the session is over, or its cycle is not published.
    """
    held = Session.objects.select_for_update().select_related("cycle").get(pk=session.pk)
    if not may_become(Stage(held.stage), stage):
        raise RuleBroken("Cette séance a changé d’état entre-temps. Rechargez la page pour voir où elle en est.")
    if stage == Stage.PUBLISHED and held.starts_at <= now:
        raise RuleBroken("Cette séance est passée. Changez sa date avant de la publier.")
    if stage == Stage.PUBLISHED and held.cycle.stage != Stage.PUBLISHED:
        raise RuleBroken("Le cycle n’est pas publié. Publiez-le\u00a0: ses séances le seront avec lui.")
    Session.objects.filter(pk=held.pk).update(stage=stage)
    audit(Verb.UPDATE, kind=SESSION, object_id=held.pk, by=by, fields=["stage"], now=now)


@transaction.atomic
def set_programme(
    session: Session,
    items: Iterable[Mapping[str, Any]],
    speakers: Iterable[Mapping[str, Any]],
    *,
    by: Author,
    now: datetime,
) -> None:
    """Make the programme and the speakers of a session exactly these, in this order.

    Args:
        session: it.
        items: part, title, minutes.
        speakers: name, function, organisation_name; at least one of them.
        by: who decides.
        now: instant of the decision.
    """
    ProgrammeItem.objects.filter(session=session).delete()
    Speaker.objects.filter(session=session).delete()
    for rank, item in enumerate(items, start=1):
        ProgrammeItem.objects.create(session=session, rank=rank, **item)
    for rank, speaker in enumerate(speakers, start=1):
        add_speaker(session, speaker, rank=rank)
    if Speaker.objects.filter(session=session).exists():
        Session.objects.filter(pk=session.pk).update(speaker_sought=False)
    audit(Verb.UPDATE, kind=SESSION, object_id=session.pk, by=by, fields=["programme"], now=now)


def add_speaker(session: Session, speaker: Mapping[str, str], *, rank: int = 1) -> None:
    """Note who speaks; an organisation that the directory knows by these words alone is tied to its card."""
    found = organisations_named(speaker["organisation_name"], most=2) if speaker["organisation_name"] else []
    Speaker.objects.create(session=session, rank=rank, organisation=found[0] if len(found) == 1 else None, **speaker)


def _check_times(values: Mapping[str, Any]) -> None:
    if values["ends_at"] <= values["starts_at"]:
        raise RuleBroken(TOO_SHORT)


def _free_address(cycle: Cycle, title: str) -> str:
    base = slugify(title)[:70] or "seance"
    held = set(Session.objects.filter(cycle=cycle, slug__startswith=base).values_list("slug", flat=True))
    return numbered(base, held)
