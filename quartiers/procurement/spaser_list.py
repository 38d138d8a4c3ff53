"""The list of schemes, declared once."""

from django.urls import reverse

from quartiers.web.lists import Column, Empty, Kind, ListSpec, Noun, TextFilter

SPEC = ListSpec(
    id="spaser",
    noun=Noun("schéma", "schémas"),
    caption="Schémas de promotion des achats responsables",
    columns=(
        Column(
            "nom",
            "Schéma",
            "name",
            sort=("name",),
            link=lambda row: reverse("procurement:scheme", args=[row.pk]),
            under=lambda row: f"{row.owner.name}, exemple fictif" if row.fictional else row.owner.name,
        ),
        Column("acheteurs", "Acheteurs", "buyer_count", sort=("buyer_count",), kind=Kind.NUMBER),
        Column("objectifs", "Objectifs chiffrés", "target_count", sort=("target_count",), kind=Kind.NUMBER),
        Column("adopte", "Adopté le", "adopted_on", sort=("adopted_on",), kind=Kind.DAY, missing="pas encore"),
        Column(
            "indicateurs",
            "Indicateurs publiés le",
            "indicators_on",
            sort=("indicators_on",),
            kind=Kind.DAY,
            missing="pas encore",
        ),
    ),
    filters=(TextFilter("q", "Schéma ou organisation", fields=("name", "owner__name")),),
    order="nom",
    empty=Empty(
        "Aucun schéma n’est publié ici.",
        "Chacun dira ses objectifs, ses chiffres année par année, et ce que la loi demande encore.",
    ),
)
