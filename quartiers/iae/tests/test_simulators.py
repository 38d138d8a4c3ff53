"""The simulators, as a visitor uses them: the answer, its reason, and nothing that remains."""

import html
import json
import logging
import re
from datetime import date

import pytest
import time_machine

from quartiers.iae.drawing import pass_bar
from quartiers.iae.forms.passes import MAX_ROWS, PassForm
from quartiers.iae.queries.passes import simulate_pass
from quartiers.iae.queries.verified import ELIGIBILITY, GEIQ, PASS, are_verified
from quartiers.iae.rules import GEIQ_CRITERIA, IaeCriterion
from quartiers.web.logs import JsonFormatter

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
YES = {"auteur": "employer", "employeur": "AI", "place": ["QPV"], "age": ["JEUNE"]}
DATES = {"debut": "2025-01-01", "le": "2026-11-23"}
JUNE = {"suspensions": "1", "suspension_0_debut": "2025-06-01", "suspension_0_fin": "2025-06-30"}
PAGES = ["", "eligibilite/", "pass-iae/", "geiq/", "structures/"]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False):
        yield


def words(response) -> str:
    """The text of a page, without its tags, every space plain."""
    assert response.status_code == 200, response.status_code
    bare = re.sub(r"<(script|svg|style)\b.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(bare))


def send(client, page: str, **data) -> str:
    return words(client.post(f"/simulateurs/{page}/", data))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_nothing_from_the_database(client, page, django_assert_num_queries):
    client.get(f"/simulateurs/{page}")
    with django_assert_num_queries(0):
        assert client.get(f"/simulateurs/{page}").status_code == 200


@pytest.mark.parametrize(("page", "data"), [("eligibilite", YES), ("pass-iae", {**DATES, **JUNE}), ("geiq", YES)])
def test_an_answer_is_never_kept_nor_cached(client, page, data, django_assert_num_queries):
    data = {**data, "auteur": "geiq"} if page == "geiq" else data
    with django_assert_num_queries(0):
        response = client.post(f"/simulateurs/{page}/", data)

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


# --- Eligibility ----------------------------------------------------------------------------------------------------


def test_two_criteria_of_level_2_are_a_yes_with_the_papers_to_ask_for(client):
    said = send(client, "eligibilite", **YES)

    assert "Oui, par deux critères de niveau 2." in said
    assert "Pièce d’identité" in said
    assert "moins de 6 mois à la délivrance du PASS IAE" in said
    assert "22 février 2027 compris" in said
    assert "non vérifié" in said


def test_what_is_missing_is_said(client):
    said = send(client, "eligibilite", **{**YES, "employeur": "ACI"})

    assert "Non, il manque un critère de niveau 2." in said
    assert "1 autre critère de niveau 2" in said


def test_a_contradiction_is_explained(client):
    said = send(client, "eligibilite", **{**YES, "age": ["JEUNE", "SENIOR"]})

    assert "Non, deux critères se contredisent." in said
    assert "ne peuvent pas être vrais ensemble" in said


def test_a_prescriber_needs_no_criterion(client):
    said = send(client, "eligibilite", auteur="prescriber", employeur="EI")

    assert "Oui, par le diagnostic d’un prescripteur habilité." in said
    assert "Aucun critère coché" in said
    assert "22 mai 2027 compris" in said


def test_what_is_ticked_besides_is_named_apart(client):
    said = send(client, "eligibilite", **{**YES, "resources": ["RSA"]})

    assert "Oui, par un critère de niveau 1." in said
    assert "sans être nécessaire à la réponse : A moins de 26 ans" in said


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"employeur": "AI"}, "Il manque cette réponse."),
        ({"auteur": "employer", "employeur": "GEIQ"}, "Ce choix n’existe pas."),
        ({**YES, "age": ["FORTUNE"]}, "Ce choix n’existe pas."),
    ],
)
def test_an_answer_that_does_not_exist_is_shown_in_the_form(client, data, sentence):
    response = client.post("/simulateurs/eligibilite/", data)

    assert sentence in words(response)
    assert "<title>\n      Erreur" in response.content.decode() or "Erreur\u00a0: " in response.content.decode()


def test_every_criterion_can_be_ticked(client):
    page = client.get("/simulateurs/eligibilite/").content.decode()

    for code in IaeCriterion:
        assert f'value="{code}"' in page


@pytest.mark.parametrize(
    ("page", "data"), [("eligibilite", YES), ("eligibilite", {"age": ["FORTUNE"]}), ("geiq", YES)]
)
def test_no_log_line_holds_a_criterion(client, caplog, page, data):
    caplog.set_level(logging.DEBUG)
    client.post(f"/simulateurs/{page}/", data)
    client.get(f"/simulateurs/{page}/?age=JEUNE&place=QPV")
    client.post(
        "/api/iae/eligibility",
        json.dumps({"author": "employer", "employer_kind": "AI", "criteria": ["QPV", "JEUNE"]}),
        content_type="application/json",
    )
    lines = "\n".join(JsonFormatter().format(record) for record in caplog.records)

    assert "iae:" in lines
    for word in ("JEUNE", "QPV", "FORTUNE"):
        assert word not in lines


