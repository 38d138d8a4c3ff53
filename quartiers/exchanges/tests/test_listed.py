"""Registrations brought in a table: as one by one, for one's own open sessions, and nobody is counted twice."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from quartiers.actors.rules import Role
from quartiers.exchanges.models import ConsentGiven, Need, Participant, Registration
from quartiers.exchanges.table_specs import REGISTRATIONS
from quartiers.kernel.errors import RuleBroken
from quartiers.office.actions import choose_columns, deposit_table, import_ready_rows, run_job
from quartiers.office.queries import audit_lines, mails
from quartiers.office.rules import Author, JobState
from tests import factories, people

NOW = datetime(2098, 11, 2, 10, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db
TABLE = """Séance;Prénom;Nom;Courriel;Vient comme;Commune;Question
Acheter mieux;Awa;Diarra;AWA@exemple.fr;Collectivité;Narbonne;Qui aide ?
acheter  mieux;Bruno;Castel;;Habitant, conseil citoyen;;
L’insertion, ici;Awa;Diarra;awa@exemple.fr;Collectivité;;
Acheter mieux;Chloé;Faure;chloe@exemple.fr;fée;;
"""


@pytest.fixture
def by():
    return Author(people.member().pk, people.organisation().pk)


@pytest.fixture(autouse=True)
def sessions(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    cycle = factories.Cycle(slug="le-notre", organiser=people.organisation())
    first = factories.Session(cycle=cycle, title="Acheter mieux", quota=2)
    return first, factories.Session(cycle=cycle, title="L’insertion, ici")


def done(job: Any) -> Any:
    run_job(job.pk, clock=lambda: NOW)
    job.refresh_from_db()
    return job


def imported(table: str, by: Author) -> Any:
    job = done(deposit_table(REGISTRATIONS, [table.encode()], name="inscrits.csv", by=by, now=NOW))
    choose_columns(job, REGISTRATIONS, job.result["columns"], by=by, now=NOW)
    import_ready_rows(done(job), now=NOW)
    return done(job)


def test_a_table_registers_as_one_by_one_and_twice_changes_nothing(by, sessions):
    assert imported(TABLE, by).state == JobState.DONE
    written = mails().count()
    assert imported(TABLE, by).state == JobState.DONE

    assert mails().count() == written == 2
    assert Participant.objects.count() == 3
    places = Registration.objects.filter(session=sessions[0]).order_by("pk").values_list("place", flat=True)
    assert list(places) == ["confirmed", "confirmed", "waiting"]
    awa = Participant.objects.get(email="awa@exemple.fr")
    assert (awa.entered_by, awa.audience) == ("tableau importé", "collectivite")
    assert Registration.objects.filter(participant=awa).count() == 2
    assert Participant.objects.get(email="chloe@exemple.fr").audience == "autre"
    assert Need.objects.get().text == "Qui aide ?"
    assert not ConsentGiven.objects.exists()
    assert set(mails().values_list("recipient", flat=True)) == {"awa@exemple.fr", "chloe@exemple.fr"}
    assert audit_lines().filter(verb="create", kind="exchanges.registration").exists()


def test_the_session_of_somebody_else_or_a_title_that_two_have_is_refused_whole(by, sessions):
    factories.Session(cycle__slug="d-ailleurs", title="Ailleurs")
    factories.Session(cycle=sessions[0].cycle, title="Acheter mieux")
    for title, said in (("Ailleurs", "aucune de vos séances"), ("Acheter mieux", "plusieurs séances")):
        record = {"session": title, "first_name": "Awa", "last_name": "Diarra"}
        with pytest.raises(RuleBroken, match=said):
            REGISTRATIONS.apply([record], by, NOW)
    assert not Participant.objects.exists()


class TestQuestions:
    """A column for each question of the cycles that take registrations, read as their form reads it."""

    @pytest.fixture
    def asked(self, sessions):
        given = {
            "text": ("Métier", []),
            "choice": ("Votre département", ["Aude", "Tarn"]),
            "several": ("Sujets", ["Clauses, lots", "SPASER"]),
            "yes_no": ("Sur place", []),
            "number": ("Depuis combien d’années", []),
        }
        return {
            kind: factories.Question(cycle=sessions[0].cycle, kind=kind, rank=rank, label=label, choices=choices)
            for rank, (kind, (label, choices)) in enumerate(given.items(), start=1)
        }

    HEAD = "Séance;Prénom;Nom;Courriel;Métier;Votre département;Sujets;Sur place;Depuis combien d’années\n"

    def test_each_kind_is_read_and_kept(self, by, asked):
        imported(f"{self.HEAD}Acheter mieux;Awa;Diarra;awa@exemple.fr;Juriste;AUDE;clauses, lots;OUI;0\n", by)

        assert Participant.objects.get().answers == {
            str(asked["text"].pk): "Juriste",
            str(asked["choice"].pk): "Aude",
            str(asked["several"].pk): ["Clauses, lots"],
            str(asked["yes_no"].pk): "oui",
            str(asked["number"].pk): 0,
        }

    def test_a_fault_has_its_line_and_its_column_and_says_what_may_be_written(self, by, asked):
        lines = "Acheter mieux;Awa;Diarra;;;Gers;SPASER,autre;peut-être;douze\nAilleurs;Bruno;Castel;;;Tarn;;;\n"
        job = done(deposit_table(REGISTRATIONS, [(self.HEAD + lines).encode()], name="t.csv", by=by, now=NOW))
        choose_columns(job, REGISTRATIONS.of(by, NOW), job.result["columns"], by=by, now=NOW)
        faults = done(job).result["faults"]

        said = {(one["line"], one["column"]): one["message"] for one in faults}
        assert list(said) == [
            (2, "Votre département"),
            (2, "Sujets"),
            (2, "Sur place"),
            (2, "Depuis combien d’années"),
            (3, "Séance"),
        ]
        assert said[2, "Votre département"].endswith("Aude\u00a0; Tarn.")
        assert "nombre entier" in said[2, "Depuis combien d’années"]
        assert "aucune de vos séances" in said[3, "Séance"]

    def test_cycles_that_ask_the_same_share_a_column_and_an_answer_asked_elsewhere_is_a_fault(self, by, asked):
        other = factories.Cycle(slug="autre", title="Un autre cycle", organiser=people.organisation())
        factories.Session(cycle=other, title="Ailleurs encore")
        same = factories.Question(cycle=other, kind="choice", label="Votre département", choices=["Aude", "Tarn"])
        factories.Question(cycle=other, kind="yes_no", label="Métier", rank=2)
        labels = [one.label for one in REGISTRATIONS.of(by, NOW).fields]
        assert labels.count("Votre département") == 1
        assert {"Métier (Un autre cycle)", f"Métier ({asked['text'].cycle.title})"} <= set(labels)

        line = "Ailleurs encore;Awa;Diarra;awa@exemple.fr;;Tarn;SPASER;;\n"
        job = done(deposit_table(REGISTRATIONS, [(self.HEAD + line).encode()], name="t.csv", by=by, now=NOW))
        choose_columns(job, REGISTRATIONS.of(by, NOW), job.result["columns"], by=by, now=NOW)
        (fault,) = done(job).result["faults"]
        assert (fault["column"], "ne pose pas cette question" in fault["message"]) == ("Sujets", True)

        imported(f"{self.HEAD}Ailleurs encore;Awa;Diarra;awa@exemple.fr;;Tarn;;;\n", by)
        assert Participant.objects.get().answers == {str(same.pk): "Tarn"}

    def test_who_is_known_keeps_what_she_said_and_gains_what_she_had_not(self, by, asked):
        imported(f"{self.HEAD}Acheter mieux;Awa;Diarra;awa@exemple.fr;Juriste;;;;\n", by)
        imported(f"{self.HEAD}Acheter mieux;Awa;Diarra;awa@exemple.fr;Maçonne;Tarn;;;\n", by)

        held = Participant.objects.get().answers
        assert (held[str(asked["text"].pk)], held[str(asked["choice"].pk)]) == ("Juriste", "Tarn")

    def test_two_lines_of_one_person_that_answer_otherwise_are_refused_whole(self, by, asked):
        records = [
            {"session": title, "first_name": "Awa", "last_name": "Diarra", "email": "a@exemple.fr",
             f"question_{asked['text'].pk}": answer}
            for title, answer in (("Acheter mieux", "Juriste"), ("L’insertion, ici", "Maçonne"))
        ]  # fmt: skip
        with pytest.raises(RuleBroken, match="deux réponses différentes"):
            REGISTRATIONS.apply(records, by, NOW)
        assert not Participant.objects.exists()

    def test_the_table_costs_as_many_queries_for_many_questions(self, by, asked, django_assert_num_queries):
        for rank in range(10, 110):
            factories.Question(cycle=asked["text"].cycle, label=f"Question {rank}", rank=rank)
        with django_assert_num_queries(2):
            assert len(REGISTRATIONS.of(by, NOW).fields) == 9 + 5 + 100


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("email", "awa chez exemple", "lisible"),
        ("first_name", "x" * 101, "trop long"),
        ("last_name", "2 91 03 99 123 456 02", "sécurité sociale"),
        ("need", "x" * 2001, "trop long"),
    ],
)
def test_a_faulty_cell_says_what_to_do(column, text, said):
    (field,) = (one for one in REGISTRATIONS.fields if one.key == column)
    with pytest.raises(RuleBroken, match=said):
        field.read(text)


def test_a_name_on_two_lines_becomes_one():
    (field,) = (one for one in REGISTRATIONS.fields if one.key == "first_name")
    assert field.read("Awa\nATTENDEE:mailto:mal@exemple.fr") == "Awa ATTENDEE:mailto:mal@exemple.fr"


@pytest.mark.parametrize("when", [datetime(2020, 11, 17, 9, 0, tzinfo=UTC), NOW])
def test_a_session_that_is_past_or_begins_is_refused(by, sessions, when):
    sessions[0].starts_at, sessions[0].ends_at = when, when + timedelta(hours=1)
    sessions[0].save()
    record = {"session": "Acheter mieux", "first_name": "Awa", "last_name": "Diarra"}
    with pytest.raises(RuleBroken, match="aucune de vos séances ouvertes"):
        REGISTRATIONS.apply([record], by, NOW)
    assert not Participant.objects.exists()


def test_a_formula_is_only_a_name(by, sessions, client):
    imported("Séance;Prénom;Nom\nAcheter mieux;=HYPERLINK(1);+SUM(1)\n", by)
    people.sign_in_as(client, people.member(Role.ADMINISTRATOR, email="a@exemple.fr"))
    at = reverse("exchanges:people", args=[sessions[0].cycle_id])
    out = b"".join(client.get(at, {"format": "csv"}).streaming_content).decode("utf-8-sig")

    assert "'=HYPERLINK(1)" in out
    assert "'+SUM(1)" in out


def test_only_who_administers_brings_a_table(client):
    at = "/imports/inscriptions/"
    people.sign_in(client, "administrator")
    assert client.get(at).status_code == 200
    people.sign_in_as(client, people.member(email="lectrice@exemple.fr"))
    assert client.get(at).status_code in (403, 404)
