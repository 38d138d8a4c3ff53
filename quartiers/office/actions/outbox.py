"""What can be done with mails: write, release, send, settle, erase.

Nothing is sent inside a request: a row is written in the caller's transaction, and a worker sends it. States move by
conditional updates: of two workers, one wins, on every database.
"""

import base64
import logging
import secrets
import smtplib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, QuerySet

from quartiers.kernel.errors import RuleBroken
from quartiers.office import letters
from quartiers.office.models import Mail
from quartiers.office.rules import CLAIM_LOST_AFTER, MAIL_DAYS, SUBJECT_MAX, MailState, next_try

logger = logging.getLogger("quartiers.mails")
BATCH = 50
REFUSED = "Le serveur du destinataire refuse ce message."
UNREACHABLE = "Le serveur d’envoi ne répond pas."
LOST = "L’envoi a été interrompu : on ne sait pas si le message est parti.".replace(" :", "\u00a0:")


@dataclass(frozen=True)
class Attachment:
    """A file of a mail.

    Args:
        name: with its ending, chosen by the code.
        type: MIME type with its parameters: ``text/calendar; method=REQUEST; charset=utf-8``.
        content: bytes.
    """

    name: str
    type: str
    content: bytes


def write_mail(
    kind: str,
    *,
    to: str,
    subject: str,
    template: str,
    context: Mapping[str, Any],
    key: str,
    now: datetime,
    reply_to: str = "",
    attachments: Sequence[Attachment] = (),
    draft: bool = False,
    secret: bool = False,
) -> Mail:
    """Write a mail in the caller's transaction; a worker sends it once the transaction is over.

    The same kind, key and recipient give the same row: written twice, sent once.

    Args:
        kind: what it is, «exchanges.confirmation».
        to: one address.
        subject: French, one line.
        template: of a text, ``room/email/name.txt``.
        context: of the template.
        key: what it is about, without a personal datum: «cycle 4, version 2».
        now: instant of writing.
        reply_to: to whom an answer goes.
        attachments: small files, such as a calendar.
        draft: whether somebody reads it again before it leaves.
        secret: whether its words open an account: they are shown to nobody, and erased as soon as it has left.

    Raises:
        RuleBroken: the address cannot be one.
    """
    if not letters.is_address(to):
        raise RuleBroken("Cette adresse de courriel n’est pas lisible. Par exemple\u00a0: awa.diarra@exemple.fr")
    mail, _ = Mail.objects.get_or_create(
        kind=kind,
        key=key,
        recipient=to,
        defaults={
            "reply_to": reply_to,
            "subject": _one_line(subject),
            "text": letters.rendered(template, context),
            "attachments": [_stored(one) for one in attachments],
            "token": secrets.token_urlsafe(32),
            "state": MailState.DRAFT if draft else MailState.READY,
            "is_secret": secret,
            "created_at": now,
            "due_at": now,
        },
    )
    return mail


def edit_draft(mail: Mail, *, subject: str, text: str) -> None:
    """Change the words of a mail that has not left.

    Raises:
        RuleBroken: it has left, or nothing is written.
    """
    if not subject.strip() or not text.strip():
        raise RuleBroken("Il manque le sujet ou le texte. Écrivez les deux.")
    drafts = Mail.objects.filter(pk=mail.pk, state=MailState.DRAFT)
    if not drafts.update(subject=_one_line(subject), text=text.strip() + "\n"):
        raise RuleBroken("Ce courriel n’attend plus de relecture. Il ne peut plus être modifié.")


def release(mails: "QuerySet[Mail]", *, now: datetime) -> int:
    """Let drafts leave; returns how many."""
    return mails.filter(state=MailState.DRAFT).update(state=MailState.READY, due_at=now)


def send_again(mail: Mail, *, now: datetime) -> None:
    """Try once more a mail that failed, or that may not have left: a person decided so.

    Raises:
        RuleBroken: it is in neither case.
    """
    _move(mail, (MailState.FAILED, MailState.UNCERTAIN), state=MailState.READY, due_at=now, attempts=0, error="")


def mark_sent(mail: Mail, *, now: datetime) -> None:
    """Take an uncertain mail for sent.

    Raises:
        RuleBroken: it is not uncertain.
    """
    _move(mail, (MailState.UNCERTAIN,), state=MailState.SENT, settled_at=now, error="")


def cancel_mail(mail: Mail, *, now: datetime) -> None:
    """Keep a mail from leaving.

    Raises:
        RuleBroken: it has left, or is leaving.
    """
    _move(mail, (MailState.DRAFT, MailState.READY), state=MailState.CANCELLED, settled_at=now)


def send_due(*, clock: Callable[[], datetime], stop: Callable[[], bool] = bool) -> int:
    """Send what is due, one mail at a time, until nothing is left; returns how many left. Never raises for a mail.

    Args:
        clock: asked before and after each mail.
        stop: asked before each mail: whether the worker must leave.
    """
    sent = 0
    while not stop() and (numbers := _due(clock())):
        connection = get_connection()
        try:
            if not _opened(connection):
                _put_off(numbers, now=clock())
                return sent
            sent += sum(_send_one(number, connection, clock=clock) for number in numbers if not stop())
        finally:
            connection.close()
    return sent


