"""The page of the legal check: what appears as one types, what is kept when something is wrong: everything."""

import html
import json
import re
from datetime import date

import pytest
from django.core.management import call_command

from quartiers.kernel.french import short_day
from quartiers.procurement.rules import check, project_from
from quartiers.procurement.tests.sentences import UNLAWFUL

pytestmark = pytest.mark.django_db
ADDRESS = "/achats/controle/"
BASE = {"kind": "services", "buyer": "local", "value": "50 000", "consultation_on": "2026-11-30", "clauses": "1"}
GREEN = BASE | {"environmental_criterion": "on", "environmental_condition": "on"}


def sent(client, typed, *, live=False, status=200):
    answer = client.post(ADDRESS, typed, headers={"HX-Request": "true"} if live else {})
    assert answer.status_code == status
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_the_red_line_turns_green(client):
    before, after = sent(client, BASE, live=True), sent(client, GREEN, live=True)

    assert "2 points bloquent." in before
    assert "Aucun critère ne tient compte de l’environnement" in before
    assert "bloque" not in after.replace("Rien ne bloque", "")
    assert "50 000 €, sous le seuil de 216 000 €." in after


def test_the_example_answers_at_once_and_leads_to_clauses_and_hours(client):
    page = client.get(ADDRESS, {"exemple": "1"}).content.decode()

    assert "points bloquent." in page
    assert "elle exige ou favorise un lieu" in page
    assert 'value="260 000"' in page
    assert 'href="/achats/clauses/"' in page
    assert 'href="/achats/heures/"' in page


def test_a_clause_is_answered_where_it_stands(client):
    typed = GREEN | {"clauses": "2", "clause_0_text": "Le titulaire trie.", "clause_1_text": UNLAWFUL["R05"][0]}
    typed |= {f"clause_{rank}_{name}": "oui" for rank in (0, 1) for name in ("proof", "control", "penalty")}
    text = client.post(ADDRESS, typed, headers={"HX-Request": "true"}).content.decode()
    first, second = text.index('id="constats-0"'), text.index('id="constats-1"')

    assert "Rien à signaler" in text[first:second]
    assert "elle exige ou favorise un lieu" in text[second:]
    assert 'href="#constats-1"' in text[:first]


def test_an_empty_row_between_two_clauses_shifts_nothing(client):
    typed = GREEN | {"clauses": "3", "clause_0_text": "Le titulaire trie.", "clause_2_text": UNLAWFUL["R05"][0]}
    text = client.post(ADDRESS, typed).content.decode()

    assert "elle exige ou favorise" in text[text.index('id="constats-2"') :]
    assert 'href="#constats-2"' in text


def test_without_its_value_the_page_waits_and_keeps_what_was_typed(client):
    typed = GREEN | {"value": "", "clause_0_text": "Une <b>clause</b> déjà longue."}
    answer = client.post(ADDRESS, typed)

    assert answer.status_code == 200
    assert "Il manque la valeur du marché" in answer.content.decode()
    assert "Une &lt;b&gt;clause&lt;/b&gt; déjà longue." in answer.content.decode()
    assert "La réponse apparaîtra ici" in sent(client, typed, live=True)


def test_what_cannot_be_read_is_said_and_left_out(client):
    assert "Une réponse n’est pas lisible" in sent(client, GREEN | {"duration_months": "beaucoup"}, live=True)


def test_a_button_adds_a_clause_and_keeps_the_others(client):
    answer = client.post(ADDRESS, GREEN | {"ajouter": "clause", "clause_0_text": "Le titulaire trie."})

    assert "Le titulaire trie." in answer.content.decode()
    assert 'name="clause_1_text"' in answer.content.decode()
    assert "à corriger" not in answer.content.decode()


@pytest.mark.parametrize("count", ["0", "-1", "999", "9" * 50, "x", "²"])
def test_a_forged_number_of_clauses_does_no_harm(client, count):
    sent(client, GREEN | {"clauses": count})


@pytest.mark.parametrize(
    "hostile",
    [
        {"clause_0_text": "a" * 10_000},
        {"clause_0_text": "<script>alert(1)</script>"},
        {"clause_0_text": "a\x00b"},
        {"kind": "gold"},
        {"buyer": "x", "social_exemption": "y", "reserved_to": ["z"]},
        {"consultation_on": "31/02/2026"},
        {"value": "1e400"},
        {"value": "-1"},
        {"clause_0_binds": "gold", "clause_0_stage": "gold", "clause_0_text": "Le titulaire trie."},
    ],
)
def test_hostile_input_is_refused_kindly_live_or_not(client, hostile):
    assert "<script>alert" not in client.post(ADDRESS, GREEN | hostile).content.decode()
    sent(client, GREEN | hostile, live=True)


def test_the_page_the_api_and_the_command_say_the_same(client, tmp_path, capsys):
    project = {
        "kind": "services",
        "buyer": "local",
        "value": 260000,
        "consultation_on": "2026-11-30",
        "environmental_condition": True,
        "clauses": [{"stage": "condition", "text": UNLAWFUL["R05"][0], "proof": "a", "control": "b", "penalty": "c"}],
    }
    said = [one.as_data() for one in check(project_from(project))]
    file = tmp_path / "marche.json"
    file.write_text(json.dumps(project), encoding="utf-8")
    with pytest.raises(SystemExit):
        call_command("check_contract", str(file), "--json")
    answer = client.post("/api/achats/controle", json.dumps(project), content_type="application/json").json()
    typed = BASE | {"value": "260000", "environmental_condition": "on", "clause_0_text": UNLAWFUL["R05"][0]}
    typed |= {"clause_0_proof": "a", "clause_0_control": "b", "clause_0_penalty": "c"}
    page = sent(client, typed)

    assert json.loads(capsys.readouterr().out) == answer["findings"] == said
    assert answer["blocks"] is True
    assert [one["code"] for one in said if re.sub(r"\s+", " ", one["message"]) not in page] == []


def test_a_fault_of_form_of_the_api_names_its_field(client):
    answer = client.post("/api/achats/controle", json.dumps({"kind": "gold"}), content_type="application/json")

    assert answer.status_code == 409
    assert "works, supplies, services" in answer.json()["message"]


def test_it_costs_one_query_whatever_the_clauses(client, django_assert_num_queries):
    many = GREEN | {"clauses": "40"} | {f"clause_{rank}_text": UNLAWFUL["R05"][0] for rank in range(40)}
    for typed in (GREEN, many):
        with django_assert_num_queries(1):
            client.post(ADDRESS, typed)


def test_the_rules_are_shown_with_their_date_and_who_read_them(client):
    text = client.get("/achats/controle/regles/").content.decode()

    assert text.count("non vérifié") >= 5
    assert short_day(date(2026, 8, 22)) in text
