"""People who work here, organisations, Cités; all invented."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from quartiers.actors import models
from quartiers.actors.rules import OrganisationKind, Role
from quartiers.territory.names import search_name

SINCE = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


class Organisation(DjangoModelFactory):
    class Meta:
        model = models.Organisation
        django_get_or_create = ("name",)

    name = "Régie des Tilleuls"
    search_name = factory.LazyAttribute(lambda one: search_name(one.name))
    kind = OrganisationKind.REGIE_DE_QUARTIER
    created_at = SINCE
    fictional = True


class Site(DjangoModelFactory):
    class Meta:
        model = models.Site

    organisation = factory.SubFactory(Organisation)
    is_main = True


class User(DjangoModelFactory):
    class Meta:
        model = models.User
        django_get_or_create = ("email",)

    email = factory.Sequence(lambda n: f"personne{n}@exemple.fr")
    first_name = "Cora"
    last_name = "Vidal"
    created_at = SINCE


class Identity(DjangoModelFactory):
    class Meta:
        model = models.Identity

    user = factory.SubFactory(User)
    linked_at = SINCE


class Membership(DjangoModelFactory):
    class Meta:
        model = models.Membership

    user = factory.SubFactory(User)
    organisation = factory.SubFactory(Organisation)
    role = Role.MEMBER
    since = SINCE


class Cite(DjangoModelFactory):
    class Meta:
        model = models.Cite
        django_get_or_create = ("slug",)

    slug = "val-fictif"
    name = "Val-Fictif"
    bearer = factory.SubFactory(Organisation)
    created_at = SINCE
    fictional = True


class CiteRole(DjangoModelFactory):
    class Meta:
        model = models.CiteRole

    cite = factory.SubFactory(Cite)
    membership = factory.SubFactory(Membership)
    role = Role.COORDINATOR
    since = SINCE


class Invitation(DjangoModelFactory):
    class Meta:
        model = models.Invitation

    organisation = factory.SubFactory(Organisation)
    email = "awa.diarra@exemple.fr"
    role = Role.MEMBER
    token_hash = factory.Sequence(lambda n: f"{n:064x}")
    sent_at = SINCE
    ends_at = datetime(2100, 1, 1, tzinfo=UTC)
