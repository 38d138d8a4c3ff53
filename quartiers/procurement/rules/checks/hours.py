"""R06 and R14: hours of insertion in proportion of the contract, and the penalty in proportion of the hour."""

from collections.abc import Iterator

from quartiers.kernel.french import number
from quartiers.procurement.rules import values
from quartiers.procurement.rules.checks.findings import euros, found, known_on, missing
from quartiers.procurement.rules.legal import Finding
from quartiers.procurement.rules.project import Project
from quartiers.procurement.rules.trades import SHARE_HIGH, SHARE_VERY_HIGH


def hours(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    """R06: hours of insertion in proportion of the hours of the contract."""
    if project.hours_due is None:
        total = "" if project.hours_total else " et le total des heures du marché"
        yield missing("R06", f"les heures d’insertion demandées (0 s’il n’y en a pas){total}")
        return
    if project.hours_due == 0:
        return
    if not project.hours_total:
        yield missing("R06", "le total des heures du marché")
        return
    share = project.hours_due * 100 / project.hours_total
    alert, review = (int(one.on(project.consultation_on) * 100) for one in (SHARE_HIGH, SHARE_VERY_HIGH))
    if share > review:
        yield found(
            "R06",
            f"Les heures d’insertion font {number(share, 1)} % des heures du marché, plus de {review} % : la clause "
            "risque d’être jugée disproportionnée.",
            f"Baissez les heures sous {review} %, réservez un lot, ou justifiez ce volume par les structures et les "
            "personnes disponibles près du chantier.",
        )
    elif share > alert:
        yield found(
            "R06",
            f"Les heures d’insertion font {number(share, 1)} % des heures du marché, plus de {alert} %.",
            "Vérifiez avec le facilitateur que des structures et des personnes peuvent les faire, et gardez-en trace.",
        )


def penalty(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    """R14: a penalty that keeps to the value of the hour."""
    if project.penalty_per_hour is None:
        yield missing("R14", "la pénalité par heure non faite (0 s’il n’y en a pas)")
        return
    entry = values.MINIMUM_WAGE.entry_on(project.consultation_on)
    if entry is None:
        yield missing("R14", "le Smic horaire en vigueur à cette date")
        return
    times = known_on(values.PENALTY_WAGES, project.consultation_on)
    if project.penalty_per_hour > entry.value * times:
        yield found(
            "R14",
            f"La pénalité ({euros(project.penalty_per_hour)} par heure) dépasse {times} fois le Smic horaire "
            f"({euros(entry.value)}).",
            f"Restez sous {euros(entry.value * times)} par heure, ou expliquez ce montant.",
        )
