"""The mails of accounts: a word, a subject and a text each, in ``templates/actors/email``."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from quartiers.office import actions as office

SUBJECTS = {
    "password_reset_key": "Choisir un nouveau mot de passe",
    "password_reset": "Votre mot de passe a été changé",
    "password_changed": "Votre mot de passe a été changé",
    "totp_activated": "Votre second facteur est en place",
    "totp_deactivated": "Votre second facteur a été retiré",
    "recovery_codes_generated": "Vos codes de secours ont été remplacés",
}


def write(kind: str, *, to: str, context: Mapping[str, Any], now: datetime, key: str = "") -> None:
    """Put a mail in the outbox.

    Args:
        kind: a key of ``SUBJECTS``.
        to: one address.
        context: what its text needs besides ``now``.
        now: instant of writing.
        key: what it is about; each one is its own when nothing is said.
    """
    office.write_mail(
        f"actors.{kind}",
        to=to,
        subject=SUBJECTS[kind],
        template=f"actors/email/{kind}.txt",
        context={**context, "now": now},
        key=key or now.isoformat(),
        now=now,
    )
