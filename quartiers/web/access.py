"""Who is in front of the screen, and the guard of a page. The rooms above say who that is and what she may do.

A guard asks for a capability by its name, or for a rule: a pure function of the viewer. A stranger is sent to sign in;
who has not shown a second factor is sent to show it; who may not gets 403. What must not even be known to exist is
left out by a query, and answers 404.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeAlias
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

P = ParamSpec("P")
#: Manage the installation: messages, tasks, organisations, accounts.
ADMINISTRATION = "administration"
#: Read the journal of accesses.
JOURNAL = "journal"
#: What each form carries: the organisation that was in use when it was shown. The room that knows accounts reads it.
ACTS_FOR, NO_ORGANISATION = "agit_pour", 0
#: What each page writes in its forms, so that a form sent twice is known; the room that remembers it reads it.
SENDING = "envoi"
#: What a form carries for the platform itself, and nobody typed.
GUARDS = frozenset({"csrfmiddlewaretoken", ACTS_FOR, SENDING})
SIGN_IN, SECOND_FACTOR = "account_login", "actors:second_factor"


@dataclass(frozen=True)
class Viewer:
    """A signed-in person, in the organisation in use.

    Args:
        user_id: her account.
        name: as she is called.
        organisation_id: of the organisation in use; None for who has none.
        organisation: its name, as the header shows it.
        kind: its kind, a value of ``actors.rules.OrganisationKind``; empty for who has none.
        role: words of her role there, for the header.
        roles: her roles in this organisation and in its Cités, values of ``actors.rules.Role``.
        cites: identifiers of the Cités where she has a role, with that role.
        capabilities: what she may do now.
        locked: what she may do once she has shown her second factor.
        proved: whether she has shown it in this session, whatever her roles.
    """

    user_id: int
    name: str
    organisation_id: int | None = None
    organisation: str = ""
    kind: str = ""
    role: str = ""
    roles: frozenset[str] = frozenset()
    cites: tuple[tuple[int, str], ...] = ()
    capabilities: frozenset[str] = field(default_factory=frozenset)
    locked: frozenset[str] = field(default_factory=frozenset)
    proved: bool = False

    def may(self, capability: str) -> bool:
        return capability in self.capabilities


Provider: TypeAlias = Callable[[HttpRequest], Viewer | None]
Rule: TypeAlias = Callable[[Viewer], bool]
View: TypeAlias = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
_providers: list[Provider] = []


def provide_viewer(provider: Provider) -> None:
    """Say who reads a request; called once, by the room that knows accounts."""
    _providers[:] = [provider]


def viewer_of(request: HttpRequest) -> Viewer | None:
    """The person in front of the screen; None for a visitor. Asked once a request."""
    if not hasattr(request, "_viewer"):
        request._viewer = _providers[0](request) if _providers else None  # type: ignore[attr-defined]  # our own cache
    found: Viewer | None = request._viewer  # type: ignore[attr-defined]  # idem
    return found


def was_made_for_somebody(request: HttpRequest) -> bool:
    """Whether somebody is signed in, and the answer asked who; costs nothing."""
    return getattr(request, "_viewer", None) is not None


def known_viewer(request: HttpRequest) -> Viewer:
    """The viewer, behind a guard.

    Raises:
        PermissionDenied: the page has no guard and nobody signed in.
    """
    viewer = viewer_of(request)
    if viewer is None:
        raise PermissionDenied
    return viewer


def requires(what: str | Rule) -> Callable[[View[P]], View[P]]:
    """Open a page to the viewers who have this capability, or whom this rule lets in."""

    def guard(view: View[P]) -> View[P]:
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            refused = refusal(request, what)
            return refused if refused is not None else view(request, *args, **kwargs)

        update_wrapper(guarded, view)
        return guarded

    return guard


def signed_in(viewer: Viewer) -> bool:
    """A rule: whoever has an account."""
    return True


def refusal(request: HttpRequest, what: str | Rule) -> HttpResponse | None:
    """The way to sign in or to the second factor; None for who may enter.

    Raises:
        PermissionDenied: for who is known and may not.
    """
    viewer = viewer_of(request)
    if viewer is None:
        return _sent_to(SIGN_IN, request, "next")
    if isinstance(what, str):
        if viewer.may(what):
            return None
        if what in viewer.locked:
            return _sent_to(SECOND_FACTOR, request, "retour")
    elif what(viewer):
        return None
    raise PermissionDenied


def second_factor_first(request: HttpRequest) -> HttpResponse:
    """The way to the second factor, for a rule of a room that asks for one besides the capabilities."""
    return _sent_to(SECOND_FACTOR, request, "retour")


def _sent_to(page: str, request: HttpRequest, name: str) -> HttpResponse:
    """Back to this page afterwards, when reading it changes nothing."""
    back: dict[str, Any] = {name: request.get_full_path()} if request.method in {"GET", "HEAD"} else {}
    return HttpResponseRedirect(f"{reverse(page)}?{urlencode(back)}" if back else reverse(page))
