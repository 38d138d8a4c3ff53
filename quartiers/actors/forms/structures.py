"""Where one looks from; what an organisation says of itself and of its places."""

import math
from typing import Any, cast

from django import forms

from quartiers.actors.actions.cites import check_communes
from quartiers.actors.forms.cites import MAIL
from quartiers.actors.forms.fields import CHOICE, DayField, WordsField, choice, ruled
from quartiers.actors.rules.authorisations import Act
from quartiers.actors.rules.organisations import kind_choices
from quartiers.actors.rules.siret import check_siret
from quartiers.kernel.french import NBSP
from quartiers.kernel.periods import Period
from quartiers.territory.actions.lookups import check_address


class DegreesField(WordsField):
    """Degrees with a decimal point or comma; comes out as a number, None for nothing."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, max_length=30, **more)

    def clean(self, value: Any) -> float | None:  # type: ignore[override]  # a number, as a place has it
        text = super().clean(value).replace(",", ".").replace("−", "-").rstrip("°")
        if not text:
            return None
        try:
            degrees = float(text)
        except ValueError:
            degrees = math.nan
        if not math.isfinite(degrees):
            raise forms.ValidationError(f"Ce n’est pas un nombre de degrés. Par exemple{NBSP}: 43,184.")
        return degrees

    def prepare_value(self, value: Any) -> Any:
        return str(value).replace(".", ",") if isinstance(value, float) else value


class AddressForm(forms.Form):
    """One address, as on an envelope; it leaves for the address service and is then erased."""

    adresse = forms.CharField(
        label="Adresse",
        widget=forms.TextInput(attrs={"autocomplete": "street-address", "spellcheck": "false"}),
        help_text="Numéro, rue et commune. Jamais de nom.",
        error_messages={
            "required": "Il manque l’adresse. Écrivez le numéro, la rue et la commune.",
            "null_characters_not_allowed": "Cette adresse contient un caractère illisible. Écrivez-la de nouveau.",
        },
    )

    def clean_adresse(self) -> str:
        text = " ".join(str(self.cleaned_data["adresse"]).split())
        ruled(check_address, text)
        return text


class PlaceForm(forms.Form):
    """A commune or a neighbourhood, by its name."""

    lieu = WordsField(
        "Commune ou quartier",
        missing=f"Il manque le nom. Par exemple{NBSP}: Narbonne.",
        max_length=100,
        help_text="Un mot de son nom suffit.",
    )

    def clean_lieu(self) -> Any:
        text = self.cleaned_data["lieu"]
        if len(text) < 2:
            raise forms.ValidationError("Une seule lettre ne suffit pas. Écrivez-en au moins deux.")
        return text


class OrganisationForm(forms.Form):
    """What the page of an organisation says; its kind and SIRET only for who runs the installation."""

    name = WordsField("Nom", missing="Il manque le nom. Écrivez celui que connaissent les habitants.", max_length=150)
    kind = choice("Nature", kind_choices(), help_text="Elle décide de ce que ses membres pourront ouvrir.")
    siret = WordsField("SIRET", max_length=30, help_text="14 chiffres. Vide s’il n’y en a pas.")
    description = WordsField(
        "Ce qu’elle fait", lines=5, max_length=4000, help_text="Pour un habitant, en mots simples."
    )
    phone = WordsField("Téléphone public", max_length=30)
    email = forms.EmailField(label="Courriel public", required=False, error_messages=MAIL)
    website = forms.URLField(
        label="Site internet",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": f"Cette adresse de site n’est pas complète. Par exemple{NBSP}: https://exemple.fr"},
    )
    opening_hours = WordsField("Horaires d’accueil", max_length=500)

    def __init__(self, data: Any = None, *, administers: bool, **more: Any) -> None:
        super().__init__(data, **more)
        if not administers:
            del self.fields["kind"], self.fields["siret"]

    def clean_siret(self) -> str:
        ruled(check_siret, self.cleaned_data["siret"])
        return check_siret(self.cleaned_data["siret"])

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class SiteForm(forms.Form):
    """A place where people are received."""

    name = WordsField("Nom du lieu", help_text="Vide si c’est celui de l’organisation.")
    address = WordsField("Adresse", help_text="Numéro et rue.")
    address_more = WordsField("Complément", help_text="Étage, bâtiment, entrée.")
    postcode = forms.RegexField(
        r"^\d{5}$",
        label="Code postal",
        required=False,
        error_messages={"invalid": "Un code postal a cinq chiffres. Relisez-le."},
    )
    city = WordsField("Ville", max_length=150)
    commune = WordsField("Code Insee de la commune", max_length=5, help_text="Il se lit sur la page de la commune.")
    latitude = DegreesField("Latitude", help_text="Par exemple 43,184. Elle place le lieu sur la carte.")
    longitude = DegreesField("Longitude", help_text="Par exemple 3,003.")

    def clean_commune(self) -> str:
        code = str(self.cleaned_data["commune"]).upper()
        ruled(check_communes, [code] if code else [])
        return code

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class AuthorisationForm(forms.Form):
    """The act that lets an organisation prescribe."""

    act = choice("Nature de l’acte", [("", f"Choisir{NBSP}:"), *((one.value, one.label) for one in Act)])
    reference = WordsField("Référence", help_text="Le numéro en tête de l’acte.")
    signed_on = DayField("Signé le")
    valid_from = DayField("Valable du")
    valid_to = DayField("Valable au", required=False, help_text="Vide s’il n’a pas de terme.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if start and end:
            ruled(Period, start, end)
        return cleaned


class NetworkForm(forms.Form):
    """A network that the organisation joins, by its name."""

    network = forms.TypedChoiceField(label="Réseau", coerce=int, error_messages=CHOICE)
    since = DayField("Depuis le")

    def __init__(self, data: Any = None, *, networks: Any, **more: Any) -> None:
        super().__init__(data, **more)
        cast("forms.TypedChoiceField", self.fields["network"]).choices = [
            ("", f"Choisir{NBSP}:"),
            *((one.pk, str(one)) for one in networks),
        ]


class LeaveForm(forms.Form):
    """The last day of a membership."""

    until = DayField("Dernier jour")


class DelegateForm(forms.Form):
    """Somebody of a member organisation who speaks in the network."""

    person = forms.TypedChoiceField(label="Personne", coerce=int, error_messages=CHOICE)
    title = WordsField("Fonction", max_length=150)
    since = DayField("Depuis le")

    def __init__(self, data: Any = None, *, people: Any, **more: Any) -> None:
        super().__init__(data, **more)
        cast("forms.TypedChoiceField", self.fields["person"]).choices = [
            ("", f"Choisir{NBSP}:"),
            *((one.pk, f"{one.user}, {one.organisation}") for one in people),
        ]
