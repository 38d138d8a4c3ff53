"""R17 to R20: what keeps the door open to small companies."""

from collections.abc import Iterator
from decimal import Decimal

from quartiers.kernel.french import number
from quartiers.procurement.rules import values
from quartiers.procurement.rules.checks.findings import euros, found, known_on, missing
from quartiers.procurement.rules.legal import Finding
from quartiers.procurement.rules.project import Buyer, Project


def small_companies(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    """R17 to R20: what keeps the door open to small companies."""
    if not project.concession and not project.defence:
        yield from _allotment(project)
    yield from _turnover(project, confirmed)
    yield from _advance(project)
    if project.global_contract and not project.holder_is_sme:
        yield from _global_contract(project)


def _allotment(project: Project) -> Iterator[Finding]:
    if project.lots is None and not project.no_allotment_reason:
        yield missing("R17", "le nombre de lots, ou la raison de ne pas allotir")
    elif (project.lots or 0) < 2 and not project.no_allotment_reason:
        yield found(
            "R17",
            "Le marché n’est pas alloti et aucune raison n’est donnée.",
            "Faites des lots à la taille des petites entreprises, ou écrivez lequel des cas de l’article L2113-11 "
            "s’applique.",
        )


def _turnover(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    if project.required_turnover is None:
        yield missing("R18", "le chiffre d’affaires exigé des candidats (0 s’il n’y en a pas)")
        return
    times = Decimal(values.TURNOVER_TIMES.on(project.consultation_on))
    if project.required_turnover > project.value * times:
        yield found(
            "R18",
            f"Le chiffre d’affaires exigé ({euros(project.required_turnover)}) dépasse {number(times, 1)} fois la "
            f"valeur du marché.{'' if 'R18' in confirmed else ' Règle non vérifiée.'}",
            f"Exigez {euros(project.value * times)} au plus, ou rien.",
            confirmed=confirmed,
        )


def _advance(project: Project) -> Iterator[Finding]:
    if project.buyer is Buyer.ENTITY or project.concession:
        return
    if project.advance_rate is None:
        yield missing("R19", "le taux de l’avance")
        return
    least = _least_advance(project)
    if least is None:
        yield missing("R19", "les dépenses annuelles de fonctionnement de l’acheteur")
    elif project.advance_rate * 100 < least:
        yield found(
            "R19",
            f"L’avance prévue ({number(project.advance_rate * 100, 1)} %) est sous les {least} % dus à une PME.",
            f"Portez l’avance à {least} % quand le titulaire est une PME.",
        )


def _least_advance(project: Project) -> int | None:
    """Per cent; 0 when none is due; None when the buyer's running costs are not known."""
    on = project.consultation_on
    if project.buyer is Buyer.STATE:
        return known_on(values.ADVANCE_STATE, on)
    if project.running_costs is None:
        return None
    large = project.running_costs > known_on(values.ADVANCE_RUNNING_COSTS, on)
    return known_on(values.ADVANCE_LOCAL, on) if large else 0


def _global_contract(project: Project) -> Iterator[Finding]:
    if project.sme_share is None:
        yield missing("R20", "la part du marché global confiée à des PME")
        return
    least = known_on(values.GLOBAL_SME_SHARE, project.consultation_on)
    if project.sme_share * 100 < least:
        yield found(
            "R20",
            f"Le marché global confie {number(project.sme_share * 100, 1)} % à des PME. Il en faut {least} %.",
            f"Demandez au titulaire d’en confier au moins {least} % à des PME ou à des artisans.",
        )
