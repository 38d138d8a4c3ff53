"""The questions that an organiser asks besides the identity of people."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from quartiers.exchanges.models import Cycle, Participant, Question
from quartiers.exchanges.queries.organised import questions_asked
from quartiers.exchanges.rules import MOST_QUESTIONS, QuestionKind
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.kernel.merge import Merge, merge
from quartiers.kernel.nir import check_no_nir
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb

CHOSEN = (QuestionKind.CHOICE, QuestionKind.SEVERAL)


@transaction.atomic
def set_questions(
    cycle: Cycle, asked: Mapping[str, Any], *, base: Mapping[str, Any], by: Author, now: datetime
) -> Merge:
    """Make the questions of a cycle exactly these, in this order, unless somebody changed them meanwhile.

    A question that stays keeps its answers; one that goes takes them with it.

    Args:
        cycle: it.
        asked: as ``queries.organised.questions_asked`` gives it; the number of a new question is None.
        base: the same, as they were when the page opened.
        by: who decides.
        now: instant of the decision.

    Raises:
        RuleBroken: too many questions, a choice between fewer than two, or another kind for a question that has
            answers.
    """
    Cycle.objects.select_for_update().get(pk=cycle.pk)
    stored = questions_asked(cycle)
    merged = merge(base, asked, stored)
    changed = merged.changed_from(stored)
    if changed and not merged.clashes:
        _set(cycle, merged.values["questions"])
        audit(Verb.UPDATE, kind="exchanges.question", object_id=cycle.pk, by=by, fields=changed, now=now)
    return merged


def _set(cycle: Cycle, asked: Sequence[Mapping[str, Any]]) -> None:
    if len(asked) > MOST_QUESTIONS:
        raise RuleBroken(
            f"{len(asked)} questions, c’est trop{NBSP}: {MOST_QUESTIONS} au plus. Une inscription tient en une minute."
        )
    held = {one.pk: one for one in Question.objects.filter(cycle=cycle)}
    answered = _answered(cycle)
    kept = set()
    for rank, given in enumerate(asked, start=1):
        values = {name: value for name, value in given.items() if name != "number"} | {"rank": rank}
        _check(values)
        question = held.get(given["number"])
        if question is None:
            Question.objects.create(cycle=cycle, **values)
            continue
        if question.kind != values["kind"] and question.pk in answered:
            raise RuleBroken(
                f"«{NBSP}{question.label}{NBSP}» a déjà des réponses. Gardez sa forme, ou posez une autre question."
            )
        kept.add(question.pk)
        Question.objects.filter(pk=question.pk).update(**values)
    gone = set(held) - kept
    Question.objects.filter(pk__in=gone).delete()
    if gone & answered:
        _drop_answers(cycle, gone)


def _check(values: Mapping[str, Any]) -> None:
    for text in (values["label"], values["why"], *values["choices"]):
        check_no_nir(text)
    if values["kind"] in CHOSEN and len(values["choices"]) < 2:
        raise RuleBroken(f"«{NBSP}{values['label']}{NBSP}»{NBSP}: il faut au moins deux choix, un par ligne.")


def _answered(cycle: Cycle) -> set[int]:
    """The questions that somebody answered."""
    given = Participant.objects.filter(cycle=cycle).exclude(answers={}).values_list("answers", flat=True)
    return {int(number) for answers in given for number in answers}


def _drop_answers(cycle: Cycle, gone: set[int]) -> None:
    for one in Participant.objects.filter(cycle=cycle).exclude(answers={}):
        one.answers = {number: answer for number, answer in one.answers.items() if int(number) not in gone}
        one.save(update_fields=["answers"])
