"""One organisation: its places, what lets it prescribe, its networks, what its source says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from quartiers.actors.models import (
    Authorisation,
    Membership,
    NetworkDelegate,
    NetworkMember,
    Organisation,
    Site,
    SourceRecord,
)
from quartiers.actors.rules.authorisations import in_force
from quartiers.territory.names import search_name

#: What can be edited of an organisation and of a place.
ORGANISATION_FIELDS = ("name", "kind", "siret", "description", "phone", "email", "website", "opening_hours")
SITE_FIELDS = ("name", "address", "address_more", "postcode", "city", "latitude", "longitude")


@dataclass(frozen=True)
class Bond:
    """An organisation at the other end of a membership, with its days."""

    membership_id: int
    organisation: Organisation
    since: date
    until: date | None


def find_structure(organisation_id: int) -> Organisation | None:
    """An organisation of the directory, or one that its source no longer names; None when it is closed."""
    return Organisation.objects.filter(pk=organisation_id, closed_on=None).first()


def sites_of(organisation_id: int) -> QuerySet[Site]:
    """Its places, the main one first, with their commune; one query."""
    return Site.objects.filter(organisation=organisation_id).select_related("commune").defer("commune__geometry")


def authorisations_of(organisation_id: int) -> QuerySet[Authorisation]:
    return Authorisation.objects.filter(organisation=organisation_id)


def authorisation_on(organisation_id: int, on: date) -> Authorisation | None:
    """The act that lets it prescribe that day; None when there is none. One query."""
    return in_force(authorisations_of(organisation_id), on)


def networks_of(organisation_id: int, on: date) -> list[Bond]:
    """The networks it belongs to that day, by name; one query."""
    rows = _bonds(on).filter(member=organisation_id).select_related("network").order_by("network__search_name")
    return [Bond(one.pk, one.network, one.since, one.until) for one in rows]


def members_of(network_id: int, on: date) -> list[Bond]:
    """The members of a network that day, by name; one query."""
    rows = _bonds(on).filter(network=network_id).select_related("member").order_by("member__search_name")
    return [Bond(one.pk, one.member, one.since, one.until) for one in rows]


def delegates_of(network_id: int, on: date) -> QuerySet[NetworkDelegate]:
    """Those who speak in a network that day; one query. Names of people: for who has an account."""
    return NetworkDelegate.objects.filter(_on(on), network=network_id).select_related(
        "person__user", "person__organisation"
    )


def people_of_network(network_id: int, on: date) -> QuerySet[Membership]:
    """Those who may speak in a network: people of the network and of its members, by name; one query."""
    joined = _bonds(on).filter(network=network_id).values("member")
    return (
        Membership.objects.filter(Q(organisation=network_id) | Q(organisation__in=joined), ended_at=None)
        .select_related("user", "organisation")
        .order_by("user__last_name", "user__first_name", "pk")
    )


def same_siret(organisation: Organisation) -> QuerySet[Organisation]:
    """Other organisations of this SIRET: another kind, or another source."""
    rows = Organisation.objects.filter(closed_on=None, absent_on=None).exclude(pk=organisation.pk)
    return rows.filter(siret=organisation.siret) if organisation.siret else rows.none()


def source_record(organisation_id: int) -> SourceRecord | None:
    return SourceRecord.objects.filter(organisation=organisation_id).first()


def numbers_by_record(external_ids: Iterable[str]) -> dict[str, int]:
    """The organisations that these records of sources brought, by identifier of the record; one query."""
    rows = SourceRecord.objects.filter(external_id__in=list(external_ids), organisation__closed_on=None)
    return dict(rows.values_list("external_id", "organisation_id"))


def numbers_by_siret(sirets: Iterable[str]) -> dict[tuple[str, str], int]:
    """The open organisations of these SIRET, by SIRET and kind, the one that is declared here first; one query."""
    rows = Organisation.objects.filter(siret__in=list(sirets), closed_on=None, absent_on=None)
    ordered = rows.order_by("-source", "-pk").values_list("siret", "kind", "pk")
    return {(siret, kind): number for siret, kind, number in ordered}


def open_organisations_named(text: str, kinds: "frozenset[Any] | None" = None) -> QuerySet[Organisation]:
    """Open organisations whose name holds each of these words."""
    rows = Organisation.objects.filter(closed_on=None)
    rows = rows.filter(kind__in=kinds) if kinds is not None else rows
    for word in text.split()[:8]:
        rows = rows.filter(search_name__contains=word)
    return rows


def declared_here(names: Iterable[str]) -> QuerySet[Organisation]:
    """Open organisations without a source that have one of these names, whatever its case and accents; one query."""
    wanted = {search_name(name) for name in names}
    return Organisation.objects.filter(closed_on=None, source="", search_name__in=wanted)


def main_sites(organisations: Iterable[Organisation]) -> dict[int, Site]:
    """The main place of each, by number of organisation; one query."""
    rows = Site.objects.filter(organisation__in=[one.pk for one in organisations], is_main=True)
    return {one.organisation_id: one for one in rows}


def state_of_organisation(organisation: Organisation) -> dict[str, Any]:
    """What can be edited of an organisation, as a page shows it."""
    return {name: getattr(organisation, name) for name in ORGANISATION_FIELDS}


def state_of_site(site: Site) -> dict[str, Any]:
    """What can be edited of a place."""
    return {name: getattr(site, name) for name in SITE_FIELDS} | {"commune": site.commune_id or ""}


def _bonds(on: date) -> QuerySet[NetworkMember]:
    return NetworkMember.objects.filter(_on(on), member__closed_on=None, network__closed_on=None)


def _on(on: date) -> Q:
    return Q(since__lte=on) & (Q(until=None) | Q(until__gte=on))
