"""A kept check in words: the contract as it was described, and the list of an organisation's checks."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from quartiers.kernel.french import NBSP, day, number, quantity
from quartiers.procurement.rules import Project
from quartiers.web.lists import Column, Empty, Kind, ListSpec, Noun, TextFilter
from quartiers.web.templatetags.components import badge

FLAGS = (
    ("concession", "C’est une concession"),
    ("defence", "C’est un marché de défense ou de sécurité"),
    ("environmental_criterion", "Un critère note l’environnement"),
    ("environmental_condition", "Une condition d’exécution porte sur l’environnement"),
    ("price_only", "Le prix est le seul critère"),
    ("social_condition", "Une condition d’exécution porte sur le social ou l’emploi"),
    ("social_services", "Ce sont des services sociaux ou spécifiques"),
    ("global_contract", "C’est un marché global"),
    ("derogations_listed", "Le dernier article liste les dérogations au CCAG"),
)
EUROS = (
    ("operation_value", "Valeur de l’opération"),
    ("penalty_per_hour", "Pénalité par heure non faite"),
    ("required_turnover", "Chiffre d’affaires exigé"),
    ("running_costs", "Dépenses annuelles de fonctionnement"),
)
COUNTS = (
    ("duration_months", "Durée, en mois"),
    ("hours_due", "Heures d’insertion demandées"),
    ("hours_total", "Heures de travail du marché"),
    ("lots", "Nombre de lots"),
    ("modalities", "Façons de faire les heures"),
)
RATES = (("advance_rate", "Avance"), ("sme_share", "Part confiée à des PME"))


def described(project: Project) -> list[tuple[str, str]]:
    """What the buyer answered, in the order of the page; what she left empty is left out."""
    return list(_described(project))


def _described(project: Project) -> Iterator[tuple[str, str]]:
    yield "Ce qui est acheté", project.kind.label
    yield "Acheteur", project.buyer.label
    yield "Valeur", euros(project.value)
    yield "Consultation", day(project.consultation_on)
    yield from ((label, euros(found)) for name, label in EUROS if (found := getattr(project, name)) is not None)
    yield from ((label, plain(found)) for name, label in COUNTS if (found := getattr(project, name)) is not None)
    for name, label in RATES:
        found = getattr(project, name)
        if found is not None:
            yield label, f"{plain(found * 100)}{NBSP}%"
    if project.social_exemption:
        yield "Motif qui écarte la condition sociale", project.social_exemption.label
    if project.reserved_to:
        yield "Réservé à", ", ".join(sorted(one.label for one in project.reserved_to))
    if project.notice_cites_reservation is not None:
        yield "L’avis cite l’article de la réserve", "oui" if project.notice_cites_reservation else "non"
    if project.no_allotment_reason:
        yield "Pourquoi un seul lot", project.no_allotment_reason
    yield from ((label, "oui") for name, label in FLAGS if getattr(project, name))


def euros(amount: Decimal) -> str:
    return f"{plain(amount)}{NBSP}€"


def plain(value: Decimal | int) -> str:
    """A number with the decimals it has, two at most.

    >>> plain(Decimal("4.50")), plain(Decimal(10))
    ('4,5', '10')
    """
    exact = Decimal(value)
    return number(exact) if exact == exact.to_integral_value() else number(exact, 2).rstrip("0").rstrip(",")


def state_words(row: Any) -> str:
    """«2 points bloquent, 1 à revoir», «rien ne bloque»."""
    blocked = quantity(row.blocked, "point bloque", "points bloquent") if row.blocked else "rien ne bloque"
    return f"{blocked}, {row.warned} à revoir" if row.warned else blocked


def state_badge(row: Any) -> SafeString:
    if row.blocked:
        return badge("bad", quantity(row.blocked, "point bloque", "points bloquent"))
    if row.warned:
        return badge("warn", f"{row.warned} à revoir")
    return badge("ok", "rien ne bloque")


KEPT = ListSpec(
    id="controles",
    noun=Noun("contrôle gardé", "contrôles gardés"),
    caption="Contrôles juridiques gardés",
    columns=(
        Column("marche", "Marché", "title", sort=("title",), link=lambda row: row.get_absolute_url()),
        Column("garde", "Gardé le", lambda row: row.kept_at.date(), sort=("kept_at",), kind=Kind.DAY),
        Column("par", "Par", lambda row: str(row.kept_by or ""), missing="compte effacé"),
        Column("reponse", "Réponse", state_words, sort=("blocked", "warned"), show=state_badge),
        Column("edition", "Règles du", "edition", page=False),
    ),
    filters=(TextFilter("q", "Marché", fields=("title",)),),
    order="-garde",
    empty=Empty(
        "Votre organisation ne garde encore aucun contrôle.",
        "Contrôlez un marché, puis gardez la réponse\u00a0: elle servira de preuve, avec les règles de ce jour-là.",
    ),
)
