"""The questions of a cycle, asked alike in the public form and by who enters somebody."""

import csv
import io
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quartiers.exchanges import actions
from quartiers.exchanges.forms.registration import AT_LEAST_S, stamped
from quartiers.exchanges.models import Participant, Question
from quartiers.exchanges.queries.private import known_of
from quartiers.exchanges.rules import QUESTION
from quartiers.exchanges.tests.desk import START, at, text
from quartiers.exchanges.tokens import Purpose, token_for
from quartiers.office.queries import audit_lines
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cycle):
    """A session to come, in a cycle that asks a question of each kind."""
    asked = {"choice": ["Aude", "Tarn"], "several": ["Marchés", "Clauses", "SPASER"]}
    for rank, kind in enumerate(("text", "choice", "several", "yes_no", "number"), start=1):
        factories.Question(
            cycle=cycle, rank=rank, kind=kind, label=f"Question {kind}", choices=asked.get(kind, []), required=True
        )
    return factories.Session(cycle=cycle, starts_at=START)


def name(kind: str) -> str:
    return f"question_{Question.objects.get(kind=kind).pk}"


def typed(session, **answers) -> dict:
    """What is typed of a person, and her answers by kind of question."""
    who = {"first_name": "Awa", "last_name": "Diarra", "audience": "habitant", "nature": "autre"}
    return who | {"sessions": [session.pk]} | {name(kind): answer for kind, answer in answers.items()}


def publicly(session, **answers):
    sent = typed(session, **answers) | {"email": "awa@exemple.fr", "opened": stamped(time.time() - AT_LEAST_S - 1)}
    return Client().post(at("cycle", session.cycle.slug), sent)


def by_hand(client, session, **answers):
    return client.post(at("enter", session.cycle_id), typed(session, **answers))


ANSWERS = {"text": "Juriste", "choice": "Tarn", "several": ["Marchés", "SPASER"], "yes_no": "oui", "number": "12"}


def test_both_forms_keep_and_export_the_same_answers(client, cycle, session):
    publicly(session, **ANSWERS)
    by_hand(client, session, **ANSWERS)
    visitor, entered = Participant.objects.order_by("pk")
    out = b"".join(client.get(at("people", cycle.pk), {"format": "csv"}).streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(out), delimiter=";"))

    assert (bool(visitor.entered_by), bool(entered.entered_by)) == (False, True)
    assert list(entered.answers.values()) == ["Juriste", "Tarn", ["Marchés", "SPASER"], "oui", 12]
    assert visitor.answers == entered.answers
    assert len(rows) == 2
    for row in rows:
        said = [row[f"Question {kind}"] for kind in ANSWERS]
        assert said == ["Juriste", "Tarn", "Marchés, SPASER", "oui", "12"]


def test_who_enters_somebody_may_leave_them_empty_and_a_visitor_may_not(client, session):
    refused = publicly(session).content.decode()
    assert refused.count("nécessaire à l’organisateur") >= len(ANSWERS)
    assert not Participant.objects.exists()

    by_hand(client, session, yes_no="", number="")
    assert Participant.objects.get().answers == {}


@pytest.mark.parametrize(
    ("kind", "answer", "said"),
    [
        ("text", "x" * 501, "500 caractères au plus"),
        ("text", "a\0b", "illisible"),
        ("text", "2 91 03 99 123 456 02", "sécurité sociale"),
        ("choice", "Gers", "n’est pas dans la liste"),
        ("several", ["Clauses", "Gers"], "n’est pas dans la liste"),
        ("yes_no", "peut-être", "n’est pas dans la liste"),
        ("number", "douze", "Écrivez un nombre entier"),
        ("number", "-1", "Écrivez un nombre entier"),
        ("number", "1000001", "Écrivez un nombre entier"),
    ],
)
def test_both_forms_refuse_alike_beside_the_question_and_keep_what_was_typed(client, session, kind, answer, said):
    for page in (publicly(session, **ANSWERS | {kind: answer}), by_hand(client, session, **{kind: answer})):
        shown = page.content.decode()
        assert page.status_code == 200
        assert said in shown
        assert "Diarra" in shown
        assert f'id="id_{name(kind)}-erreur"' in shown
    assert not Participant.objects.exists()


