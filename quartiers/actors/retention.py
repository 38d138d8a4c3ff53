"""What the room of accounts keeps, and how long."""

from quartiers.actors import actions
from quartiers.actors.actions.partners import purge_annex_documents
from quartiers.actors.rules import ANNEX_FILE_MONTHS, FAILURE_WINDOW, INVITATION_KEPT
from quartiers.office.rules import Retention

RETENTIONS = [
    Retention(
        code="actors.invitations",
        what="Une invitation et l’adresse invitée",
        kept=INVITATION_KEPT,
        since="après sa réponse, son retrait ou sa fin",
        then="effacées\u00a0; le compte et ses rôles restent",
        noun=("invitation", "invitations"),
        purge=actions.purge_invitations,
    ),
    Retention(
        code="actors.sign_ins",
        what="Un essai de connexion manqué, sous une empreinte",
        kept=FAILURE_WINDOW,
        since="après l’essai",
        then="effacé, comme une session finie et le nom de son appareil",
        noun=("essai ou session", "essais ou sessions"),
        purge=actions.purge_sign_ins,
    ),
    Retention(
        code="actors.annexes",
        what="Le document d’une annexe signée",
        kept=ANNEX_FILE_MONTHS,
        since="au plus après son dépôt",
        then="effacé\u00a0; sa version, sa date et son signataire restent",
        noun=("document", "documents"),
        purge=purge_annex_documents,
    ),
]
