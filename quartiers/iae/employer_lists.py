"""The lists of employers and of posts, declared once: the pages, their exports and the API read the same."""

from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from quartiers.actors.queries.directory import Near
from quartiers.actors.rules.organisations import known_kind
from quartiers.actors.structure_lists import DISTANCE, kind_words, place_filters, where
from quartiers.iae.queries import employers as queries
from quartiers.iae.rules.activities import ROME_DOMAINS, Activity
from quartiers.iae.rules.employers import EMPLOYERS
from quartiers.iae.rules.posts import Contract
from quartiers.kernel.french import NBSP, quantity
from quartiers.territory.names import search_name
from quartiers.territory.queries.grounds import Territory
from quartiers.web.lists import ChoiceFilter, Column, Empty, Kind, ListSpec, Noun, TextFilter

EMPTY = Empty(
    "Aucun employeur d’insertion n’est encore connu ici.",
    f"Ils apparaîtront après le chargement d’un fichier{NBSP}: quartiers import_structures, puis import_employers.",
)
NO_POST = Empty(
    "Aucun poste ouvert n’est connu ici.",
    "Les employeurs publient les leurs depuis leur fiche, ou le fichier national les apporte.",
)
ACTIVITIES = [(one.value, one.label[:1].upper() + one.label[1:]) for one in Activity]
CONTRACTS = [(one.value, one.label[:1].upper() + one.label[1:]) for one in Contract]
DOMAINS = [(letter, f"{letter}, {label}") for letter, label in ROME_DOMAINS.items()]
KINDS = [(kind.value, kind.label[:1].upper() + kind.label[1:]) for kind in EMPLOYERS]


def activity_words(row: Any) -> str:
    return ", ".join(one.label for one in queries.activities_between(row.activities))


def post_words(row: Any) -> str:
    """How many posts are open, in words that a person reads."""
    if row.open_posts:
        return quantity(row.openings, "poste")
    return "ne reçoit pas de candidature" if row.takes_applications is False else "aucun poste annoncé"


def employer_spec(on: date, near: Near | None, within: Territory | None = None) -> ListSpec:
    """The list of employers, the nearest first from a place; ``within`` keeps those of a territory."""
    posts = Column("postes", "Postes ouverts", "openings", sort=("openings",), show=post_words)
    told = Column("activites", "Activités", activity_words, missing="non renseignées")
    return ListSpec(
        id="employeurs",
        noun=Noun("employeur", "employeurs"),
        caption="Employeurs d’insertion"
        if near is None
        else f"Employeurs d’insertion, du plus proche de {near.label}",
        columns=(_name(), *([DISTANCE] if near else []), posts, told, *_ABOUT),
        filters=(
            *place_filters(near),
            *_within(within),
            ChoiceFilter("nature", "Type", KINDS, "kind"),
            ChoiceFilter("activite", "Activité", ACTIVITIES, queries.of_activity, "Toutes"),
            ChoiceFilter(
                "recrute", "Recrutement", [("oui", "Recrute en ce moment")], partial(queries.recruiting, on=on)
            ),
            ChoiceFilter("metier", "Métiers (ROME)", DOMAINS, partial(queries.with_rome, on=on)),
            ChoiceFilter("contrat", "Contrat", CONTRACTS, partial(queries.with_contract, on=on)),
            TextFilter("q", "Nom ou ville", folded=("search_name", "search_text"), fold=search_name),
        ),
        order="distance" if near else "nom",
        empty=EMPTY,
    )


def _within(where: Territory | None) -> tuple[ChoiceFilter, ...]:
    """The chip of a list that is read from a territory; none from everywhere."""
    if where is None:
        return ()
    kept = partial(queries.settled, where=where)
    return (ChoiceFilter("territoire", "Territoire", [(where.key, where.name)], kept, "Partout", chips=True),)


def post_spec(near: Near | None) -> ListSpec:
    """The list of posts, the nearest first from a place."""
    return ListSpec(
        id="postes",
        noun=Noun("annonce", "annonces", feminine=True),
        caption="Postes ouverts" if near is None else f"Postes ouverts, du plus proche de {near.label}",
        columns=(_POST, *([DISTANCE] if near else []), *_OF_POST),
        filters=(
            *place_filters(near),
            TextFilter("q", "Métier ou code ROME", fields=("rome",), folded=("search_text",), fold=search_name),
            ChoiceFilter("contrat", "Contrat", CONTRACTS, "contract"),
            ChoiceFilter("nature", "Type d’employeur", KINDS, "organisation__kind"),
            ChoiceFilter("metier", "Domaine (ROME)", DOMAINS, _in_domain),
            ChoiceFilter("activite", "Activité", ACTIVITIES, queries.posts_doing, "Toutes"),
            ChoiceFilter("clause", "Clause sociale", [("oui", "Postes d’une clause")], _of_clause),
        ),
        order="distance" if near else "-confirmee",
        empty=NO_POST,
    )


def _name() -> Column:
    return Column(
        "nom",
        "Employeur",
        "name",
        sort=("search_name",),
        link=lambda row: reverse("iae:employer", args=[row.pk]),
        under=lambda row: f"{kind_words(row)}, exemple fictif" if row.fictional else kind_words(row),
    )


def _whose(found: Any) -> str:
    words = f"{found.name}, {known_kind(found.kind).label}"
    return f"{words}, exemple fictif" if found.fictional else words


_ABOUT = (
    Column("adresse", "Adresse", where, page=False),
    Column("telephone", "Téléphone", "phone", page=False),
    Column("courriel", "Courriel", "email", page=False),
    Column("annonces", "Annonces", "open_posts", page=False, kind=Kind.NUMBER),
    Column("siret", "SIRET", "siret", page=False),
    Column("latitude", "Latitude", "site_latitude", page=False),
    Column("longitude", "Longitude", "site_longitude", page=False),
)
_POST = Column(
    "poste",
    "Poste",
    "title",
    sort=("title",),
    link=lambda row: f"{reverse('iae:employer', args=[row.organisation_id])}#poste-{row.pk}",
    under=lambda row: _whose(row.organisation),
)
_OF_POST = (
    Column("contrat", "Contrat", lambda row: Contract(row.contract).label, sort=("contract",)),
    Column("nombre", "Nombre", "openings", kind=Kind.NUMBER),
    Column("lieu", "Lieu de travail", lambda row: row.place or row.site_city, missing="non renseigné"),
    Column("confirmee", "Confirmée le", "confirmed_on", sort=("confirmed_on",), kind=Kind.DAY),
    Column("rome", "Code ROME", "rome", page=False),
    Column("metier", "Métier", "rome_label", page=False),
    Column("employeur", "Employeur", "organisation.name", page=False),
    Column("nature", "Type d’employeur", lambda row: known_kind(row.organisation.kind).label, page=False),
    Column("heures", "Heures par semaine", "hours_a_week", page=False, kind=Kind.NUMBER),
    Column("clause", "Poste d’une clause", "is_clause", page=False),
    Column("source", "Source", lambda row: row.source or "emploi-quartiers", page=False),
)


def _in_domain(rows: "QuerySet[Any]", letter: str) -> "QuerySet[Any]":
    return rows.filter(rome__startswith=letter)


def _of_clause(rows: "QuerySet[Any]", value: str) -> "QuerySet[Any]":
    return rows.filter(is_clause=True)
