"""The lists of published contracts, declared once: the pages, their exports and the API read the same."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quartiers.kernel.french import NBSP, number
from quartiers.procurement.models import PublishedShare
from quartiers.procurement.queries import published as queries
from quartiers.procurement.rules.decp import DIVISIONS, Stated, division_label
from quartiers.procurement.rules.decp.values import end
from quartiers.web.lists import ChoiceFilter, Column, Empty, Kind, ListSpec, Noun, TextFilter
from quartiers.web.templatetags.components import badge

NOUN = Noun("contrat publié", "contrats publiés")
EMPTY = Empty(
    "Aucun contrat publié n’est encore chargé ici.",
    f"Ils apparaîtront après le chargement d’un fichier DECP{NBSP}: quartiers import_decp.",
)
STATED = (
    (Stated.WITH.value, "Avec"),
    (Stated.WITHOUT.value, "Sans"),
    (Stated.UNKNOWN.value, "Non renseigné"),
)
MONTHS = (6, 12, 18)
OVER, NONE = "finis", "aucune"
TAGS = (
    ("social_clause", "clause"),
    ("social_criterion", "critère"),
    ("reserved", "réservé"),
)
GREEN_TAGS = (("environmental_clause", "clause"), ("environmental_criterion", "critère"))


def buyer_words(row: Any) -> str:
    """Its name, else its number: the ministry's file has no names."""
    return row.buyer_name or f"SIRET {row.buyer_siret}"


def what(row: Any) -> str:
    words = row.object or f"Contrat {row.number}"
    return words if len(words) <= 110 else f"{words[:109].rstrip()}…"


def amount_words(row: Any) -> str:
    """The amount as people read it; the maximum of a framework says so."""
    if row.amount is None:
        return "non renseigné"
    return f"{'au plus ' if row.framework else ''}{number(row.amount)}{NBSP}€"


def stated_words(value: str, words: str) -> str:
    """«clause, critère», «aucune», «non renseigné».

    >>> stated_words("avec", "clause"), stated_words("sans", ""), stated_words("inconnu", "")
    ('clause', 'aucune', 'non renseigné')
    """
    return {Stated.WITH.value: words or "oui", Stated.WITHOUT.value: "aucune"}.get(value, "non renseigné")


def social_words(row: Any) -> str:
    return stated_words(row.social, ", ".join(words for name, words in TAGS if getattr(row, name)))


def green_words(row: Any) -> str:
    return stated_words(row.environmental, ", ".join(words for name, words in GREEN_TAGS if getattr(row, name)))


BADGES = {Stated.WITH.value: "ok", Stated.WITHOUT.value: "warn", Stated.UNKNOWN.value: "mute"}


def social_badge(row: Any) -> SafeString:
    return badge(BADGES[row.social], social_words(row))


def green_badge(row: Any) -> SafeString:
    return badge(BADGES[row.environmental], green_words(row))


def place_words(row: Any) -> str:
    """The place as published, with its fineness."""
    name = row.place_name or row.place_code
    return f"{name} ({row.place_level})" if name else "non renseigné"


def has_no_clause(rows: "QuerySet[Any]", value: str) -> "QuerySet[Any]":
    return rows.filter(social=Stated.WITHOUT, environmental=Stated.WITHOUT)


def _bought_by(rows: "QuerySet[Any]", siret: str) -> "QuerySet[Any]":
    return rows.filter(queries.of_buyers(siret))


def spec(parameters: Mapping[str, str], *, today: date) -> ListSpec:
    """The list for this address: a buyer and a commune are choices only where they can be named.

    Args:
        parameters: of the address.
        today: from which the ends are counted.
    """
    filters: list[TextFilter | ChoiceFilter] = []
    buyer = parameters.get("acheteur", "")
    if len(buyer) == 14 and buyer.isascii() and buyer.isdigit():
        name = queries.buyer_names([buyer]).get(buyer, f"SIRET {buyer}")
        filters.append(ChoiceFilter("acheteur", "Acheteur", [(buyer, name)], _bought_by, "Tous", chips=True))
    filters += [
        TextFilter("q", "Objet, acheteur ou titulaire", fields=("object", "buyer_name", "holder_words")),
        ChoiceFilter("social", "Considération sociale", STATED, "social", "Peu importe"),
        ChoiceFilter(
            "famille", "Famille d’achat", sorted(DIVISIONS.items(), key=lambda one: one[1]), "division", "Toutes"
        ),
        ChoiceFilter("departement", "Département", queries.department_choices, "department_code"),
    ]
    department = parameters.get("departement", "")
    if 2 <= len(department) <= 3 and department.isalnum():
        filters.append(
            ChoiceFilter("commune", "Commune", lambda: queries.commune_choices(department), "commune_code", "Toutes")
        )
    filters += [
        ChoiceFilter("annee", "Année", lambda: [(str(one), str(one)) for one in queries.years()], "year", "Toutes"),
        ChoiceFilter("fin", "Fin prévue", _ends(), _ending(today), "Peu importe"),
        ChoiceFilter("environnement", "Considération environnementale", STATED, "environmental", "Peu importe"),
        ChoiceFilter("clauses", "Clauses", [(NONE, "Aucune des deux")], has_no_clause, "Peu importe"),
    ]
    return ListSpec(
        id="contrats-publies",
        noun=NOUN,
        caption="Contrats publiés, les plus récents d’abord",
        columns=COLUMNS,
        filters=tuple(filters),
        order="-notifie",
        empty=EMPTY,
    )


