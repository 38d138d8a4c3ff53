"""The invented people become accounts."""

from datetime import datetime, timedelta

from allauth.mfa.recovery_codes.internal import auth as recovery_codes
from allauth.mfa.totp.internal import auth
from django.db import transaction

from quartiers.actors.invented import CITES, ORGANISATIONS, PEOPLE, Person, Place
from quartiers.actors.models import Cite, CiteRole, Identity, Membership, Organisation, User
from quartiers.actors.rules import OrganisationKind, SecondFactor
from quartiers.territory.names import search_name

PROVIDER = "https://proconnect.exemple.fr"
ACCOUNTS_SINCE = timedelta(days=120)


@transaction.atomic
def load(now: datetime) -> int:
    """Create who is missing; how many people the demonstration has."""
    organisations = {key: _organisation(name, kind, now) for key, (name, kind) in ORGANISATIONS.items()}
    cites = {
        slug: Cite.objects.get_or_create(
            slug=slug, defaults={"name": name, "bearer": organisations[bearer], "created_at": now, "fictional": True}
        )[0]
        for slug, (name, bearer) in CITES.items()
    }
    for person in PEOPLE:
        user = _user(person, now)
        for place in person.places:
            _place(user, place, organisations, cites, now)
    return len(PEOPLE)


def _organisation(name: str, kind: OrganisationKind, now: datetime) -> Organisation:
    return Organisation.objects.get_or_create(
        name=name,
        fictional=True,
        defaults={"kind": kind, "search_name": search_name(name), "created_at": now},
    )[0]


def _user(person: Person, now: datetime) -> User:
    """Without a password: only the button of the demonstration enters."""
    user, is_new = User.objects.get_or_create(
        email=person.email,
        defaults={
            "first_name": person.first_name,
            "last_name": person.last_name,
            "is_installation_administrator": person.administers,
            "created_at": now - ACCOUNTS_SINCE,
        },
    )
    if is_new:
        user.set_unusable_password()
        user.last_login = None if person.came_days_ago is None else now - timedelta(days=person.came_days_ago)
        user.save(update_fields=["password", "last_login"])
        _protect(user, person.second_factor)
    return user


def _protect(user: User, where: SecondFactor) -> None:
    """As its owner would have; nobody knows the secret of the application."""
    if where is SecondFactor.HERE:
        auth.TOTP.activate(user, auth.generate_totp_secret())
        recovery_codes.RecoveryCodes.activate(user)
    elif where is SecondFactor.AT_PROVIDER:
        Identity.objects.create(
            user=user, issuer=PROVIDER, subject=user.email, linked_at=user.created_at, proved_at=user.last_login
        )


def _place(
    user: User, place: Place, organisations: dict[str, Organisation], cites: dict[str, Cite], now: datetime
) -> None:
    membership, _ = Membership.objects.get_or_create(
        user=user,
        organisation=organisations[place.organisation],
        ended_at=None,
        defaults={"role": place.role, "since": now},
    )
    if place.cite_role is not None:
        CiteRole.objects.get_or_create(
            cite=cites[place.cite],
            membership=membership,
            role=place.cite_role,
            ended_at=None,
            defaults={"since": now},
        )
