"""Sign in, prove it again, choose a password: the forms of allauth in French, and each code used once."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.totp.internal import auth
from django import forms
from django.http import HttpRequest
from django.utils.timezone import now

from quartiers.actors import actions
from quartiers.actors.rules import PASSWORD_LENGTH
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import quantity
from quartiers.web.throttle import client_address

EMAIL, PASSWORD, CODE = "Adresse de courriel", "Mot de passe", "Code"
MISSING_EMAIL = "Il manque votre adresse. Tapez celle qui a reçu l’invitation."
BAD_EMAIL = "Cette adresse n’en a pas l’air. Par exemple\u00a0: awa.diarra@exemple.fr"
MISSING_PASSWORD = "Il manque le mot de passe."
MISSING_CODE = "Il manque le code. Il a six chiffres, et change toutes les trente secondes."
DIFFERENT = "Les deux mots de passe ne sont pas les mêmes. Tapez-les de nouveau."


def dress(field: forms.Field, label: str, *, missing: str = "", help_text: str = "") -> None:
    """Give a field of allauth its words; no placeholder, which would stand for a label."""
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.error_messages["required"] = missing


def length_help() -> str:
    least = quantity(PASSWORD_LENGTH.on(now().date()), "caractère")
    return f"Au moins {least}. Quelques mots qui n’ont rien à voir font très bien l’affaire."


class SignInForm(account_forms.LoginForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields["login"], EMAIL, missing=MISSING_EMAIL)
        self.fields["login"].error_messages["invalid"] = BAD_EMAIL
        dress(self.fields["password"], PASSWORD, missing=MISSING_PASSWORD)

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.user is not None:
            actions.forget_failures(self.cleaned_data["login"])
        return cleaned


class PasswordAgainForm(account_forms.ReauthenticateForm):  # type: ignore[misc]  # idem
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields["password"], "Votre mot de passe", missing=MISSING_PASSWORD)


class ForgottenForm(account_forms.ResetPasswordForm):  # type: ignore[misc]  # idem
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields["email"], EMAIL, missing=MISSING_EMAIL)
        self.fields["email"].error_messages["invalid"] = BAD_EMAIL

    def clean_email(self) -> str:
        try:
            actions.ask_new_password(self.cleaned_data["email"], client_address(context.request), now=now())
        except RuleBroken as broken:
            raise forms.ValidationError(broken.message) from broken
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Nobody looks here whether the address has an account: the answer takes the same time for everybody."""
        email = str(self.cleaned_data["email"])
        actions.start_new_password(email, now=now())
        return email


class _TwicePassword:
    """The same two fields in every form that sets a password."""

    fields: dict[str, forms.Field]

    def _dress_passwords(self) -> None:
        dress(self.fields["password1"], "Nouveau mot de passe", missing=MISSING_PASSWORD, help_text=length_help())
        dress(self.fields["password2"], "Le même, encore une fois", missing=MISSING_PASSWORD)


class NewPasswordForm(_TwicePassword, account_forms.ResetPasswordKeyForm):  # type: ignore[misc]  # idem
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dress_passwords()


class ChangePasswordForm(_TwicePassword, account_forms.ChangePasswordForm):  # type: ignore[misc]  # idem
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields["oldpassword"], "Mot de passe actuel", missing=MISSING_PASSWORD)
        self._dress_passwords()


class _Code(forms.Form):
    """A code of six digits, or of recovery: counted when it fails, used once when it is right."""

    user: Any
    fields: dict[str, forms.Field]
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields["code"], CODE, missing=MISSING_CODE, help_text="Six chiffres, ou un code de secours.")
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True, "class": "form-control code"}

    def clean_code(self) -> str:
        account, address = f"code:{self.user.pk}", client_address(context.request)
        try:
            actions.refuse_too_many(account, address, now=now())
        except RuleBroken as broken:
            raise forms.ValidationError(broken.message) from broken
        try:
            code = str(super().clean_code())  # type: ignore[misc]  # of the form of allauth beside it
            self._use_once(code)
        except forms.ValidationError:
            actions.note_failure(account, address, now=now())
            raise
        actions.forget_failures(account)
        return code

    def _use_once(self, code: str) -> None:
        if self.authenticator.type == Authenticator.Type.TOTP and not actions.spend_code(
            self.user.pk, _step(self.authenticator, code)
        ):
            raise forms.ValidationError("Ce code a déjà servi. Attendez le suivant, puis réessayez.")


class CodeForm(_Code, mfa_forms.AuthenticateForm):  # type: ignore[misc]  # idem
    pass


class CodeAgainForm(_Code, mfa_forms.ReauthenticateForm):  # type: ignore[misc]  # idem
    pass


class FirstCodeForm(totp_forms.ActivateTOTPForm):  # type: ignore[misc]  # idem
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields["code"], CODE, missing=MISSING_CODE, help_text="Les six chiffres que montre l’application.")
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


def _step(authenticator: Authenticator, code: str) -> int:
    """The step of time of a right code: the newest that gives it."""
    secret = auth.decrypt(authenticator.data["secret"])
    digits = "".join(filter(str.isdigit, code))
    steps = [one for one in auth.yield_hotp_counters_from_time() if f"{auth.hotp_value(secret, one):06}" == digits]
    return max(steps, default=0)
