"""Lists of the ground: neighbourhoods, communes, EPCI."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from quartiers.kernel.french import NBSP
from quartiers.territory.names import search_name
from quartiers.territory.queries import places
from quartiers.territory.rules import Generation
from quartiers.web.lists import ChoiceFilter, Column, Empty, Kind, ListSpec, Noun, TextFilter, list_response

FICTIONAL = "exemple fictif"
GENERATIONS = [(str(one.value), f"Liste de {one.value}") for one in reversed(Generation)]
HOW = {"link": "/regles/", "link_label": "Voir les règles appliquées"}


def commune_names(row: Any) -> str:
    return ", ".join(commune.name for commune in row.communes.all())


def code_and_state(row: Any) -> str:
    return f"{row.code}, {FICTIONAL}" if row.fictional else str(row.code)


def _of_epci(rows: "QuerySet[Any]", code: str) -> "QuerySet[Any]":
    return places.of_epci(rows, code)


NEIGHBOURHOODS = ListSpec(
    id="quartiers",
    noun=Noun("quartier", "quartiers"),
    caption="Quartiers prioritaires",
    columns=(
        Column(
            "nom",
            "Quartier",
            "name",
            sort=("search_name",),
            link=lambda row: reverse("desks:neighbourhood", args=[row.code]),
            under=code_and_state,
        ),
        Column("communes", "Communes", commune_names, missing="inconnues"),
        Column("departement", "Département", "department.name", sort=("department__name",)),
        Column("generation", "Liste", "generation", sort=("generation",)),
        Column("population", "Habitants", "population", sort=("population",), kind=Kind.NUMBER, missing="non publié"),
        Column("code", "Code", "code", page=False),
        Column("depuis", "Valable du", "valid_from", kind=Kind.DAY, page=False),
        Column("jusqu_au", "Valable au", "valid_to", kind=Kind.DAY, page=False),
        Column("precision", "Précision du contour (m)", "precision_m", kind=Kind.NUMBER, page=False),
        Column("fictif", "Exemple fictif", "fictional", page=False),
        Column("source", "Source", "source", page=False),
    ),
    filters=(
        ChoiceFilter(
            "liste", "Liste", GENERATIONS, "generation", everything="Les deux listes", chips=True, counts=True
        ),
        TextFilter(
            "q",
            "Quartier ou commune",
            fields=("code",),
            folded=("search_name", "communes__search_name"),
            fold=search_name,
        ),
        ChoiceFilter("departement", "Département", places.department_names, "department_id"),
        ChoiceFilter("intercommunalite", "Intercommunalité", places.epci_names, _of_epci, everything="Toutes"),
    ),
    order="nom",
    empty=Empty(
        "Aucun quartier n’est chargé.",
        f"Ils apparaîtront après le chargement des contours{NBSP}: quartiers import_neighbourhoods.",
        "/donnees/",
        "Lire d’où viennent les contours",
    ),
)

COMMUNES = ListSpec(
    id="communes",
    noun=Noun("commune", "communes", feminine=True),
    caption="Communes",
    columns=(
        Column(
            "nom",
            "Commune",
            "name",
            sort=("search_name",),
            link=lambda row: reverse("territory:commune", args=[row.code]),
            under="code",
        ),
        Column("departement", "Département", "department.name", sort=("department__name",)),
        Column("intercommunalite", "Intercommunalité", "epci.name", missing="aucune"),
        Column("population", "Habitants", "population", sort=("population",), kind=Kind.NUMBER, missing="non publié"),
        Column("quartiers", "Quartiers 2024", "count_2024", sort=("count_2024",), kind=Kind.NUMBER),
        Column("quartiers_2015", "Quartiers 2015", "count_2015", sort=("count_2015",), kind=Kind.NUMBER),
        Column("code", "Code Insee", "code", page=False),
        Column("annee", "Année de la population", "population_year", page=False),
        Column("source", "Source", "source", page=False),
    ),
    filters=(
        TextFilter("q", "Commune ou code", fields=("code",), folded=("search_name",), fold=search_name),
        ChoiceFilter("departement", "Département", places.department_names, "department_id"),
        ChoiceFilter("intercommunalite", "Intercommunalité", places.epci_names, "epci_id", everything="Toutes"),
        ChoiceFilter(
            "quartiers",
            "Avec un quartier",
            [("oui", "Oui")],
            lambda rows, _: places.with_neighbourhoods(rows),
            everything="Toutes",
        ),
    ),
    order="nom",
    empty=Empty(
        "Aucune commune n’est chargée.",
        f"Elles apparaîtront après leur chargement{NBSP}: quartiers import_communes.",
        "/donnees/",
        "Lire d’où viennent les communes",
    ),
)

EPCIS = ListSpec(
    id="intercommunalites",
    noun=Noun("intercommunalité", "intercommunalités", feminine=True),
    caption="Intercommunalités qui ont un quartier prioritaire",
    columns=(
        Column(
            "nom",
            "Intercommunalité",
            "name",
            sort=("name",),
            link=lambda row: reverse("territory:epci", args=[row.code]),
        ),
        Column("communes", "Communes chargées", "commune_count", sort=("commune_count",), kind=Kind.NUMBER),
        Column("population", "Habitants", "population", sort=("population",), kind=Kind.NUMBER),
        Column("quartiers", "Quartiers 2024", "count_2024", sort=("count_2024",), kind=Kind.NUMBER),
        Column("quartiers_2015", "Quartiers 2015", "count_2015", sort=("count_2015",), kind=Kind.NUMBER),
        Column("code", "SIREN", "code", page=False),
    ),
    filters=(TextFilter("q", "Nom", fields=("name",)),),
    order="nom",
    empty=Empty("Aucune intercommunalité chargée n’a de quartier prioritaire."),
)


@require_safe
def neighbourhoods(request: HttpRequest) -> HttpResponseBase:
    return _page(request, NEIGHBOURHOODS, places.neighbourhoods(), "territory/neighbourhoods.html")


@require_safe
def communes(request: HttpRequest) -> HttpResponseBase:
    return _page(request, COMMUNES, places.communes(), "territory/communes.html")


@require_safe
def places_index(request: HttpRequest) -> HttpResponseBase:
    """Departments, all of them; EPCI that have a neighbourhood, as a list."""
    rows = places.with_neighbourhoods(places.epcis())
    return _page(request, EPCIS, rows, "territory/places.html", departments=list(places.departments()))


def _page(
    request: HttpRequest, spec: ListSpec, rows: "QuerySet[Any]", template: str, **context: object
) -> HttpResponseBase:
    return list_response(request, spec, rows, template, {"fictional": places.has_fictional(), **context})
