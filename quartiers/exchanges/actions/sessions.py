"""What an organiser does with a session: write it, change it and tell those who come, set its programme."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from quartiers.actors.queries import organisations_named
from quartiers.exchanges import letters
from quartiers.exchanges.actions.cycles import numbered
from quartiers.exchanges.actions.registrations import change_quota
from quartiers.exchanges.models import Cycle, ProgrammeItem, Session, Speaker
from quartiers.exchanges.queries.organised import (
    confirmed_in,
    programme_of,
    state_of_session,
    told_changes,
    values_of_session,
)
from quartiers.exchanges.rules import TOLD, Stage, may_become
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.merge import Merge, merge
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
def change_session(
    session: Session, asked: Mapping[str, Any], *, base: Mapping[str, Any], by: Author, now: datetime
) -> tuple[Merge, int]:
    """Change a session, unless somebody changed the same lines meanwhile: then nothing is saved.

    When what calendars hold changes, its confirmed registrants are told, and nobody else. Gives what could be kept of
    both, and how many were told.

    Args:
        session: it.
        asked: as ``queries.organised.state_of_session`` gives the values.
        base: the same, as they were when the page opened.
        by: who decides.
        now: instant of the decision.

    Raises:
        RuleBroken: it ends before it begins, or fewer places than people.
    """
    held = Session.objects.select_for_update().select_related("cycle", "cycle__organiser").get(pk=session.pk)
    merged = merge(base, asked, state_of_session(held))
    values = values_of_session(merged.values, zone=held.cycle.zone)
    changed = [name for name, value in values.items() if getattr(held, name) != value]
    if merged.clashes or not changed:
        return merged, 0
    _check_times(values)
    changes = told_changes(held, values)
    told = {"sequence": held.sequence + 1} if set(changed) & set(TOLD) else {}
    if "quota" in changed:
        change_quota(held, values["quota"], now=now)
    Session.objects.filter(pk=held.pk).update(**values, **told)
    audit(Verb.UPDATE, kind=SESSION, object_id=held.pk, by=by, fields=changed, now=now)
    if not changes or values["ends_at"] <= now:
        return merged, 0
    people = list(confirmed_in(held))
    for registration in people:
        letters.write_change(registration, changes, now=now)
    return merged, len(people)


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
    session: Session, asked: Mapping[str, Any], *, base: Mapping[str, Any], by: Author, now: datetime
) -> Merge:
    """Make the programme and the speakers of a session exactly these, in this order.

    Where somebody changed the same list meanwhile, nothing is saved. A moment that stays keeps its text, and a speaker
    who stays her moment.

    Args:
        session: it.
        asked: ``items`` (part, title, minutes) and ``speakers`` (name, function, organisation_name; at least one).
        base: the same, as they were when the page opened.
        by: who decides.
        now: instant of the decision.
    """
    held = Session.objects.select_for_update().get(pk=session.pk)
    stored = programme_of(held)
    merged = merge(base, asked, stored)
    if merged.clashes or merged.values == stored:
        return merged
    texts = dict(ProgrammeItem.objects.filter(session=held).values_list("title", "text"))
    moments = {
        str(one): one.item.title for one in Speaker.objects.filter(session=held).select_related("item") if one.item
    }
    ProgrammeItem.objects.filter(session=held).delete()
    Speaker.objects.filter(session=held).delete()
    items = {}
    for rank, item in enumerate(merged.values["items"], start=1):
        text = texts.get(item["title"], "")
        items[item["title"]] = ProgrammeItem.objects.create(session=held, rank=rank, text=text, **item)
    for rank, speaker in enumerate(merged.values["speakers"], start=1):
        made = add_speaker(held, speaker, rank=rank)
        made.item = items.get(moments.get(str(made), ""))
        made.save(update_fields=["item"])
    if merged.values["speakers"]:
        Session.objects.filter(pk=held.pk).update(speaker_sought=False)
    audit(Verb.UPDATE, kind=SESSION, object_id=held.pk, by=by, fields=["programme"], now=now)
    return merged


def add_speaker(session: Session, speaker: Mapping[str, str], *, rank: int = 1) -> Speaker:
    """Note who speaks; an organisation that the directory knows by these words alone is tied to its card."""
    found = organisations_named(speaker["organisation_name"], most=2) if speaker["organisation_name"] else []
    return Speaker.objects.create(
        session=session, rank=rank, organisation=found[0] if len(found) == 1 else None, **speaker
    )


def _check_times(values: Mapping[str, Any]) -> None:
    if values["ends_at"] <= values["starts_at"]:
        raise RuleBroken(TOO_SHORT)


def _free_address(cycle: Cycle, title: str) -> str:
    base = slugify(title)[:70] or "seance"
    held = set(Session.objects.filter(cycle=cycle, slug__startswith=base).values_list("slug", flat=True))
    return numbered(base, held)
