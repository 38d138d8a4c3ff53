"""Committees: the meeting, who came, what was decided."""

from typing import Any

from django import forms

from quartiers.actors.forms.fields import DayField, WordsField, choice, plain
from quartiers.actors.models import Cite
from quartiers.actors.queries.cites import organisations_in
from quartiers.actors.rules.committees import CommitteeKind, DecisionState, Presence
from quartiers.kernel.french import NBSP

OWNER = {
    "required": "Il manque l’organisation. Prenez l’un des partenaires.",
    "invalid_choice": "Cette organisation n’est plus partenaire. Prenez-en une de la liste.",
}


class CommitteeForm(forms.Form):
    """A meeting, before or after it."""

    kind = choice("Quelle réunion", [(one.value, one.label) for one in CommitteeKind])
    held_on = DayField("Date", missing="Il manque la date de la réunion.")
    starts_at = forms.TimeField(
        label="Heure",
        required=False,
        input_formats=["%H:%M", "%Hh%M", "%H h %M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": f"Cette heure n’est pas lisible. Écrivez-la ainsi{NBSP}: 14:30."},
    )
    place = WordsField("Lieu")
    agenda = WordsField("Ordre du jour", lines=5, max_length=4000)
    minutes = WordsField(
        "Relevé", lines=8, max_length=20000, help_text="Ce qui s’est dit d’utile. Aucun nom de personne accompagnée."
    )

    def values(self) -> dict[str, Any]:
        """As ``queries.edited.state_of_committee`` gives them."""
        return plain(self.cleaned_data)


class PartnerChoiceForm(forms.Form):
    """A form with an organisation of the Cité, under the name ``organisation``."""

    organisation = forms.TypedChoiceField(label="Organisation", coerce=int, error_messages=OWNER)

    def __init__(self, *args: Any, cite: Cite, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["organisation"].choices = [  # type: ignore[attr-defined]  # a field with choices
            ("", "Choisissez"),
            *((one.pk, one.name) for one in organisations_in(cite)),
        ]


class AttendanceForm(PartnerChoiceForm):
    """Who came, who sent excuses."""

    person = WordsField("Personne", help_text="Son nom et sa fonction.")
    presence = choice("Présence", [(one.value, one.label) for one in Presence])


class DecisionForm(PartnerChoiceForm):
    """A decision: one owner, one date."""

    text = WordsField(
        "Ce qui est décidé",
        missing="Il manque la décision. Écrivez ce qui sera fait, en commençant par un verbe.",
        max_length=500,
    )
    due_on = DayField("Avant le", required=False)
    field_order = ["text", "organisation", "due_on"]

    def __init__(self, *args: Any, cite: Cite, **more: Any) -> None:
        super().__init__(*args, cite=cite, **more)
        self.fields["organisation"].label = "Qui s’en charge"


class FollowForm(forms.Form):
    """Where a decision stands."""

    state = choice("Où en est-on", [(one.value, one.label) for one in DecisionState], widget=forms.RadioSelect)
    due_on = DayField("Échéance", required=False)
    note = WordsField("Suite donnée", max_length=500, help_text="Demandée quand la décision est abandonnée.")
