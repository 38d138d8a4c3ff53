"""What the room of public contracts keeps, and how long."""

from quartiers.office.rules import Retention
from quartiers.procurement.actions.legal import purge_kept_checks
from quartiers.procurement.rules import KEPT_CHECK_MONTHS

RETENTIONS = [
    Retention(
        code="procurement.kept_checks",
        what="Un contrôle juridique qu’un acheteur garde\u00a0: le marché décrit, les constats et qui l’a gardé",
        kept=KEPT_CHECK_MONTHS,
        since="au plus après le contrôle",
        then="effacé\u00a0; son organisation peut l’effacer avant",
        noun=("contrôle gardé", "contrôles gardés"),
        purge=purge_kept_checks,
    ),
]
