"""Who has access to what: the members of an organisation, the accounts of the platform."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    Aggregate,
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Concat

from quartiers.actors.models import AccessReview, Cite, CiteRole, Membership, Organisation, User
from quartiers.actors.queries.protection import second_factor_of
from quartiers.actors.rules import Role, SecondFactor, review_due
from quartiers.actors.rules.roles import ORGANISATION_ROLES
from quartiers.territory.names import search_name


class Joined(Aggregate):
    """The texts of a group, one after the other."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, ' · ')"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="STRING_AGG", **extra)


def members(organisation_id: int) -> QuerySet[Any]:
    """Those who have access to an organisation, with their roles in Cités and where their second factor is."""
    return (
        Membership.objects.filter(organisation=organisation_id, ended_at=None)
        .select_related("user")
        .annotate(
            cite_roles=Subquery(_cite_roles(membership=OuterRef("pk"))),
            second_factor=second_factor_of("user_id"),
        )
        .order_by("user__last_name", "user__first_name", "pk")
    )


def all_accounts() -> QuerySet[User]:
    """Every account, with its organisations and roles in words, its second factor and its last sign-in."""
    return User.objects.annotate(
        organisations=Subquery(
            Membership.objects.filter(user=OuterRef("pk"), ended_at=None)
            .order_by()
            .values("user")
            .annotate(words=Joined(_with_role("organisation__name")))
            .values("words")
        ),
        cite_roles=Subquery(_cite_roles(membership__user=OuterRef("pk"))),
        second_factor=second_factor_of("pk"),
    )


def accounts_with_role(rows: QuerySet[User], role: str) -> QuerySet[User]:
    """Those that have this role: in an organisation, in a Cité, or on the platform."""
    if role == Role.INSTALLATION_ADMINISTRATOR:
        return rows.filter(is_installation_administrator=True)
    if role in ORGANISATION_ROLES:
        return rows.filter(Exists(Membership.objects.filter(user=OuterRef("pk"), role=role, ended_at=None)))
    return rows.filter(Exists(_current_roles().filter(membership__user=OuterRef("pk"), role=role)))


def accounts_in_cite(rows: QuerySet[User], slug: str) -> QuerySet[User]:
    """Those that have a role in this Cité."""
    return rows.filter(Exists(_current_roles().filter(membership__user=OuterRef("pk"), cite__slug=slug)))


def cite_choices() -> list[tuple[str, str]]:
    """The Cités that are open, by name."""
    return list(Cite.objects.filter(closed_on=None).order_by("name").values_list("slug", "name"))


@dataclass(frozen=True)
class AccountCounts:
    """How many accounts are open; of these, how many have no second factor, how many never came."""

    opened: int
    unprotected: int
    unseen: int


def account_counts() -> AccountCounts:
    """One query."""
    accounts = User.objects.filter(is_active=True).annotate(second_factor=second_factor_of("pk"))
    found = accounts.aggregate(
        opened=Count("pk"),
        unprotected=Count("pk", filter=Q(second_factor=SecondFactor.NOWHERE)),
        unseen=Count("pk", filter=Q(last_login=None)),
    )
    return AccountCounts(**found)


def has_administrator(organisation_id: int) -> bool:
    """Whether somebody whose account is open administers it."""
    return _administrators(organisation_id).exists()


def organisation(organisation_id: int) -> Organisation | None:
    return Organisation.objects.filter(pk=organisation_id).first()


def organisations_named(text: str, *, most: int) -> list[Any]:
    """Open organisations whose name holds these words, in order, each with ``is_administered``; none for no word."""
    words = search_name(text).split()
    found = Organisation.objects.filter(closed_on=None).annotate(
        is_administered=Exists(_administrators(OuterRef("pk")))
    )
    for word in words:
        found = found.filter(search_name__contains=word)
    return list(found[:most]) if words else []


def organisation_names(*, most: int) -> list[str]:
    """The first open organisations of the directory, by name; one query."""
    names = Organisation.objects.filter(closed_on=None).order_by("search_name", "pk").values_list("name", flat=True)
    return list(names[:most])


def cites_coordinated_by(membership_roles: tuple[tuple[int, str], ...]) -> list[Cite]:
    """The Cités, among those of a viewer, that she coordinates."""
    keys = [cite_id for cite_id, role in membership_roles if role == Role.COORDINATOR]
    return list(Cite.objects.filter(pk__in=keys, closed_on=None))


def last_review(organisation_id: int) -> AccessReview | None:
    return AccessReview.objects.filter(organisation=organisation_id).select_related("by").first()


def reviews_due(*, now: datetime) -> list[Organisation]:
    """The organisations that have members, and whose list waits to be read again."""
    last = AccessReview.objects.filter(organisation=OuterRef("pk")).values("at")[:1]
    with_members = Organisation.objects.filter(
        Exists(Membership.objects.filter(organisation=OuterRef("pk"), ended_at=None)), closed_on=None
    ).annotate(reviewed_at=Subquery(last))
    return [one for one in with_members if review_due(one.reviewed_at, now=now)]


def _administrators(organisation_id: Any) -> QuerySet[Membership]:
    return Membership.objects.filter(
        organisation=organisation_id, ended_at=None, role=Role.ADMINISTRATOR, user__is_active=True
    )


def _cite_roles(**of: Any) -> QuerySet[Any]:
    key = next(iter(of))
    found: QuerySet[Any] = _current_roles().filter(**of).order_by().values(key)
    words: QuerySet[Any] = found.annotate(words=Joined(_with_role("cite__name"))).values("words")
    return words


def _current_roles() -> QuerySet[CiteRole]:
    return CiteRole.objects.filter(ended_at=None, cite__closed_on=None, membership__ended_at=None)


def _with_role(name: str) -> Concat:
    """«Régie des Tilleuls (membre)»."""
    label = Case(
        *[When(role=role, then=Value(role.label)) for role in Role], default=Value(""), output_field=CharField()
    )
    return Concat(name, Value(" ("), label, Value(")"), output_field=TextField())
