"""How long participants are remembered: the platform's choices, within the CNIL's reference of three years."""

from calendar import monthrange
from datetime import date

from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.french import NARROW

PARTICIPANT_MONTHS = Dated(
    "exchanges.participant_months",
    "Inscriptions aux échanges gardées après la dernière séance",
    "mois",
    (Entry(12, None, None, f"choix de la plateforme{NARROW}; RGPD, article 5.1.e", None),),
)
RECONTACT_MONTHS = Dated(
    "exchanges.recontact_months",
    "Coordonnées gardées avec l’accord d’être recontacté, après la dernière séance",
    "mois",
    (Entry(36, None, None, f"référentiel de la CNIL sur la prospection{NARROW}; RGPD, article 5.1.e", None),),
)


def kept_until(last_session_on: date, *, may_be_contacted: bool) -> date:
    """The last day a participant is remembered; the day after, she is anonymised.

    >>> kept_until(date(2020, 12, 8), may_be_contacted=False)
    datetime.date(2021, 12, 8)
    """
    months = (RECONTACT_MONTHS if may_be_contacted else PARTICIPANT_MONTHS).on(last_session_on)
    years, month = divmod(last_session_on.month - 1 + months, 12)
    year, month = last_session_on.year + years, month + 1
    return date(year, month, min(last_session_on.day, monthrange(year, month)[1]))