COLUMNS = (
    Column(
        "objet",
        "Contrat",
        what,
        link=lambda row: reverse("procurement:published_contract", args=[row.pk]),
        under=lambda row: f"{buyer_words(row)}, exemple fictif" if row.fictional else buyer_words(row),
    ),
    Column("montant", "Montant HT", "amount", kind=Kind.NUMBER, show=amount_words),
    Column("notifie", "Notifié", "notified_on", sort=("sorted_on",), kind=Kind.DAY, missing="non renseigné"),
    Column("fin", "Fin prévue", "ends_on", sort=("ends_on",), kind=Kind.DAY, missing="inconnue"),
    Column("social", "Social", social_words, show=social_badge),
    Column("environnement", "Environnement", green_words, show=green_badge),
    Column("acheteur", "Acheteur", buyer_words, page=False),
    Column("siret", "SIRET de l’acheteur", "buyer_siret", page=False),
    Column("cpv", "CPV", "cpv", page=False),
    Column("famille", "Famille", lambda row: division_label(row.division), page=False),
    Column("lieu", "Lieu", place_words, page=False),
    Column("titulaires", "Titulaires", "holder_words", page=False),
    Column("offres", "Offres reçues", "offers", page=False),
    Column("duree", "Durée (mois)", "duration_months", page=False),
    Column("identifiant", "Identifiant", "uid", page=False),
    Column("fictif", "Exemple fictif", "fictional", page=False),
)


def _ends() -> list[tuple[str, str]]:
    return [*((str(one), f"D’ici {one}{NBSP}mois") for one in MONTHS), (OVER, "Finie")]


def _ending(today: date) -> Any:
    def ending(rows: "QuerySet[Any]", value: str) -> "QuerySet[Any]":
        if value == OVER:
            return rows.filter(ends_on__lt=today)
        return rows.filter(Q(ends_on__gte=today) & Q(ends_on__lte=end(today, int(value))))

    return ending


# --- Shares ---------------------------------------------------------------------------------------------------------

AXES = {
    "acheteur": ("Par acheteur", "Acheteur", Noun("acheteur", "acheteurs")),
    "famille": ("Par famille d’achat", "Famille d’achat", Noun("famille", "familles", feminine=True)),
    "departement": ("Par département", "Département", Noun("département", "départements")),
    "commune": ("Par commune", "Commune", Noun("commune", "communes", feminine=True)),
    "annee": ("Par année", "Année", Noun("année", "années", feminine=True)),
}
FILTER_OF = {"acheteur": "acheteur", "famille": "famille", "departement": "departement", "annee": "annee"}


def share_words(part: int, other: int) -> SafeString:
    """«62 % (31 sur 50)»: the share of those that say something."""
    return format_html(
        '{} <span class="quand">{} sur {}</span>',
        queries.percent(part, part + other),
        number(part),
        number(part + other),
    )


def share_rows(axis: str, year: int) -> "QuerySet[Any]":
    """The rows of an axis; by year, one row for each."""
    if axis == "annee":
        return PublishedShare.objects.filter(axis=PublishedShare.Axis.ALL, year__gt=0)
    return queries.shares(axis, year)


def share_spec(axis: str, names: Mapping[str, str]) -> ListSpec:
    """The list of an axis; ``names`` say what the keys of the page are called."""

    def name(row: Any) -> str:
        if axis == "annee":
            return str(row.year)
        return names.get(row.key) or row.label or f"{'SIRET ' if axis == 'acheteur' else ''}{row.key}"

    def address(row: Any) -> str:
        if axis == "commune":
            return reverse("procurement:published", query={"departement": _department(row.key), "commune": row.key})
        return reverse("procurement:published", query={FILTER_OF[axis]: row.year if axis == "annee" else row.key})

    _, label, noun = AXES[axis]
    return ListSpec(
        id="parts",
        noun=noun,
        caption=f"Part des contrats avec une considération, {label.lower()}",
        columns=(
            Column("nom", label, name, link=address, sort=("year",) if axis == "annee" else ()),
            Column("contrats", "Contrats", "total", sort=("total",), kind=Kind.NUMBER),
            Column(
                "social",
                "Avec une considération sociale",
                "social_with",
                sort=("social_with",),
                kind=Kind.NUMBER,
                show=lambda row: share_words(row.social_with, row.social_without),
            ),
            Column("sans", "Sans", "social_without", sort=("social_without",), kind=Kind.NUMBER),
            Column(
                "environnement",
                "Avec une considération environnementale",
                "environmental_with",
                sort=("environmental_with",),
                kind=Kind.NUMBER,
                show=lambda row: share_words(row.environmental_with, row.environmental_without),
            ),
            Column("reserves", "Réservés", "reserved", sort=("reserved",), kind=Kind.NUMBER),
            Column("cle", "Code", "key", page=False),
        ),
        order="-nom" if axis == "annee" else "-contrats",
        empty=EMPTY,
    )


def _department(commune: str) -> str:
    return commune[:3] if commune.startswith("97") else commune[:2]
