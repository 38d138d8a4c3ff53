"""What the platform asks of django-allauth: French words, its own count of failures, the outbox, safe links."""

import base64
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from quartiers.actors import actions, mails
from quartiers.kernel.errors import RuleBroken
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb
from quartiers.web.links import is_ours
from quartiers.web.middleware import REQUEST_ID
from quartiers.web.throttle import client_address

AGAIN = "Attendez le suivant, puis réessayez."
ACCOUNT_WORDS = {
    "account_inactive": "Ce compte est fermé. Écrivez à la personne qui administre votre organisation.",
    "email_password_mismatch": (
        "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez-les, ou demandez un nouveau mot de passe."
    ),
    "enter_current_password": "Ce n’est pas votre mot de passe actuel. Tapez-le de nouveau.",
    "incorrect_password": "Ce n’est pas votre mot de passe. Tapez-le de nouveau.",
    "incorrect_code": f"Ce code n’est pas le bon, ou il a changé entre-temps. {AGAIN}",
    "rate_limited": "Trop de demandes en peu de temps. Attendez une minute, puis réessayez.",
    "too_many_login_attempts": "Trop d’essais ont échoué. Attendez un quart d’heure, puis réessayez.",
}

#: Notices of allauth, by its own names; those that are not here are not shown.
NOTICES = {
    "account/messages/logged_out.txt": "Vous êtes bien hors de votre compte. À bientôt.",
    "account/messages/password_changed.txt": "Votre mot de passe est changé. Vos autres appareils sont déconnectés.",
    "mfa/messages/totp_activated.txt": "Votre second facteur est en place.",
    "mfa/messages/totp_deactivated.txt": "Votre second facteur est retiré.",
    "mfa/messages/recovery_codes_generated.txt": "Voici vos codes de secours. Gardez-les hors du téléphone.",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages = {**DefaultAccountAdapter.error_messages, **ACCOUNT_WORDS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: one is invited."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only pages of this site, by their path."""
        return bool(url) and is_ours(url or "")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse unread what comes after too many failures, whether the account exists or not."""
        try:
            actions.refuse_too_many(credentials.get("email", ""), client_address(request), now=now())
        except RuleBroken as broken:
            raise self.validation_error("too_many_login_attempts") from broken

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        actions.note_failure(credentials.get("email", ""), client_address(request), now=now())
        by = Author(None, None, str(request.META.get(REQUEST_ID, "")))
        audit(Verb.REFUSED, kind="actors.sign_in", object_id=None, by=by, now=now())

    def _rollback_login_failed_rl_usage(self) -> None:
        """Called for whoever got in: allauth counts nothing here."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not in the quarter of an hour that follows a sign-in: a newcomer types her password once."""
        request = context.request
        records = get_authentication_records(request, request.user)
        last = max((float(one["at"]) for one in records), default=0.0)
        return time.time() - last > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("actors:account")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        words = message or NOTICES.get(message_template or "")
        if words:
            messages.add_message(request, level, words, extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Allauth names its mails by the path of their template: ours have one word."""
        kind = template_prefix.rpartition("/")[2]
        mails.write(kind, to=email, context={}, now=now())


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # idem
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": ACCOUNT_WORDS["incorrect_code"],
        "cannot_delete_authenticator": "Votre second facteur ne peut pas être retiré.",
    }

    def encrypt(self, text: str) -> str:
        """The secret of an application is not stored in clear: a copy of the database opens nothing."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return str(settings.SITE_NAME)

    def is_mfa_enabled(self, user: AbstractBaseUser, types: list[str] | None = None) -> bool:
        """Codes of recovery alone are no second factor."""
        return super().is_mfa_enabled(user, types or [Authenticator.Type.TOTP]) is True


def _cipher() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac("quartiers.actors.second_factor", "", secret=one, algorithm="sha256") for one in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one.digest())) for one in digests])
