"""Contrats de ville, all public."""

from typing import Any

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from quartiers.actors.models import Cite, ContratDeVille, Organisation
from quartiers.territory.queries import places


def contracts() -> "QuerySet[Any]":
    """Contrats de ville with their signatories, their open Cités and ``neighbourhood_count``; three queries."""
    ground: QuerySet[Any] = ContratDeVille.neighbourhoods.through.objects.filter(contratdeville=OuterRef("pk"))
    counted = ground.order_by().values("contratdeville").annotate(n=Count("pk")).values("n")
    return ContratDeVille.objects.annotate(neighbourhood_count=Coalesce(Subquery(counted), 0)).prefetch_related(
        Prefetch("signatories", Organisation.objects.order_by("search_name", "pk")),
        Prefetch("cites", Cite.objects.filter(closed_on=None)),
    )


def find_contract(slug: str) -> Any:
    """The contrat de ville at this address; None where there is none."""
    return contracts().filter(slug=slug).first()


def neighbourhoods_of(contract: ContratDeVille) -> "QuerySet[Any]":
    """Its neighbourhoods as the pages of the ground show them; two queries."""
    rows = places.neighbourhoods().filter(pk__in=contract.neighbourhoods.order_by().values("pk"))
    return rows.order_by("search_name")


def covering(neighbourhood: str) -> "QuerySet[ContratDeVille]":
    """The contrats de ville that hold this neighbourhood; one query."""
    return ContratDeVille.objects.filter(neighbourhoods=neighbourhood)


def has_fictional() -> bool:
    """Whether an invented contrat de ville is loaded: the pages then say so."""
    return ContratDeVille.objects.filter(fictional=True).exists()
