"""Networks: who joins, who leaves, who speaks."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from quartiers.actors.models import Membership, NetworkDelegate, NetworkMember, Organisation
from quartiers.actors.rules.organisations import NETWORKS, OrganisationKind, known_kind
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.kernel.nir import check_no_nir
from quartiers.kernel.periods import Period
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb

MEMBER, DELEGATE = "actors.network_member", "actors.network_delegate"


@transaction.atomic
def join_network(network_id: int, member_id: int, *, since: date, by: Author, now: datetime) -> NetworkMember:
    """An organisation joins a network, or a network an inter-network.

    Raises:
        RuleBroken: the first one is no network, the second is itself or an inter-network, or it is a member already.
    """
    found = {one.pk: one for one in Organisation.objects.select_for_update().filter(pk__in=[network_id, member_id])}
    network, member = found.get(network_id), found.get(member_id)
    if network is None or member is None or network.closed_on or member.closed_on:
        raise RuleBroken("Cette organisation n’existe plus. Choisissez-en une autre.")
    if network_id == member_id:
        raise RuleBroken("Un réseau ne peut pas être membre de lui-même. Choisissez une autre organisation.")
    nature = known_kind(network.kind)
    if nature not in NETWORKS:
        raise RuleBroken(f"{network} n’est pas un réseau, mais{NBSP}: {nature.label}. Choisissez un réseau.")
    if known_kind(member.kind) is OrganisationKind.INTER_RESEAU or (
        member.kind == OrganisationKind.RESEAU and nature is OrganisationKind.RESEAU
    ):
        raise RuleBroken("Un réseau n’est membre que d’un inter-réseau. Choisissez une autre organisation.")
    current = NetworkMember.objects.filter(network=network, member=member)
    if current.filter(Q(until=None) | Q(until__gte=since)).exists():
        raise RuleBroken(f"{member} est déjà membre de {network}.")
    made = NetworkMember.objects.create(network=network, member=member, since=since)
    audit(Verb.GRANT, kind=MEMBER, object_id=made.pk, by=by, now=now)
    return made


@transaction.atomic
def leave_network(membership_id: int, *, until: date, by: Author, now: datetime) -> NetworkMember:
    """A member leaves; ``until`` is its last day. Its delegates stop that day too.

    Raises:
        RuleBroken: the last day comes before the first.
    """
    found = NetworkMember.objects.select_for_update().get(pk=membership_id, until=None)
    Period(found.since, until)
    found.until = until
    found.save(update_fields=["until"])
    NetworkDelegate.objects.filter(network=found.network_id, person__organisation=found.member_id, until=None).update(
        until=until
    )
    audit(Verb.REVOKE, kind=MEMBER, object_id=found.pk, by=by, now=now)
    return found


@transaction.atomic
def appoint_delegate(
    network_id: int, person_id: int, *, title: str, since: date, by: Author, now: datetime
) -> NetworkDelegate:
    """Somebody speaks for the network, or for her organisation in it.

    Args:
        network_id: of the network.
        person_id: her membership of an organisation, open.
        title: what she is there, a few words.
        since: first day.
        by: who appoints.
        now: instant of the change.

    Raises:
        RuleBroken: her organisation is no member of this network, or she already speaks there.
    """
    check_no_nir(title)
    person = Membership.objects.select_for_update(of=("self",)).get(pk=person_id, ended_at=None)
    joined = NetworkMember.objects.filter(network=network_id, member=person.organisation_id, until=None)
    if person.organisation_id != network_id and not joined.exists():
        raise RuleBroken("Son organisation n’est pas membre de ce réseau. Notez d’abord son adhésion.")
    if NetworkDelegate.objects.filter(network=network_id, person=person, until=None).exists():
        raise RuleBroken("Cette personne y parle déjà.")
    made = NetworkDelegate.objects.create(network_id=network_id, person=person, title=title, since=since)
    audit(Verb.GRANT, kind=DELEGATE, object_id=made.pk, by=by, now=now)
    return made


@transaction.atomic
def end_delegate(delegate_id: int, *, until: date, by: Author, now: datetime) -> NetworkDelegate:
    """Somebody stops to speak there; ``until`` is her last day.

    Raises:
        RuleBroken: the last day comes before the first.
    """
    found = NetworkDelegate.objects.select_for_update().get(pk=delegate_id, until=None)
    Period(found.since, until)
    found.until = until
    found.save(update_fields=["until"])
    audit(Verb.REVOKE, kind=DELEGATE, object_id=found.pk, by=by, now=now)
    return found
