"""A cycle, a session, its programme: what the organiser writes."""

from typing import Any

from django import forms

from quartiers.actors.rules.cites import Basis
from quartiers.exchanges.forms.fields import CHOICE, KNOWN, address, choice, day, hour, offered, shown
from quartiers.exchanges.providers import PROVIDERS, check_room
from quartiers.exchanges.rules import USUAL, ZONES, Audience, Part, Reminder
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW, NBSP
from quartiers.territory.fields import Words

MOST_ITEMS, MOST_PLACES, MOST_MINUTES = 12, 100_000, 600
TITLE = "Il manque le titre. Dites en une ligne de quoi il s’agit."


def refuse_room(form: forms.Form) -> None:
    """Say beside the field why this room cannot be."""
    try:
        check_room(form.cleaned_data.get("provider", ""), form.cleaned_data.get("room", ""))
    except RuleBroken as broken:
        form.add_error("room", broken.message)


class CycleForm(forms.Form):
    """What the page of a cycle says."""

    title = Words("Titre du cycle", missing=TITLE)
    question = Words(
        "Question directrice", max_length=300, help_text=f"Par exemple{NBSP}: comment favoriser l’emploi ici{NARROW}?"
    )
    presentation = Words("Présentation", lines=4, max_length=5000)
    contact_email = address("Courriel de contact", required=False, help_text="Les réponses aux courriels y arrivent.")
    basis = choice(
        "Base légale des inscriptions",
        [("", "Celle qui convient d’ordinaire à votre organisation"), *((one.value, one.label) for one in Basis)],
        required=False,
        help_text="La page d’inscription la dit. Dans le doute, demandez à votre délégué à la protection des données.",
    )
    zone = choice("Heure de", list(ZONES.items()), initial="Europe/Paris")
    reminders = forms.MultipleChoiceField(
        label="Rappels par courriel",
        required=False,
        choices=[(one.value, one.label) for one in Reminder],
        initial=USUAL,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chacun part une fois, à qui a une place. Un rappel ajouté après son heure part aussitôt.",
        error_messages=CHOICE,
    )


class CopyForm(forms.Form):
    """A copy: a title and a first day."""

    title = Words("Titre du nouveau cycle", missing=TITLE)
    first_day = day("Première séance le", help_text="Les autres gardent leur écart et leur heure.")


class SessionForm(forms.Form):
    """A session; days and hours are those of the cycle's zone."""

    title = Words("Titre de la séance", missing=TITLE)
    question = Words("Question directrice", max_length=300)
    day = day("Jour")
    starts = hour("De")
    ends = hour("À")
    quota = forms.IntegerField(
        label="Places",
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        help_text="Vide si elles ne sont pas comptées.",
        error_messages={
            "invalid": "Écrivez un nombre entier, par exemple 30, ou laissez vide.",
            "min_value": "Il faut au moins une place. Laissez vide si elles ne sont pas comptées.",
            "max_value": "C’est trop. Laissez vide si les places ne sont pas comptées.",
        },
    )
    provider = choice("Visioconférence", [(name, one.label) for name, one in PROVIDERS.items()], initial="link")
    room = Words(
        "Adresse de la salle",
        max_length=500,
        help_text="Elle n’est jamais montrée ni envoyée : chacun entre par son lien personnel.".replace(
            " :", f"{NBSP}:"
        ),
    )
    dial_in = Words("Numéro de téléphone", max_length=100, help_text="Pour suivre la séance sans ordinateur.")
    audiences = forms.MultipleChoiceField(
        label="Publics visés",
        required=False,
        choices=[(one.value, one.label) for one in Audience],
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOICE,
    )
    summary = Words("Présentation", lines=4, max_length=5000)
    easy_summary = Words(
        "Résumé facile à lire", lines=3, max_length=2000, help_text="Des phrases courtes, une idée chacune."
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "La fin vient avant le début. Corrigez l’une des deux heures.")
        refuse_room(self)
        return cleaned

    def state(self) -> dict[str, Any]:
        """As ``queries.organised.state_of_session`` gives it: the day and the hours in letters."""
        given = dict(self.cleaned_data)
        hours = {name: f"{given[name]:%H:%M}" for name in ("starts", "ends")}
        return given | hours | {"day": given["day"].isoformat()}


class ItemForm(forms.Form):
    """A moment of the programme; one without title is left aside."""

    part = choice("Nature", [(one.value, one.label) for one in Part], required=False, initial=Part.TALK.value)
    title = Words("Titre")
    minutes = forms.IntegerField(
        label="Minutes",
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        error_messages={
            "invalid": "Écrivez un nombre de minutes, par exemple 20.",
            "min_value": "Il faut au moins une minute.",
            "max_value": f"Dix heures au plus. Écrivez un nombre de minutes plus petit, par exemple{NBSP}: 20.",
        },
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("title") and not cleaned.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", "Il manque la durée de ce moment. Par exemple\u00a0: 20.")
        if cleaned.get("title") and not cleaned.get("part"):
            cleaned["part"] = Part.TALK.value
        return cleaned


class SpeakerForm(forms.Form):
    """Who speaks; an empty line is left aside."""

    name = Words("Nom", max_length=150)
    function = Words("Fonction")
    organisation_name = offered(Words("Organisation"), KNOWN)


class Programme:
    """The two lists of a session's programme, as one thing: moments and speakers."""

    def __init__(self, data: Any, *, items: list[dict[str, Any]], speakers: list[dict[str, Any]]) -> None:
        made: dict[str, Any] = {"extra": 2, "max_num": MOST_ITEMS, "absolute_max": MOST_ITEMS}
        self.items = forms.formset_factory(ItemForm, **made)(data, initial=shown(data, items), prefix="moment")
        speaking = forms.formset_factory(SpeakerForm, **made)
        self.speakers = speaking(data, initial=shown(data, speakers), prefix="intervenant")

    @property
    def is_bound(self) -> bool:
        return bool(self.items.is_bound)

    @property
    def errors(self) -> list[forms.BaseForm]:
        """As a form has them, for the title of the page."""
        return self.faulty

    def is_valid(self) -> bool:
        return all([self.items.is_valid(), self.speakers.is_valid()])

    @property
    def faulty(self) -> list[forms.BaseForm]:
        """The lines that hold an error."""
        return [one for formset in (self.items, self.speakers) if formset.is_bound for one in formset if one.errors]

    def state(self) -> dict[str, list[dict[str, Any]]]:
        """Lines that say something, in order, as ``queries.organised.programme_of`` gives them."""
        items = [one.cleaned_data for one in self.items if one.cleaned_data.get("title")]
        speakers = [one.cleaned_data for one in self.speakers if any(one.cleaned_data.values())]
        return {"items": items, "speakers": speakers}
