"""The first page: one question, four doors, and what is loaded here."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from quartiers.territory.forms.address import AddressForm
from quartiers.territory.queries import places

EXAMPLE = "12 rue de la Paix, Narbonne"


@dataclass(frozen=True)
class Door:
    """A way in: who comes, what they want, the page that does it."""

    who: str
    what: str
    action: str
    page: str

    @property
    def address(self) -> str:
        return reverse(self.page)


DOORS = (
    Door(
        "J’habite ici",
        "Quelle réponse pour mon adresse, et pourquoi\u202f?",
        "Vérifier une adresse",
        "territory:address",
    ),
    Door("J’accompagne", "Qui, dans mon tableau, habite un quartier\u202f?", "Compléter un fichier", "territory:file"),
    Door("Je connais un quartier", "Son contour et ses chiffres", "Voir un quartier", "territory:neighbourhoods"),
    Door("Je veux comprendre", "Quelle règle, depuis quand, écrite où", "Lire les règles", "web:rules"),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The address form posts to its own page, which answers."""
    form = AddressForm()
    form.fields["adresse"].widget = forms.TextInput(
        attrs={"class": "form-control", "placeholder": EXAMPLE, "autocomplete": "street-address"}
    )
    return render(request, "territory/home.html", {"form": form, "doors": DOORS, "loaded": places.summary()})
