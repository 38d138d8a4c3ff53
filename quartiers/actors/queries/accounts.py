"""An account: its sessions, its second factor, its memberships with their roles."""

from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from quartiers.actors.models import CiteRole, Identity, Membership, OpenSession, Site, User
from quartiers.actors.queries.roles import memberships_of
from quartiers.actors.rules import Role
from quartiers.actors.rules.organisations import OrganisationKind


@dataclass(frozen=True)
class Belonging:
    """A membership as one reads it before choosing it.

    Args:
        membership: with its organisation.
        kind: of the organisation, in French.
        place: town of its main site; empty when it is not known.
        roles: words: the role in the organisation, then those in its Cités with their names.
    """

    membership: Membership
    kind: str
    place: str
    roles: tuple[str, ...]

    @property
    def words(self) -> str:
        """What tells it from another organisation: kind, place, roles."""
        return " · ".join(filter(None, (self.kind, self.place, *self.roles)))


def belongings(user_id: int) -> list[Belonging]:
    """The open memberships of an account, with the words that tell them apart. Three queries in all."""
    memberships = list(memberships_of(user_id))
    in_cites: dict[int, list[str]] = {}
    roles = CiteRole.objects.filter(membership__in=memberships, ended_at=None, cite__closed_on=None)
    for one in roles.select_related("cite"):
        in_cites.setdefault(one.membership_id, []).append(f"{Role(one.role).label}, {one.cite.name}")
    sites = Site.objects.filter(organisation__in=[one.organisation_id for one in memberships], is_main=True)
    places = dict(sites.exclude(commune=None).values_list("organisation_id", "commune__name"))
    return [
        Belonging(
            membership=one,
            kind=kind_label(one.organisation.kind),
            place=places.get(one.organisation_id, ""),
            roles=(Role(one.role).label, *in_cites.get(one.pk, [])),
        )
        for one in memberships
    ]


def kind_label(kind: str) -> str:
    """Words of a kind of organisation; empty when nobody knows it."""
    known = kind in set(OrganisationKind)
    return getattr(OrganisationKind(kind), "label", "") if known else ""


def account(user_id: int) -> User:
    """An account.

    Raises:
        User.DoesNotExist: it was erased.
    """
    return User.objects.get(pk=user_id)


def account_at(email: str) -> User | None:
    """The account of this address, whatever its case; None when there is none, or when it is closed."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def identity_of(user_id: int, issuer: str) -> Identity | None:
    """Who the account is at this provider of identities; None when none is linked."""
    return Identity.objects.filter(user=user_id, issuer=issuer).first()


def identities_of(user_id: int) -> QuerySet[Identity]:
    """Every identity that opens the account, the oldest first."""
    return Identity.objects.filter(user=user_id)


def account_opened_by(issuer: str, subject: str) -> User | None:
    """The account that this identity opens, were it closed; None when there is none."""
    found = Identity.objects.filter(issuer=issuer, subject=subject).select_related("user").first()
    return found.user if found else None


def open_sessions(user_id: int) -> QuerySet[OpenSession]:
    """Where the account is signed in, the one last seen first."""
    return OpenSession.objects.filter(user=user_id, key__in=Session.objects.values("session_key"))
