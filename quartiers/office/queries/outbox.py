"""What can be asked of mails."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Min, QuerySet

from quartiers.office.models import Mail
from quartiers.office.rules import MailState


@dataclass(frozen=True)
class Campaign:
    """Mails of one kind about one thing, of which some wait for a reader.

    Args:
        first: number of the first draft.
        kind: what they are.
        subject: of the first draft.
        drafts: how many wait for a reader.
        written_at: when the first was written.
    """

    first: int
    kind: str
    subject: str
    drafts: int
    written_at: datetime


def mails() -> QuerySet[Mail]:
    """Every mail; what it carries stays in the database until one is opened."""
    return Mail.objects.defer("text", "attachments")


def mail_by_number(number: int) -> Mail | None:
    """One mail, whole."""
    return Mail.objects.filter(pk=number).first()


def mails_about(key: str, *, kinds: Iterable[str] = ()) -> QuerySet[Mail]:
    """The mails about one thing, newest first: of these kinds, or of any.

    Args:
        key: as given to ``write_mail``. What is erased has lost it.
        kinds: as given to ``write_mail``.
    """
    found = mails().filter(key=key)
    wanted = list(kinds)
    return found.filter(kind__in=wanted) if wanted else found


def last_came_back(recipient: str) -> bool:
    """Whether the last mail that left for an address, in small letters, came back."""
    left = (MailState.SENT, MailState.UNCERTAIN, MailState.BOUNCED)
    rows = Mail.objects.filter(recipient=recipient, state__in=left)
    last = rows.order_by(F("claimed_at").desc(nulls_last=True), "-pk").values_list("state", flat=True).first()
    return last == MailState.BOUNCED


def campaign_of(mail: Mail) -> QuerySet[Mail]:
    """The mails of the same kind about the same thing, itself included."""
    return Mail.objects.filter(kind=mail.kind, key=mail.key)


def alike_drafts(mail: Mail) -> int:
    """How many other drafts of its campaign say word for word the same."""
    same = campaign_of(mail).filter(state=MailState.DRAFT, subject=mail.subject, text=mail.text)
    return same.exclude(pk=mail.pk).count()


def campaigns() -> list[Campaign]:
    """What waits for a reader, oldest first."""
    rows = (
        Mail.objects.filter(state=MailState.DRAFT)
        .order_by()
        .values("kind", "key")
        .annotate(first=Min("pk"), drafts=Count("pk"), written_at=Min("created_at"))
        .order_by("written_at", "first")
    )
    found = list(rows)
    subjects = dict(Mail.objects.filter(pk__in=[row["first"] for row in found]).values_list("pk", "subject"))
    return [
        Campaign(row["first"], row["kind"], subjects.get(row["first"], ""), row["drafts"], row["written_at"])
        for row in found
    ]


def mail_counts() -> dict[MailState, int]:
    """How many mails are in each state; a state without any is left out."""
    rows = Mail.objects.order_by().values_list("state").annotate(Count("pk"))
    return {MailState(state): count for state, count in rows}


def mail_kinds() -> list[str]:
    """Every kind that was written."""
    return list(Mail.objects.order_by("kind").values_list("kind", flat=True).distinct())


def due_mails(*, at: datetime) -> int:
    """How many waiting mails could leave at this instant."""
    return Mail.objects.filter(state=MailState.READY, due_at__lte=at).count()
