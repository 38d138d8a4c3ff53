"""The list of sourcing cards, declared once."""

from django.urls import reverse

from quartiers.web.lists import Column, Empty, Kind, ListSpec, Noun, TextFilter

SPEC = ListSpec(
    id="sourcing",
    noun=Noun("fiche", "fiches", feminine=True),
    caption="Fiches de sourcing",
    columns=(
        Column(
            "nom",
            "Fiche",
            "name",
            sort=("name",),
            link=lambda row: reverse("procurement:sourcing", args=[row.pk]),
            under=lambda row: "exemple fictif" if row.fictional else "",
        ),
        Column("debut", "Commencé le", "opened_on", sort=("opened_on",), kind=Kind.DAY),
        Column("fin", "Terminé le", "closed_on", sort=("closed_on",), kind=Kind.DAY, missing="en cours"),
        Column("sollicitees", "Sollicitées", "asked_count", sort=("asked_count",), kind=Kind.NUMBER),
        Column("reponses", "Réponses", "answer_count", sort=("answer_count",), kind=Kind.NUMBER),
    ),
    filters=(TextFilter("q", "Fiche", fields=("name", "need")),),
    order="-debut",
    empty=Empty(
        "Votre organisation ne garde encore aucune fiche de sourcing.",
        "Chacune dira qui vous avez sollicité, qui a répondu, et que toutes ont reçu la même information.",
        "/achats/sourcing/ajouter/",
        "Ouvrir une fiche",
    ),
)
