"""From a request to its viewer: account, organisation in use, roles there, second factor shown or not."""

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from quartiers.actors.models import Membership, User
from quartiers.actors.queries import CHOSEN, cite_roles_of, memberships_of
from quartiers.actors.rules import LOCKED_WITHOUT_SECOND_FACTOR, Role, capabilities_of
from quartiers.web.access import Viewer

#: What allauth calls a second factor in the records of a session.
SECOND = "mfa"
#: The kind of second factor that the demonstration gives with its button.
DEMO = "demo"


def viewer(request: HttpRequest) -> Viewer | None:
    """The signed-in person, in the organisation in use; None for a visitor, without a query when no session exists."""
    user = getattr(request, "user", None)  # an error may come before anybody is asked
    if not isinstance(user, User) or not user.is_active:
        return None
    membership = membership_in_use(request, user)
    roles, cites = _roles(user, membership)
    given = capabilities_of(roles)
    proved = shown_second_factor(request, user)
    locked = frozenset() if proved else given & LOCKED_WITHOUT_SECOND_FACTOR
    return Viewer(
        user_id=user.pk,
        name=str(user),
        organisation_id=membership.organisation_id if membership else None,
        organisation=membership.organisation.name if membership else "",
        kind=membership.organisation.kind if membership else "",
        role=role_shown(roles),
        roles=roles,
        cites=cites,
        capabilities=given - locked,
        locked=locked,
        proved=proved,
    )


def membership_in_use(request: HttpRequest, user: User) -> Membership | None:
    """The membership that the session chose, else the first one."""
    open_ones = list(memberships_of(user.pk))
    chosen = request.session.get(CHOSEN)
    return next((one for one in open_ones if one.organisation_id == chosen), open_ones[0] if open_ones else None)


def shown_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether a second factor was shown in this very session; owning one is not enough."""
    shown = [one.get("type") for one in get_authentication_records(request, user) if one.get("method") == SECOND]
    return any(kind != DEMO or settings.DEMO for kind in shown)


def role_shown(roles: frozenset[Role]) -> str:
    """The words of the header: the role that weighs most."""
    ordered = (
        Role.INSTALLATION_ADMINISTRATOR,
        Role.COORDINATOR,
        Role.DATA_PROTECTION_OFFICER,
        Role.PARTNER,
        Role.OBSERVER,
        Role.ADMINISTRATOR,
        Role.MEMBER,
    )
    return next((role.label for role in ordered if role in roles), "")


def _roles(user: User, membership: Membership | None) -> tuple[frozenset[Role], tuple[tuple[int, str], ...]]:
    roles = {Role.INSTALLATION_ADMINISTRATOR} if user.is_installation_administrator else set()
    if membership is None:
        return frozenset(roles), ()
    cites = tuple((one.cite_id, one.role) for one in cite_roles_of(membership.pk))
    return frozenset(roles | {Role(membership.role)} | {Role(role) for _, role in cites}), cites
