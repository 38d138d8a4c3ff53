"""A contrat de ville."""

from typing import Any

from django import forms

from quartiers.actors.actions.cites import check_neighbourhoods
from quartiers.actors.forms.fields import DayField, LinesField, PlacesField, WordsField, plain, ruled
from quartiers.actors.models import Cite
from quartiers.kernel.periods import Period
from quartiers.territory.queries import places


class ContractForm(forms.Form):
    """What the page of a contrat de ville says, its signatories aside."""

    name = WordsField("Nom du contrat", missing="Il manque le nom du contrat. Recopiez celui du document signé.")
    starts_on = DayField("Du", missing="Il manque le premier jour du contrat.")
    ends_on = DayField("Au", required=False)
    amended_on = DayField("Avenant signé le", required=False)
    amendment = WordsField("Objet de l’avenant", lines=2, max_length=1000)
    axes = LinesField("Axes", lines=5, max_length=2000, help_text="Un par ligne.")
    neighbourhoods = PlacesField("Quartiers", rows=places.neighbourhoods, noun="ce quartier", lines=4, max_length=9000)

    def clean_ends_on(self) -> Any:
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data["ends_on"]
        if start and end:
            ruled(Period, start, end)
        return end

    def clean_neighbourhoods(self) -> list[str]:
        ruled(check_neighbourhoods, self.cleaned_data["neighbourhoods"], None)
        return list(self.cleaned_data["neighbourhoods"])

    def values(self) -> dict[str, Any]:
        """As ``queries.edited.state_of_contract`` gives them."""
        return plain(self.cleaned_data)


class ContractLinksForm(forms.Form):
    """The Cités of a contrat de ville."""

    cites = forms.TypedMultipleChoiceField(
        label="Territoires liés",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Ce territoire n’existe plus. Choisissez de nouveau."},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["cites"].choices = [  # type: ignore[attr-defined]  # a field with choices
            (one.pk, one.name) for one in Cite.objects.filter(closed_on=None)
        ]
