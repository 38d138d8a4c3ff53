"""What the room of public contracts keeps, and how long."""

from quartiers.office.rules import Retention
from quartiers.procurement.actions.legal import purge_kept_checks
from quartiers.procurement.actions.sourcing import purge_cards
from quartiers.procurement.rules import KEPT_CHECK_MONTHS, SOURCING_MONTHS

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
    Retention(
        code="procurement.sourcing",
        what="Une fiche de sourcing\u00a0: le besoin, les entreprises sollicitées, leurs réponses",
        kept=SOURCING_MONTHS,
        since="au plus après son ouverture ici",
        then="effacée\u00a0; son organisation peut l’effacer avant",
        noun=("fiche de sourcing", "fiches de sourcing"),
        purge=purge_cards,
    ),
]