# --- PASS -----------------------------------------------------------------------------------------------------------


def test_a_pass_says_what_remains(client):
    said = send(client, "pass-iae", **DATES)

    assert "Il reste 39 jours : ce PASS vaut jusqu’au 31 décembre 2026." in said
    assert "du 31 déc. 2025 au 30 juin 2027, donc ce jour-là" in said


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("2024-12-31", "Ce PASS commence le 1er janvier 2025 : il durera 729 jours."),
        ("2025-06-10", "Ce PASS est suspendu : il restera 578 jours à la reprise."),
        ("2027-06-01", "Ce PASS est terminé : délai de carence jusqu’au 29 janvier 2029."),
        ("2029-01-30", "Ce PASS est terminé, sa carence aussi : un nouveau est possible depuis le 30 janvier 2029."),
    ],
)
def test_each_state_has_its_sentence(client, on, sentence):
    assert sentence in send(client, "pass-iae", **{**DATES, **JUNE, "le": on})


def test_what_can_no_longer_be_prolonged_is_not_proposed(client):
    open_still = send(client, "pass-iae", **{**DATES, **JUNE, "le": "2027-06-01"})
    passed = send(client, "pass-iae", **{**DATES, **JUNE, "le": "2029-01-30"})
    suspended = send(client, "pass-iae", **{**DATES, **JUNE, "le": "2025-06-10"})

    assert "Jusqu’où le prolonger" in open_still
    assert "Jusqu’où le prolonger" not in passed
    assert "c’est passé" in passed
    assert "mais pas pendant la suspension" in suspended


def test_an_empty_day_is_today(client):
    assert "État le 23 nov. 2026" in send(client, "pass-iae", debut="2025-01-01")


def test_a_row_is_added_without_a_script_and_without_a_fault(client):
    page = client.post("/simulateurs/pass-iae/", {**JUNE, "ajouter": "suspension"}).content.decode()

    assert 'name="suspension_1_debut"' in page
    assert 'value="2025-06-01"' in page
    assert 'name="suspensions" value="2"' in page
    assert "Erreur" not in page


@pytest.mark.parametrize("typed", ["99", "-1", "abc", "²", "9999"])
def test_the_number_of_rows_stays_reasonable(typed):
    form = PassForm({"suspensions": typed, "prolongations": typed, "ajouter": "suspension"}, today=TODAY)

    assert 1 <= len(form.suspension_rows) <= MAX_ROWS
    assert len(form.prolongation_rows) <= MAX_ROWS
    assert form.may_grow["suspension"] is (len(form.suspension_rows) < MAX_ROWS)


def test_a_suspension_without_end_goes_as_far_as_it_may(client):
    said = send(client, "pass-iae", **{**DATES, **JUNE, "suspension_0_fin": ""})

    assert "du 1er juin 2025 au 31 mai 2028" in said


def test_a_prolongation_starts_where_the_pass_ended(client):
    row = {"prolongations": "1", "prolongation_0_motif": "SENIOR", "prolongation_0_fin": "2027-12-31"}
    said = send(client, "pass-iae", **{**DATES, **JUNE, **row})

    assert "du 29 janvier 2027 au 31 décembre 2027" in said
    assert "404 jours" in said


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"debut": ""}, "Il manque le premier jour du PASS."),
        ({"debut": "hier"}, "Cette date n’existe pas"),
        ({**JUNE, "suspension_0_debut": ""}, "Il manque le premier jour de cette suspension."),
        ({**JUNE, "suspension_0_debut": "2024-06-01"}, "hors du PASS IAE"),
        ({**JUNE, "suspension_0_fin": "2025-05-01"}, "finit avant"),
        ({"prolongations": "1", "prolongation_0_fin": "2027-12-31"}, "Il manque le motif"),
        ({"prolongations": "1", "prolongation_0_motif": "SENIOR"}, "Il manque la nouvelle fin"),
        ({"prolongations": "1", "prolongation_0_motif": "FATIGUE"}, "Ce motif n’existe pas"),
        (
            {"prolongations": "1", "prolongation_0_motif": "RQTH", "prolongation_0_fin": "2028-06-01"},
            "trop longue pour son motif",
        ),
        ({"debut": "9999-01-01"}, "sort du calendrier"),
    ],
)
def test_a_fault_in_the_dates_is_shown_in_the_form(client, data, sentence):
    assert sentence in send(client, "pass-iae", **{**DATES, **data})


def test_what_is_left_for_each_reason_is_shown():
    year = ("RQTH", date(2026, 12, 31), date(2027, 12, 31))
    more = [("RQTH", date(2027, 12, 31), date(2028, 12, 30)), ("RQTH", date(2028, 12, 30), date(2029, 12, 30))]
    limits = {reason.value: limit for reason, _, limit in simulate_pass(
        date(2025, 1, 1), [], [year, *more], on=TODAY
    ).limits}  # fmt: skip

    assert limits["RQTH"] is None
    assert limits["SENIOR"] == date(2030, 12, 30)
    assert "HEALTH_CONTEXT" not in limits


