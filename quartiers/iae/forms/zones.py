"""What is asked of zones blanches: a territory, a kind, a threshold."""

from typing import Any

from django import forms

from quartiers.iae.rules.activities import Activity
from quartiers.iae.rules.zones import CHOSEN, LEAST_KM, MOST_KM, MOST_SOUGHT, USUAL_KM, ZoneKind
from quartiers.territory.queries.grounds import Territory

TOWNS, QUARTERS = "communes", "quartiers"


class ZonesForm(forms.Form):
    """Every answer has a usual value: an address without parameters is a question too."""

    type = forms.ChoiceField(
        label="Type de structure",
        choices=[(kind.value, kind.choice) for kind in CHOSEN],
    )
    activite = forms.ChoiceField(
        label="Activité",
        required=False,
        choices=[("", "Toutes"), *((one.value, one.label[:1].upper() + one.label[1:]) for one in Activity)],
        error_messages={"invalid_choice": "Cette activité n’est pas dans la liste. Prenez l’une des siennes."},
    )
    km = forms.IntegerField(
        label="Trop loin, c’est plus de (km)",
        min_value=LEAST_KM,
        max_value=MOST_KM,
        error_messages={
            "invalid": "Écrivez un nombre entier de kilomètres, par exemple 20.",
            "min_value": f"Choisissez entre {LEAST_KM} et {MOST_KM} km.",
            "max_value": f"Choisissez entre {LEAST_KM} et {MOST_KM} km.",
        },
    )
    territoire = forms.ChoiceField(
        label="Territoire",
    )
    regarder = forms.ChoiceField(
        label="Regarder",
        choices=[(TOWNS, "Les communes"), (QUARTERS, "Les quartiers")],
    )

    def __init__(
        self, data: Any, territories: list[tuple[str, list[Territory]]], *, home: str = "", **options: Any
    ) -> None:
        """Without a territory in the address, ``home`` is shown when it is loaded, else the first one."""
        asked = {name: data.get(name) for name in self.base_fields if data.get(name)}
        keys = [one.key for _, some in territories for one in some]
        first = home if home in keys else next(iter(keys), "")
        usual = {"type": ZoneKind.SIAE.value, "km": str(USUAL_KM), "territoire": first, "regarder": TOWNS}
        super().__init__(usual | asked, **options)
        self.fields["territoire"] = forms.ChoiceField(
            label="Territoire",
            choices=[(label, [(one.key, one.name) for one in some]) for label, some in territories if some],
            error_messages={"invalid_choice": "Ce territoire n’est pas chargé ici. Choisissez dans la liste."},
        )
        self.order_fields(["territoire", "type", "activite", "km", "regarder"])

    @property
    def kind(self) -> ZoneKind:
        return ZoneKind(self.cleaned_data["type"])

    @property
    def threshold(self) -> int:
        return int(self.cleaned_data["km"])

    @property
    def activity(self) -> Activity | None:
        asked = self.cleaned_data["activite"]
        return Activity(asked) if asked else None


class WhatIfForm(ZonesForm):
    """The same, and where a structure would open: a commune, or a point in degrees; or how many are looked for."""

    commune = forms.CharField(
        label="Commune",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"list": "communes-proposees", "autocomplete": "off"}),
    )
    latitude = forms.FloatField(
        label="Latitude",
        min_value=-85,
        max_value=85,
        required=False,
        error_messages={"invalid": "Écrivez des degrés, par exemple 43,18."},
        localize=True,
    )
    longitude = forms.FloatField(
        label="Longitude",
        min_value=-180,
        max_value=180,
        required=False,
        error_messages={"invalid": "Écrivez des degrés, par exemple 3,00."},
        localize=True,
    )
    chercher = forms.IntegerField(label="Chercher", min_value=1, max_value=MOST_SOUGHT, required=False)

    def clean(self) -> None:
        """How many are looked for is a button, not a field: its error stands above the form."""
        if self.errors.pop("chercher", None):
            self.add_error(None, f"On peut chercher de 1 à {MOST_SOUGHT} endroits.")
