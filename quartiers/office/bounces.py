"""Reads delivery status notifications (RFC 3464): which of our mails came back, and why."""

import email
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default

TOKEN = re.compile(r"<([A-Za-z0-9_-]{43})@")
FAILED = "failed"


@dataclass(frozen=True)
class Bounce:
    """A mail that came back: the token of its Message-ID, and the words of the server."""

    token: str
    reason: str


def bounces_of(messages: Iterable[bytes]) -> Iterator[Bounce]:
    """What these messages say of our mails; a message that says nothing of them is passed over."""
    for raw in messages:
        found = bounce_of(raw)
        if found is not None:
            yield found


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