def test_the_page_costs_as_much_for_one_question_as_for_many(client, cycle):
    factories.Session(cycle=cycle, starts_at=START)
    factories.Question(cycle=cycle)
    text(client, "enter", cycle.pk)
    with CaptureQueriesContext(connection) as few:
        text(client, "enter", cycle.pk)
    for rank in range(2, 101):
        factories.Question(cycle=cycle, rank=rank)
        factories.Session(cycle=cycle, starts_at=START)
    with CaptureQueriesContext(connection) as many:
        assert text(client, "enter", cycle.pk).count('name="question_') == 100

    assert len(many) == len(few)


def test_an_entry_leaves_a_line_of_the_journal(client, session):
    by_hand(client, session)

    assert audit_lines().filter(kind="exchanges.registration", verb="create", user_id__isnull=False).count() == 1


def test_what_is_typed_for_an_address_that_is_known_is_added_or_said_not_to_be_kept(client, session):
    publicly(session, **ANSWERS)
    person = Participant.objects.get()
    own = dict(person.answers)
    person.answers.pop(next(number for number, said in own.items() if said == 12))
    person.save()
    again = typed(session, **ANSWERS | {"text": "Maçonne"})
    again |= {"email": person.email, "phone": "0499000000", "first_name": "Bruno"}
    answer = client.post(at("enter", session.cycle_id), again)

    held = Participant.objects.get()
    assert (held.answers, held.phone, held.first_name) == (own, "0499000000", person.first_name)
    said = client.get(answer["Location"]).content.decode().replace("\u00a0", " ")
    assert "Prénom « Bruno »" in said
    assert "Question text « Maçonne »" in said
    assert "Question number" not in said.partition("N’est donc pas gardé")[2].partition("</p>")[0]


def test_what_was_added_while_she_corrected_stays_but_where_she_wrote(session):
    publicly(session, **ANSWERS)
    person = Participant.objects.get()
    answers = dict(person.answers)
    text, number = (next(n for n, said in answers.items() if said == one) for one in ("Juriste", 12))
    Participant.objects.update(answers={text: "Juriste"}, organisation="", commune_name="")
    person.refresh_from_db()
    shown = known_of(person)
    Participant.objects.update(answers={text: "Maçonne", number: 7}, organisation="Chantier", commune_name="Ailleurs")

    asked = shown | {"commune_name": "Ici", f"{QUESTION}{text}": "Peintre", f"{QUESTION}{number}": ""}
    actions.correct(person, asked, base=shown, now=timezone.now())
    held = Participant.objects.get()
    assert (held.organisation, held.commune_name) == ("Chantier", "Ici")
    assert held.answers == {text: "Peintre", number: 7}


def test_she_corrects_what_is_known_of_her_and_keeps_her_address(session):
    publicly(session, **ANSWERS)
    person = Participant.objects.get()
    page = at("correct", token_for(person.pk, person.nonce, Purpose.MANAGE))
    opened = Client().get(page).content.decode()
    assert all(said in opened for said in ('value="Awa"', 'value="Juriste"', 'value="12"'))
    assert 'name="phone"' not in opened

    sent = typed(session, **ANSWERS | {"text": "Maçonne", "several": ["SPASER"]})
    sent |= {"first_name": "Aoua", "organisation": "Chantier", "commune_name": "Ailleurs", "email": "autre@exemple.fr"}
    for _ in range(2):
        assert Client().post(page, sent).status_code == 302

    held = Participant.objects.get()
    assert (held.first_name, held.organisation, held.commune_name) == ("Aoua", "Chantier", "Ailleurs")
    assert held.email == person.email
    assert list(held.answers.values()) == ["Maçonne", "Tarn", ["SPASER"], "oui", 12]
    (line,) = audit_lines().filter(kind="exchanges.participant", verb="update")
    assert set(line.fields) == {"first_name", "organisation", "commune_name", "answers"}
