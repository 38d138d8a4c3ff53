"""What can be asked of mails."""

from django.db.models import Count, QuerySet

from quartiers.office.models import Mail
from quartiers.office.rules import MailState


def mails() -> QuerySet[Mail]:
    """Every mail; what it carries stays in the database until one is opened."""
    return Mail.objects.defer("text", "attachments")


def mail_counts() -> dict[MailState, int]:
    """How many mails are in each state; a state without any is left out."""
    rows = Mail.objects.order_by().values_list("state").annotate(Count("pk"))
    return {MailState(state): count for state, count in rows}
