"""The mails of accounts: a word, a subject and a text each, in ``templates/actors/email``."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from quartiers.office import actions as office

#: Subject and template of each kind.
MAILS = {
    "invitation": ("Votre invitation à travailler avec nous", "actors/email/invitation.txt"),
    "password_reset_key": ("Choisir un nouveau mot de passe", "actors/email/password_reset_key.txt"),
    "password_reset": ("Votre mot de passe a été changé", "actors/email/password_reset.txt"),
    "password_changed": ("Votre mot de passe a été changé", "actors/email/password_changed.txt"),
    "identity_linked": ("ProConnect ouvre votre compte", "actors/email/identity_linked.txt"),
    "identity_unlinked": ("ProConnect n’ouvre plus votre compte", "actors/email/identity_unlinked.txt"),
    "totp_activated": ("Votre second facteur est en place", "actors/email/totp_activated.txt"),
    "totp_deactivated": ("Votre second facteur a été retiré", "actors/email/totp_deactivated.txt"),
    "recovery_codes_generated": (
        "Vos codes de secours ont été remplacés",
        "actors/email/recovery_codes_generated.txt",
    ),
}
#: Those whose link opens an account.
SECRET = {"invitation", "password_reset_key"}


def write(kind: str, *, to: str, context: Mapping[str, Any], now: datetime, key: str = "") -> None:
    """Put a mail in the outbox.

    Args:
        kind: a key of ``MAILS``.
        to: one address.
        context: what its text needs besides ``now``.
        now: instant of writing.
        key: what it is about; each one is its own when nothing is said.
    """
    subject, template = MAILS[kind]
    office.write_mail(
        f"actors.{kind}",
        to=to,
        subject=subject,
        template=template,
        context={**context, "now": now},
        key=key or now.isoformat(),
        now=now,
        secret=kind in SECRET,
    )
