"""A contract as the legal check reads it, from plain data: every fault of form is one kind sentence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.kernel.words import Worded

MOST_EUROS = Decimal(10) ** 13
MOST_MONTHS = Decimal(1_200)
MOST_HOURS = Decimal(10) ** 9
MOST_TEXT = 20_000
#: Digits after the point beyond which nobody wrote a figure, and sums would lose some.
FINEST = 40
MOST_CLAUSES = 500
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Kind(Worded):
    """What is bought."""

    WORKS = "works", "Travaux"
    SUPPLIES = "supplies", "Fournitures"
    SERVICES = "services", "Services"


class Buyer(Worded):
    """Who buys: it decides of the threshold."""

    STATE = "state", "État et établissements de l’État"
    LOCAL = "local", "Collectivité, hôpital, bailleur et autres acheteurs"
    ENTITY = "entity", "Entité adjudicatrice (eau, énergie, transports, postes)"


class Exemption(Worded):
    """Why a social condition is set aside: CCP, art. L2112-2-1, II."""

    AVAILABLE = "available", "Le besoin a une solution immédiatement disponible"
    NO_LINK = "no_link", "Elle n’a pas de lien suffisant avec l’objet du marché"
    RESTRICTS = "restricts", "Elle restreindrait la concurrence ou rendrait l’exécution trop difficile"
    SHORT_WORKS = "short_works", "Ce sont des travaux de moins de six mois"


class Reserved(Worded):
    """For whom a contract is reserved."""

    SIAE = "siae", "Structures d’insertion par l’activité économique"
    EA_ESAT = "ea_esat", "Entreprises adaptées et ESAT"
    ESS = "ess", "Entreprises de l’économie sociale et solidaire"
    PRISON = "prison", "Activité en détention"


class Stage(Worded):
    """Where a clause stands."""

    SPECIFICATION = "specification", "Spécification technique"
    CONDITION = "condition", "Condition d’exécution"
    CRITERION = "criterion", "Critère d’attribution"
    VARIANT = "variant", "Variante"


class Binds(Worded):
    """What a clause binds: this answer decides, the text only suggests."""

    SEAT = "seat", "Le siège ou l’implantation de l’entreprise"
    ORIGIN = "origin", "La provenance des produits"
    DELIVERY = "delivery", "Le lieu de livraison ou de travail"
    PUBLIC = "public", "Les personnes que la clause vise"
    PERFORMANCE = "performance", "La façon d’exécuter ce marché"
    COMPANY = "company", "La politique générale de l’entreprise"


#: Words that say what a clause binds, the first found wins: «bidder_seat», «place of delivery», «eligible_public».
BINDS_WORDS = (
    (
        Binds.SEAT,
        (
            "seat",
            "siege",
            "bidder",
            "tenderer",
            "headquarter",
            "location",
            "implantation",
            "establishment",
        ),
    ),
    (Binds.ORIGIN, ("origin", "provenance")),
    (Binds.DELIVERY, ("delivery", "livraison", "place", "site", "lieu")),
    (Binds.ORIGIN, ("goods", "product")),
    (Binds.PUBLIC, ("public", "people", "resident", "habitant", "beneficiar")),
    (Binds.COMPANY, ("policy", "politique", "csr", "rse", "company", "entreprise")),
    (Binds.PERFORMANCE, ("performance", "execution", "contract", "marche")),
)


@dataclass(frozen=True)
class Clause:
    """One clause: its text, how it is proved and controlled, what it binds (None: the text alone decides)."""

    stage: Stage
    text: str
    proof: str = ""
    control: str = ""
    penalty: str = ""
    label: str = ""
    binds: Binds | None = None


@dataclass(frozen=True)
class Project:
    """A contract in preparation. Amounts in euros before tax, durations in months, rates from 0 to 1.

    What is optional and unknown is None: the rules that need it say so.
    """

    kind: Kind
    buyer: Buyer
    value: Decimal
    consultation_on: date
    concession: bool = False
    defence: bool = False
    operation_value: Decimal | None = None
    duration_months: Decimal | None = None
    environmental_condition: bool = False
    environmental_criterion: bool = False
    price_only: bool = False
    social_condition: bool = False
    social_exemption: Exemption | None = None
    reserved_to: frozenset[Reserved] = frozenset()
    social_services: bool = False
    hours_due: Decimal | None = None
    hours_total: Decimal | None = None
    penalty_per_hour: Decimal | None = None
    modalities: int | None = None
    notice_cites_reservation: bool | None = None
    derogations_listed: bool | None = None
    lots: int | None = None
    no_allotment_reason: str = ""
    required_turnover: Decimal | None = None
    advance_rate: Decimal | None = None
    running_costs: Decimal | None = None
    global_contract: bool = False
    sme_share: Decimal | None = None
    holder_is_sme: bool = False
    clauses: tuple[Clause, ...] = field(default=())


def project_from(data: object) -> Project:
    """A project from plain data, as JSON gives it; keys that are not known are left aside.

    Raises:
        RuleBroken: a required field is missing, or a value is not of its kind; the sentence names the field.
    """
    if not isinstance(data, Mapping):
        raise RuleBroken("Ce fichier ne décrit pas un marché. Donnez un objet JSON, entre accolades.")
    return Project(
        kind=_required(_choice(data, "kind", Kind), "kind", Kind),
        buyer=_required(_choice(data, "buyer", Buyer), "buyer", Buyer),
        value=_present(_number(data, "value", MOST_EUROS), "value", "un montant hors taxes, par exemple 250000"),
        consultation_on=_day(data, "consultation_on"),
        concession=_flag(data, "concession"),
        defence=_flag(data, "defence"),
        operation_value=_number(data, "operation_value", MOST_EUROS),
        duration_months=_number(data, "duration_months", MOST_MONTHS),
        environmental_condition=_flag(data, "environmental_condition"),
        environmental_criterion=_flag(data, "environmental_criterion"),
        price_only=_flag(data, "price_only"),
        social_condition=_flag(data, "social_condition"),
        social_exemption=_choice(data, "social_exemption", Exemption),
        reserved_to=_reserved(data),
        social_services=_flag(data, "social_services"),
        hours_due=_number(data, "hours_due", MOST_HOURS),
        hours_total=_number(data, "hours_total", MOST_HOURS),
        penalty_per_hour=_number(data, "penalty_per_hour", MOST_EUROS),
        modalities=_count(data, "modalities"),
        notice_cites_reservation=_answer(data, "notice_cites_reservation"),
        derogations_listed=_answer(data, "derogations_listed"),
        lots=_count(data, "lots"),
        no_allotment_reason=_text(data, "no_allotment_reason"),
        required_turnover=_number(data, "required_turnover", MOST_EUROS),
        advance_rate=_number(data, "advance_rate", Decimal(1)),
        running_costs=_number(data, "running_costs", MOST_EUROS),
        global_contract=_flag(data, "global_contract"),
        sme_share=_number(data, "sme_share", Decimal(1)),
        holder_is_sme=_flag(data, "holder_is_sme"),
        clauses=_clauses(data),
    )


def binds_from(words: str) -> Binds | None:
    """What these words say that a clause binds; None when they say nothing we know: the text then decides.

    >>> binds_from("bidder_seat"), binds_from("Place of delivery"), binds_from("public of the clause")
    (<Binds.SEAT: 'seat'>, <Binds.DELIVERY: 'delivery'>, <Binds.PUBLIC: 'public'>)
    """
    asked = words.casefold()
    return next((binds for binds, known in BINDS_WORDS if any(word in asked for word in known)), None)


E_ = TypeVar("E_", bound=StrEnum)
T = TypeVar("T")


def _refuse(name: str, hint: str) -> RuleBroken:
    return RuleBroken(f"Champ « {name} »{NBSP}: donnez {hint}.".replace("« ", f"«{NBSP}").replace(" »", f"{NBSP}»"))


def _required(value: E_ | None, name: str, choices: type[E_]) -> E_:
    if value is None:
        raise _refuse(name, f"l’une de ces valeurs, {_words(choices)}")
    return value


def _present(value: T | None, name: str, hint: str) -> T:
    if value is None:
        raise _refuse(name, hint)
    return value


def _words(choices: type[StrEnum]) -> str:
    return ", ".join(one.value for one in choices)


def _choice(data: Mapping[Any, Any], name: str, choices: type[E_]) -> E_ | None:
    value = data.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or value not in {one.value for one in choices}:
        raise _refuse(name, f"l’une de ces valeurs, {_words(choices)}")
    return choices(value)


def _answer(data: Mapping[Any, Any], name: str) -> bool | None:
    value = data.get(name)
    if value is not None and not isinstance(value, bool):
        raise _refuse(name, "true ou false, sans guillemets")
    return value


def _flag(data: Mapping[Any, Any], name: str) -> bool:
    return bool(_answer(data, name))


def _number(data: Mapping[Any, Any], name: str, most: Decimal) -> Decimal | None:
    value = data.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise _refuse(name, "un nombre, sans guillemets ni unité")
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or not 0 <= number <= most or int(number.as_tuple().exponent) < -FINEST:
        raise _refuse(name, f"un nombre de 0 à {most:f}")
    return number


def _count(data: Mapping[Any, Any], name: str) -> int | None:
    number = _number(data, name, Decimal(10_000))
    if number is not None and number != int(number):
        raise _refuse(name, "un nombre entier")
    return None if number is None else int(number)


def _text(data: Mapping[Any, Any], name: str, shown: str = "") -> str:
    value = data.get(name)
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise _refuse(shown or name, "un texte, entre guillemets")
    if len(value) > MOST_TEXT:
        raise _refuse(shown or name, f"un texte de {MOST_TEXT} caractères au plus")
    return value.encode("utf-8", "replace").decode().replace("\x00", "").strip()


def _day(data: Mapping[Any, Any], name: str) -> date:
    value = data.get(name)
    hint = "une date, année d’abord, par exemple 2026-11-30"
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise _refuse(name, hint)
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise _refuse(name, hint) from error


def _reserved(data: Mapping[Any, Any]) -> frozenset[Reserved]:
    value = data.get("reserved_to")
    known = {one.value for one in Reserved}
    if value is None:
        return frozenset()
    if not isinstance(value, list) or any(not isinstance(one, str) or one not in known for one in value):
        raise _refuse("reserved_to", f"une liste de ces valeurs, {_words(Reserved)}")
    return frozenset(Reserved(one) for one in value)


def _clauses(data: Mapping[Any, Any]) -> tuple[Clause, ...]:
    value = data.get("clauses")
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise _refuse("clauses", "une liste d’objets, chacun avec stage et text")
    if len(value) > MOST_CLAUSES:
        raise _refuse("clauses", f"{MOST_CLAUSES} clauses au plus")
    return tuple(_clause(one, rank) for rank, one in enumerate(value, start=1))


def _clause(data: Mapping[Any, Any], rank: int) -> Clause:
    where = f"clauses, n° {rank}, "
    stage, text = data.get("stage"), data.get("text")
    if not isinstance(stage, str) or stage not in {one.value for one in Stage}:
        raise _refuse(f"{where}stage", f"l’une de ces valeurs, {_words(Stage)}")
    if not isinstance(text, str):
        raise _refuse(f"{where}text", "le texte de la clause, entre guillemets")
    return Clause(
        stage=Stage(stage),
        text=_text(data, "text", f"{where}text"),
        proof=_text(data, "proof", f"{where}proof"),
        control=_text(data, "control", f"{where}control"),
        penalty=_text(data, "penalty", f"{where}penalty"),
        label=_text(data, "label", f"{where}label"),
        binds=binds_from(_text(data, "binds", f"{where}binds")),
    )
