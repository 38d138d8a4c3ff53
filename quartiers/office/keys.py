"""The keys of the journal, derived from one secret, so that none of them gives the others."""

import hashlib
import hmac

from django.conf import settings


def seal_key() -> bytes:
    """What seals the lines of the journal."""
    return _derived("audit.seal")


def pseudonym_key() -> bytes:
    """What hides the objects of the journal."""
    return _derived("audit.pseudonym")


def _derived(use: str) -> bytes:
    return hmac.new(settings.AUDIT_KEY.encode(), use.encode(), hashlib.sha256).digest()
