"""Needs chosen on the board, the second group they make, the answer they get."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from quartiers.exchanges.forms.fields import CHOICE, KNOWN, choice, day, hour, offered
from quartiers.exchanges.forms.organising import refuse_room
from quartiers.exchanges.models import Cycle, NeedGroup
from quartiers.exchanges.providers import PROVIDERS
from quartiers.exchanges.queries.board import groups_in
from quartiers.territory.fields import Words


class ChosenForm(forms.Form):
    """Needs that were ticked, and a title for their group."""

    needs = forms.TypedMultipleChoiceField(
        coerce=int, required=False, label="Besoins", error_messages=CHOICE, widget=forms.CheckboxSelectMultiple
    )
    title = Words("Titre du groupe")

    def __init__(self, *args: Any, numbers: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["needs"].choices = [(one, str(one)) for one in numbers]  # type: ignore[attr-defined]  # a field with choices


class MergeForm(forms.Form):
    """Another group, to bring into this one."""

    other = forms.TypedChoiceField(label="Y ajouter le groupe", coerce=int, error_messages=CHOICE)

    def __init__(self, *args: Any, group: NeedGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = groups_in(group.cycle).exclude(pk=group.pk).filter(session=None)
        self.fields["other"].choices = [(one.pk, one.title) for one in others]  # type: ignore[attr-defined]  # idem

    @property
    def has_choices(self) -> bool:
        return bool(self.fields["other"].choices)  # type: ignore[attr-defined]  # idem


class AnswerForm(forms.Form):
    answer = Words(
        "Votre réponse",
        missing="Il manque la réponse. Écrivez-la en quelques phrases.",
        lines=4,
        max_length=5000,
        help_text="Chaque personne du groupe la lit sur sa page.",
    )


class SecondGroupForm(forms.Form):
    """The session of a group: when, where, and who speaks if it is known."""

    title = Words("Titre de la séance", missing="Il manque le titre. Dites en une ligne de quoi il s’agit.")
    question = Words("Question directrice", max_length=300)
    day = day("Jour")
    starts = hour("De")
    ends = hour("À")
    provider = choice("Visioconférence", [(name, one.label) for name, one in PROVIDERS.items()], initial="link")
    room = Words("Adresse de la salle", max_length=500, help_text="Elle peut être donnée plus tard.")
    function = Words("Fonction de l’intervenant", help_text="Laissez vide tant que l’intervenant est recherché.")
    organisation_name = offered(
        Words("Son organisation", help_text="Celles de l’annuaire sont proposées, et reconnues."), KNOWN
    )
    name = Words("Son nom", max_length=150)

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(cycle.zone)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "La fin vient avant le début. Corrigez l’une des deux heures.")
        refuse_room(self)
        return cleaned

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            **{name: given[name] for name in ("title", "question", "provider", "room")},
            "starts_at": datetime.combine(given["day"], given["starts"], self.zone),
            "ends_at": datetime.combine(given["day"], given["ends"], self.zone),
        }

    def speaker(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "function", "organisation_name")}
