"""A project of structure, a step that is done."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from quartiers.actors.queries.organisations import open_organisations_named
from quartiers.iae.forms.employers import CHOICE
from quartiers.iae.rules.activities import Activity
from quartiers.iae.rules.employers import EMPLOYERS, VALUES
from quartiers.iae.rules.projects import Bearer, Decision, Step, Way, check_decision
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.territory.fields import Day, Named, NamedList, Words
from quartiers.territory.queries import places
from quartiers.territory.queries.grounds import Territory


def choice(label: str, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, error_messages=CHOICE, **more)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class ProjectForm(forms.Form):
    """Everything that is said of a project; only its name is asked at first."""

    name = Words("Nom du projet", missing=f"Il manque le nom. Par exemple{NBSP}: un chantier d’insertion au Viguier.")
    way = choice("Point de départ", [(one.value, capital(one.label)) for one in Way])
    initiative = Words(
        "Qui le veut, et pourquoi", lines=3, max_length=3000, help_text="Des organisations, jamais des personnes."
    )
    kind = choice(
        "Type de structure",
        [("", "Pas encore choisi"), *((one.value, capital(one.label)) for one in EMPLOYERS)],
        required=False,
    )
    activity = choice(
        "Activité",
        [("", "Pas encore choisie"), *((one.value, capital(one.label)) for one in Activity)],
        required=False,
    )
    posts = Words("Postes d’insertion, en ETP", max_length=8, help_text=f"Par exemple{NBSP}: 12,5.")
    commune = Named("Commune", rows=places.communes, noun="la commune")
    neighbourhoods = NamedList(
        "Quartiers concernés",
        rows=places.neighbourhoods,
        noun="ce quartier",
        lines=3,
        max_length=6000,
        help_text=f"Un par ligne{NBSP}: son nom, ou son code.",
    )
    bearer_kind = choice("Qui porterait la structure", [(one.value, capital(one.label)) for one in Bearer])
    bearer = Words("Nom du porteur", help_text="Il peut ne pas avoir de SIRET.")
    help_received = Words("Aides reçues", lines=3, max_length=3000, help_text="Une par ligne\u00a0: qui, quoi, quand.")
    cite = choice("Territoire de coopération", [], required=False)
    decision = choice("Décision", [(one.value, capital(one.label)) for one in Decision])
    decided_on = Day("Décidé le")
    act = Words("Acte", help_text="La convention, l’arrêté ou le courrier.")
    structure = Named(
        "Structure née du projet",
        rows=lambda: open_organisations_named("", frozenset(VALUES)),
        noun="la structure",
        help_text="Son nom dans l’annuaire, après une décision favorable.",
    )

    def __init__(
        self, *args: Any, today: Any, cites: Iterable[tuple[int, str]], where: Territory | None = None, **more: Any
    ) -> None:
        """``where`` is the territory whose communes the page proposes."""
        super().__init__(*args, **more)
        if where is not None:
            commune = self.fields["commune"]
            commune.widget.attrs |= {"list": "communes-proposees", "autocomplete": "off"}
            commune.help_text = (
                f"La liste propose celles du territoire «{NBSP}{where.name}{NBSP}». Vous pouvez en écrire une autre."
            )
        self.today = today
        field: Any = self.fields["cite"]
        field.choices = [("", "Aucun"), *((str(pk), label) for pk, label in cites)]

    def clean_posts(self) -> str:
        return str(self.cleaned_data["posts"]).replace(",", ".").replace("\u00a0", "").replace(" ", "")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        day = date.fromisoformat(cleaned["decided_on"]) if cleaned.get("decided_on") else None
        try:
            check_decision(
                Decision(cleaned.get("decision", Decision.PENDING)), day, cleaned.get("act", ""), today=self.today
            )
        except RuleBroken as refused:
            self.add_error("decision", refused.message)
        if cleaned.get("structure") and cleaned.get("decision") != Decision.FAVOURABLE:
            self.add_error("structure", "Une structure naît d’une décision favorable. Notez d’abord la décision.")
        return cleaned

    def values(self) -> dict[str, Any]:
        """As ``queries.projects.state_of`` writes them."""
        found = dict(self.cleaned_data)
        found["cite"] = int(found["cite"]) if found["cite"] else ""
        return found


class StepForm(forms.Form):
    """A step, its day."""

    step = choice("Étape", [(one.value, one.label) for one in Step])
    done_on = Day("Faite le")
    note = Words("Précision", max_length=300)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        day = self.fields["done_on"]
        day.required, day.error_messages["required"] = True, "Il manque le jour où l’étape a été faite."

    def clean_done_on(self) -> date:
        return date.fromisoformat(self.cleaned_data["done_on"])
