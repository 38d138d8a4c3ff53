"""What follows a sign-in: Django and allauth say what happened, the platform remembers it."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, record_authentication
from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.timezone import now

from quartiers.actors import actions
from quartiers.actors.models import User
from quartiers.actors.viewing import SECOND
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb
from quartiers.web.middleware import REQUEST_ID


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **more: Any) -> None:
    _line(Verb.SIGN_IN, request, user)
    _remember(request, user)


def _line(verb: Verb, request: HttpRequest, user: User) -> None:
    author = Author(user.pk, None, str(request.META.get(REQUEST_ID, "")))
    audit(verb, kind="actors.account", object_id=user.pk, by=author, now=now())


def _remember(request: HttpRequest, user: User) -> None:
    if request.session.session_key is None:
        request.session.save()
    actions.open_session(
        user.pk, request.session.session_key or "", user_agent=request.META.get("HTTP_USER_AGENT", ""), now=now()
    )


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: User | None = None, **more: Any) -> None:
    if user is not None:
        _line(Verb.SIGN_OUT, request, user)
    if request.session.session_key:
        actions.forget_session(request.session.session_key)


@receiver(authenticator_added)
def second_factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **more: Any) -> None:
    """She has just typed its code: it is shown."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, method=SECOND, id=authenticator.pk, type=authenticator.type)


@receiver(authenticator_removed)
def second_factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **more: Any) -> None:
    """What was shown is no more."""
    kept = [one for one in get_authentication_records(request, user) if one.get("method") != SECOND]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept


@receiver(password_changed)
def password_was_changed(request: HttpRequest, user: User, **more: Any) -> None:
    """Whoever was signed in elsewhere with the old one is out."""
    actions.close_sessions(user.pk, but=request.session.session_key or "")
    _remember(request, user)


@receiver(password_reset)
def password_was_reset(request: HttpRequest, user: User, **more: Any) -> None:
    actions.close_sessions(user.pk)
