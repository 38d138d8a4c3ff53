"""What is true of mails: states, what may follow what, when a failed one is tried again.

At most once: a mail is claimed before it is sent. What happened to one that was claimed and never settled cannot be
known: it is *uncertain*, and only a person decides.
"""

import re
from datetime import datetime, timedelta
from enum import StrEnum

from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import number

#: Waits between two attempts; after the last one the mail has failed.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 1440))
#: A claimed mail that nobody settled for so long has lost its worker.
CLAIM_LOST_AFTER = timedelta(minutes=10)
SUBJECT_MAX = 200
#: What no header may hold: controls, line ends of every alphabet, halves of characters.
_BREAKS = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
MAIL_DAYS = Dated(
    "office.mail_days",
    "Texte et destinataire d’un courriel gardés après son écriture",
    "jours",
    (Entry(90, None, None, "choix de la plateforme", None),),
)


class MailState(StrEnum):
    DRAFT = "draft"
    READY = "ready"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    BOUNCED = "bounced"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {
            "draft": "à relire",
            "ready": "en attente",
            "claimed": "en cours d’envoi",
            "sent": "envoyé",
            "failed": "en échec",
            "uncertain": "incertain",
            "bounced": "non distribué",
            "cancelled": "annulé",
        }[self.value]

    @property
    def badge(self) -> str:
        """Kind of its badge."""
        return {
            "draft": "prune",
            "ready": "wait",
            "claimed": "wait",
            "sent": "ok",
            "failed": "bad",
            "uncertain": "warn",
            "bounced": "bad",
            "cancelled": "mute",
        }[self.value]


#: What may follow each state.
NEXT: dict[MailState, frozenset[MailState]] = {
    MailState.DRAFT: frozenset({MailState.READY, MailState.CANCELLED}),
    MailState.READY: frozenset({MailState.CLAIMED, MailState.CANCELLED}),
    MailState.CLAIMED: frozenset({MailState.SENT, MailState.READY, MailState.FAILED, MailState.UNCERTAIN}),
    MailState.SENT: frozenset({MailState.BOUNCED}),
    MailState.FAILED: frozenset({MailState.READY}),
    MailState.UNCERTAIN: frozenset({MailState.READY, MailState.SENT, MailState.BOUNCED}),
    MailState.BOUNCED: frozenset(),
    MailState.CANCELLED: frozenset(),
}


def may_follow(state: MailState, then: MailState) -> bool:
    """Whether a mail may pass from one state to the other.

    >>> may_follow(MailState.SENT, MailState.READY)
    False
    """
    return then in NEXT[state]


def next_try(attempts: int, *, now: datetime) -> datetime | None:
    """When to try again after so many attempts; None when it was the last.

    >>> next_try(len(BACK_OFF) + 1, now=datetime(2026, 11, 23)) is None
    True
    """
    return now + BACK_OFF[attempts - 1] if 1 <= attempts <= len(BACK_OFF) else None


def one_line(text: str) -> str:
    r"""The same words on one line, safe in a header; no-break spaces stay.

    >>> one_line(" Bonjour\r\nBcc: espion@exemple.fr ")
    'Bonjour Bcc: espion@exemple.fr'
    """
    return _BREAKS.sub(" ", text).strip()


def clean_text(text: str) -> str:
    r"""A text without what neither a database nor a mail can hold; its lines stay.

    >>> clean_text("Bonjour,\r\n\x00vous")
    'Bonjour,\nvous'
    """
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def shortened(text: str, most: int) -> str:
    """The text, cut at so many characters, with an ellipsis that says so.

    >>> shortened("Votre inscription", 9)
    'Votre in…'
    """
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def check_subject(subject: str) -> None:
    """Refuse a subject that nobody would read whole.

    Raises:
        RuleBroken: over ``SUBJECT_MAX`` characters.
    """
    length = len(one_line(subject))
    if length > SUBJECT_MAX:
        raise RuleBroken(
            f"Ce sujet compte {number(length)} caractères, et {SUBJECT_MAX} au plus se lisent bien. Raccourcissez-le "
            "et mettez le reste dans le texte."
        )
