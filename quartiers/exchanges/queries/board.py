"""The needs board: needs by nature and session, groups, whom to invite, what came of it."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from quartiers.exchanges.models import ConsentGiven, Cycle, Invitation, Need, NeedGroup, Participant, Registration
from quartiers.exchanges.rules import Answer, Consent, Nature, NeedState, Place


@dataclass(frozen=True)
class Cluster:
    """Needs not yet grouped, of one nature, about one session (or the whole cycle)."""

    nature: Nature
    session_id: int | None
    session_title: str
    needs: tuple[Need, ...]


@dataclass(frozen=True)
class GroupLine:
    """A group and its funnel."""

    group: NeedGroup
    needs: int
    invited: int
    accepted: int


def clusters(cycle: Cycle) -> list[Cluster]:
    """New needs that still have words, the largest cluster first; one query."""
    rows = needs_in(cycle).filter(state=NeedState.NEW).exclude(text="")
    gathered: dict[tuple[str, int | None], list[Need]] = {}
    for need in rows:
        gathered.setdefault((need.nature, need.session_id), []).append(need)
    found = [
        Cluster(Nature(nature), number, needs[0].session.title if needs[0].session else "", tuple(needs))
        for (nature, number), needs in gathered.items()
    ]
    return sorted(found, key=lambda one: (-len(one.needs), one.session_title, one.nature))


def needs_in(cycle: Cycle) -> QuerySet[Need]:
    """The needs of a cycle; ``may_contact`` says an open agreement to be contacted."""
    rows = Need.objects.filter(cycle=cycle).select_related("session", "participant", "group")
    return rows.annotate(may_contact=Exists(_agreement("participant")))


def group_lines(cycle: Cycle) -> list[GroupLine]:
    """The groups of a cycle with needs, invitations, acceptances; three queries."""
    groups = list(groups_in(cycle))
    needs = Counter(Need.objects.filter(group__in=groups).order_by().values_list("group", flat=True))
    sessions = [one.session_id for one in groups if one.session_id]
    rows = Invitation.objects.filter(session__in=sessions).order_by().values("session")
    counts = {
        one["session"]: one
        for one in rows.annotate(invited=Count("pk"), accepted=Count("pk", filter=Q(answer=Answer.ACCEPTED)))
    }
    none = {"invited": 0, "accepted": 0}
    return [
        GroupLine(
            one,
            needs[one.pk],
            counts.get(one.session_id or 0, none)["invited"],
            counts.get(one.session_id or 0, none)["accepted"],
        )
        for one in groups
    ]


def groups_in(cycle: Cycle) -> QuerySet[NeedGroup]:
    return NeedGroup.objects.filter(cycle=cycle).select_related("session", "cycle", "cycle__organiser")


def group_of(group_id: int, organisation_id: int) -> NeedGroup | None:
    """A group of an organiser; None for one of somebody else."""
    rows = NeedGroup.objects.filter(pk=group_id, cycle__organiser=organisation_id)
    return rows.select_related("cycle__organiser", "session__cycle__organiser").first()


def needs_of_group(group: NeedGroup) -> QuerySet[Need]:
    return needs_in(group.cycle).filter(group=group)


def askers_to_invite(group: NeedGroup) -> QuerySet[Participant]:
    """Askers of the group who agreed to be contacted, have an address, and are neither invited nor registered."""
    asked = Need.objects.filter(group=group).order_by().values("participant")
    invited = Invitation.objects.filter(session=group.session_id, participant=OuterRef("pk"))
    registered = Registration.objects.filter(session=group.session_id, participant=OuterRef("pk"))
    rows = Participant.objects.filter(pk__in=asked, anonymised_at=None).exclude(email="")
    rows = rows.filter(Exists(_agreement("pk")), ~Exists(invited), ~Exists(registered.exclude(place=Place.CANCELLED)))
    return rows.select_related("cycle", "cycle__organiser").order_by("pk")


def invitations_to(group: NeedGroup) -> QuerySet[Invitation]:
    """Who was invited, and her answer."""
    return Invitation.objects.filter(session=group.session_id).select_related("participant")


def invitation_for(participant: Participant, session_id: int) -> Invitation | None:
    """The invitation of a participant to a session."""
    rows = Invitation.objects.filter(participant=participant, session=session_id)
    return rows.select_related("participant__cycle__organiser", "session__cycle__organiser").first()


def _agreement(participant: str) -> QuerySet[ConsentGiven]:
    return ConsentGiven.objects.filter(participant=OuterRef(participant), kind=Consent.RECONTACT, withdrawn_at=None)
