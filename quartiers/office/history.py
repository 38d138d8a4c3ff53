"""The life of a mail as a thread, from the dates of its row."""

from datetime import datetime

from django.utils import timezone

from quartiers.kernel.french import moment
from quartiers.office.models import Mail
from quartiers.office.rules import MailState
from quartiers.web.thread import Event, Knot

#: How each state that ends an attempt is told.
SETTLED = {
    MailState.SENT: ("Envoyé", Knot.DONE),
    MailState.FAILED: ("Échec", Knot.STOP),
    MailState.UNCERTAIN: ("On ne sait pas s’il est parti", Knot.PAUSE),
    MailState.BOUNCED: ("Revenu\u00a0: non distribué", Knot.STOP),
    MailState.CANCELLED: ("Annulé", Knot.STOP),
}


def history_of(mail: Mail) -> list[Event]:
    """What happened to a mail, newest first; what comes next, if something does, stands on top."""
    state = MailState(mail.state)
    events = [Event("Écrit", when=_when(mail.created_at))]
    if mail.claimed_at:
        events.append(Event(f"Confié au serveur, essai n°\u00a0{mail.attempts or 1}", when=_when(mail.claimed_at)))
    if state in SETTLED and mail.settled_at:
        title, knot = SETTLED[state]
        events.append(Event(title, mail.error, _when(mail.settled_at), knot))
    if state is MailState.DRAFT:
        events.append(Event("Attend d’être relu", knot=Knot.HERE))
    if state is MailState.READY:
        again = "Nouvel essai" if mail.attempts else "Envoi"
        events.append(Event(again, mail.error, f"à partir du {_when(mail.due_at)}", Knot.NEXT))
    if mail.erased_at:
        events.append(Event("Texte et destinataire effacés", when=_when(mail.erased_at)))
    return events[::-1]


def _when(at: datetime) -> str:
    return moment(timezone.localtime(at))
