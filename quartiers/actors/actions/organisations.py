"""Organisations: declare one, change what its page says, its places, its authorisations, its networks.

What is corrected here on a structure that a source brought is remembered by name: a new load leaves it alone.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from quartiers.actors.models import Authorisation, Organisation, Site, User
from quartiers.actors.queries.organisations import (
    ORGANISATION_FIELDS,
    state_of_organisation,
    state_of_site,
)
from quartiers.actors.rules.authorisations import Act, check_authorisation
from quartiers.actors.rules.inclusion import degrees
from quartiers.actors.rules.organisations import OrganisationKind, known_kind
from quartiers.actors.rules.siret import check_siret
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.kernel.merge import Merge, merge
from quartiers.kernel.nir import check_no_nir
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb
from quartiers.territory.names import search_name
from quartiers.territory.queries import places
from quartiers.territory.queries.location import check_coordinates

KIND, SITE, AUTHORISATION = "actors.organisation", "actors.site", "actors.authorisation"
SEARCH_LENGTH = 600


@transaction.atomic
def declare_organisation(
    asked: Mapping[str, Any], *, by: Author, now: datetime, fictional: bool = False
) -> Organisation:
    """Add an organisation to the directory, without any place yet.

    Args:
        asked: values named as ``queries.organisations.ORGANISATION_FIELDS``; what is missing is empty.
        by: who declares it.
        now: instant of the change.
        fictional: invented for the demonstration.

    Raises:
        RuleBroken: no name, no kind, a SIRET that is none or that another one of this kind has, a text with a NIR.
    """
    values = {name: asked.get(name, "") for name in ORGANISATION_FIELDS}
    values = _checked(values, None)
    made = Organisation(**values, created_at=now, fictional=fictional)
    _sign(made, by, now)
    _index(made, [])
    _save(made)
    audit(Verb.CREATE, kind=KIND, object_id=made.pk, by=by, now=now)
    return made


@transaction.atomic
def change_organisation(
    organisation_id: int, asked: Mapping[str, Any], *, base: Mapping[str, Any], by: Author, now: datetime
) -> Merge:
    """Change what the page of an organisation says, unless somebody changed the same fields meanwhile.

    Args:
        organisation_id: of an open organisation.
        asked: the values wanted; fields that are missing stay as they are.
        base: the values as they were when the page opened.
        by: who asks; her name stands beside the change.
        now: instant of the change.

    Returns:
        The merge: where fields clash, nothing is saved and one of the two must choose.

    Raises:
        RuleBroken: as ``declare_organisation``.
    """
    found = Organisation.objects.select_for_update().get(pk=organisation_id, closed_on=None)
    stored = state_of_organisation(found)
    merged = merge(base, asked, stored)
    if merged.clashes:
        return merged
    values = _checked({**stored, **merged.values}, found.pk)
    changed = [name for name, value in values.items() if value != stored[name]]
    if not changed:
        return merged
    for name in changed:
        setattr(found, name, values[name])
    _keep_local(found, changed)
    _sign(found, by, now)
    _index(found, Site.objects.filter(organisation=found).select_related("commune"))
    _save(found)
    audit(Verb.UPDATE, kind=KIND, object_id=found.pk, by=by, fields=changed, now=now)
    return merged


@transaction.atomic
def add_site(organisation_id: int, asked: Mapping[str, Any], *, by: Author, now: datetime) -> Site:
    """Add a place where an organisation receives people; the first one is the main one.

    Raises:
        RuleBroken: a commune that is not loaded, a point without both coordinates or that is no place on Earth.
    """
    found = Organisation.objects.select_for_update().get(pk=organisation_id, closed_on=None)
    is_first = not Site.objects.filter(organisation=found).exists()
    made = Site(organisation=found, is_main=is_first)
    _place(made, asked)
    made.save()
    _reindex(found)
    audit(Verb.CREATE, kind=SITE, object_id=made.pk, by=by, now=now)
    return made


@transaction.atomic
def change_site(
    site_id: int, asked: Mapping[str, Any], *, base: Mapping[str, Any], by: Author, now: datetime
) -> Merge:
    """Change a place, unless somebody changed the same fields meanwhile; as ``change_organisation``.

    Raises:
        RuleBroken: as ``add_site``.
    """
    site = Site.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=site_id)
    stored = state_of_site(site)
    merged = merge(base, asked, stored)
    if merged.clashes:
        return merged
    changed = merged.changed_from(stored)
    _place(site, {**stored, **merged.values})
    site.save()
    if changed:
        found = site.organisation
        if site.is_main:
            _keep_local(found, changed, prefix="site.")
        _sign(found, by, now)
        found.save()
        _reindex(found)
        audit(Verb.UPDATE, kind=SITE, object_id=site.pk, by=by, fields=changed, now=now)
    return merged


@transaction.atomic
def remove_site(site_id: int, *, by: Author, now: datetime) -> None:
    """Take a place away; another one becomes the main one if need be.

    Raises:
        RuleBroken: a source brought it: it would come back with the next load.
    """
    site = Site.objects.select_related("organisation").get(pk=site_id)
    if site.is_main and site.organisation.source:
        raise RuleBroken(
            "Ce lieu vient de la source de la fiche, et reviendrait au prochain chargement. Corrigez plutôt l’adresse."
        )
    organisation = site.organisation
    site.delete()
    left = Site.objects.filter(organisation=organisation).first()
    if left is not None and not Site.objects.filter(organisation=organisation, is_main=True).exists():
        left.is_main = True
        left.save(update_fields=["is_main"])
    _reindex(organisation)
    audit(Verb.DELETE, kind=SITE, object_id=site_id, by=by, now=now)


@transaction.atomic
def authorise(
    organisation_id: int,
    act: Act,
    *,
    reference: str,
    signed_on: date,
    valid_from: date,
    valid_to: date | None,
    by: Author,
    now: datetime,
) -> Authorisation:
    """Record the act that lets an organisation prescribe; earlier acts stay.

    Raises:
        RuleBroken: as ``rules.authorisations.check_authorisation``; or a text with a NIR.
    """
    found = Organisation.objects.select_for_update().get(pk=organisation_id, closed_on=None)
    check_no_nir(reference)
    check_authorisation(
        known_kind(found.kind), act, reference=reference, signed_on=signed_on, valid_from=valid_from, valid_to=valid_to
    )
    made = Authorisation.objects.create(
        organisation=found,
        act=act,
        reference=reference,
        signed_on=signed_on,
        valid_from=valid_from,
        valid_to=valid_to,
        recorded_by=name_of(by),
        recorded_at=now,
    )
    audit(Verb.CREATE, kind=AUTHORISATION, object_id=made.pk, by=by, now=now)
    return made


def name_of(by: Author) -> str:
    """The name that stands beside a change; empty for the platform itself."""
    found = User.objects.filter(pk=by.user_id or 0).first()
    return str(found) if found else ""


def search_text(name: str, kind: str, towns: list[str]) -> str:
    """What a search reads of an organisation: its name, its kind in words, its towns."""
    words = search_name(" ".join([name, known_kind(kind).label, *dict.fromkeys(towns)]))
    return words[:SEARCH_LENGTH]


# --- The inside -----------------------------------------------------------------------------------------------------


def _save(organisation: Organisation) -> None:
    """Save; the database has the last word when two people give the same SIRET at once.

    Raises:
        RuleBroken: another one of this kind has taken this SIRET meanwhile.
    """
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        raise RuleBroken(
            "Une organisation de même nature vient de recevoir ce SIRET. Cherchez-la dans l’annuaire et complétez-la."
        ) from error


def _checked(values: dict[str, Any], own_id: int | None) -> dict[str, Any]:
    for value in values.values():
        if isinstance(value, str) and value != values.get("siret"):
            check_no_nir(value)
    if not values["name"].strip():
        raise RuleBroken("Il manque le nom. Écrivez celui que connaissent les habitants.")
    kind = known_kind(values["kind"])
    if kind is OrganisationKind.UNKNOWN and own_id is None:
        raise RuleBroken("Il manque la nature. Choisissez ce qu’est cette organisation.")
    siret = check_siret(values["siret"])
    same = Organisation.objects.filter(siret=siret, kind=kind, source="").exclude(pk=own_id or 0) if siret else ()
    if same:
        raise RuleBroken(
            f"Une organisation de même nature a déjà ce SIRET{NBSP}: {same[0]}. Complétez sa fiche, ou relisez-le."
        )
    return {**values, "kind": kind.value, "siret": siret}


def _sign(found: Organisation, by: Author, now: datetime) -> None:
    found.changed_by, found.changed_at = name_of(by), now


def _keep_local(found: Organisation, changed: list[str], prefix: str = "") -> None:
    """Remember what was corrected here, for who came from a source."""
    if found.source:
        found.local_fields = sorted({*found.local_fields, *(f"{prefix}{name}" for name in changed)})


def _reindex(found: Organisation) -> None:
    _index(found, Site.objects.filter(organisation=found).select_related("commune"))
    found.save(update_fields=["search_name", "search_text"])


def _index(found: Organisation, sites: Any) -> None:
    towns = [site.commune.name if site.commune else site.city for site in sites]
    found.search_name = search_name(found.name)[:255]
    found.search_text = search_text(found.name, found.kind, towns)


def _place(site: Site, asked: Mapping[str, Any]) -> None:
    """Write these values in a place.

    Raises:
        RuleBroken: as ``add_site``.
    """
    for name in ("name", "address", "address_more", "city"):
        check_no_nir(asked.get(name, ""))
    latitude, longitude = asked.get("latitude"), asked.get("longitude")
    if (latitude is None) != (longitude is None):
        raise RuleBroken("Il faut la latitude et la longitude, ou aucune des deux.")
    if latitude is not None and longitude is not None:
        check_coordinates(latitude, longitude)
    commune = asked.get("commune") or None
    if commune is not None and places.find(places.communes(), commune) is None:
        raise RuleBroken(f"La commune {commune} n’est pas connue ici. Vérifiez son code Insee sur sa page.")
    for name in ("name", "address", "address_more", "postcode", "city"):
        setattr(site, name, asked.get(name, ""))
    site.latitude, site.longitude, site.commune_id = degrees(latitude, 90), degrees(longitude, 180), commune
