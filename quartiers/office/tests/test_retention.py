"""Promises of erasure: kept, replayable, shown."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.office import actions, queries, registry, timers
from quartiers.office.models import AuditLine, PurgeState
from quartiers.office.rules import Author, Verb

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def old_line(now: datetime = NOW) -> None:
    actions.audit(Verb.READ, kind="people.person", object_id=1, by=Author(1, 1), now=now - timedelta(days=400))
    actions.seal_lines()


def test_every_promise_counts_and_says_what_comes_then():
    for one in registry.retentions():
        assert one.kept.on(NOW.date()) > 0
        assert one.counted(2) != one.counted(1)


@pytest.mark.django_db
class TestPurge:
    def test_a_dry_run_changes_nothing_and_a_purge_can_be_replayed(self):
        old_line()
        counts = [
            {one.retention.code: one.count for one in actions.purge_all(now=NOW, dry_run=dry)}["office.journal"]
            for dry in (True, True, False, False)
        ]

        assert counts == [1, 1, 1, 0]
        assert PurgeState.objects.get(code="office.journal").count == 0

    def test_the_journal_remembers_that_something_left_not_what(self):
        old_line()
        actions.purge_all(now=NOW)

        line = AuditLine.objects.get()
        assert (line.verb, line.kind, line.object, line.user_id) == (Verb.PURGE, "office.journal", "", None)

    def test_the_command_tells_what_leaves(self, capsys):
        old_line(timezone.now())
        call_command("purge", "--dry-run")
        said = capsys.readouterr().out.splitlines()
        call_command("purge")

        told = f"Qui a consulté, modifié ou exporté un dossier{NBSP}: {{}}, 1{NBSP}ligne du journal."
        assert told.format("à effacer") in said
        assert said[-1] == "Essai, rien n’est effacé."
        assert told.format("effacé") in capsys.readouterr().out.splitlines()

    def test_the_timer_of_the_night_says_what_left(self):
        assert timers.purge(NOW) == "Rien n’avait passé sa date."
        old_line()
        assert timers.purge(NOW) == f"Effacé{NBSP}: 1{NBSP}ligne du journal."

    def test_two_promises_of_one_code_are_a_mistake(self, monkeypatch):
        module = type("Room", (), {"RETENTIONS": registry.retentions()[:1] * 2})
        monkeypatch.setattr(registry, "room_modules", lambda name: [module])

        with pytest.raises(ValueError, match="twice"):
            registry.retentions()


@pytest.mark.django_db
class TestReadingAgain:
    def test_each_night_the_witness_goes_to_the_logs(self, caplog):
        actions.audit(Verb.READ, kind="people.person", object_id=1, by=Author(1, 1), now=NOW)

        with caplog.at_level("INFO", "quartiers.journal"):
            assert timers.verify(NOW) == f"Le journal est entier{NBSP}: 1{NBSP}ligne relue."
        last = queries.chain_state().last
        assert caplog.records[-1].fields == {"position": 1, "seal": last.seal}

    def test_a_broken_chain_is_a_run_that_fails(self, settings, caplog):
        actions.audit(Verb.READ, kind="people.person", object_id=1, by=Author(1, 1), now=NOW)
        actions.seal_lines()
        settings.AUDIT_KEY = "another"

        with pytest.raises(RuleBroken, match="Le journal est rompu"):
            timers.verify(NOW)
        assert caplog.records[-1].message == "journal broken"


@pytest.mark.django_db
class TestPage:
    def test_it_shows_every_promise_its_source_and_what_was_never_verified(self, client):
        page = client.get(reverse("office:retention")).content.decode()

        for one in registry.retentions():
            assert one.what in page
            assert one.kept.code in page
        assert "non vérifié" in page
        assert "Le premier effacement se fera" in page

    def test_after_a_night_it_shows_the_last_purge_and_the_next(self, client):
        actions.start_due_timers(now=NOW)
        actions.purge_all(now=NOW)
        page = client.get(reverse("office:retention")).content.decode().replace(NBSP, " ")

        assert "23 nov. 2026 à 11 h 00, 0 ligne du journal" in page
        assert "Prochain effacement : 24 nov. 2026 à 1 h 20" in page

    def test_it_costs_two_queries_whatever_the_rows(self, client, django_assert_num_queries):
        client.get(reverse("office:retention"))
        with django_assert_num_queries(2):
            client.get(reverse("office:retention"))
