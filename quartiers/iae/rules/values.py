"""Durations, thresholds and amounts of the IAE. None of their texts was read yet: they are what the national platform
applies, and the interface says «non vérifié».
"""

from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.french import NARROW, NBSP

PLATFORM = f"usage de la plateforme nationale «{NBSP}Les emplois de l’inclusion{NBSP}» en août 2026"
IAE = f"{PLATFORM}{NARROW}; code du travail, art. R. 5132-1 et suivants, à relire"


def _value(code: str, label: str, unit: str, value: int, note: str = "", source: str = IAE) -> Dated[int]:
    return Dated(f"iae.{code}", label, unit, (Entry(value, None, None, source, None, note=note),))


LEVEL_1_CRITERIA = _value(
    "level_1_criteria", "Critères de niveau 1 qui suffisent à un employeur", "critère", 1, "Un prescripteur habilité "
    "n’a besoin d’aucun critère."
)  # fmt: skip
LEVEL_2_CRITERIA = _value(
    "level_2_criteria", "Critères de niveau 2 qui suffisent à un ACI, une EI ou une EITI", "critères", 3
)
LEVEL_2_CRITERIA_LENDING = _value(
    "level_2_criteria_lending", "Critères de niveau 2 qui suffisent à une AI ou une ETTI", "critères", 2
)
YOUNG_UNDER = _value("young_under", "Âge sous lequel on est jeune", "ans", 26)
SENIOR_FROM = _value(
    "senior_from", "Âge à partir duquel on est senior", "ans", 50, "Le jour du 50e anniversaire compte."
)
LONG_TERM_MONTHS = _value(
    "long_term", "Inscription à France Travail d’un demandeur d’emploi de longue durée", "mois", 12
)
VERY_LONG_TERM_MONTHS = _value(
    "very_long_term", "Inscription à France Travail d’un demandeur d’emploi de très longue durée", "mois", 24
)
PROOF_MONTHS = _value(
    "proof", "Ancienneté d’une attestation d’allocation, d’inscription ou d’absence de logement", "mois", 3,
    "Comptée à rebours depuis la délivrance du PASS IAE.",
)  # fmt: skip
PROOF_SITUATION_MONTHS = _value(
    "proof_situation", "Ancienneté d’un justificatif de domicile, de sortie de détention, de langue ou de mobilité",
    "mois", 6,
)  # fmt: skip
PROOF_ASE_MONTHS = _value("proof_ase", "Ancienneté d’une attestation de l’aide sociale à l’enfance", "mois", 12)

DIAGNOSIS_PRESCRIBER_MONTHS = _value(
    "diagnosis_prescriber", "Durée d’un diagnostic fait par un prescripteur habilité", "mois", 6
)
DIAGNOSIS_EMPLOYER_DAYS = _value(
    "diagnosis_employer", "Durée d’un diagnostic fait par un employeur", "jours", 92, "6 mois en 2021."
)

PASS_DAYS = _value(
    "pass", "Durée d’un PASS IAE", "jours", 730, "Premier et dernier jour compris. 2 ans de date à date en 2021."
)
SUSPENSION_MONTHS = _value(
    "suspension", "Durée la plus longue d’une suspension", "mois", 36, "6 mois au début de 2021, 12 mois à la fin."
)
WAITING_YEARS = _value("waiting", "Délai de carence après un PASS IAE", "ans", 2)
PROLONGATION_BEFORE_MONTHS = _value(
    "prolongation_before", "Prolongation possible avant la fin du PASS IAE", "mois", 12, "3 mois en 2021."
)
PROLONGATION_AFTER_MONTHS = _value("prolongation_after", "Prolongation possible après la fin du PASS IAE", "mois", 6)
PROLONGATION_DAYS = _value("prolongation", "Durée la plus longue d’une demande de prolongation", "jours", 365)
PROLONGATION_CDI_DAYS = _value(
    "prolongation_cdi", "Durée la plus longue d’une prolongation pour un CDI inclusion", "jours", 3650,
    "Jusqu’à la retraite.",
)  # fmt: skip
CDI_AGE = _value("prolongation_cdi_age", "Âge d’une prolongation pour un CDI inclusion", "ans révolus", 57)
CAP_RQTH_DAYS = _value(
    "prolongation_rqth", "Prolongations cumulées pour une RQTH", "jours", 1095, "5 ans de parcours en tout."
)
CAP_SENIOR_DAYS = _value(
    "prolongation_senior", "Prolongations cumulées à partir de 50 ans", "jours", 1825, "7 ans de parcours en tout."
)
CAP_DIFFICULTIES_DAYS = _value(
    "prolongation_difficulties", "Prolongations cumulées pour des difficultés particulières", "jours", 1095,
    "ACI et AI seulement. 5 ans cumulés en 2021.",
)  # fmt: skip
CAP_HEALTH_DAYS = _value(
    "prolongation_health", "Prolongations cumulées pour le contexte sanitaire", "jours", 365,
    "Motif fermé depuis le 1er décembre 2021.",
)  # fmt: skip

POST_FRESH_DAYS = _value(
    "post_fresh", "Annonce d’un poste que l’employeur n’a plus confirmée", "jours", 90, "Elle ne compte plus comme "
    "ouverte.", source=PLATFORM,
)  # fmt: skip
POST_OLD_DAYS = _value("post_old", "Annonce d’un poste à confirmer bientôt", "jours", 60, source=PLATFORM)

PROJECT_MONTHS = _value(
    "project", "Durée habituelle, de l’idée d’une structure à sa première embauche", "mois", 12, "De 9 à 12 mois. Le "
    "dossier se dépose au dernier trimestre de l’année d’avant.", source="usage du terrain, à confirmer avec la DDETS"
)  # fmt: skip

GEIQ_SOURCE = f"{PLATFORM}{NARROW}; arrêté sur l’aide aux GEIQ, à relire"
GEIQ_FULL = _value("geiq_full", "Aide à un GEIQ, montant plein", "euros par accompagnement", 1400, source=GEIQ_SOURCE)
GEIQ_REDUCED = _value(
    "geiq_reduced", "Aide à un GEIQ, montant réduit", "euros par accompagnement", 814, source=GEIQ_SOURCE
)
GEIQ_LEVEL_2 = _value(
    "geiq_level_2", "Critères de niveau 2 qui ouvrent le montant plein à un GEIQ", "critères", 2, source=GEIQ_SOURCE
)
