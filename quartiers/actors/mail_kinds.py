"""How the page of messages calls the mails of accounts."""

MAIL_KINDS = {
    "actors.identity_linked": "ProConnect relié à un compte",
    "actors.identity_unlinked": "ProConnect retiré d’un compte",
    "actors.invitation": "invitation",
    "actors.password_changed": "mot de passe changé",
    "actors.password_reset": "mot de passe changé après un oubli",
    "actors.password_reset_key": "mot de passe oublié",
    "actors.recovery_codes_generated": "codes de secours remplacés",
    "actors.totp_activated": "second facteur mis en place",
    "actors.totp_deactivated": "second facteur retiré",
}
