"""R12 and R13: for whom a contract is reserved."""

from collections.abc import Iterator

from quartiers.kernel.french import number
from quartiers.procurement.rules import values
from quartiers.procurement.rules.checks.findings import found, known_on, missing
from quartiers.procurement.rules.legal import Finding, Severity
from quartiers.procurement.rules.project import Project, Reserved

#: Reservations for one contract that no text allows together.
NOT_IN_A_CONCESSION = frozenset({Reserved.SIAE, Reserved.EA_ESAT})


def reservations(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    """R12 and R13."""
    reserved = project.reserved_to
    if not reserved:
        return
    if Reserved.PRISON in reserved and len(reserved) > 1:
        yield found(
            "R12",
            "Une réserve pour l’activité en détention ne se combine avec aucune autre.",
            "Gardez une seule réserve, ou faites deux lots.",
            confirmed=confirmed,
        )
    elif project.concession and reserved >= NOT_IN_A_CONCESSION:
        yield found(
            "R12",
            "Une concession ne peut pas être réservée à la fois aux SIAE et aux entreprises adaptées ou ESAT.",
            "Choisissez l’une des deux familles (CCP, art. L3113-3).",
            confirmed=confirmed,
        )
    share = known_on(values.RESERVED_SHARE, project.consultation_on)
    workers = "" if reserved == {Reserved.ESS} else f" et la part d’au moins {share} % de travailleurs concernés"
    if project.notice_cites_reservation is False:
        yield found(
            "R12",
            f"L’avis ne cite pas l’article de la réserve{workers}.",
            f"Écrivez dans l’avis l’article qui permet de réserver{workers}.",
            confirmed=confirmed,
        )
    elif project.notice_cites_reservation is None:
        yield found(
            "R12",
            f"Le marché est réservé : l’avis doit citer l’article qui le permet{workers}.",
            "Vérifiez l’avis avant de publier.",
            severity=Severity.INFO,
        )
    if Reserved.ESS in reserved:
        yield from _reserved_to_ess(project, confirmed)


def _reserved_to_ess(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    months = known_on(values.ESS_MONTHS, project.consultation_on)
    if not project.social_services:
        yield found(
            "R13",
            "Réserver aux entreprises de l’ESS ne vaut que pour les services sociaux et spécifiques de la liste.",
            "Réservez plutôt aux SIAE, aux entreprises adaptées ou aux ESAT, ou retirez la réserve.",
            confirmed=confirmed,
        )
    if project.duration_months is None:
        yield missing("R13", "la durée du marché, en mois")
    elif project.duration_months > months:
        yield found(
            "R13",
            f"Ce marché dure {number(project.duration_months, 0)} mois. Réservé à l’ESS, il ne peut dépasser {months}"
            " mois.",
            f"Ramenez la durée à {months} mois, reconductions comprises.",
            confirmed=confirmed,
        )
