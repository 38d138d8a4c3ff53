"""Dated values of the funding of a structure: aid by post, hours of a full-time equivalent, ceilings.

Amounts come from networks of the field, and nobody has read their orders yet: «non vérifié». The year 2026 has no
order that was found: its value is told as the last known one, never in silence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quartiers.iae.rules.codes import EmployerKind
from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW, NBSP, day

READ_ON = date(2026, 11, 23)
AID_SOURCE = f"arrêté annuel, d’après des réseaux de l’insertion{NARROW}; code du travail, art. R. 5132-38"
AID_UNIT = "euros par ETP et par an"
MAINLAND = "France hors Mayotte et hors détention."
Rows = tuple[tuple[int, date, date, str], ...]
ENDS_2014, ENDS_2019, ENDS_2025 = date(2014, 12, 31), date(2019, 12, 31), date(2025, 12, 31)


def _aid(kind: str, rows: Rows) -> Dated[int]:
    """Each row: amount, first day, last day, note."""
    entries = tuple(Entry(amount, first, last, AID_SOURCE, None, note=note) for amount, first, last, note in rows)
    return Dated(f"iae.aid_{kind.lower()}", f"Aide au poste, montant socle, {kind}", AID_UNIT, entries)


AID_ACI = _aid(
    "ACI",
    (
        (19200, date(2014, 1, 1), ENDS_2014, ""),
        (20199, date(2019, 1, 1), ENDS_2019, ""),
        (20642, date(2021, 1, 1), date(2022, 7, 31), ""),
        (22289, date(2022, 8, 1), date(2022, 12, 31), ""),
        (22692, date(2023, 1, 1), date(2023, 4, 30), ""),
        (23196, date(2023, 5, 1), date(2023, 12, 31), ""),
        (23458, date(2024, 1, 1), date(2024, 10, 31), ""),
        (
            23921,
            date(2024, 11, 1),
            ENDS_2025,
            f"Dont 1{NARROW}233{NBSP}€ d’accompagnement. {MAINLAND}",
        ),
    ),
)
AID_EI = _aid(
    "EI",
    (
        (10000, date(2014, 1, 1), ENDS_2014, ""),
        (10520, date(2019, 1, 1), ENDS_2019, ""),
        (10751, date(2021, 1, 1), date(2022, 7, 31), ""),
        (11609, date(2022, 8, 1), date(2022, 12, 31), ""),
        (11819, date(2023, 1, 1), date(2023, 4, 30), ""),
        (12081, date(2023, 5, 1), date(2023, 12, 31), ""),
        (12218, date(2024, 1, 1), date(2024, 10, 31), ""),
        (12459, date(2024, 11, 1), date(2024, 12, 31), MAINLAND),
        (13304, date(2025, 1, 1), ENDS_2025, ""),
    ),
)
AID_ETTI = _aid(
    "ETTI",
    (
        (4250, date(2014, 1, 1), ENDS_2014, ""),
        (4472, date(2019, 1, 1), ENDS_2019, ""),
        (4341, date(2021, 1, 1), date(2022, 7, 31), ""),
        (4454, date(2022, 8, 1), date(2022, 12, 31), ""),
        (4535, date(2023, 1, 1), date(2023, 4, 30), ""),
        (4636, date(2023, 5, 1), date(2023, 12, 31), ""),
        (4688, date(2024, 1, 1), date(2024, 10, 31), ""),
        (4781, date(2024, 11, 1), ENDS_2025, MAINLAND),
    ),
)
AID_AI = _aid(
    "AI",
    (
        (1300, date(2014, 1, 1), ENDS_2014, ""),
        (1367, date(2019, 1, 1), ENDS_2019, ""),
        (1397, date(2021, 1, 1), date(2022, 7, 31), ""),
        (1509, date(2022, 8, 1), date(2022, 12, 31), ""),
        (1536, date(2023, 1, 1), date(2023, 4, 30), ""),
        (1570, date(2023, 5, 1), date(2023, 12, 31), ""),
        (1588, date(2024, 1, 1), date(2024, 10, 31), ""),
        (1619, date(2024, 11, 1), ENDS_2025, MAINLAND),
    ),
)
AID_EITI = _aid(
    "EITI",
    (
        (5548, date(2019, 1, 1), ENDS_2019, "Montant maximum."),
        (6443, date(2024, 1, 1), date(2024, 10, 31), ""),
        (6570, date(2024, 11, 1), ENDS_2025, ""),
    ),
)


def _mayotte(kind: str, amount: int) -> Dated[int]:
    entries = (Entry(amount, date(2024, 11, 1), ENDS_2025, AID_SOURCE, None, note="À Mayotte seulement."),)
    return Dated(
        f"iae.aid_{kind.lower()}_mayotte", f"Aide au poste, montant socle, {kind}, à Mayotte", AID_UNIT, entries
    )


AID_ACI_MAYOTTE = _mayotte("ACI", 18070)
AID_EI_MAYOTTE = _mayotte("EI", 9412)
AID_ETTI_MAYOTTE = _mayotte("ETTI", 3610)
AID_AI_MAYOTTE = _mayotte("AI", 1223)


def _hours(kind: str, hours: int, note: str = "") -> Dated[int]:
    source = "instruction DGEFP de 2014 et réseaux de l’insertion, à relire"
    label = f"Heures payées d’un emploi à temps plein, {kind}"
    return Dated(
        f"iae.fte_hours_{kind.lower()}", label, "heures par an", (Entry(hours, None, None, source, None, note=note),)
    )


FTE_HOURS_ACI = _hours("ACI", 1820)
FTE_HOURS_AI = _hours("AI", 1607)
FTE_HOURS_ETTI = _hours("ETTI", 1600)
FTE_HOURS_EI = _hours("EI", 1505)
FTE_HOURS_EITI = _hours("EITI", 1505, "Statut à vérifier.")


def _percent(code: str, label: str, unit: str, value: int, source: str, read: date | None, note: str) -> Dated[int]:
    return Dated(f"iae.{code}", label, f"% {unit}", (Entry(value, None, None, source, read, note=note),))


MODULATION = _percent(
    "modulation",
    "Part modulée de l’aide au poste, au plus",
    "du montant socle",
    10,
    "code du travail, art. R. 5132-37",
    READ_ON,
    f"De 0 à 10{NARROW}%, fixée chaque année par le préfet, versée en fin d’année.",
)
SALES_CAP = _percent(
    "sales_cap",
    "Ventes d’un ACI, sous",
    "des charges de l’activité",
    30,
    "code du travail, art. D. 5132-34",
    READ_ON,
    "C’est une part des charges, pas des produits.",
)
SALES_CAP_MOST = _percent(
    "sales_cap_most",
    "Ventes d’un ACI, au plus, par décision du préfet",
    "des charges de l’activité",
    50,
    "code du travail, art. D. 5132-34",
    READ_ON,
    "Après un avis favorable, si les entreprises d’ici ne répondent pas au besoin.",
)
RSA_SHARE = _percent(
    "rsa_share",
    "Part du département, par salarié d’un ACI qui était au RSA",
    "du RSA d’une personne seule, chaque mois",
    88,
    "décret du 27 juin 2014, à relire",
    None,
    "Dans l’aide au poste ou en plus, selon le département.",
)

AIDS: Mapping[EmployerKind, Dated[int]] = {
    EmployerKind.ACI: AID_ACI,
    EmployerKind.EI: AID_EI,
    EmployerKind.ETTI: AID_ETTI,
    EmployerKind.AI: AID_AI,
    EmployerKind.EITI: AID_EITI,
}
AIDS_MAYOTTE: Mapping[EmployerKind, Dated[int]] = {
    EmployerKind.ACI: AID_ACI_MAYOTTE,
    EmployerKind.EI: AID_EI_MAYOTTE,
    EmployerKind.ETTI: AID_ETTI_MAYOTTE,
    EmployerKind.AI: AID_AI_MAYOTTE,
}
FTE_HOURS: Mapping[EmployerKind, Dated[int]] = {
    EmployerKind.ACI: FTE_HOURS_ACI,
    EmployerKind.EI: FTE_HOURS_EI,
    EmployerKind.ETTI: FTE_HOURS_ETTI,
    EmployerKind.AI: FTE_HOURS_AI,
    EmployerKind.EITI: FTE_HOURS_EITI,
}


@dataclass(frozen=True)
class KnownAid:
    """The aid by post that can be told for a day.

    Args:
        amount: euros per full-time equivalent and year.
        entry: where it comes from.
        caution: why it is to be checked, in French; empty when an order in force was read.
    """

    amount: int
    entry: Entry[int]
    caution: str


def known_aid(kind: EmployerKind, *, on: date, mayotte: bool = False) -> KnownAid:
    """The base aid of a kind that day, or the last known one with a caution: never in silence.

    Raises:
        RuleBroken: a kind that has no aid by post, or none that is known at Mayotte; a day before the first value.

    >>> known_aid(EmployerKind.ACI, on=date(2026, 3, 1)).caution
    'valeur 2025, arrêté à vérifier'
    """
    if kind not in AIDS:
        raise RuleBroken(f"L’aide au poste ne concerne pas ce type d’employeur{NBSP}: {kind.label}.")
    if mayotte and kind not in AIDS_MAYOTTE:
        raise RuleBroken(f"Le montant de Mayotte n’est pas connu ici pour ce type{NBSP}: {kind.label}.")
    aid = (AIDS_MAYOTTE if mayotte else AIDS)[kind]
    entry = aid.entry_on(on)
    if entry is not None:
        return KnownAid(entry.value, entry, "" if entry.verified_on else "valeur non vérifiée")
    ended = [(one.valid_to, one) for one in aid.entries if one.valid_to is not None and one.valid_to < on]
    if not ended:
        raise RuleBroken(
            f"L’aide au poste d’un tel employeur n’est pas connue ici au {day(on)}. Choisissez une date plus récente."
        )
    until, last = max(ended, key=lambda one: one[0])
    return KnownAid(last.value, last, f"valeur {until.year}, arrêté à vérifier")


def full_time(kind: EmployerKind, posts: Decimal, hours_a_week: Decimal, weeks: int, *, on: date) -> Decimal:
    """Full-time equivalents of these posts, as the aid counts them.

    >>> round(full_time(EmployerKind.ACI, Decimal(12), Decimal(26), 52, on=date(2026, 1, 1)), 6)
    Decimal('8.914286')
    """
    return posts * hours_a_week * weeks / FTE_HOURS[kind].on(on)
