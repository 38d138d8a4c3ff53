"""What the office keeps, and how long."""

from datetime import datetime

from quartiers.office import actions
from quartiers.office.rules import FILE_MONTHS, JOB_MINUTES, JOURNAL_MONTHS, MAIL_DAYS, Retention


def purge_jobs(*, now: datetime, dry_run: bool) -> int:
    purge = actions.purge_expired(now=now, dry_run=dry_run)
    return purge.jobs + purge.folders


RETENTIONS = [
    Retention(
        code="office.jobs",
        what="Une adresse à vérifier ou un fichier déposé, et leur réponse",
        kept=JOB_MINUTES,
        since="au plus après la demande",
        then="effacés, fichiers compris\u00a0; dès la réponse lue pour une adresse",
        noun=("tâche ou dossier", "tâches ou dossiers"),
        purge=purge_jobs,
    ),
    Retention(
        code="office.files",
        what="Un fichier déposé dans un dossier",
        kept=FILE_MONTHS,
        since="au plus après son dépôt",
        then="effacé, même si le dossier reste",
        noun=("fichier", "fichiers"),
        purge=actions.purge_stored,
    ),
    Retention(
        code="office.mails",
        what="Le texte et le destinataire d’un courriel",
        kept=MAIL_DAYS,
        since="après son écriture",
        then="effacés\u00a0; sa nature, son état et sa date restent",
        noun=("courriel", "courriels"),
        purge=actions.purge_mails,
    ),
    Retention(
        code="office.journal",
        what="Qui a consulté, modifié ou exporté un dossier",
        kept=JOURNAL_MONTHS,
        since="après l’action",
        then="effacé\u00a0; le fait qu’un dossier a été anonymisé reste",
        noun=("ligne du journal", "lignes du journal"),
        purge=actions.purge_audit,
    ),
]
