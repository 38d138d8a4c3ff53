"""The minutes of a session as a tagged PDF, for those who pass paper on."""

from collections.abc import Iterable
from pathlib import Path

from quartiers.exchanges.calendars import cycle_url
from quartiers.exchanges.certificates import tagged_pdf
from quartiers.exchanges.models import Session, Speaker
from quartiers.exchanges.shown import when
from quartiers.kernel.french import NBSP

SOURCE = Path(__file__).parent / "documents" / "compte-rendu.typ"


def minutes_pdf(session: Session, speakers: Iterable[Speaker]) -> bytes:
    """What was said, in French (PDF/UA-1); the session's cycle and organiser are loaded.

    The same minutes give the same bytes: their date is that of the session.
    """
    words = {
        "title": f"Compte rendu{NBSP}: {session.title}",
        "description": f"Compte rendu de la séance «{NBSP}{session.title}{NBSP}»",
        "organiser": session.cycle.organiser.name,
        "cycle": session.cycle.title,
        "when": when(session),
        "question": session.question,
        "spoke": "Avec",
        "speakers": "\n".join(str(one) for one in speakers),
        "told": "Ce qui s’est dit",
        "minutes": session.minutes,
        "address": cycle_url(session.cycle),
    }
    return tagged_pdf(SOURCE, words, dated=session.ends_at)
