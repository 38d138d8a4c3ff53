"""What people type about their account."""

from quartiers.actors.forms.account import ProfileForm, SwitchForm
from quartiers.actors.forms.invitations import InviteForm, NewcomerForm, RoleForm
from quartiers.actors.forms.sign_in import (
    ChangePasswordForm,
    CodeAgainForm,
    CodeForm,
    FirstCodeForm,
    ForgottenForm,
    NewPasswordForm,
    PasswordAgainForm,
    SignInForm,
)

__all__ = [
    "ChangePasswordForm",
    "CodeAgainForm",
    "CodeForm",
    "FirstCodeForm",
    "ForgottenForm",
    "InviteForm",
    "NewPasswordForm",
    "NewcomerForm",
    "PasswordAgainForm",
    "ProfileForm",
    "RoleForm",
    "SignInForm",
    "SwitchForm",
]
