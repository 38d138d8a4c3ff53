"""Reads delivery status notifications (RFC 3464): which of our mails came back, and why."""

import email
import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from quartiers.kernel.errors import RuleBroken

TOKEN = re.compile(r"<([A-Za-z0-9_-]{43})@")
FAILED = "failed"
MBOX = b"From "


@dataclass(frozen=True)
class Bounce:
    """A mail that came back: the token of its Message-ID, and the words of the server."""

    token: str
    reason: str


def messages_in(path: Path) -> Iterator[bytes]:
    """The messages of a file ``.eml``, of a mailbox (mbox), or of every file of a folder, such as a Maildir.

    Raises:
        RuleBroken: nothing can be read there.
    """
    try:
        if path.is_dir():
            for one in sorted(path.rglob("*")):
                if one.is_file():
                    yield from _messages(one)
        else:
            yield from _messages(path)
    except OSError as error:
        raise RuleBroken(
            f"Le fichier {path} ne s’ouvre pas. Vérifiez son nom et vos droits, puis relancez."
        ) from error


def bounce_of(raw: bytes) -> Bounce | None:
    """What one message says; None when it is no notification of failure, or of somebody else's mail."""
    message = email.message_from_bytes(raw, policy=default)
    if not isinstance(message, EmailMessage) or message.get_content_type() != "multipart/report":
        return None
    status = _status(message)
    token = _token(message)
    if status is None or token is None or str(status.get("Action", "")).lower() != FAILED:
        return None
    words = str(status.get("Diagnostic-Code") or status.get("Status") or "")
    return Bounce(token, words)


def _messages(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        is_mailbox = file.read(len(MBOX)) == MBOX
    if not is_mailbox:
        yield path.read_bytes()
        return
    box = mailbox.mbox(path, create=False)
    try:
        yield from (box.get_bytes(key) for key in box.iterkeys())
    finally:
        box.close()


def _status(message: EmailMessage) -> EmailMessage | None:
    """The part that speaks of the recipient: the second block of ``message/delivery-status``."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            found = [block for block in blocks if isinstance(block, EmailMessage) and block.get("Action")]
            return found[0] if found else None
    return None


def _token(message: EmailMessage) -> str | None:
    """Our Message-ID, in the message or the headers that came back with the notification."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            heads = [str(one.get("Message-ID", "")) for one in inner if isinstance(one, EmailMessage)]
        elif part.get_content_type() == "text/rfc822-headers":
            heads = [str(part.get_payload(decode=True), "utf-8", "replace")]  # type: ignore[arg-type]  # bytes here
        else:
            continue
        for head in heads:
            if match := TOKEN.search(head):
                return match[1]
    return None
