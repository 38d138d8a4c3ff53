"""R01, R02 and R03: the environment, in a criterion and in a condition."""

from collections.abc import Iterator

from quartiers.procurement.rules.checks.findings import found
from quartiers.procurement.rules.legal import BY_CODE, Finding
from quartiers.procurement.rules.project import Project


def environment(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    """R01, R02, R03."""
    if project.defence:
        return
    on = project.consultation_on
    if BY_CODE["R01"].applies_on(on) and not project.environmental_criterion:
        yield found(
            "R01",
            "Aucun critère ne tient compte de l’environnement, alors que la loi le demande depuis le 21 août 2026.",
            "Ajoutez un critère lié à l’objet, par exemple « performance environnementale de l’offre : réemploi, "
            "émissions du transport, durée de vie », avec un poids qui compte.",
            confirmed=confirmed,
        )
    if BY_CODE["R02"].applies_on(on) and not project.environmental_condition:
        yield found(
            "R02",
            "Aucune condition d’exécution ne tient compte de l’environnement, alors que la loi le demande depuis le "
            "22 août 2026.",
            "Ajoutez une condition liée à l’objet et vérifiable, par exemple « les déchets sont triés en sept flux et "
            "le titulaire remet les bordereaux chaque mois ».",
            confirmed=confirmed,
        )
    if BY_CODE["R03"].applies_on(on) and project.price_only:
        yield found(
            "R03",
            "Le prix est le seul critère. Ce n’est plus possible depuis le 21 août 2026.",
            "Prenez le coût global, qui compte l’environnement, ou plusieurs critères dont le prix et un critère "
            "environnemental.",
            confirmed=confirmed,
        )
