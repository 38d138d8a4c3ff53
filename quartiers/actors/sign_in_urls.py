"""The pages of allauth, at French addresses and with our templates; those that are not listed do not exist here."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.views.generic import RedirectView

from quartiers.actors.views import proconnect


class Uid(StringConverter):
    """The number of an account as allauth writes it: the dash that follows is not part of it."""

    regex = "[0-9A-Za-z]+"


register_converter(Uid, "uid")


def page(view: Any, template: str) -> Any:
    return view.as_view(template_name=template)


urlpatterns = [
    path("connexion/", page(account.LoginView, "actors/sign_in/sign_in.html"), name="account_login"),
    path(
        "connexion/fermee/", page(account.AccountInactiveView, "actors/sign_in/inactive.html"), name="account_inactive"
    ),
    path("connexion/code/", page(mfa.AuthenticateView, "actors/sign_in/code.html"), name="mfa_authenticate"),
    path("deconnexion/", page(proconnect.SignOut, "actors/sign_in/sign_out.html"), name="account_logout"),
    path("confirmer/", page(account.ReauthenticateView, "actors/sign_in/again.html"), name="account_reauthenticate"),
    path("confirmer/code/", page(mfa.ReauthenticateView, "actors/sign_in/again.html"), name="mfa_reauthenticate"),
    path(
        "mot-de-passe/",
        page(account.PasswordResetView, "actors/sign_in/forgotten.html"),
        name="account_reset_password",
    ),
    path(
        "mot-de-passe/envoye/",
        page(account.PasswordResetDoneView, "actors/sign_in/forgotten_sent.html"),
        name="account_reset_password_done",
    ),
    path(
        "mot-de-passe/choisi/",
        page(account.PasswordResetFromKeyDoneView, "actors/sign_in/new_password_done.html"),
        name="account_reset_password_from_key_done",
    ),
    path(
        "mot-de-passe/changer/",
        page(account.PasswordChangeView, "actors/sign_in/change_password.html"),
        name="account_change_password",
    ),
    path(
        "mot-de-passe/<uid:uidb36>-<str:key>/",
        page(account.PasswordResetFromKeyView, "actors/sign_in/new_password.html"),
        name="account_reset_password_from_key",
    ),
    # Who has no password asks for one by mail: her mailbox proves her, an open session does not.
    path(
        "mot-de-passe/choisir/",
        RedirectView.as_view(pattern_name="account_reset_password"),
        name="account_set_password",
    ),
    path("proconnect/", proconnect.enter, name="proconnect_login"),
    path("proconnect/retour/", proconnect.back, name="proconnect_callback"),
    path("proconnect/relier/", proconnect.link, name="proconnect_link"),
    path("proconnect/retirer/", proconnect.unlink, name="proconnect_unlink"),
    path("second-facteur/", RedirectView.as_view(pattern_name="actors:account"), name="mfa_index"),
    path(
        "second-facteur/installer/",
        page(totp.ActivateTOTPView, "actors/sign_in/install.html"),
        name="mfa_activate_totp",
    ),
    path(
        "second-facteur/retirer/",
        page(totp.DeactivateTOTPView, "actors/sign_in/remove.html"),
        name="mfa_deactivate_totp",
    ),
    path(
        "codes-de-secours/",
        page(codes.ViewRecoveryCodesView, "actors/sign_in/codes.html"),
        name="mfa_view_recovery_codes",
    ),
    path(
        "codes-de-secours/remplacer/",
        page(codes.GenerateRecoveryCodesView, "actors/sign_in/new_codes.html"),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "codes-de-secours/telecharger/",
        page(codes.DownloadRecoveryCodesView, "actors/sign_in/codes.txt"),
        name="mfa_download_recovery_codes",
    ),
]
