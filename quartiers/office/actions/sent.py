"""A form that leaves twice acts once: a double press, a slow network, «Back» then «Send»."""

from datetime import datetime, timedelta

from quartiers.office.models import SentForm

#: An unanswered first sending older than this was killed: the next one takes its place.
DEAD_AFTER = timedelta(minutes=1)
KEPT = timedelta(days=1)


def take_form(fingerprint: str, *, now: datetime) -> SentForm | None:
    """Note that a form begins to be done.

    Returns:
        None for its first sending, who does it; else the row of the first one, which says where it led once done.
    """
    row, is_first = SentForm.objects.get_or_create(fingerprint=fingerprint, defaults={"sent_at": now})
    if is_first:
        SentForm.objects.filter(sent_at__lt=now - KEPT).delete()
        return None
    dead = SentForm.objects.filter(fingerprint=fingerprint, led_to="", sent_at__lt=now - DEAD_AFTER)
    return None if dead.update(sent_at=now) else row


def settle_form(fingerprint: str, led_to: str) -> None:
    """Note where a form led; a form that was refused, which leads nowhere, may be sent again as it is."""
    rows = SentForm.objects.filter(fingerprint=fingerprint)
    if led_to:
        rows.update(led_to=led_to)
    else:
        rows.delete()
