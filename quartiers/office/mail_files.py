"""The transport of an installation without a mail server: each message is a file that one can open and read."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class MailFiles(BaseEmailBackend):
    """Writes ``courriels/<instant>-<identifier>.eml`` in the data folder."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for one in email_messages:
            _write(one)
        return len(email_messages)


def folder() -> Path:
    return Path(settings.DATA_DIR) / "courriels"


def _write(one: EmailMessage) -> None:
    path = folder()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    headers: dict[str, Any] = one.extra_headers
    name = headers.get("Message-ID", "").strip("<>").partition("@")[0]
    (path / f"{timezone.now():%Y%m%d-%H%M%S}-{name}.eml").write_bytes(one.message().as_bytes())
