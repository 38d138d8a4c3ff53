"""A Cité: open it, change its page."""

from typing import Any

from django import forms

from quartiers.actors.actions.cites import check_communes, check_epcis, check_neighbourhoods
from quartiers.actors.forms.fields import DayField, PlacesField, WordsField, choice, plain, ruled
from quartiers.actors.models import Cite
from quartiers.actors.queries.cites import organisations_in, organisations_named
from quartiers.actors.rules.cites import Impulse
from quartiers.kernel.french import NARROW, NBSP
from quartiers.kernel.periods import Period
from quartiers.territory.queries import places
from quartiers.territory.rules import Generation

MAIL = {"invalid": f"Il manque le signe @ ou ce qui le suit. Par exemple{NBSP}: equipe@exemple.fr"}


class CiteForm(forms.Form):
    """What the public page of a Cité says."""

    name = WordsField("Nom du territoire", missing="Il manque le nom. Donnez celui du territoire.")
    summary = WordsField("En une phrase", max_length=300, help_text="Ce que lit d’abord un habitant.")
    purpose = WordsField("Ce qu’on y fait", lines=6, max_length=4000)
    contact_email = forms.EmailField(label="Courriel public", required=False, error_messages=MAIL)
    contact_phone = WordsField("Téléphone public", max_length=30)
    bearer = forms.TypedChoiceField(
        label="Chef de file",
        coerce=int,
        help_text="L’une des organisations partenaires.",
        error_messages={
            "required": "Il manque le chef de file. Prenez l’une des organisations partenaires.",
            "invalid_choice": "Cette organisation n’est plus partenaire. Prenez-en une de la liste.",
        },
    )
    generation = forms.TypedChoiceField(
        label="Liste des quartiers",
        coerce=int,
        choices=[(one.value, f"Liste de {one.value}") for one in reversed(Generation)],
        error_messages={"invalid_choice": "Cette liste n’existe pas. Prenez celle de 2024 ou de 2015."},
    )
    neighbourhoods = PlacesField("Quartiers", rows=places.neighbourhoods, noun="ce quartier", lines=4, max_length=9000)
    communes = PlacesField("Communes", rows=places.communes, noun="cette commune", lines=3, max_length=9000)
    epcis = PlacesField(
        "Intercommunalités", rows=places.epcis, noun="cette intercommunalité", lines=2, max_length=4000
    )
    impulse_by = choice(
        f"Qui a pris l’initiative{NARROW}?",
        [("", "Non noté"), *((one.value, one.label) for one in Impulse)],
        required=False,
    )
    impulse_on = DayField("Le", required=False)
    impulse_text = WordsField("Comment", lines=2, max_length=1000)
    label_name = WordsField("Label reçu", help_text="Vide s’il n’y en a pas eu.")
    label_by = WordsField("Donné par")
    label_on = DayField("Du", required=False)
    label_until = DayField("Au", required=False)
    label_text = WordsField("Ce qu’il faut en savoir", lines=2, max_length=1000)

    def __init__(self, *args: Any, cite: Cite, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["bearer"].choices = [  # type: ignore[attr-defined]  # a field with choices
            (one.pk, one.name) for one in organisations_in(cite)
        ]

    def clean_communes(self) -> list[str]:
        ruled(check_communes, self.cleaned_data["communes"])
        return list(self.cleaned_data["communes"])

    def clean_epcis(self) -> list[str]:
        ruled(check_epcis, self.cleaned_data["epcis"])
        return list(self.cleaned_data["epcis"])

    def clean_neighbourhoods(self) -> list[str]:
        ruled(check_neighbourhoods, self.cleaned_data["neighbourhoods"], self.cleaned_data.get("generation"))
        return list(self.cleaned_data["neighbourhoods"])

    def clean_label_until(self) -> Any:
        start, end = self.cleaned_data.get("label_on"), self.cleaned_data["label_until"]
        if start and end:
            ruled(Period, start, end)
        return end

    def values(self) -> dict[str, Any]:
        """As ``queries.edited.state_of`` gives them."""
        return plain(self.cleaned_data)


class NewCiteForm(forms.Form):
    """A new Cité: its name, and a word of the name of the organisation that bears it."""

    name = WordsField(
        "Nom du territoire", missing="Il manque le nom. Donnez celui du territoire.", help_text="Sans le nom commun."
    )
    bearer = WordsField(
        "Chef de file",
        missing="Il manque le chef de file. Écrivez un mot de son nom.",
        help_text="Un mot du nom de l’organisation, telle que l’annuaire la connaît.",
    )

    def clean_bearer(self) -> int:
        """The one organisation that has these words in its name."""
        found = organisations_named(self.cleaned_data["bearer"])
        exact = [one for one in found if one.name == self.cleaned_data["bearer"]]
        if len(exact or found) == 1:
            return (exact or found)[0].pk
        if not found:
            raise forms.ValidationError("Aucune organisation de l’annuaire n’a ces mots dans son nom. Vérifiez-le.")
        names = ", ".join(one.name for one in found[:5])
        raise forms.ValidationError(f"Plusieurs organisations répondent{NBSP}: {names}. Écrivez le nom en entier.")
