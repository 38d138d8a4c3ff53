"""What can be done with mails: write, read again, release, decide, note, erase.

Nothing is sent inside a request: a row is written in the caller's transaction, and a worker sends it
(``actions.sending``). States move by conditional updates.
"""

import base64
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from quartiers.kernel.errors import RuleBroken
from quartiers.office import letters, mail_files
from quartiers.office.actions.audit import audit
from quartiers.office.models import Mail
from quartiers.office.queries import campaign_of, last_came_back
from quartiers.office.rules import (
    MAIL_DAYS,
    SUBJECT_MAX,
    Author,
    MailState,
    Verb,
    check_subject,
    clean_text,
    one_line,
    shortened,
)

MAIL, CAMPAIGN = "office.mail", "office.campaign"
WITHHELD = "Le dernier courriel à cette adresse est revenu\u00a0: celui-ci n’est pas parti."
#: Not yet taken by a worker.
WAITS = (MailState.DRAFT, MailState.READY)


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
    unsubscribe: str = "",
    automatic: bool = False,
) -> Mail:
    """Write a mail in the caller's transaction; a worker sends it once the transaction is over.

    The same kind, key and recipient give the same row: written twice, sent once.

    Args:
        kind: what it is, «exchanges.confirmation».
        to: one address; the case of its letters does not count.
        subject: French, one line; too long, it is shortened, except that of a draft, which somebody typed.
        template: of a text, ``room/email/name.txt``.
        context: of the template.
        key: what it is about, without a personal datum: «cycle 4, version 2». The mails of one kind and one key are a
            campaign.
        now: instant of writing.
        reply_to: to whom an answer goes.
        attachments: small files, such as a calendar.
        draft: whether somebody reads it again before it leaves.
        secret: whether its words open an account: they are shown to nobody, and erased as soon as it has left.
        unsubscribe: where one POST stops mails of this sort, for those that need an agreement (RFC 8058).
        automatic: whether nobody waits for it: it never leaves for an address from which the last mail came back. What
            the person asks for does leave, and what does not come back opens the address again.

    Raises:
        RuleBroken: an address cannot be one, or the subject of a draft is too long.
    """
    recipient = _address(to)
    if draft:
        check_subject(subject)
    fate: dict[str, Any] = {"state": MailState.DRAFT if draft else MailState.READY}
    if automatic and last_came_back(recipient):
        fate = {"state": MailState.CANCELLED, "settled_at": now, "error": WITHHELD}
    mail, _ = Mail.objects.get_or_create(
        kind=kind,
        key=key,
        recipient=recipient,
        defaults={
            "reply_to": _address(reply_to) if reply_to else "",
            "subject": shortened(one_line(subject), SUBJECT_MAX),
            "text": clean_text(letters.rendered(template, context)),
            "attachments": [_stored(one) for one in attachments],
            "unsubscribe": unsubscribe,
            "token": secrets.token_urlsafe(32),
            "is_secret": secret,
            "created_at": now,
            "due_at": now,
            **fate,
        },
    )
    return mail


@transaction.atomic
def edit_draft(mail: Mail, *, subject: str, text: str, alike: bool = False, by: Author, now: datetime) -> int:
    """Change the words of a mail that has not left; returns how many were changed.

    Args:
        mail: as it was read.
        subject: one line.
        text: as ``letters`` reads it.
        alike: whether the other drafts of its campaign that say word for word the same change too.
        by: who decides.
        now: instant of the decision.

    Raises:
        RuleBroken: it has left, nothing is written, or the subject is too long.
    """
    if not subject.strip() or not text.strip():
        raise RuleBroken("Il manque le sujet ou le texte. Écrivez les deux.")
    check_subject(subject)
    drafts = campaign_of(mail).filter(state=MailState.DRAFT)
    chosen = drafts.filter(subject=mail.subject, text=mail.text) if alike else drafts.filter(pk=mail.pk)
    count = chosen.update(subject=one_line(subject), text=clean_text(text).strip() + "\n")
    if not count:
        raise RuleBroken("Ce courriel n’attend plus de relecture. Il ne peut plus être modifié.")
    audit(Verb.UPDATE, kind=MAIL, object_id=mail.pk, by=by, fields=["subject", "text"], now=now)
    return count


def release_mail(mail: Mail, *, by: Author, now: datetime) -> None:
    """Let one draft leave.

    Raises:
        RuleBroken: it is no draft any more.
    """
    _decide(mail, (MailState.DRAFT,), by=by, now=now, state=MailState.READY, due_at=now)


def release_campaign(mail: Mail, *, expected: int, by: Author, now: datetime) -> None:
    """Let all the drafts of a mail's campaign leave.

    Args:
        mail: any of its mails.
        expected: how many whoever decides believes that there are.
        by: who decides.
        now: instant of the decision.

    Raises:
        RuleBroken: there are more or fewer; nothing leaves.
    """
    _decide_all(mail, expected, by=by, now=now, state=MailState.READY, due_at=now)


