"""Invite, answer an invitation, change a role."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from quartiers.actors.forms.account import ProfileForm
from quartiers.actors.forms.sign_in import BAD_EMAIL, MISSING_PASSWORD, length_help
from quartiers.actors.models import Cite, User
from quartiers.actors.rules import Role
from quartiers.actors.rules.roles import CITE_ROLES, ORGANISATION_ROLES

ROLES = [(role, role.label.capitalize()) for role in ORGANISATION_ROLES]
UNKNOWN = {
    "invalid_choice": "Ce choix n’existe pas. Prenez l’un de ceux de la liste.",
    "required": "Il manque ce choix.",
}


class RoleForm(forms.Form):
    """A role in an organisation."""

    role = forms.ChoiceField(
        label="Rôle dans l’organisation",
        choices=ROLES,
        widget=forms.RadioSelect,
        initial=Role.MEMBER,
        help_text="L’administration invite, retire et change les rôles. Elle demande un second facteur.",
        error_messages=UNKNOWN,
    )


class InviteForm(RoleForm):
    """Whom, as what; in which Cité besides, for who coordinates one."""

    email = forms.EmailField(
        label="Adresse de courriel",
        help_text="Une adresse personnelle de travail, jamais une boîte commune.",
        error_messages={"required": "Il manque l’adresse à inviter.", "invalid": BAD_EMAIL},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    cite = forms.ModelChoiceField(
        Cite.objects.none(), label="Cité", required=False, empty_label="Aucune", error_messages=UNKNOWN
    )
    cite_role = forms.ChoiceField(
        label="Rôle dans la Cité",
        choices=[("", "Aucun"), *((role, role.label.capitalize()) for role in CITE_ROLES)],
        required=False,
        error_messages=UNKNOWN,
    )
    field_order = ["email", "role", "cite", "cite_role"]

    def __init__(self, *args: Any, cites: list[Cite], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if cites:
            field = self.fields["cite"]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  says the type to mypy
            field.queryset = Cite.objects.filter(pk__in=[one.pk for one in cites])
        else:
            del self.fields["cite"], self.fields["cite_role"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if bool(cleaned.get("cite")) != bool(cleaned.get("cite_role")) and "cite" in self.fields:
            self.add_error("cite_role", "Choisissez la Cité et le rôle ensemble, ou aucun des deux.")
        return cleaned


class NewcomerForm(ProfileForm):
    """A name and a password: the account is made."""

    password = forms.CharField(
        label="Mot de passe",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": MISSING_PASSWORD},
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].help_text = length_help()

    def clean_password(self) -> str:
        names = {name: self.cleaned_data.get(name, "") for name in ("first_name", "last_name")}
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, **names))
        return password
