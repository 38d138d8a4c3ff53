"""Partners of a Cité: in and out, legal basis, annex, and the roles of people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from quartiers.actors.models import Annex, BasisDeclaration, Cite, CiteRole, Organisation, Partner
from quartiers.actors.queries.cites import ANNEX, annexes_of, memberships_in, other_coordinators
from quartiers.actors.rules.cites import (
    ANNEX_FILE_MONTHS,
    Basis,
    Part,
    check_basis,
    check_coordinators,
    check_past,
    check_role,
)
from quartiers.actors.rules.organisations import OrganisationKind
from quartiers.actors.rules.roles import Role
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.kernel.nir import check_no_nir
from quartiers.kernel.periods import Period
from quartiers.office.actions import audit, purge_expired_files, store_file
from quartiers.office.rules import Author, Verb

#: Kinds of objects in the journal.
PARTNER, ROLE = "actors.partner", "actors.cite_role"


@dataclass(frozen=True)
class Document:
    """A file as it was sent: its name and its bytes."""

    name: str
    chunks: Iterable[bytes]


@transaction.atomic
def add_partner(
    cite: Cite,
    organisation_id: int,
    part: Part,
    *,
    joined_on: date,
    by: Author,
    now: datetime,
    is_public: bool = True,
) -> Partner:
    """Let an organisation into a Cité.

    Raises:
        RuleBroken: no such organisation, or it is a partner already.
    """
    _locked(cite.pk)
    organisation = Organisation.objects.filter(pk=organisation_id, closed_on=None).first()
    if organisation is None:
        raise RuleBroken("Cette organisation n’existe plus dans l’annuaire. Cherchez-en une autre.")
    if Partner.objects.filter(cite=cite, organisation=organisation, left_on=None).exists():
        raise RuleBroken(f"{organisation} est déjà partenaire. Modifiez sa ligne dans «{NBSP}Qui participe{NBSP}».")
    made = Partner.objects.create(
        cite=cite, organisation=organisation, part=part, joined_on=joined_on, is_public=is_public
    )
    audit(Verb.CREATE, kind=PARTNER, object_id=made.pk, by=by, now=now)
    return made


@transaction.atomic
def change_partner(partner: Partner, part: Part, *, is_public: bool, by: Author, now: datetime) -> None:
    """Change the part of a partner, and whether the public sees it."""
    partner.part, partner.is_public = part, is_public
    partner.save(update_fields=["part", "is_public"])
    audit(Verb.UPDATE, kind=PARTNER, object_id=partner.pk, by=by, fields=["part", "is_public"], now=now)


@transaction.atomic
def declare_basis(
    partner: Partner, basis: Basis | None, *, declared_by: str, declared_on: date, by: Author, now: datetime
) -> BasisDeclaration:
    """Write down the legal basis that a partner declares, who declared it and when; None withdraws it.

    Raises:
        RuleBroken: this kind of body cannot have this basis; a day to come; nobody declared it.
    """
    if basis is not None:
        check_basis(OrganisationKind(partner.organisation.kind), basis)
    check_past(declared_on, today=localdate(now))
    verb = Verb.REVOKE if basis is None else Verb.GRANT
    audit(verb, kind=PARTNER, object_id=partner.pk, by=by, fields=["basis"], now=now)
    return BasisDeclaration.objects.create(
        partner=partner,
        basis=basis or "",
        declared_on=declared_on,
        declared_by=_named(declared_by),
        recorded_by_id=by.user_id,
        recorded_at=now,
    )


@transaction.atomic
def sign_annex(
    partner: Partner,
    version: str,
    *,
    signed_by: str,
    signed_on: date,
    document: Document | None = None,
    by: Author,
    now: datetime,
) -> Annex:
    """Write down that a partner signed a version of the annex, and keep the signed document when it is given.

    Raises:
        RuleBroken: a day to come; no version; nobody signed it; a document that is not accepted.
    """
    check_past(signed_on, today=localdate(now))
    if not version.strip():
        raise RuleBroken("Il manque la version de l’annexe. Recopiez celle du document signé, par exemple 2026-1.")
    audit(Verb.GRANT, kind=PARTNER, object_id=partner.pk, by=by, fields=["annex"], now=now)
    annex = Annex.objects.create(
        partner=partner,
        version=version.strip(),
        signed_on=signed_on,
        signed_by=_named(signed_by),
        recorded_by_id=by.user_id,
        recorded_at=now,
    )
    if document is not None:
        store_file(
            document.chunks,
            name=document.name,
            owner_kind=ANNEX,
            owner_id=annex.pk,
            kept=ANNEX_FILE_MONTHS,
            by=by,
            now=now,
        )
    return annex


def purge_annex_documents(*, now: datetime, dry_run: bool) -> int:
    """Erase the signed documents past their date; what was signed, by whom and when stays. Replayable."""
    return purge_expired_files(ANNEX, now=now, dry_run=dry_run)


@transaction.atomic
def end_annex(partner: Partner, *, ended_on: date, by: Author, now: datetime) -> None:
    """Write down that the annex signed last stops: from the next day the partner opens no person.

    Raises:
        RuleBroken: none is signed; a day to come, or before the signature.
    """
    check_past(ended_on, today=localdate(now))
    annex = annexes_of(partner).first()
    if annex is None:
        raise RuleBroken("Aucune annexe n’est signée. Il n’y a rien à arrêter.")
    Period(annex.signed_on, ended_on)
    annex.ended_on = ended_on
    annex.save(update_fields=["ended_on"])
    audit(Verb.REVOKE, kind=PARTNER, object_id=partner.pk, by=by, fields=["annex"], now=now)


@transaction.atomic
def end_partner(partner: Partner, *, left_on: date, by: Author, now: datetime) -> int:
    """Let a partner go: its people lose their roles in this Cité at once.

    Returns:
        How many roles ended.

    Raises:
        RuleBroken: it bears the Cité; its people are the last who coordinate; a day to come, or before it came.
    """
    if partner.cite.bearer_id == partner.organisation_id:
        raise RuleBroken("Cette organisation est chef de file. Donnez d’abord ce rôle à une autre, puis revenez.")
    check_past(left_on, today=localdate(now))
    if left_on < partner.joined_on:
        raise RuleBroken("Ce départ vient avant l’arrivée. Corrigez la date.")
    _locked(partner.cite_id)
    roles = list(
        CiteRole.objects.filter(cite=partner.cite_id, ended_at=None, membership__organisation=partner.organisation_id)
    )
    if any(role.role == Role.COORDINATOR for role in roles):
        check_coordinators(other_coordinators(partner.cite_id, besides=[role.pk for role in roles]))
    for role in roles:
        role.ended_at = now
    CiteRole.objects.bulk_update(roles, ["ended_at"])
    partner.left_on = left_on
    partner.save(update_fields=["left_on"])
    audit(Verb.REVOKE, kind=PARTNER, object_id=partner.pk, by=by, fields=["left_on"], now=now)
    for role in roles:
        audit(Verb.REVOKE, kind=ROLE, object_id=role.pk, by=by, now=now)
    return len(roles)


@transaction.atomic
def give_role(cite: Cite, membership_id: int, role: Role, *, by: Author, now: datetime) -> CiteRole:
    """Give somebody a role in a Cité, for the organisation where she works.

    Raises:
        RuleBroken: her organisation takes no part; this kind of organisation cannot have the role; she has it already.
    """
    _locked(cite.pk)
    membership = memberships_in(cite).filter(pk=membership_id).first()
    if membership is None:
        raise RuleBroken("Cette personne n’est pas d’une organisation partenaire. Ajoutez d’abord son organisation.")
    check_role(OrganisationKind(membership.organisation.kind), role)
    if CiteRole.objects.filter(cite=cite, membership=membership, role=role, ended_at=None).exists():
        raise RuleBroken(f"{membership.user} a déjà ce rôle. Il n’y a rien à faire.")
    given = CiteRole.objects.create(cite=cite, membership=membership, role=role, since=now)
    audit(Verb.GRANT, kind=ROLE, object_id=given.pk, by=by, now=now)
    return given


@transaction.atomic
def withdraw_role(role: CiteRole, *, by: Author, now: datetime) -> None:
    """Take a role away; it stays in the history.

    Raises:
        RuleBroken: nobody would coordinate any more.
    """
    _locked(role.cite_id)
    if role.role == Role.COORDINATOR:
        check_coordinators(other_coordinators(role.cite_id, besides=[role.pk]))
    role.ended_at = now
    role.save(update_fields=["ended_at"])
    audit(Verb.REVOKE, kind=ROLE, object_id=role.pk, by=by, now=now)


def _locked(cite_id: int) -> None:
    """One change at a time in a Cité: two people at once neither add twice nor take away the last coordinator."""
    Cite.objects.select_for_update().get(pk=cite_id)


def _named(text: str) -> str:
    """Who declared or signed.

    Raises:
        RuleBroken: nobody, or a NIR.
    """
    check_no_nir(text)
    if not text.strip():
        raise RuleBroken("Il manque la personne qui s’engage. Écrivez son nom et sa fonction.")
    return " ".join(text.split())
