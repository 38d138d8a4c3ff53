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
