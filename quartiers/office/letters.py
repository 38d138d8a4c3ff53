"""From a template to a mail: one source in plain text, from which the HTML part is made.

In the text a blank line parts paragraphs, lines that begin with «- » make a list, an address alone is a link: the
sentence before it, if it ends with a colon, is what the link says. Nothing of the text is ever read as HTML.
"""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from email.headerregistry import Address
from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template, render_to_string

from quartiers.office.models import Mail
from quartiers.office.rules import one_line

ADDRESS = re.compile(r"https?://\S+")
#: Between two sentences of a line.
SENTENCES = re.compile(r"(?<=[.?!]) +(?=[A-ZÀ-Ý])")
#: Of a recipient (RFC 5321, 4.5.3.1.3).
ADDRESS_MAX = 254


@dataclass(frozen=True)
class Block:
    """A piece of a mail: a paragraph, a list, or a link that stands alone, with what it says."""

    kind: str
    lines: Sequence[str]
    label: str = ""


def rendered(template: str, context: Mapping[str, Any]) -> str:
    """The text of a mail. Values are written as they are: it is text, not HTML."""
    given = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **context}
    source: Any = get_template(template)
    text: str = source.template.render(Context(given, autoescape=False))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def as_message(mail: Mail) -> EmailMultiAlternatives:
    """The message of a row, text first."""
    message = EmailMultiAlternatives(
        subject=one_line(mail.subject),
        body=mail.text,
        from_email=sender(),
        to=[mail.recipient],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=_headers(mail),
    )
    message.attach_alternative(as_html(mail.subject, mail.text), "text/html")
    for one in mail.attachments:
        message.attach(one["name"], base64.b64decode(one["content"]), one["type"])
    return message


def _headers(mail: Mail) -> dict[str, str]:
    found = {"Message-ID": f"<{mail.token}@{_host()}>", "Auto-Submitted": "auto-generated"}
    if mail.unsubscribe:
        found |= {"List-Unsubscribe": f"<{mail.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return found


def as_html(subject: str, text: str) -> str:
    """The HTML part: semantic, without image, link to follow or style that a reader needs."""
    return render_to_string("office/email/layout.html", {"subject": subject, "blocks": blocks(text)})


def blocks(text: str) -> list[Block]:
    """The text in pieces, as the HTML part and the page show it."""
    found: list[Block] = []
    for block in (_block(part) for part in re.split(r"\n\s*\n", text.strip())):
        if block.kind == "link" and found and found[-1].kind == "paragraph":
            kept, label = _announced(found.pop().lines)
            found += [Block("paragraph", kept)] if kept else []
            block = replace(block, label=label)
        found.append(block)
    return found


def is_offline() -> bool:
    """Whether mails are files of this machine."""
    return bool(settings.EMAIL_BACKEND.endswith(".MailFiles"))


def sender() -> str:
    """From whom every mail comes."""
    return formataddr((settings.SITE_NAME, settings.MAIL_FROM))


def is_address(text: str) -> bool:
    """Whether a text can be a recipient: one address, without anything that a header could be cut by."""
    if len(text) > ADDRESS_MAX or " " in text or not text.isprintable():
        return False
    try:
        return bool(Address(addr_spec=text).domain)
    except (ValueError, IndexError):
        return False


def _block(part: str) -> Block:
    lines = [line.strip() for line in part.splitlines() if line.strip()]
    if all(line.startswith("- ") for line in lines):
        return Block("list", [line[2:] for line in lines])
    if len(lines) == 1 and ADDRESS.fullmatch(lines[0]):
        return Block("link", lines)
    return Block("paragraph", lines)


def _announced(lines: Sequence[str]) -> tuple[Sequence[str], str]:
    """What stays of a paragraph before a link, and its last sentence, if it announces the link."""
    *before, last = lines
    if not last.endswith(":"):
        return lines, ""
    *sentences, label = SENTENCES.split(last[:-1].rstrip())
    return [*before, *([" ".join(sentences)] if sentences else [])], label


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
