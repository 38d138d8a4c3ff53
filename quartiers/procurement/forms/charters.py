"""A charter, a commitment, an operation to bind."""

from collections.abc import Iterable
from typing import Any

from django import forms

from quartiers.actors.queries.organisations import open_organisations_named
from quartiers.kernel.french import typed
from quartiers.procurement.forms.operations import labels, period
from quartiers.procurement.queries.charters import MOST_OPERATIONS
from quartiers.procurement.rules.charters import Base, CharterModel, Measure, check_target
from quartiers.territory.fields import Day, NamedList, Words, ruled
from quartiers.territory.queries import places
from quartiers.web.numbers import NumberField, choice


class CharterForm(forms.Form):
    """Who promises, where, for how long."""

    name = Words("Nom de la charte", missing="Il manque le nom. Par exemple\u00a0: Charte d’insertion des Tilleuls.")
    signatories = NamedList(
        "Signataires",
        rows=lambda: open_organisations_named(""),
        noun="cette organisation",
        missing="Il manque un signataire. Écrivez au moins une organisation de l’annuaire.",
        lines=4,
        max_length=12_000,
        help_text="Une organisation par ligne, par son nom dans l’annuaire.",
    )
    neighbourhoods = NamedList(
        "Quartiers concernés",
        rows=places.neighbourhoods,
        noun="ce quartier",
        lines=3,
        max_length=6000,
        help_text="Un par ligne\u00a0: son nom, ou son code.",
    )
    summary = Words("Ce qu’elle dit", lines=4, max_length=4000)
    signed_on = Day("Signée le")
    starts_on = Day("Du")
    ends_on = Day("Au")
    cite = choice("Territoire de coopération", [], required=False)
    is_published = forms.BooleanField(
        label="Publier cette charte",
        required=False,
        help_text="Tout le monde la lira, sans compte. Seuls les marchés attribués y compteront.",
    )

    def __init__(self, *args: Any, cites: Iterable[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["cite"]
        field.choices = [("", "Aucun"), *((str(pk), label) for pk, label in cites)]

    def clean_ends_on(self) -> str:
        return period(self)

    def values(self) -> dict[str, Any]:
        """As ``queries.charters.state_of_charter`` writes them."""
        found = dict(self.cleaned_data)
        found["cite"] = int(found["cite"]) if found["cite"] else ""
        return found


class NewCharterForm(CharterForm):
    """The same, with the model that its commitments come from."""

    model = choice("Modèle", labels(CharterModel))
    field_order = ("model",)

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "model"}


class CommitmentForm(forms.Form):
    """What is promised, how it is counted, where it is written, what is done of it."""

    text = Words(
        "Ce qui est promis", missing="Il manque la promesse. En une phrase, comme dans la charte.", max_length=300
    )
    base = choice("Quelles heures", labels(Base))
    measure = choice("Comment on compte", labels(Measure))
    target = NumberField("Objectif", high=10**8, required=True, missing="Il manque l’objectif. Par exemple\u00a0: 5.")
    public = Words("Pour qui", help_text="Par exemple les habitants des quartiers éloignés de l’emploi.")
    origin = Words(
        "Où est-ce écrit",
        missing="Il manque la source. Un article de la charte, une convention, une délibération.",
        max_length=300,
    )
    read_on = Day("Source lue le", help_text="Vide\u00a0: l’engagement est montré «\u00a0non vérifié\u00a0».")
    reached = NumberField("Déjà fait", high=10**8, help_text="Pour des heures\u00a0: celles des habitants seulement.")
    reached_on = Day("Relevé le")
    reached_from = Words("Source du relevé", max_length=300)

    def clean_target(self) -> Any:
        target, measure = self.cleaned_data["target"], self.cleaned_data.get("measure")
        if measure:
            ruled(check_target, measure, target / 100 if measure == Measure.RATE else target)
        return target

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("reached") is not None:
            if not cleaned.get("reached_on") and "reached_on" not in self.errors:
                self.add_error("reached_on", "Il manque le jour de ce relevé. Écrivez-le ainsi\u00a0: 31/01/2027.")
            if not cleaned.get("reached_from") and "reached_from" not in self.errors:
                self.add_error("reached_from", "Il manque la source. Par exemple le bilan de la facilitatrice.")
        return cleaned

    def values(self) -> dict[str, Any]:
        """As ``queries.charters.state_of_commitment`` writes them."""
        found = dict(self.cleaned_data)
        return found | {"target": typed(found["target"]), "reached": typed(found["reached"])}


class BindForm(forms.Form):
    """An operation to count in the charter, and in which part."""

    operation = choice("Opération", [], help_text=f"Les {MOST_OPERATIONS} plus récentes que vous voyez.")
    base = choice("Ce qu’elle fait", labels(Base))

    def __init__(self, *args: Any, operations: Iterable[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["operation"]
        field.choices = [(str(pk), label) for pk, label in operations]

    @property
    def is_useful(self) -> bool:
        """Whether there is something to bind, or a refusal to show."""
        field: Any = self.fields["operation"]
        return self.is_bound or bool(field.choices)
