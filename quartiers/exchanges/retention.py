"""What the exchanges keep, and how long."""

from quartiers.exchanges import actions
from quartiers.exchanges.rules import PARTICIPANT_MONTHS, RECONTACT_MONTHS
from quartiers.office.rules import Retention

RETENTIONS = [
    Retention(
        code="exchanges.participants",
        what="Une inscription à un cycle d’échanges, ses réponses et ses questions",
        kept=PARTICIPANT_MONTHS,
        since="après la dernière séance du cycle",
        then="anonymisées\u00a0; les nombres d’inscrits, de présents et de besoins restent",
        noun=("participant", "participants"),
        purge=actions.purge_participants,
    ),
    Retention(
        code="exchanges.contacts",
        what="Le nom et l’adresse de qui accepte d’être recontacté",
        kept=RECONTACT_MONTHS,
        since="après la dernière séance du cycle, ou dès l’accord retiré",
        then="effacés",
        noun=("contact", "contacts"),
        purge=actions.purge_contacts,
    ),
]
