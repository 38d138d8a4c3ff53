"""R04: a social condition above the European threshold, or a reason that the text knows."""

from collections.abc import Iterator
from decimal import Decimal

from quartiers.kernel.dated import Dated
from quartiers.kernel.french import number
from quartiers.procurement.rules import values
from quartiers.procurement.rules.checks.findings import euros, found, known_on
from quartiers.procurement.rules.legal import BY_CODE, Finding, Severity
from quartiers.procurement.rules.project import Buyer, Exemption, Kind, Project

ORDINARY = {
    Buyer.STATE: values.THRESHOLD_STATE,
    Buyer.LOCAL: values.THRESHOLD_LOCAL,
    Buyer.ENTITY: values.THRESHOLD_ENTITY,
}
CONCESSION_EXEMPTIONS = frozenset({Exemption.NO_LINK, Exemption.RESTRICTS})


def compared_value(project: Project) -> Decimal:
    """Euros to hold against the threshold: for works that are no concession, the whole operation (R2121-5)."""
    if project.kind is Kind.WORKS and not project.concession:
        return max(project.value, project.operation_value or Decimal(0))
    return project.value


def social_threshold(project: Project) -> Decimal:
    """Euros from which this project needs a social condition."""
    return Decimal(known_on(_threshold(project), project.consultation_on))


def needs_social_condition(project: Project) -> bool:
    """Whether the text requires a social condition, set aside or not; never before 22 August 2026."""
    rule = BY_CODE["R04"]
    above = compared_value(project) >= social_threshold(project)
    return above and rule.applies_on(project.consultation_on) and not project.defence


def _threshold(project: Project) -> Dated[int]:
    if project.kind is Kind.WORKS or project.concession:
        return values.THRESHOLD_WORKS
    return ORDINARY[project.buyer]


def social_condition(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    """R04: a social condition above the European threshold, or a reason that the text knows."""
    on, threshold = project.consultation_on, _threshold(project)
    if BY_CODE["R04"].applies_on(on) and not project.defence and not threshold.entry_on(on):
        yield found(
            "R04",
            f"Les seuils européens du {on:%d/%m/%Y} ne sont pas encore connus ici. Les derniers "
            f"connus servent : {euros(social_threshold(project))}.",
            "Vérifiez le seuil en vigueur ce jour-là avant de publier.",
            severity=Severity.INFO,
        )
    if project.social_condition or not needs_social_condition(project):
        return
    if project.social_exemption is None:
        yield _social_gap(
            project,
            confirmed,
            f"La valeur ({euros(compared_value(project))}) atteint le seuil européen "
            f"({euros(social_threshold(project))}) et aucune condition sociale n’est prévue.",
            "Ajoutez une condition sociale, par exemple des heures d’insertion ouvertes aux habitants des quartiers "
            "prioritaires éloignés de l’emploi, ou dites lequel des motifs du texte l’écarte.",
        )
    else:
        yield from _exempted(project, confirmed, project.social_exemption)


def _exempted(project: Project, confirmed: frozenset[str], motive: Exemption) -> Iterator[Finding]:
    if project.concession and motive not in CONCESSION_EXEMPTIONS:
        yield _social_gap(
            project,
            confirmed,
            f"Le motif « {motive.label} » ne vaut pas pour une concession.",
            "Une concession n’a que deux motifs : pas de lien suffisant avec l’objet, ou concurrence restreinte. "
            "Sinon, ajoutez une condition sociale.",
        )
        return
    if motive is Exemption.SHORT_WORKS:
        months = known_on(values.SHORT_WORKS_MONTHS, project.consultation_on)
        if project.kind is not Kind.WORKS:
            yield _social_gap(
                project,
                confirmed,
                "Le motif des travaux courts ne vaut que pour des travaux.",
                "Choisissez un autre motif du texte, ou ajoutez une condition sociale.",
            )
            return
        if project.duration_months is None:
            yield found(
                "R04",
                f"Non vérifié, il manque la durée : ce motif ne vaut que pour des travaux de moins de {months} mois.",
                "Donnez la durée en mois, tranches et reconductions comprises.",
                severity=Severity.WARN,
            )
            return
        if project.duration_months >= months:
            yield _social_gap(
                project,
                confirmed,
                f"Ces travaux durent {number(project.duration_months)} mois. Le motif ne vaut que sous {months} mois.",
                "Choisissez un autre motif du texte, ou ajoutez une condition sociale.",
            )
            return
    yield found(
        "R04",
        f"La condition sociale est écartée : {motive.label[0].lower()}{motive.label[1:]}.",
        "Écrivez la note des motifs et gardez-la au dossier (CCP, art. L2112-2-1, III).",
        severity=Severity.INFO,
    )


def _social_gap(project: Project, confirmed: frozenset[str], message: str, remedy: str) -> Finding:
    """A missing condition; for social services below their own threshold, only to be verified."""
    special = values.THRESHOLD_SOCIAL_SERVICES
    limit = known_on(special, project.consultation_on)
    of_social_services = project.social_services and project.kind is Kind.SERVICES and not project.concession
    if of_social_services and project.value < limit:
        doubt = f"{message} Pour des services sociaux sous {euros(limit)}, ce point reste à vérifier."
        return found("R04", doubt, remedy, severity=Severity.WARN)
    return found("R04", message, remedy, confirmed=confirmed)
