"""What a session leaves, and the questions of a cycle: lists of lines that the organiser fills."""

from typing import Any

from django import forms

from quartiers.exchanges.actions.afterwards import NO_TRANSCRIPT
from quartiers.exchanges.forms.fields import choice, shown
from quartiers.exchanges.models import ProgrammeItem
from quartiers.exchanges.queries.afterwards import CARD
from quartiers.exchanges.rules import MOST_QUESTIONS, Lever, QuestionKind
from quartiers.kernel.french import NARROW, NBSP
from quartiers.territory.fields import Words

MOST_RESOURCES, MOST_CHOICES = 20, 12
LINK = f"Cette adresse n’est pas complète. Elle commence par https://, par exemple{NBSP}: https://exemple.fr/doc.pdf"
LONG = "Cette adresse est trop longue. Raccourcissez-la, ou déposez le document ailleurs."


def web_address(label: str, *, help_text: str = "") -> forms.URLField:
    """An address of the web, over https."""
    return forms.URLField(
        label=label,
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=help_text,
        error_messages={"invalid": LINK, "max_length": LONG},
    )


class LeftForm(forms.Form):
    """Minutes, replay, transcript."""

    minutes = Words(
        "Compte rendu", lines=8, max_length=20_000, help_text="Ce qui s’est dit, et les réponses aux questions."
    )
    replay_address = web_address("Adresse de l’enregistrement", help_text="Seulement avec l’accord de qui s’y entend.")
    transcript = Words(
        "Transcription de l’enregistrement",
        lines=6,
        max_length=200_000,
        help_text="Obligatoire avec un enregistrement.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("replay_address") and not cleaned.get("transcript") and "transcript" not in self.errors:
            self.add_error("transcript", NO_TRANSCRIPT)
        return cleaned


class ResourceForm(forms.Form):
    """A document; a line without address is left aside."""

    title = Words("Titre")
    address = web_address("Adresse")
    licence = Words("Licence", max_length=100)
    is_public = forms.BooleanField(label="Ouvert à tous, pas seulement aux inscrits", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("address") and not cleaned.get("title"):
            self.add_error("title", "Il manque le titre de ce document.")
        if cleaned.get("title") and not cleaned.get("address") and "address" not in self.errors:
            self.add_error("address", LINK)
        return cleaned


class Afterwards:
    """The whole page as one thing: the texts, and the list of documents."""

    def __init__(self, data: Any, *, stored: dict[str, Any]) -> None:
        self.left = LeftForm(data, initial=stored, prefix="suite")
        documents = forms.formset_factory(ResourceForm, extra=2, max_num=MOST_RESOURCES, absolute_max=MOST_RESOURCES)
        self.documents = documents(data, initial=shown(data, stored["resources"]), prefix="document")

    @property
    def is_bound(self) -> bool:
        return self.left.is_bound

    @property
    def errors(self) -> list[forms.BaseForm]:
        """As a form has them, for the title of the page."""
        return self.faulty

    @property
    def faulty(self) -> list[forms.BaseForm]:
        return [one for one in (self.left, *self.documents) if one.is_bound and one.errors]

    def is_valid(self) -> bool:
        return all([self.left.is_valid(), self.documents.is_valid()])

    def state(self) -> dict[str, Any]:
        """As ``queries.afterwards.left_by`` gives it."""
        documents = [one.cleaned_data for one in self.documents if one.cleaned_data.get("address")]
        return self.left.cleaned_data | {"resources": documents}


class PracticeForm(forms.Form):
    """A testimony as a card that others can follow."""

    title = Words(
        "Titre", missing="Il manque le titre. Dites en une ligne ce qui a été fait, et par qui.", max_length=200
    )
    context = Words("Le contexte", missing=f"Il manque le contexte. Quelle gêne{NARROW}?", lines=3, max_length=4000)
    done = Words(
        "Ce qui a été fait", missing="Il manque ce qui a été fait. Racontez-le pas à pas.", lines=4, max_length=4000
    )
    result = Words(
        "Le résultat", missing=f"Il manque le résultat. Qu’est-ce qui a changé{NARROW}?", lines=3, max_length=4000
    )
    contact = Words(
        "Qui appeler", help_text="Une fonction et une organisation suffisent. Tout le monde le lira.", max_length=200
    )
    lever = choice("Levier", [(one.value, one.label) for one in Lever])
    territory = Words("Territoire", max_length=150)
    is_published = forms.BooleanField(label="Publier cette fiche", required=False)
    is_agreed = forms.BooleanField(label="Le témoin a relu la fiche et accepte qu’elle soit publique", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_published") and not cleaned.get("is_agreed"):
            self.add_error("is_agreed", "Faites relire la fiche au témoin, puis cochez cette case.")
        return cleaned

    def state(self) -> dict[str, Any]:
        """As ``queries.afterwards.state_of_practice`` gives it."""
        return {name: self.cleaned_data[name] for name in (*CARD, "is_published")}


def testimony_initial(item: ProgrammeItem) -> dict[str, Any]:
    """What a testimony of the programme already says of its card."""
    return {"title": item.title, "context": item.text}


class QuestionForm(forms.Form):
    """A question; one without words is left aside."""

    number = forms.IntegerField(required=False, widget=forms.HiddenInput)
    label = Words("Question")
    kind = choice("Réponse", [(one.value, one.label) for one in QuestionKind], required=False)
    choices = Words("Choix, un par ligne", lines=3, max_length=1000)
    why = Words("Pourquoi nous le demandons", max_length=300)
    required = forms.BooleanField(label="Réponse obligatoire", required=False)

    def clean_choices(self) -> list[str]:
        lines = [one.strip()[:200] for one in str(self.cleaned_data["choices"]).splitlines()]
        return list(dict.fromkeys(one for one in lines if one))[:MOST_CHOICES]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("label"):
            return cleaned
        cleaned["kind"] = cleaned.get("kind") or QuestionKind.TEXT.value
        if not cleaned.get("why"):
            self.add_error("why", f"Dites pourquoi{NBSP}: on répond mieux à qui explique.")
        if cleaned["kind"] in {QuestionKind.CHOICE, QuestionKind.SEVERAL} and len(cleaned.get("choices", [])) < 2:
            self.add_error("choices", "Il faut au moins deux choix, un par ligne.")
        return cleaned


class QuestionsForm:
    """The questions of a cycle, in order."""

    def __init__(self, data: Any, *, questions: list[dict[str, Any]]) -> None:
        made = forms.formset_factory(QuestionForm, extra=1, max_num=MOST_QUESTIONS, absolute_max=MOST_QUESTIONS)
        initial = [one | {"choices": "\n".join(one["choices"])} for one in questions]
        self.lines = made(data, initial=shown(data, initial), prefix="question")

    @property
    def is_bound(self) -> bool:
        return bool(self.lines.is_bound)

    @property
    def errors(self) -> list[forms.BaseForm]:
        return self.faulty

    @property
    def faulty(self) -> list[forms.BaseForm]:
        return [one for one in self.lines if one.is_bound and one.errors]

    def is_valid(self) -> bool:
        return bool(self.lines.is_valid())

    def state(self) -> dict[str, list[dict[str, Any]]]:
        """As ``queries.organised.questions_asked`` gives them."""
        return {"questions": [one.cleaned_data for one in self.lines if one.cleaned_data.get("label")]}

    def add_error(self, field: str, message: str) -> None:
        """A refusal of the whole, beside the first question."""
        self.lines[0].add_error(field, message)