def test_the_bar_is_to_scale():
    bar = pass_bar(simulate_pass(date(2025, 1, 1), [(date(2025, 6, 1), date(2025, 6, 30))], [], on=date(2020, 1, 1)))
    widths = {segment.kind: float(segment.width.rstrip("%")) for segment in bar.segments}

    assert bar.asked is None
    assert widths["p-pass"] + widths["p-carence"] == pytest.approx(100, abs=0.02)
    assert widths["p-suspendu"] == pytest.approx(100 * 30 / 1490, abs=0.01)
    assert [year.text for year in bar.years] == ["2026", "2028", "2029"]


# --- GEIQ and who does what -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"deux_annexes": ["QPV"]}, "Oui, 814 € pour le GEIQ : c’est le montant réduit."),
        ({"deux_annexes": ["QPV", "ZRR"]}, "Oui, 1 400 € pour le GEIQ : c’est le montant plein."),
        ({"niveau_1": ["RSA"]}, "Un critère de niveau 1 suffit."),
        ({"niveau_2": ["JEUNE"]}, "Non, ces réponses n’ouvrent aucune aide."),
        ({"auteur": "prescriber"}, "Le diagnostic d’un prescripteur habilité suffit, même sans critère."),
    ],
)
def test_the_aid_to_a_geiq_comes_with_its_reason(client, data, sentence):
    assert sentence in send(client, "geiq", **{"auteur": "geiq", **data})


def test_each_kind_of_structure_is_told_in_plain_words(client):
    said = words(client.get("/simulateurs/structures/"))

    for code in ("ACI", "AI", "EI", "ETTI", "EITI", "GEIQ", "OPCS"):
        assert f"({code})" in said
    assert "il y faut 2 critères de niveau 2" in said


def test_nothing_is_said_to_be_verified_before_somebody_read_it():
    assert [are_verified(values, on=TODAY) for values in (ELIGIBILITY, PASS, GEIQ)] == [False, False, False]


# --- API ------------------------------------------------------------------------------------------------------------


ASKED = {"author": "employer", "employer_kind": "AI", "criteria": ["QPV", "JEUNE"], "on": "2026-11-23"}


def ask(client, path: str, body: object):
    return client.post(f"/api/iae/{path}", json.dumps(body), content_type="application/json")


def test_the_api_lists_the_criteria(client):
    assert [one["code"] for one in client.get("/api/iae/criteria").json()] == [code.value for code in IaeCriterion]
    assert [one["kind"] for one in client.get("/api/iae/geiq/criteria").json()] == list(GEIQ_CRITERIA)


def test_the_api_and_the_page_give_one_answer(client):
    found = ask(client, "eligibility", ASKED).json()

    assert found["sentence"].replace("\u00a0", " ") in send(client, "eligibilite", **YES)
    assert (found["eligible"], found["counted"], found["verified"]) == (True, ["JEUNE", "QPV"], False)
    assert found["diagnosis_expires_on"] == "2027-02-23"
    assert found["criteria"][1]["freshness"].startswith("moins de 6")


def test_the_api_of_a_pass(client):
    june = {"start_on": "2025-06-01", "end_on": "2025-06-30"}
    longer = {"start_on": "2027-01-29", "end_on": "2027-12-31", "reason": "SENIOR"}
    body = {"start_on": "2025-01-01", "suspensions": [june], "prolongations": [longer], "on": "2026-11-23"}
    found = ask(client, "pass", body).json()

    assert (found["end_on"], found["remaining_days"], found["state"]) == ("2027-12-31", 404, "valid")
    assert found["waiting_period_end"] == "2029-12-31"
    assert {one["reason"] for one in found["limits"]} >= {"RQTH", "SENIOR_CDI"}


def test_the_api_of_a_geiq(client):
    found = ask(client, "geiq", {"criteria": ["QPV"]}).json()

    assert (found["amount"], found["verified"]) == (814, False)
    assert ask(client, "geiq", {"criteria": [], "authorised_prescriber": True}).json()["amount"] == 1400


@pytest.mark.parametrize(
    ("path", "body", "status", "sentence"),
    [
        ("eligibility", {**ASKED, "employer_kind": "GEIQ"}, 409, "n’est pas une structure"),
        ("eligibility", {**ASKED, "criteria": ["X"]}, 422, "n’est pas prévue"),
        ("pass", {"start_on": "9999-12-31"}, 409, "sort du calendrier"),
        ("pass", {"start_on": "2025-01-01", "suspensions": [{"start_on": "2020-01-01", "end_on": "2020-02-01"}]}, 409,
         "hors du PASS"),
        ("geiq", {"criteria": ["FORTUNE"]}, 409, "n’existe pas"),
    ],
)  # fmt: skip
def test_the_api_refuses_with_a_sentence(client, path, body, status, sentence):
    response = ask(client, path, body)

    assert response.status_code == status
    assert sentence in response.json()["message"]
