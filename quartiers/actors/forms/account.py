"""What one says of oneself, and for whom one works."""

from typing import Any

from django import forms

from quartiers.actors.queries import Belonging


class ProfileForm(forms.Form):
    first_name = forms.CharField(
        label="Prénom",
        max_length=100,
        error_messages={"required": "Il manque votre prénom."},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label="Nom",
        max_length=100,
        error_messages={"required": "Il manque votre nom."},
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )


class SwitchForm(forms.Form):
    """One of her own organisations."""

    organisation = forms.TypedChoiceField(
        label="Organisation",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Il manque votre choix. Prenez l’une de vos organisations.",
            "invalid_choice": "Vous n’êtes pas de cette organisation. Prenez l’une des vôtres.",
        },
    )

    def __init__(self, *args: Any, belongings: list[Belonging], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.belongings = {one.membership.organisation_id: one for one in belongings}
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  says the type to mypy
        field.choices = [(key, one.membership.organisation.name) for key, one in self.belongings.items()]

    def chosen(self) -> Belonging:
        return self.belongings[self.cleaned_data["organisation"]]

    def lines(self) -> list[tuple[Any, Belonging]]:
        """Each choice with all that tells it from the others."""
        return list(zip(self["organisation"], self.belongings.values(), strict=True))
