"""The list of the directory, declared once: the page, its exports and the API read the same."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from quartiers.actors.queries import directory
from quartiers.actors.queries.directory import RADII, USUAL_RADIUS, Near
from quartiers.actors.rules.organisations import FAMILIES, Family, known_kind
from quartiers.actors.rules.siret import written
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.territory.names import search_name
from quartiers.territory.queries.location import check_coordinates
from quartiers.territory.rules import distance
from quartiers.web.lists import ChoiceFilter, Column, Empty, ListSpec, Noun, TextFilter

NEAR, RADIUS = "pres", "rayon"
NOUN = Noun("structure", "structures", feminine=True)
EMPTY = Empty(
    "Aucune structure n’est encore connue ici.",
    f"Elles apparaîtront après le chargement d’un fichier data·inclusion{NBSP}: quartiers import_structures.",
)


def kind_words(row: Any) -> str:
    return known_kind(row.kind).label


def where(row: Any) -> str:
    """Its address on one line."""
    town = f"{row.site_postcode or ''} {row.site_city}".strip()
    return ", ".join(part for part in (row.site_address or "", town) if part)


def how_far(row: Any) -> str:
    found = directory.metres(row)
    return "" if found is None else distance(found)


NAME = Column(
    "nom",
    "Structure",
    "name",
    sort=("search_name",),
    link=lambda row: reverse("structures:structure", args=[row.pk]),
    under=lambda row: f"{kind_words(row)}, exemple fictif" if row.fictional else kind_words(row),
)
DISTANCE = Column(
    "distance", "Distance", lambda row: round(directory.metres(row) or 0), sort=("square",), show=how_far
)
OTHERS = (
    Column("adresse", "Adresse", where, missing="non renseignée", under="phone"),
    Column("telephone", "Téléphone", "phone", page=False),
    Column("nature", "Nature", kind_words, page=False),
    Column("courriel", "Courriel", "email", page=False),
    Column("site", "Site internet", "website", page=False),
    Column("siret", "SIRET", lambda row: written(row.siret), page=False),
    Column("latitude", "Latitude", "site_latitude", page=False),
    Column("longitude", "Longitude", "site_longitude", page=False),
    Column("source", "Source", lambda row: row.source or "emploi-quartiers", page=False),
    Column("fictif", "Exemple fictif", "fictional", page=False),
)
FILTERS = (
    TextFilter(
        "q",
        "Nom, nature ou ville",
        fields=("siret",),
        folded=("search_name", "search_text"),
        fold=search_name,
    ),
    ChoiceFilter(
        "famille", "Famille", [(family.value, family.label) for family in Family], directory.of_family, "Toutes"
    ),
    ChoiceFilter(
        "nature",
        "Nature",
        [(kind.value, kind.label) for kinds in FAMILIES.values() for kind in kinds],
        "kind",
        "Toutes",
    ),
    ChoiceFilter("reseau", "Réseau", directory.network_choices, directory.of_network),
)
EVERYWHERE = ListSpec(
    id="structures",
    noun=NOUN,
    caption="Structures",
    columns=(NAME, *OTHERS),
    filters=FILTERS,
    order="nom",
    empty=EMPTY,
)


def asked_near(parameters: Mapping[str, str]) -> tuple[Near | None, int]:
    """The place and the distance, in kilometres, that an address of the page holds."""
    asked = parameters.get(RADIUS, "")
    kilometres = int(asked) if asked in {str(one) for one in RADII} else USUAL_RADIUS
    return directory.near(parameters.get(NEAR, "")[:60]), kilometres


def named_near(key: str, kilometres: int) -> Near | None:
    """The place that a question of the API names; None when it names none.

    Raises:
        RuleBroken: a place that is not known here, or a distance that is not offered.
    """
    if kilometres not in RADII:
        raise RuleBroken(f"Cette distance n’est pas proposée. Choisissez parmi {', '.join(map(str, RADII))} km.")
    if not key:
        return None
    found = directory.near(key)
    if found is None:
        raise RuleBroken(
            "Ce lieu n’est pas connu ici. Donnez un point (43.184,3.004), une commune (commune-11262) ou un quartier "
            "(quartier-QN01101M)."
        )
    check_coordinates(found.latitude, found.longitude)
    return found


def spec_and_rows(near: Near | None, kilometres: int) -> "tuple[ListSpec, QuerySet[Any]]":
    """The list from a place, the nearest first; from nowhere, by name."""
    if near is None:
        return EVERYWHERE, directory.structures()
    spec = ListSpec(
        id="structures",
        noun=NOUN,
        caption=f"Structures, de la plus proche à la plus lointaine de{NBSP}: {near.label}",
        columns=(NAME, DISTANCE, *OTHERS),
        filters=(*place_filters(near), *FILTERS),
        order="distance",
        empty=EMPTY,
    )
    return spec, directory.structures_near(near, kilometres)


def place_filters(near: Near | None) -> tuple[ChoiceFilter, ...]:
    """The chips of a list that is read from a place: where, how far; none from nowhere."""
    if near is None:
        return ()
    radii = [(str(one), f"{one}{NBSP}km") for one in RADII if one != USUAL_RADIUS]
    return (
        ChoiceFilter(NEAR, "Où", [(near.key, f"Près de{NBSP}: {near.label}")], _same, "Partout", chips=True),
        ChoiceFilter(RADIUS, "Distance", radii, _same, f"{USUAL_RADIUS}{NBSP}km", chips=True),
    )


def _same(rows: "QuerySet[Any]", value: str) -> "QuerySet[Any]":
    """The rows already are those of this place."""
    return rows
