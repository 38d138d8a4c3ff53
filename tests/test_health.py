"""The health page says what is broken, to people and machines, and no secret."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.timezone import now

from quartiers.kernel.health import Check, Health, worst
from quartiers.office.models import Job
from quartiers.office.rules import JobState
from quartiers.web import health
from tests import factories

HTML = {"HTTP_ACCEPT": "text/html,application/xhtml+xml,*/*;q=0.8"}
pytestmark = pytest.mark.django_db


def job(**fields) -> Job:
    moment = now()
    given = {"token": "t" * 43, "kind": "essai", "created_at": moment, "expires_at": moment + timedelta(hours=1)}
    return Job.objects.create(**given | fields)


def test_an_installation_without_contours_works_and_says_what_to_load(client):
    answer = client.get("/sante/")

    assert answer.status_code == 200
    assert answer.json()["status"] == "warning"
    assert "import_neighbourhoods" in answer.content.decode()
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_people_get_a_page_with_the_same_checks(client):
    page = client.get("/sante/", **HTML)

    assert page["Content-Type"].startswith("text/html")
    for check in client.get("/sante/").json()["checks"]:
        assert check["name"] in page.content.decode()


def test_a_task_that_nobody_takes_breaks_the_service(client):
    job(created_at=now() - timedelta(minutes=3))

    assert client.get("/sante/").status_code == 503
    assert client.get("/sante/", **HTML).status_code == 503
    assert "quartiers worker" in client.get("/sante/").content.decode()


def test_a_recent_task_or_a_finished_one_breaks_nothing(client):
    job(created_at=now() - timedelta(minutes=1))
    job(token="u" * 43, created_at=now() - timedelta(minutes=9), state=JobState.DONE)

    assert client.get("/sante/").status_code == 200


def test_a_database_that_does_not_answer_is_said_even_to_a_browser(client, monkeypatch):
    def unreachable() -> None:
        raise DatabaseError("password=hunter2 host=db.interne")

    monkeypatch.setattr(connection, "cursor", unreachable)
    answer = client.get("/sante/", **HTML)

    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/json"
    assert "ne répond pas" in answer.content.decode()
    assert "hunter2" not in answer.content.decode()


def test_a_folder_where_one_cannot_write_is_said_without_its_path(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "absent"
    answer = client.get("/sante/")

    assert answer.status_code == 503
    assert "On ne peut pas y écrire" in answer.content.decode()
    assert str(tmp_path) not in answer.content.decode()


def test_a_migration_to_apply_is_said(client, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: [("office.0002", False)])

    assert "Lancez «\u00a0quartiers migrate\u00a0»" in client.get("/sante/").content.decode()
    assert client.get("/sante/").status_code == 503


def test_a_check_that_breaks_is_a_broken_check_whose_error_stays_secret(client, monkeypatch, caplog):
    def broken(moment) -> list[Check]:
        raise ValueError("12 rue des Lilas")

    monkeypatch.setattr("quartiers.office.health.checks", broken)
    answer = client.get("/sante/")

    assert answer.status_code == 503
    assert "Lilas" not in answer.content.decode()
    assert "Lilas" not in caplog.text


def test_no_secret_is_shown(client):
    text = client.get("/sante/").content.decode()

    for secret in (settings.SECRET_KEY, str(settings.DATA_DIR), str(settings.DATABASES["default"]["NAME"])):
        assert secret not in text


def test_the_worst_check_decides():
    checks = [Check("a", Health.OK, ""), Check("b", Health.BROKEN, ""), Check("c", Health.WARNING, "")]

    assert worst(checks) is Health.BROKEN
    assert worst(checks[::2]) is Health.WARNING
    assert worst([]) is Health.OK


@pytest.mark.parametrize(
    ("state", "words"), [("ready", "1\u00a0courriel attend"), ("uncertain", "1\u00a0courriel incertain")]
)
def test_mails_that_wait_too_long_or_for_somebody_are_told(client, state, words):
    factories.Mail(state=state)

    assert words in client.get("/sante/").content.decode()
