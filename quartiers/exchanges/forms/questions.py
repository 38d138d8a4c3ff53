"""The questions of an organiser, as every form that registers somebody asks them."""

from collections.abc import Sequence
from typing import Any

from django import forms

from quartiers.exchanges.models import Question
from quartiers.exchanges.rules import QUESTION, QuestionKind
from quartiers.kernel.french import NBSP
from quartiers.territory.fields import Words

MISSING = "Cette réponse est nécessaire à l’organisateur. Répondez en un mot."
CHOICE = "Cette réponse n’est pas dans la liste. Choisissez-en une autre."
MOST = 1_000_000
NUMBER = f"Écrivez un nombre entier, de 0 à un million. Par exemple{NBSP}: 12"
TEXT_MAX = 500
NO_ANSWER = ("", "Sans réponse")
YES_NO = [("oui", "Oui"), ("non", "Non")]


class Questioning(forms.Form):
    """A form that asks the questions of a cycle, each of its kind."""

    def ask(self, questions: Sequence[Question], *, must_answer: bool = True) -> None:
        """Add their fields.

        Args:
            questions: in the order in which they are asked.
            must_answer: whether what the organiser requires is required here; who enters another person may not know.
        """
        self.questions = list(questions)
        for one in self.questions:
            self.fields[f"{QUESTION}{one.pk}"] = answer_field(one, is_required=one.required and must_answer)

    def answers(self) -> dict[str, Any]:
        """What was answered, by number of question."""
        given = {str(one.pk): self.cleaned_data.get(f"{QUESTION}{one.pk}") for one in self.questions}
        return {number: answer for number, answer in given.items() if answer not in (None, "", [])}

    def question_fields(self) -> list[forms.BoundField]:
        return [self[f"{QUESTION}{one.pk}"] for one in self.questions]


def answer_field(question: Question, *, is_required: bool) -> forms.Field:
    """What reads an answer, of a page or of a table."""
    kind = QuestionKind(question.kind)
    if kind is QuestionKind.TEXT:
        missing = MISSING if is_required else ""
        return Words(question.label, missing=missing, max_length=TEXT_MAX, help_text=question.why)
    common: dict[str, Any] = {"label": question.label, "help_text": question.why, "required": is_required}
    if kind is QuestionKind.NUMBER:
        said = {"required": MISSING, "invalid": NUMBER, "min_value": NUMBER, "max_value": NUMBER}
        return forms.IntegerField(min_value=0, max_value=MOST, error_messages=said, **common)
    common["error_messages"] = {"required": MISSING, "invalid_choice": CHOICE, "invalid_list": CHOICE}
    choices = YES_NO if kind is QuestionKind.YES_NO else [(one, one) for one in question.choices]
    if kind is QuestionKind.SEVERAL:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    offered = choices if is_required else [NO_ANSWER, *choices]
    return forms.ChoiceField(choices=offered, widget=forms.RadioSelect, **common)
