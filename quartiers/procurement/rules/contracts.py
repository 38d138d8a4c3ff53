"""What a contract is made of, and which figures of a lot are due."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.kernel.words import Worded
from quartiers.procurement.rules.hours import hours_from_steps


class ContractState(Worded):
    PREPARED = "prepared", "en préparation"
    CONSULTED = "consulted", "en consultation"
    RUNNING = "running", "en cours"
    DONE = "done", "terminé"


class ReservedLot(Worded):
    """To whom a lot is reserved; articles L2113-12 to L2113-15 of the code de la commande publique."""

    NOBODY = "", "à personne"
    SIAE = "siae", "aux structures d’insertion (L2113-13)"
    EA_ESAT = "ea_esat", "aux EA et ESAT (L2113-12)"
    MIXED = "siae_ea_esat", "aux SIAE, EA et ESAT ensemble (L2113-14)"
    ESS = "ess", "à l’économie sociale et solidaire (L2113-15)"


class Phase(Worded):
    """A firm part is due from the start; an optional one once it is affirmed."""

    FIRM = "firm", "ferme"
    OPTIONAL = "optional", "optionnelle"


CPV = re.compile(r"\d{8}(-\d)?", re.ASCII)


@dataclass(frozen=True)
class Due:
    """Hours of one lot that are to be done now, and those that wait for an affirmed part."""

    hours: int
    waiting: int


def hours_due(hours: int, phase: Phase | str, affirmed_on: date | None, *, on: date) -> Due:
    """What is due of a lot that day: an optional part only once affirmed.

    >>> hours_due(100, Phase.OPTIONAL, None, on=date(2027, 1, 4))
    Due(hours=0, waiting=100)
    """
    waits = phase == Phase.OPTIONAL and (affirmed_on is None or affirmed_on > on)
    return Due(0, hours) if waits else Due(hours, 0)


def hours_invoiced(step: Decimal | None, trigger: Decimal | None, invoiced: Decimal | None) -> int | None:
    """What is due of a contract whose hours follow its invoices; None when they do not.

    Args:
        step: euros invoiced for one hour; None when the contract counts otherwise.
        trigger: euros invoiced before the first hour; None for none.
        invoiced: euros invoiced so far; None while nothing is noted.

    >>> hours_invoiced(Decimal(2_000), Decimal(2_700_000), Decimal(2_703_999)), hours_invoiced(None, None, None)
    (1, None)
    """
    if step is None:
        return None
    return hours_from_steps(invoiced or 0, trigger=trigger or 0, step=step)


def check_invoiced(
    step: Decimal | None, trigger: Decimal | None, invoiced: Decimal | None, on: date | None, *, today: date
) -> None:
    """Steps of invoiced amount that can be counted, and an amount that says its day.

    Raises:
        RuleBroken: a step of zero, a trigger or an amount without a step, an amount without its day, a day to come.
    """
    if step is not None and step <= 0:
        raise RuleBroken("Une tranche vaut plus de zéro. Donnez-la en euros, ou laissez vide.")
    if step is None and (trigger is not None or invoiced is not None):
        raise RuleBroken("Il manque la tranche qui vaut une heure. Donnez-la, ou videz le seuil et le facturé.")
    if invoiced is not None and on is None:
        raise RuleBroken("Il manque le jour de ce montant facturé. Donnez celui du relevé.")
    if on is not None and on > today:
        raise RuleBroken("Ce jour est à venir. Donnez celui du dernier relevé.")


def check_cpv(code: str) -> None:
    """A code of the common procurement vocabulary: eight digits, then its check digit if it is known.

    Raises:
        RuleBroken: the code has another form.

    Source: regulation (EC) No 213/2008.
    """
    if code and not CPV.fullmatch(code):
        raise RuleBroken(f"Ce code CPV n’a pas la bonne forme. Écrivez huit chiffres, par exemple{NBSP}: 45454000.")


def check_framework(is_framework: bool, maximum: Decimal | None) -> None:
    """A framework agreement has a maximum in value or in quantity.

    Raises:
        RuleBroken: it has none.

    Source: article R2162-4 of the code de la commande publique.
    """
    if is_framework and not maximum:
        raise RuleBroken(
            "Il manque le montant maximum de l’accord-cadre. Donnez-le : sans maximum, il n’est pas régulier.".replace(
                " :", f"{NBSP}:"
            )
        )


def months(starts_on: date | None, ends_on: date | None) -> int | None:
    """Whole months from the first day to the last, a month begun counts; None when a day is missing.

    >>> months(date(2027, 1, 4), date(2028, 3, 3))
    14
    """
    if starts_on is None or ends_on is None or ends_on < starts_on:
        return None
    whole = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month
    return whole + (ends_on.day >= starts_on.day)
