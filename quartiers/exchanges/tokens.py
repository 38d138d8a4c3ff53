"""Personal links: unguessable, for one purpose, revocable.

A token is the participant's number and her nonce, signed for one purpose: a link that joins opens nothing else, and a
new nonce closes every link at once. Nothing is looked up with what a visitor typed but a number that was signed.
"""

import secrets
from enum import StrEnum

from django.core import signing

NONCE_BYTES = 16


class Purpose(StrEnum):
    """What a link is for."""

    MANAGE = "manage"
    JOIN = "join"
    INVITATION = "invitation"
    SURVEY = "survey"
    CERTIFICATE = "certificate"
    UNSUBSCRIBE = "unsubscribe"
    CALENDAR = "calendar"


def new_nonce() -> str:
    return secrets.token_urlsafe(NONCE_BYTES)


def token_for(participant_id: int, nonce: str, purpose: Purpose) -> str:
    """The token of a participant for one purpose."""
    return _signer(purpose).sign(f"{participant_id}.{nonce}").replace(":", "~")


def read_token(token: str, purpose: Purpose) -> tuple[int, str] | None:
    """The participant's number and nonce; None for what was not signed here, or for another purpose."""
    try:
        number, _, nonce = _signer(purpose).unsign(token.replace("~", ":")).partition(".")
        return int(number), nonce
    except (signing.BadSignature, ValueError):
        return None


def _signer(purpose: Purpose) -> signing.Signer:
    return signing.Signer(salt=f"exchanges.{purpose.value}")
