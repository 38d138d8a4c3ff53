"""Cités: what the public sees of them, who takes part, who may open persons."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from quartiers.actors.models import (
    Annex,
    BasisDeclaration,
    Cite,
    CiteRole,
    ContratDeVille,
    Membership,
    Organisation,
    Partner,
)
from quartiers.actors.rules.cites import (
    Basis,
    Declared,
    Opening,
    Part,
    PartnerFacts,
    Signed,
    annex_on,
    basis_on,
    partner_may_open_persons,
)
from quartiers.actors.rules.organisations import OrganisationKind
from quartiers.actors.rules.roles import CITE_ROLES, Role
from quartiers.office.queries import stored_files
from quartiers.territory.names import search_name
from quartiers.territory.queries import places

if TYPE_CHECKING:
    from quartiers.office.models import StoredFile

#: An annex, as the journal and the stored files name it.
ANNEX = "actors.annex"
FOUND_AT_MOST = 20
PART_ORDER = {part.value: rank for rank, part in enumerate(Part)}


@dataclass(frozen=True)
class Access:
    """One role of one person in a Cité."""

    id: int
    person: str
    role: Role
    since: date
    is_active: bool


@dataclass(frozen=True)
class Participant:
    """A partner with what it declared and signed, whether it may open persons, and who works for it here.

    ``basis`` and ``annex`` are those in force that day.
    """

    partner: Partner
    basis: Basis | None
    annex: Signed | None
    opening: Opening
    access: tuple[Access, ...]

    @property
    def organisation(self) -> Organisation:
        return self.partner.organisation

    @property
    def part(self) -> Part:
        return Part(self.partner.part)

    @property
    def is_waited(self) -> bool:
        """Whether a paper is missing before it may open persons."""
        return not self.opening.is_open and not self.opening.is_final


@dataclass(frozen=True)
class PublicPartner:
    """What anybody may know of a partner."""

    organisation_id: int
    name: str
    part: Part


def cites() -> "QuerySet[Any]":
    """The open Cités with their bearer, ``partner_count`` and ``neighbourhood_count``; one query."""
    shown = Partner.objects.filter(cite=OuterRef("pk"), left_on=None, is_public=True).order_by().values("cite")
    ground: QuerySet[Any] = Cite.neighbourhoods.through.objects.filter(cite=OuterRef("pk")).order_by().values("cite")
    return (
        Cite.objects.filter(closed_on=None)
        .select_related("bearer")
        .annotate(
            partner_count=Coalesce(Subquery(shown.annotate(n=Count("pk")).values("n")), 0),
            neighbourhood_count=Coalesce(Subquery(ground.annotate(n=Count("pk")).values("n")), 0),
        )
    )


def find_cite(slug: str) -> Any:
    """The open Cité at this address; None where there is none."""
    return cites().filter(slug=slug).first()


def holding_neighbourhood(code: str) -> "QuerySet[Cite]":
    """The open Cités that hold this neighbourhood; one query."""
    return Cite.objects.filter(neighbourhoods=code, closed_on=None)


def cites_at(ids: Iterable[int]) -> "list[Cite]":
    """The open Cités of these numbers, by name; one query, none for no number."""
    keys = set(ids)
    return list(Cite.objects.filter(pk__in=keys, closed_on=None)) if keys else []


def has_fictional() -> bool:
    """Whether an open Cité is invented: the pages then say so."""
    return Cite.objects.filter(closed_on=None, fictional=True).exists()


def neighbourhoods_of(cite: Cite) -> "QuerySet[Any]":
    """Its neighbourhoods as the pages of the ground show them; two queries."""
    return places.neighbourhoods().filter(pk__in=cite.neighbourhoods.order_by().values("pk")).order_by("search_name")


def contracts_of(cite: Cite) -> "QuerySet[ContratDeVille]":
    return ContratDeVille.objects.filter(cites=cite)


def public_partners(cite_ids: Iterable[int], on: date) -> dict[int, list[PublicPartner]]:
    """The partners that each Cité shows to the public, by part then by name; one query."""
    rows = (
        taking_part(on)
        .filter(cite__in=list(cite_ids), is_public=True)
        .values_list("cite", "organisation", "organisation__name", "part")
    )
    found: dict[int, list[PublicPartner]] = defaultdict(list)
    for cite, organisation, name, part in rows:
        found[cite].append(PublicPartner(organisation, name, Part(part)))
    return {cite: sorted(shown, key=lambda one: PART_ORDER[one.part]) for cite, shown in found.items()}


def participants(cite: Cite, on: date) -> list[Participant]:
    """Everyone who takes part that day: what each may open, what is missing, who works for it; four queries."""
    partners = list(taking_part(on).filter(cite=cite).select_related("organisation"))
    facts = facts_of(partners)
    access = _access(cite)
    rows = [
        Participant(
            partner,
            basis_on(facts[partner.pk].declarations, on),
            annex_on(facts[partner.pk].annexes, on),
            partner_may_open_persons(facts[partner.pk], on),
            tuple(access.get(partner.organisation_id, ())),
        )
        for partner in partners
    ]
    return sorted(rows, key=lambda row: (PART_ORDER[row.part], row.organisation.search_name))


def partners_open_to_persons(cite_id: int, on: date) -> frozenset[int]:
    """Organisations that may open persons in this Cité that day; three queries. Rooms above ask it before they show.

    Returns:
        Identifiers of organisations.
    """
    partners = list(taking_part(on).filter(cite=cite_id).select_related("organisation"))
    facts = facts_of(partners)
    return frozenset(one.organisation_id for one in partners if partner_may_open_persons(facts[one.pk], on).is_open)


def organisation_may_open_persons(cite_id: int, organisation_id: int, on: date) -> Opening:
    """Whether this organisation may open persons in this Cité that day, with the reasons; three queries."""
    partners = list(taking_part(on).filter(cite=cite_id, organisation=organisation_id).select_related("organisation"))
    if not partners:
        return Opening(("L’organisation ne participe pas à cette Cité.",))
    return partner_may_open_persons(facts_of(partners)[partners[0].pk], on)


def partner_of(cite: Cite, partner_id: int) -> Partner | None:
    """An open partner of this Cité, and of no other."""
    return Partner.objects.filter(cite=cite, pk=partner_id, left_on=None).select_related("organisation").first()


def declarations_of(partner: Partner) -> "QuerySet[BasisDeclaration]":
    return BasisDeclaration.objects.filter(partner=partner).order_by("-declared_on", "-pk")


def annexes_of(partner: Partner) -> "QuerySet[Annex]":
    return Annex.objects.filter(partner=partner).order_by("-signed_on", "-pk")


def signed_documents(partner: Partner) -> "list[tuple[Annex, StoredFile | None]]":
    """Each annex that was signed, the last first, with its document when it was given; two queries."""
    annexes = list(annexes_of(partner))
    found = {one.owner_id: one for one in stored_files(ANNEX, *(annex.pk for annex in annexes))}
    return [(annex, found.get(annex.pk)) for annex in annexes]


def documents_in(cite: Cite) -> dict[int, int]:
    """By partner of this Cité, the annex signed last whose document was given; two queries."""
    annexes = dict(Annex.objects.filter(partner__cite=cite).order_by("signed_on", "pk").values_list("pk", "partner"))
    given = set(stored_files(ANNEX, *annexes).values_list("owner_id", flat=True))
    return {partner: annex for annex, partner in annexes.items() if annex in given}


def document_of(cite: Cite, annex_id: int) -> "StoredFile | None":
    """The document of an annex of this Cité, and of no other."""
    if not Annex.objects.filter(pk=annex_id, partner__cite=cite).exists():
        return None
    return stored_files(ANNEX, annex_id).first()


def role_of(cite: Cite, role_id: int) -> CiteRole | None:
    """An open role in this Cité, and in no other."""
    rows = CiteRole.objects.filter(cite=cite, pk=role_id, ended_at=None)
    return rows.select_related("membership__user", "membership__organisation").first()


def memberships_in(cite: Cite) -> "QuerySet[Membership]":
    """People of the organisations that take part, open accounts only: those who may be given a role."""
    inside = Partner.objects.filter(cite=cite, left_on=None).order_by().values("organisation")
    return (
        Membership.objects.filter(Q(organisation__in=inside) | Q(organisation=cite.bearer_id))
        .filter(ended_at=None, user__is_active=True, organisation__closed_on=None)
        .select_related("user", "organisation")
        .order_by("organisation__search_name", "user__last_name", "user__first_name", "pk")
    )


def organisations_named(words: str) -> "list[Organisation]":
    """Open organisations whose name holds all these words, accents and capitals aside; at most twenty."""
    rows = Organisation.objects.filter(closed_on=None)
    folded = search_name(words).split()
    for word in folded:
        rows = rows.filter(search_name__contains=word)
    return list(rows[:FOUND_AT_MOST]) if folded else []


def organisations_in(cite: Cite) -> "QuerySet[Organisation]":
    """Organisations that take part now, with the bearer, by name."""
    inside = Partner.objects.filter(cite=cite, left_on=None).order_by().values("organisation")
    return Organisation.objects.filter(Q(pk__in=inside) | Q(pk=cite.bearer_id)).order_by("search_name", "pk")


def other_coordinators(cite_id: int, *, besides: Iterable[int]) -> int:
    """How many people would still coordinate without these roles: accounts and memberships open."""
    return (
        CiteRole.objects.filter(
            cite=cite_id,
            role=Role.COORDINATOR,
            ended_at=None,
            membership__ended_at=None,
            membership__user__is_active=True,
            membership__organisation__closed_on=None,
        )
        .exclude(pk__in=list(besides))
        .count()
    )


def taking_part(on: date) -> "QuerySet[Partner]":
    """Partners that take part that day."""
    return Partner.objects.filter(Q(left_on=None) | Q(left_on__gte=on), joined_on__lte=on)


def facts_of(partners: "list[Partner]") -> dict[int, PartnerFacts]:
    """What decides whether each may open persons; two queries."""
    declared: dict[int, list[Declared]] = defaultdict(list)
    signed: dict[int, list[Signed]] = defaultdict(list)
    ids = [one.pk for one in partners]
    for partner, day, basis in BasisDeclaration.objects.filter(partner__in=ids).values_list(
        "partner", "declared_on", "basis"
    ):
        declared[partner].append(Declared(day, Basis(basis) if basis else None))
    for partner, version, day, until in Annex.objects.filter(partner__in=ids).values_list(
        "partner", "version", "signed_on", "ended_on"
    ):
        signed[partner].append(Signed(version, day, until))
    return {
        one.pk: PartnerFacts(
            kind=OrganisationKind(one.organisation.kind),
            joined_on=one.joined_on,
            left_on=one.left_on,
            declarations=tuple(declared[one.pk]),
            annexes=tuple(signed[one.pk]),
        )
        for one in partners
    }


def _access(cite: Cite) -> dict[int, list[Access]]:
    """Open roles of this Cité by organisation, the heaviest first; one query."""
    rows = CiteRole.objects.filter(cite=cite, ended_at=None, membership__ended_at=None).select_related(
        "membership__user"
    )
    found: dict[int, list[Access]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: (CITE_ROLES.index(Role(one.role)), str(one.membership.user))):
        user = row.membership.user
        found[row.membership.organisation_id].append(
            Access(row.pk, str(user), Role(row.role), row.since.date(), user.is_active)
        )
    return found