def cancel_campaign(mail: Mail, *, expected: int, by: Author, now: datetime) -> None:
    """Keep all the drafts of a mail's campaign from leaving; arguments and refusals of ``release_campaign``."""
    _decide_all(mail, expected, by=by, now=now, state=MailState.CANCELLED, settled_at=now)


def send_again(mail: Mail, *, by: Author, now: datetime) -> None:
    """Try once more a mail that failed, or that may not have left: a person decided so.

    Raises:
        RuleBroken: it is in neither case, or is erased.
    """
    again: dict[str, Any] = {"state": MailState.READY, "due_at": now, "attempts": 0, "error": "", "settled_at": None}
    _decide(mail, (MailState.FAILED, MailState.UNCERTAIN), by=by, now=now, **again)


def mark_sent(mail: Mail, *, by: Author, now: datetime) -> None:
    """Take an uncertain mail for sent.

    Raises:
        RuleBroken: it is not uncertain.
    """
    _decide(mail, (MailState.UNCERTAIN,), by=by, now=now, state=MailState.SENT, settled_at=now, error="")
    _forget_secret(mail)


def cancel_mail(mail: Mail, *, by: Author, now: datetime) -> None:
    """Keep a mail from leaving.

    Raises:
        RuleBroken: it has left, or is leaving.
    """
    _decide(mail, WAITS, by=by, now=now, state=MailState.CANCELLED, settled_at=now)
    _forget_secret(mail)


def note_bounce(token: str, *, reason: str, now: datetime) -> bool:
    """Note that a mail came back; whether it was one of ours, and not yet known to have come back."""
    sent = Mail.objects.filter(token=token, state__in=(MailState.SENT, MailState.UNCERTAIN))
    return bool(sent.update(state=MailState.BOUNCED, settled_at=now, error=shortened(one_line(reason), SUBJECT_MAX)))


def purge_mails(*, now: datetime, dry_run: bool = False) -> int:
    """Erase words and recipient of mails past their date, and their files; kind, state and days stay. Replayable."""
    limit = now - timedelta(days=MAIL_DAYS.on(now.date()))
    old = Mail.objects.filter(created_at__lt=limit, erased_at=None)
    return old.count() if dry_run else _erase(old, now=now)


def erase_mails_to(recipient: str, *, now: datetime) -> int:
    """Erase every mail to an address, for a person who is forgotten; returns how many. Replayable."""
    return _erase(Mail.objects.filter(recipient__iexact=recipient.strip()), now=now)


@transaction.atomic
def _erase(mails: "QuerySet[Mail]", *, now: datetime) -> int:
    """What had not left never leaves. The key becomes the row’s own number: nothing says what it was about."""
    tokens = list(mails.values_list("token", flat=True))
    mails.filter(state__in=WAITS).update(state=MailState.CANCELLED, settled_at=now)
    count = mails.update(
        recipient="",
        key=Concat(Value("effacé "), Cast("pk", CharField())),
        subject="",
        text="",
        attachments=[],
        unsubscribe="",
        reply_to="",
        erased_at=now,
    )
    transaction.on_commit(partial(mail_files.erase, tokens))
    return count


@transaction.atomic
def _decide(mail: Mail, states: Sequence[MailState], *, by: Author, now: datetime, **given: Any) -> None:
    if not Mail.objects.filter(pk=mail.pk, state__in=states, erased_at=None).update(**given):
        raise RuleBroken("Ce courriel a changé d’état entre-temps. Rechargez la page pour voir où il en est.")
    audit(Verb.UPDATE, kind=MAIL, object_id=mail.pk, by=by, fields=["state"], now=now)


@transaction.atomic
def _decide_all(mail: Mail, expected: int, *, by: Author, now: datetime, **given: Any) -> None:
    if campaign_of(mail).filter(state=MailState.DRAFT).update(**given) != expected:
        raise RuleBroken(
            "Cette campagne a changé entre-temps\u00a0: rien n’est parti. Revenez à la page pour relire ses nombres."
        )
    audit(Verb.UPDATE, kind=CAMPAIGN, object_id=f"{mail.kind} {mail.key}", by=by, fields=["state"], now=now)


def _forget_secret(mail: Mail) -> None:
    Mail.objects.filter(pk=mail.pk, is_secret=True).update(text="")


def _address(text: str) -> str:
    """In small letters: nobody gets a mail twice because she once typed a capital.

    Raises:
        RuleBroken: it cannot be one address.
    """
    address = text.strip().lower()
    if not letters.is_address(address):
        raise RuleBroken("Cette adresse de courriel n’est pas lisible. Par exemple\u00a0: awa.diarra@exemple.fr")
    return address


def _stored(one: Attachment) -> dict[str, str]:
    return {"name": one.name, "type": one.type, "content": base64.b64encode(one.content).decode()}
