"""Cités and contrats de ville, as anybody sees them."""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from quartiers.actors.models import Cite
from quartiers.actors.queries import cites as queries
from quartiers.actors.queries import contracts
from quartiers.actors.queries.cites import PublicPartner
from quartiers.actors.rules.cites import PILOTS, Impulse
from quartiers.actors.views.cites.doors import is_inside, may_manage
from quartiers.actors.views.cites.maps import territory_map
from quartiers.kernel.french import NARROW, NBSP, quantity
from quartiers.territory.queries import shapes
from quartiers.web.access import viewer_of
from quartiers.web.lists import Column, Empty, Kind, ListSpec, Noun, TextFilter, list_response

CONTRACTS_TITLE = "Contrats de ville"


def called(cite: Cite) -> str:
    """The name of a Cité with the generic name that the installation chose."""
    return f"{settings.CITE_NAME} {cite.name}"


def _contract_years(row: Any) -> str:
    end = row.ends_on.year if row.ends_on else "sans terme"
    return f"{row.starts_on.year} – {end}"


CITES = ListSpec(
    id="cites",
    noun=Noun("territoire", "territoires"),
    caption="Territoires",
    columns=(
        Column(
            "nom",
            "Territoire",
            "name",
            sort=("name",),
            link=lambda row: reverse("cites:cite", args=[row.slug]),
            under=lambda row: "exemple fictif" if row.fictional else "",
        ),
        Column("porteuse", "Chef de file", "bearer.name", sort=("bearer__search_name",)),
        Column("quartiers", "Quartiers", "neighbourhood_count", sort=("neighbourhood_count",), kind=Kind.NUMBER),
        Column("partenaires", "Partenaires", "partner_count", sort=("partner_count",), kind=Kind.NUMBER),
    ),
    filters=(TextFilter("q", "Nom", fields=("name",)),),
    order="nom",
    empty=Empty(
        "Aucun territoire n’est encore ouvert ici.",
        "Sa page apparaîtra quand l’équipe de la plateforme l’aura créé.",
    ),
)

CONTRACTS = ListSpec(
    id="contrats",
    noun=Noun("contrat de ville", "contrats de ville"),
    caption=CONTRACTS_TITLE,
    columns=(
        Column(
            "nom",
            "Contrat",
            "name",
            sort=("name",),
            link=lambda row: reverse("cites:contract", args=[row.slug]),
            under=lambda row: "exemple fictif" if row.fictional else "",
        ),
        Column("periode", "Période", _contract_years, sort=("starts_on",)),
        Column("quartiers", "Quartiers", "neighbourhood_count", sort=("neighbourhood_count",), kind=Kind.NUMBER),
        Column(
            "signataires",
            "Signataires",
            lambda row: ", ".join(one.name for one in row.signatories.all()),
            missing="non renseignés",
        ),
    ),
    filters=(TextFilter("q", "Nom", fields=("name",)),),
    order="nom",
    empty=Empty(
        "Aucun contrat de ville n’est encore décrit ici.",
        "Il apparaîtra avec ses signataires, sa période et ses quartiers.",
    ),
)


@require_safe
def cites(request: HttpRequest) -> HttpResponseBase:
    viewer = viewer_of(request)
    context = {
        "fictional": queries.has_fictional(),
        "creates": viewer is not None and viewer.may("administration"),
    }
    return list_response(request, CITES, queries.cites(), "actors/cites/list.html", context)


@require_safe
def cite(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.find_cite(slug)
    if found is None:
        raise Http404
    neighbourhoods = list(queries.neighbourhoods_of(found))
    partners = queries.public_partners([found.pk], localdate()).get(found.pk, [])
    viewer = viewer_of(request)
    context = {
        "cite": found,
        "title": f"{called(found)}{NBSP}: qui agit, et où{NARROW}?",
        "lead": found.summary or _sums(len(neighbourhoods), len(partners)),
        "sums": _sums(len(neighbourhoods), len(partners)),
        "neighbourhoods": neighbourhoods,
        "pilots": [one for one in partners if one.part in PILOTS],
        "parts": _by_part([one for one in partners if one.part not in PILOTS]),
        "communes": list(found.communes.defer("geometry")),
        "epcis": list(found.epcis.all()),
        "impulse": Impulse(found.impulse_by).label if found.impulse_by else "",
        "contracts": list(queries.contracts_of(found)),
        "map": territory_map(
            shapes.neighbourhood_shapes(queries.neighbourhoods_of(found)),
            sorted({one.department_id for one in neighbourhoods}),
            layer=reverse("api-1:cite_geojson", args=[found.slug]),
            title=f"Les quartiers de {called(found)}",
        ),
        "works": viewer is not None and is_inside(viewer, found),
        "manages": viewer is not None and may_manage(viewer, found),
        "crumbs": [(settings.CITE_NAME, reverse("cites:list")), (found.name, "")],
    }
    return render(request, "actors/cites/cite.html", context)


@require_safe
def contract_list(request: HttpRequest) -> HttpResponseBase:
    viewer = viewer_of(request)
    context = {
        "fictional": contracts.has_fictional(),
        "creates": viewer is not None and viewer.may("administration"),
    }
    return list_response(request, CONTRACTS, contracts.contracts(), "actors/cites/contracts.html", context)


@require_safe
def contract(request: HttpRequest, slug: str) -> HttpResponse:
    found = contracts.find_contract(slug)
    if found is None:
        raise Http404
    neighbourhoods = list(contracts.neighbourhoods_of(found))
    signatories, linked = list(found.signatories.all()), list(found.cites.all())
    viewer = viewer_of(request)
    context = {
        "contract": found,
        "lead": f"{_contract_years(found)}, {quantity(len(neighbourhoods), 'quartier')}, "
        f"{quantity(len(signatories), 'signataire')}.",
        "neighbourhoods": neighbourhoods,
        "signatories": signatories,
        "cites": linked,
        "map": territory_map(
            shapes.neighbourhood_shapes(contracts.neighbourhoods_of(found)),
            sorted({one.department_id for one in neighbourhoods}),
            layer=reverse("api-1:contract_geojson", args=[found.slug]),
            title=f"Les quartiers du contrat{NBSP}: {found.name}",
        ),
        "manages": viewer is not None and viewer.may("administration"),
        "crumbs": [(CONTRACTS_TITLE, reverse("cites:contracts")), (found.name, "")],
    }
    return render(request, "actors/cites/contract.html", context)


def _sums(neighbourhoods: int, partners: int) -> str:
    return (
        f"{quantity(partners, 'organisation agit', 'organisations agissent')} ensemble dans "
        f"{quantity(neighbourhoods, 'quartier prioritaire', 'quartiers prioritaires')}."
    )


def _by_part(partners: list[PublicPartner]) -> list[tuple[str, list[PublicPartner]]]:
    """Partners grouped by part: they come in the order of the parts."""
    return [(part.label, list(rows)) for part, rows in groupby(partners, key=lambda one: one.part)]