def note_lost_claims(*, now: datetime) -> int:
    """Show as uncertain the mails whose worker is gone; returns how many. They never leave again by themselves."""
    lost = Mail.objects.filter(state=MailState.CLAIMED, claimed_at__lt=now - CLAIM_LOST_AFTER)
    return lost.update(state=MailState.UNCERTAIN, settled_at=now, error=LOST)


def note_bounce(token: str, *, reason: str, now: datetime) -> bool:
    """Note that a mail came back; whether it was one of ours, and not yet known to have come back."""
    sent = Mail.objects.filter(token=token, state__in=(MailState.SENT, MailState.UNCERTAIN))
    return bool(sent.update(state=MailState.BOUNCED, settled_at=now, error=_one_line(reason)))


def purge_mails(*, now: datetime, dry_run: bool = False) -> int:
    """Erase words and recipient of mails past their date; kind, state and days stay. Replayable."""
    limit = now - timedelta(days=MAIL_DAYS.on(now.date()))
    old = Mail.objects.filter(created_at__lt=limit, erased_at=None)
    return old.count() if dry_run else _erase(old, now=now)


def erase_mails_to(recipient: str, *, now: datetime) -> int:
    """Erase every mail to an address, for a person who is forgotten; what had not left never leaves."""
    mails = Mail.objects.filter(recipient__iexact=recipient)
    mails.filter(state__in=(MailState.DRAFT, MailState.READY)).update(state=MailState.CANCELLED, settled_at=now)
    return _erase(mails, now=now)


def _erase(mails: "QuerySet[Mail]", *, now: datetime) -> int:
    """The recipient becomes the row's own number, so that «once by recipient» still holds of what is forgotten."""
    count = 0
    for mail in mails.only("pk").iterator():
        count += Mail.objects.filter(pk=mail.pk).update(
            recipient="", key=f"effacé {mail.pk}", subject="", text="", attachments=[], reply_to="", erased_at=now
        )
    return count


def _due(now: datetime) -> list[int]:
    rows = Mail.objects.filter(state=MailState.READY, due_at__lte=now).order_by("due_at", "pk")
    return list(rows.values_list("pk", flat=True)[:BATCH])


def _opened(connection: BaseEmailBackend) -> bool:
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("mail server out of reach", extra={"fields": {"error": type(error).__name__}})
        return False
    return True


def _put_off(numbers: list[int], *, now: datetime) -> None:
    """The server is out of reach: nothing left, each mail will be tried again."""
    for mail in Mail.objects.filter(pk__in=numbers, state=MailState.READY):
        later = next_try(mail.attempts + 1, now=now)
        given: dict[str, Any] = {"due_at": later} if later else {"state": MailState.FAILED, "settled_at": now}
        waiting = Mail.objects.filter(pk=mail.pk, state=MailState.READY, attempts=mail.attempts)
        waiting.update(attempts=F("attempts") + 1, error=UNREACHABLE, **given)


def _send_one(number: int, connection: BaseEmailBackend, *, clock: Callable[[], datetime]) -> bool:
    """Claim, then send; the answer of the server decides. Whether it left."""
    now = clock()
    ready = Mail.objects.filter(pk=number, state=MailState.READY)
    if not ready.update(state=MailState.CLAIMED, claimed_at=now, attempts=F("attempts") + 1):
        return False
    mail = Mail.objects.get(pk=number)
    try:
        connection.send_messages([letters.as_message(mail)])
    except smtplib.SMTPRecipientsRefused as refused:
        code = next(iter(refused.recipients.values()))[0]
        _answered(mail, code, now=clock())
    except smtplib.SMTPResponseException as answer:
        _answered(mail, answer.smtp_code, now=clock())
    except (OSError, smtplib.SMTPException):
        _settle(mail, state=MailState.UNCERTAIN, settled_at=clock(), error=LOST)
    except ValueError:  # a header or an address that no message can hold
        _settle(mail, state=MailState.FAILED, settled_at=clock(), error=REFUSED)
    else:
        _settle(mail, state=MailState.SENT, settled_at=clock(), error="", **({"text": ""} if mail.is_secret else {}))
        return True
    return False


def _answered(mail: Mail, code: int, *, now: datetime) -> None:
    """The server said no: for good from 500 (RFC 5321, 4.2.1), for a while below."""
    later = next_try(mail.attempts, now=now) if code < 500 else None
    error = f"{REFUSED} Réponse {code}."
    if later is None:
        _settle(mail, state=MailState.FAILED, settled_at=now, error=error)
    else:
        _settle(mail, state=MailState.READY, due_at=later, error=error)


def _settle(mail: Mail, **given: Any) -> None:
    """Only while the claim is still this one: it may have been taken for lost meanwhile."""
    Mail.objects.filter(pk=mail.pk, state=MailState.CLAIMED, claimed_at=mail.claimed_at).update(**given)


def _move(mail: Mail, states: Sequence[MailState], **given: Any) -> None:
    if not Mail.objects.filter(pk=mail.pk, state__in=states).update(**given):
        raise RuleBroken("Ce courriel a changé d’état entre-temps. Rechargez la page pour voir où il en est.")


def _one_line(text: str) -> str:
    return " ".join(text.split())[:SUBJECT_MAX]


def _stored(one: Attachment) -> dict[str, str]:
    return {"name": one.name, "type": one.type, "content": base64.b64encode(one.content).decode()}
