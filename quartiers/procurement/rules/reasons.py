"""The note of reasons: why a contract above the threshold has no social condition (CCP, art. L2112-2-1, III)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, number
from quartiers.procurement.rules.checks import check, compared_value, needs_social_condition, social_threshold
from quartiers.procurement.rules.legal import Finding, Severity
from quartiers.procurement.rules.project import Buyer, Exemption, Kind, Project

#: What the note must show for each motive: the questions that its author answers.
TO_SHOW = {
    Exemption.AVAILABLE: (
        "Quelle solution existe déjà sur le marché, telle quelle, et chez quels fournisseurs ?",
        "Quand et comment l’avez-vous constaté (étude de marché, échanges, catalogues) ?",
        "Pourquoi son exécution ne laisse-t-elle place à aucune prestation propre au marché ?",
    ),
    Exemption.NO_LINK: (
        "Quelles conditions sociales avez-vous envisagées (heures, formation, égalité, accessibilité) ?",
        "Pourquoi aucune ne se rattache à l’objet du marché, à aucun moment de son cycle de vie ?",
    ),
    Exemption.RESTRICTS: (
        "Quelles conditions sociales avez-vous envisagées, avec quelles heures et quelles structures ?",
        "Combien d’opérateurs pourraient encore répondre ? Qui avez-vous consulté ?",
        "Quelles difficultés techniques ou économiques l’exécution rencontrerait-elle, chiffres à l’appui ?",
    ),
    Exemption.SHORT_WORKS: (
        "Quelle est la durée totale des travaux, tranches et reconductions comprises ?",
        "D’où vient cette durée (planning, ordre de service) ?",
    ),
}
RANKS = {
    Exemption.AVAILABLE: "1°",
    Exemption.NO_LINK: "2°",
    Exemption.RESTRICTS: "3°",
    Exemption.SHORT_WORKS: "4°",
}
FILE = "Cette note est gardée au dossier de la procédure (CCP, art. L2184-1), cinq ans au moins après la signature."
FILE_OF_ENTITY = "Cette note est gardée par tout moyen approprié, cinq ans au moins après la signature."
FILE_OF_CONCESSION = "Cette note est gardée avec les pièces de la procédure."


@dataclass(frozen=True)
class ReasonsNote:
    """What the note says before its author adds the facts.

    Args:
        motive: the motive, in plain French.
        article: where the motive is written.
        value: euros, with its sign: «5 500 000 €».
        threshold: the same.
        compared: what the value is of: the contract, or the whole operation.
        to_show: questions that the facts answer.
        kept: where the note is kept.
    """

    motive: str
    article: str
    value: str
    threshold: str
    compared: str
    to_show: tuple[str, ...]
    kept: str


def needs_note(project: Project, findings: Iterable[Finding]) -> bool:
    """Whether a motive of the text sets the social condition aside here, and so has to be written.

    Args:
        project: the contract.
        findings: of ``check`` on the same project.
    """
    if project.social_exemption is None or project.social_condition or not needs_social_condition(project):
        return False
    return all(one.severity is Severity.INFO for one in findings if one.code == "R04")


def note_of_reasons(project: Project) -> ReasonsNote:
    """The note that this contract needs.

    Raises:
        RuleBroken: a social condition is there or not due, no motive is chosen, or the motive does not hold.

    Source: CCP, art. L2112-2-1, II and III; L3114-2-1 for a concession.
    """
    motive = project.social_exemption
    if project.social_condition:
        raise RuleBroken("Une condition sociale est prévue. Il n’y a pas de motif à écrire.")
    if not needs_social_condition(project):
        raise RuleBroken("Ce marché n’a pas à porter de condition sociale. Il n’y a pas de motif à écrire.")
    if motive is None:
        raise RuleBroken("Aucun motif n’est choisi. Dites pourquoi la condition sociale est écartée.")
    refused = next((one for one in check(project) if one.code == "R04" and one.severity is not Severity.INFO), None)
    if refused is not None:
        raise RuleBroken(f"{refused.message} {refused.remedy}")
    whole = project.kind is Kind.WORKS and not project.concession and compared_value(project) != project.value
    return ReasonsNote(
        motive=motive.label,
        article="CCP, art. L3114-2-1" if project.concession else f"CCP, art. L2112-2-1, II, {RANKS[motive]}",
        value=_euros(compared_value(project)),
        threshold=_euros(social_threshold(project)),
        compared="de l’opération" if whole else "de la concession" if project.concession else "du marché",
        to_show=tuple(one.replace(" ?", "\u202f?") for one in TO_SHOW[motive]),
        kept=_kept(project),
    )


def _kept(project: Project) -> str:
    if project.concession:
        return FILE_OF_CONCESSION
    return FILE_OF_ENTITY if project.buyer is Buyer.ENTITY else FILE


def _euros(amount: Decimal) -> str:
    return f"{number(amount, 0 if amount == amount.to_integral_value() else 2)}{NBSP}€"
