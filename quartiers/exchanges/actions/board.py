"""The needs board: group, merge, set aside, answer, and the second group that comes of it."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from quartiers.exchanges import letters
from quartiers.exchanges.actions.registrations import cancel, take_invited_place
from quartiers.exchanges.actions.sessions import add_speaker, create_session
from quartiers.exchanges.models import Cycle, Invitation, Need, NeedGroup, Registration, Session
from quartiers.exchanges.queries.board import askers_to_invite
from quartiers.exchanges.rules import Answer, Nature, NeedState, Place, Stage
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.merge import Merge, merge
from quartiers.kernel.nir import check_no_nir
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb

NEED = "exchanges.need"
#: What follows it in a title details the subject.
COLON = re.compile(r"\s*:\s")
NOTHING = "Aucun besoin n’est coché. Cochez ceux qui demandent la même chose."
NOBODY = (
    "Personne à inviter\u00a0: aucune des personnes de ce groupe n’a accepté d’être recontactée, ou toutes sont déjà "
    "invitées."
)


@transaction.atomic
def group_needs(cycle: Cycle, numbers: Collection[int], *, title: str = "", by: Author, now: datetime) -> NeedGroup:
    """Put needs that ask for the same thing together; those of another group leave it.

    Raises:
        RuleBroken: none is chosen.
    """
    chosen = Need.objects.filter(cycle=cycle, pk__in=numbers)
    needs = list(chosen.select_related("session"))
    if not needs:
        raise RuleBroken(NOTHING)
    check_no_nir(title)
    nature = Nature(Counter(one.nature for one in needs).most_common(1)[0][0])
    group = NeedGroup.objects.create(
        cycle=cycle, title=(title.strip() or _title(needs, nature))[:200], nature=nature, created_at=now
    )
    chosen.update(group=group, state=NeedState.GROUPED)
    audit(Verb.UPDATE, kind=NEED, object_id=cycle.pk, by=by, fields=["group"], now=now)
    return group


@transaction.atomic
def merge_groups(group: NeedGroup, other: NeedGroup, *, by: Author, now: datetime) -> None:
    """Move the needs of another group into this one.

    Raises:
        RuleBroken: it is the same group, of another cycle, or has its own second group.
    """
    if other.pk == group.pk or other.cycle_id != group.cycle_id or other.session_id is not None:
        raise RuleBroken(
            "Ces deux groupes ne peuvent pas être fusionnés\u00a0: l’un a déjà sa séance. Gardez-les séparés."
        )
    state = NeedState.PLANNED if group.session_id else NeedState.GROUPED
    Need.objects.filter(group=other).update(group=group, state=state)
    other.delete()
    audit(Verb.UPDATE, kind=NEED, object_id=group.cycle_id, by=by, fields=["group"], now=now)


@transaction.atomic
def set_aside(cycle: Cycle, numbers: Collection[int], *, by: Author, now: datetime) -> int:
    """Say that these needs get no answer here; returns how many.

    Raises:
        RuleBroken: none is chosen.
    """
    chosen = Need.objects.filter(cycle=cycle, pk__in=numbers)
    count = chosen.update(state=NeedState.SET_ASIDE, group=None)
    if not count:
        raise RuleBroken(NOTHING)
    audit(Verb.UPDATE, kind=NEED, object_id=cycle.pk, by=by, fields=["state"], now=now)
    return count


@transaction.atomic
def answer_group(
    group: NeedGroup, asked: Mapping[str, str], *, base: Mapping[str, Any], by: Author, now: datetime
) -> Merge:
    """Answer in words, unless somebody wrote another answer meanwhile; each asker reads it on her page.

    Args:
        group: it.
        asked: ``answer``.
        base: the same, as it was when the page opened.
        by: who answers.
        now: instant of the act.

    Raises:
        RuleBroken: nothing is written.
    """
    held = NeedGroup.objects.select_for_update().get(pk=group.pk)
    merged = merge(base, {"answer": asked["answer"].strip()}, {"answer": held.answer})
    if merged.clashes:
        return merged
    answer = merged.values["answer"]
    if not answer:
        raise RuleBroken("Il manque la réponse. Écrivez-la en quelques phrases.")
    check_no_nir(answer)
    NeedGroup.objects.filter(pk=group.pk).update(answer=answer)
    Need.objects.filter(group=group).update(state=NeedState.ANSWERED)
    audit(Verb.UPDATE, kind=NEED, object_id=group.cycle_id, by=by, fields=["answer"], now=now)
    return merged


@transaction.atomic
def plan_second_group(
    group: NeedGroup, values: Mapping[str, Any], speaker: Mapping[str, str], *, by: Author, now: datetime
) -> Session:
    """Plan the session that answers a group of needs: by invitation only, ready to be accepted.

    Args:
        group: without a second group.
        values: as ``create_session``.
        speaker: name, function, organisation_name; all empty while one is sought.
        by: who decides.
        now: instant of the decision.

    Raises:
        RuleBroken: it has its second group already, the session is in the past or ends before it begins.
    """
    held = NeedGroup.objects.select_for_update().get(pk=group.pk)
    if held.session_id is not None:
        raise RuleBroken("Ce groupe a déjà sa séance. Ouvrez-la pour la modifier.")
    if values["starts_at"] <= now:
        raise RuleBroken("Cette date est passée. Choisissez un jour à venir.")
    is_sought = not any(speaker.values())
    session = create_session(
        group.cycle,
        {
            **values,
            "invitation_only": True,
            "speaker_sought": is_sought,
            "stage": Stage.PUBLISHED,
            "follows": _followed(group),
        },
        by=by,
        now=now,
    )
    if not is_sought:
        add_speaker(session, speaker)
    NeedGroup.objects.filter(pk=group.pk).update(session=session)
    Need.objects.filter(group=group).exclude(state=NeedState.ANSWERED).update(state=NeedState.PLANNED)
    return session


@transaction.atomic
def invite_askers(group: NeedGroup, *, by: Author, now: datetime) -> int:
    """Invite those of the group who agreed to be contacted, each once; returns how many.

    Raises:
        RuleBroken: no session is planned, it has begun, or nobody is to be invited.
    """
    session = group.session
    if session is None:
        raise RuleBroken("La séance n’est pas encore prévue. Créez le second groupe, puis invitez.")
    if session.starts_at <= now:
        raise RuleBroken("La séance a commencé ou est passée. Changez sa date avant d’inviter.")
    Session.objects.select_for_update().get(pk=session.pk)
    people = list(askers_to_invite(group))
    if not people:
        raise RuleBroken(NOBODY)
    for participant in people:
        Invitation.objects.create(session=session, participant=participant, sent_at=now)
        letters.write_invitation(participant, session, now=now)
    audit(Verb.CREATE, kind="exchanges.invitation", object_id=session.pk, by=by, now=now)
    return len(people)


@transaction.atomic
def answer_invitation(invitation: Invitation, answer: Answer, *, now: datetime) -> None:
    """Accept, which registers without retyping, or decline, which gives the place back. She may change her mind.

    Raises:
        RuleBroken: the session has begun, or takes nobody any more.
    """
    session = Session.objects.select_for_update().select_related("cycle").get(pk=invitation.session_id)
    if session.starts_at <= now:
        raise RuleBroken("Cette séance a commencé ou est passée. Il n’est plus temps de répondre.")
    Invitation.objects.filter(pk=invitation.pk).update(answer=answer, answered_at=now)
    if answer == Answer.ACCEPTED:
        take_invited_place(invitation.participant, session, now=now)
        return
    held = Registration.objects.filter(participant=invitation.participant, session=session)
    for registration in held.exclude(place=Place.CANCELLED):
        cancel(registration, now=now)


def _title(needs: Collection[Need], nature: Nature) -> str:
    """«Clauses environnementales : juridique», from what most of the needs are about."""
    about = Counter(one.session.title for one in needs if one.session is not None).most_common(1)
    return f"{COLON.split(about[0][0])[0]}\u00a0: {nature.label.lower()}" if about else nature.label


def _followed(group: NeedGroup) -> Session | None:
    about = Counter(Need.objects.filter(group=group).exclude(session=None).values_list("session", flat=True))
    return Session.objects.get(pk=about.most_common(1)[0][0]) if about else None
