"""What can be done with needs."""

from datetime import datetime

from quartiers.exchanges.models import Need, Participant, Session
from quartiers.exchanges.rules import Nature
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.nir import check_no_nir


def express_need(
    participant: Participant,
    *,
    text: str,
    nature: Nature,
    session: Session | None,
    origin: str,
    now: datetime,
    is_first: bool = False,
) -> Need:
    """Note what a participant needs; the same words twice are one need. ``is_first`` says that she has none yet.

    Raises:
        RuleBroken: nothing is said, a social security number stands in the text, or the session is of another cycle.
    """
    words = text.strip()
    if not words:
        raise RuleBroken("Il manque votre question. Écrivez-la en une phrase ou deux.")
    check_no_nir(words)
    if session is not None and session.cycle_id != participant.cycle_id:
        raise RuleBroken("Cette séance est d’un autre cycle. Choisissez une séance de celui-ci.")
    same = {"participant": participant, "cycle_id": participant.cycle_id, "session": session, "text": words}
    said = {"nature": nature, "origin": origin, "created_at": now}
    if is_first:
        return Need.objects.create(**same, **said)
    return Need.objects.get_or_create(**same, defaults=said)[0]
