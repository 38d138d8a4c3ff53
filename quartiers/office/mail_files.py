"""The transport of an installation without a mail server: each message is a file that one can open and read."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

#: Length of the instant at the head of a name, with its hyphen.
STAMP = len("20261123-100000-")


class MailFiles(BaseEmailBackend):
    """Writes ``courriels/<instant>-<identifier>.eml`` in the data folder."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for one in email_messages:
            _write(one)
        return len(email_messages)


def folder() -> Path:
    return Path(settings.DATA_DIR) / "courriels"


def erase(tokens: Iterable[str]) -> int:
    """Erase the files of these mails, by their token; returns how many. Safe to run twice."""
    known = set(tokens)
    found = [path for path in folder().glob("*.eml") if path.stem[STAMP:] in known]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _write(one: EmailMessage) -> None:
    path = folder()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    headers: dict[str, Any] = one.extra_headers
    name = headers.get("Message-ID", "").strip("<>").partition("@")[0]
    (path / f"{timezone.now():%Y%m%d-%H%M%S}-{name}.eml").write_bytes(one.message().as_bytes())
