"""A scheme, its targets, the sheet of a year."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from quartiers.actors.queries.organisations import open_organisations_named
from quartiers.kernel.french import typed
from quartiers.procurement.forms.operations import period
from quartiers.procurement.rules.spaser import AIMED, INDICATORS, SPENDING, Axis, Indicator
from quartiers.territory.fields import Day, NamedList, Words
from quartiers.web.numbers import NumberField

MOST = 4000
NOT_AN_ADDRESS = "Cette adresse n’est pas lisible. Copiez-la depuis le navigateur, avec https:// au début."


class SchemeForm(forms.Form):
    """What the scheme says, for whom, and where it is published."""

    name = Words(
        "Nom du schéma", missing="Il manque le nom. Par exemple\u00a0: Schéma d’achats responsables 2026-2030."
    )
    buyers = NamedList(
        "Acheteurs",
        rows=lambda: open_organisations_named(""),
        noun="cet acheteur",
        missing="Il manque un acheteur. Écrivez au moins une organisation de l’annuaire.",
        lines=3,
        max_length=12_000,
        help_text="Un par ligne. Plusieurs font un schéma commun\u00a0: chacun a ses propres indicateurs.",
    )
    starts_on = Day("Du")
    ends_on = Day("Au")
    social = Words(
        "Objectifs sociaux", lines=4, max_length=MOST, help_text="Intégrer des personnes handicapées ou défavorisées."
    )
    ecological = Words(
        "Objectifs écologiques", lines=4, max_length=MOST, help_text="Gaz à effet de serre, énergie, eau, matériaux."
    )
    durability = Words("Durabilité des produits, sobriété numérique, économie circulaire", lines=3, max_length=MOST)
    implementation = Words("Mise en œuvre", lines=3, max_length=MOST, help_text="Qui fait quoi, et quand.")
    follow_up = Words(
        "Suivi annuel", lines=3, max_length=MOST, help_text="Comment vous en rendez compte chaque année."
    )
    adopted_on = Day("Adopté le", help_text="Le jour de la délibération.")
    address = forms.URLField(
        label="Adresse du schéma publié",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={
            "invalid": NOT_AN_ADDRESS,
            "max_length": "Cette adresse est trop longue. Donnez-en une plus courte.",
        },
    )
    published_on = Day("Publié le")
    indicators_on = Day("Indicateurs publiés le", help_text="La dernière fois.")
    is_published = forms.BooleanField(
        label="Publier ce schéma ici",
        required=False,
        help_text="Tout le monde lira ses objectifs et ses chiffres, sans compte.",
    )

    def clean_ends_on(self) -> str:
        return period(self)

    def values(self) -> dict[str, Any]:
        """As ``queries.spaser.state_of_scheme`` writes them."""
        return dict(self.cleaned_data)


class _FiguresForm(forms.Form):
    """A number by indicator, by axis."""

    def _add(self, one: Indicator, help_text: str = "") -> None:
        high = 100 if one.unit.is_share else 10**12
        unit = "%" if one.unit.is_share else ""
        self.fields[one.code] = NumberField(one.words, high=high, unit=unit, help_text=help_text)

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields under the name of their axis."""
        return [
            (axis.label[:1].upper() + axis.label[1:], [self[one.code] for one in INDICATORS if self._is_in(one, axis)])
            for axis in Axis
        ]

    def _is_in(self, one: Indicator, axis: Axis) -> bool:
        return one.axis is axis and one.code in self.fields

    def values(self) -> dict[str, str]:
        """A text by code, as the states write them."""
        return {
            name: typed(value) if value is None or isinstance(value, Decimal) else value
            for name, value in self.cleaned_data.items()
        }


class TargetsForm(_FiguresForm):
    """What the scheme aims at; an empty field is no target."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for one in AIMED:
            self._add(one)


class YearForm(_FiguresForm):
    """What a buyer did in a year. ``counted`` tells, by code, what published contracts already say."""

    origin = Words("Source de ces chiffres", max_length=300, help_text="Un logiciel, un bilan, un service.")

    def __init__(self, *args: Any, counted: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields[SPENDING] = NumberField("Achats de l’année, en € HT", unit="€")
        for one in INDICATORS:
            known = counted.get(one.code, "")
            self._add(one, f"Compté\u00a0: {known}." if known else "")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        told = any(value is not None for name, value in cleaned.items() if name != "origin")
        if told and not cleaned.get("origin") and "origin" not in self.errors:
            self.add_error(
                "origin", "Il manque la source de ces chiffres. Par exemple\u00a0: logiciel financier, bilan 2025."
            )
        return cleaned


def year_asked(text: str, *, today: date) -> int:
    """The last year of a report: the one asked, else the last that is over."""
    known = text.isascii() and text.isdigit() and len(text) == 4 and 2016 <= int(text) <= today.year
    return int(text) if known else today.year - 1
