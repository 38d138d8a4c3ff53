"""Thresholds, rates and dates of public procurement.

Those of the code de la commande publique were read in its consolidated version. Amounts of decrees and of European
notices were read on pages that quote them: they stay «non vérifié» until somebody reads the text itself.
"""

from datetime import date
from decimal import Decimal

from quartiers.kernel.dated import Dated, Entry

READ = date(2026, 11, 23)
NOTICE = "avis relatif aux seuils de procédure, annexe n° 2 du code de la commande publique, à relire"


def _threshold(code: str, label: str, before: int, now: int) -> Dated[int]:
    return Dated(
        f"procurement.threshold_{code}",
        f"Seuil européen, {label}",
        "€ HT",
        (
            Entry(before, date(2024, 1, 1), date(2025, 12, 31), NOTICE, None),
            Entry(now, date(2026, 1, 1), date(2027, 12, 31), NOTICE, None),
        ),
    )


THRESHOLD_STATE = _threshold("state", "fournitures et services de l’État", 143_000, 140_000)
THRESHOLD_LOCAL = _threshold(
    "local", "fournitures et services des collectivités et des autres acheteurs", 221_000, 216_000
)
THRESHOLD_ENTITY = _threshold("entity", "fournitures et services des entités adjudicatrices", 443_000, 432_000)
THRESHOLD_WORKS = _threshold("works", "travaux et concessions", 5_538_000, 5_404_000)
THRESHOLD_SOCIAL_SERVICES = Dated(
    "procurement.threshold_social_services",
    "Seuil européen, services sociaux et autres services spécifiques",
    "€ HT",
    (Entry(750_000, None, None, NOTICE, None, note="Entre le seuil ordinaire et celui-ci, à vérifier."),),
)
SHORT_WORKS_MONTHS = Dated(
    "procurement.short_works",
    "Durée sous laquelle des travaux peuvent se passer de condition sociale",
    "mois",
    (Entry(6, date(2026, 8, 22), None, "CCP, art. L2112-2-1, II, 4°", READ, note="Six mois est trop long."),),
)
ESS_MONTHS = Dated(
    "procurement.ess_months",
    "Durée la plus longue d’un marché réservé à l’économie sociale et solidaire",
    "mois",
    (Entry(36, None, None, "CCP, art. L2113-16", READ),),
)
RESERVED_SHARE = Dated(
    "procurement.reserved_share",
    "Part de travailleurs handicapés ou défavorisés qui ouvre un marché réservé",
    "%",
    (Entry(50, None, None, "CCP, art. R2113-7", READ),),
)
MINIMUM_WAGE = Dated(
    "procurement.minimum_wage",
    "Smic horaire brut",
    "€",
    (
        Entry(Decimal("11.88"), date(2024, 11, 1), date(2025, 12, 31), "décret n° 2024-951, à relire", None),
        Entry(
            Decimal("12.02"),
            date(2026, 1, 1),
            None,
            "décret de décembre 2025, à relire",
            None,
            note="Une hausse en cours d’année 2026 n’a pas été vérifiée.",
        ),
    ),
)
PENALTY_WAGES = Dated(
    "procurement.penalty_wages",
    "Pénalité par heure non faite au-delà de laquelle elle étonne",
    "fois le Smic horaire",
    (Entry(5, None, None, "usage de la plateforme, à valider", None),),
)
TURNOVER_TIMES = Dated(
    "procurement.turnover_times",
    "Chiffre d’affaires exigé d’un candidat, au plus",
    "fois la valeur du marché",
    (
        Entry(Decimal(2), None, date(2025, 12, 31), "CCP, art. R2142-7", None),
        Entry(Decimal("1.5"), date(2026, 1, 1), None, "CCP, art. R2142-7 (décret n° 2025-1383), à relire", None),
    ),
)
ADVANCE_STATE = Dated(
    "procurement.advance_state",
    "Avance la plus faible à une PME, marchés de l’État",
    "%",
    (Entry(30, None, None, "CCP, art. R2191-7", READ),),
)
ADVANCE_LOCAL = Dated(
    "procurement.advance_local",
    "Avance la plus faible à une PME, grandes collectivités",
    "%",
    (Entry(10, None, None, "CCP, art. R2191-7", READ),),
)
ADVANCE_RUNNING_COSTS = Dated(
    "procurement.advance_running_costs",
    "Dépenses de fonctionnement au-delà desquelles une collectivité doit cette avance",
    "€ par an",
    (Entry(60_000_000, None, None, "CCP, art. R2191-7", READ),),
)
GLOBAL_SME_SHARE = Dated(
    "procurement.global_sme_share",
    "Part d’un marché global confiée à des PME ou à des artisans, au moins",
    "%",
    (
        Entry(10, None, date(2024, 12, 31), "CCP, art. R2171-23", None),
        Entry(20, date(2025, 1, 1), None, "CCP, art. L2171-8 et R2171-23", READ),
    ),
)
