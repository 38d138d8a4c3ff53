"""Mails leave: claimed first, then handed to the server, one at a time.

States move by conditional updates: of two workers, one wins, on every database.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import F

from quartiers.office import letters
from quartiers.office.models import Mail
from quartiers.office.rules import BACK_OFF, CLAIM_LOST_AFTER, MailState, next_try
from quartiers.office.transport import NO_CODE, Answer, Line, Outcome, line

BATCH = 50
REFUSED = "Le serveur du destinataire refuse ce message."
LATER = "Le serveur du destinataire demande d’attendre."
UNREACHABLE = "Le serveur d’envoi ne répond pas."
LOST = "L’envoi a été interrompu\u00a0: on ne sait pas si le message est parti."


def send_due(*, clock: Callable[[], datetime], stop: Callable[[], bool] = bool) -> int:
    """Send what is due until nothing is left; returns how many left. Never raises for a mail.

    Args:
        clock: asked before and after each mail.
        stop: asked before each mail: whether the worker must leave.
    """
    return sum(sendings(clock=clock, stop=stop))


def sendings(*, clock: Callable[[], datetime], stop: Callable[[], bool] = bool) -> Iterator[bool]:
    """The same, mail by mail: whether each one left."""
    with line() as to_server:
        while not stop() and (numbers := _due(clock())):
            for number in numbers:
                if stop():
                    return
                if not to_server.is_ready():
                    _put_off(now=clock())
                    return
                yield _send_one(number, to_server, clock=clock)


def note_lost_claims(*, now: datetime) -> int:
    """Show as uncertain the mails whose worker is gone; returns how many. They never leave again by themselves."""
    lost = Mail.objects.filter(state=MailState.CLAIMED, claimed_at__lt=now - CLAIM_LOST_AFTER)
    return lost.update(state=MailState.UNCERTAIN, settled_at=now, error=LOST)


def _due(now: datetime) -> list[int]:
    rows = Mail.objects.filter(state=MailState.READY, due_at__lte=now).order_by("due_at", "pk")
    return list(rows.values_list("pk", flat=True)[:BATCH])


def _put_off(*, now: datetime) -> None:
    """The server is out of reach: nothing left, all that is due will be tried again, each after its own wait."""
    due = Mail.objects.filter(state=MailState.READY, due_at__lte=now)
    due.filter(attempts__gte=len(BACK_OFF)).update(
        state=MailState.FAILED, settled_at=now, attempts=F("attempts") + 1, error=UNREACHABLE
    )
    for tries in reversed(range(len(BACK_OFF))):
        later = next_try(tries + 1, now=now)
        due.filter(attempts=tries).update(due_at=later, attempts=tries + 1, error=UNREACHABLE)


def _send_one(number: int, to_server: Line, *, clock: Callable[[], datetime]) -> bool:
    """Claim, then send; the answer of the server decides. Whether it left."""
    ready = Mail.objects.filter(pk=number, state=MailState.READY)
    if not ready.update(state=MailState.CLAIMED, claimed_at=clock(), attempts=F("attempts") + 1):
        return False
    mail = Mail.objects.get(pk=number)
    answer = to_server.send(partial(letters.as_message, mail))
    after = _after(answer, mail.attempts, now=clock())
    if mail.is_secret and answer.outcome is Outcome.SENT:
        after["text"] = ""
    # Only while the claim is still this one: it may have been taken for lost meanwhile.
    Mail.objects.filter(pk=mail.pk, state=MailState.CLAIMED, claimed_at=mail.claimed_at).update(**after)
    return answer.outcome is Outcome.SENT


def _after(answer: Answer, attempts: int, *, now: datetime) -> dict[str, Any]:
    """What the row becomes."""
    said = f" Réponse {answer.code}." if answer.code != NO_CODE else ""
    if answer.outcome is Outcome.SENT:
        return {"state": MailState.SENT, "settled_at": now, "error": ""}
    if answer.outcome is Outcome.UNKNOWN:
        return {"state": MailState.UNCERTAIN, "settled_at": now, "error": LOST}
    later = next_try(attempts, now=now) if answer.outcome is Outcome.LATER else None
    if later is None:
        return {"state": MailState.FAILED, "settled_at": now, "error": REFUSED + said}
    return {"state": MailState.READY, "due_at": later, "error": LATER + said}
