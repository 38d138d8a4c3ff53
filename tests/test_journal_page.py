"""The page of the journal: who reads which lines, under which names, at which cost."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from quartiers.office import actions, queries
from quartiers.office.models import Job
from quartiers.office.registry import kind_labels
from quartiers.office.rules import Author, JobState, Verb
from tests import factories, people
from tests.project import files

PAGE = reverse("office:journal")
PERSON = "people.person"


def write(
    count: int = 1,
    *,
    organisation_id: int | None,
    verb: Verb = Verb.READ,
    days: int = 0,
    cite_id: int | None = None,
) -> None:
    now = timezone.now() - timedelta(days=days)
    by = Author(None, organisation_id, cite_id=cite_id)
    for number in range(count):
        actions.audit(verb, kind=PERSON, object_id=number, by=by, fields=["phone"], now=now)
    actions.seal_lines()


def rows(client, **parameters) -> int:
    return client.get(PAGE, parameters).context["listing"].total


@pytest.fixture
def elsewhere() -> int:
    return factories.Organisation(name="Association d’ailleurs", kind="association").pk


@pytest.mark.django_db
class TestWhoReads:
    def test_the_administrator_reads_everything_under_its_name(self, client, elsewhere):
        people.sign_in(client, "installation_administrator")
        write(organisation_id=elsewhere)
        page = client.get(PAGE).content.decode()

        assert "Association d’ailleurs" in page
        assert "a consulté" in page
        assert "phone" in page

    def test_a_data_protection_officer_reads_the_lines_of_her_territory(self, client, elsewhere):
        people.sign_in(client, "data_protection_officer")
        partner, hers = people.organisation().pk, people.cite().pk
        write(2, organisation_id=elsewhere, verb=Verb.UPDATE)
        write(3, organisation_id=partner, verb=Verb.UPDATE, cite_id=hers)
        write(4, organisation_id=partner, verb=Verb.UPDATE, cite_id=hers + 1)
        write(5, organisation_id=partner, verb=Verb.UPDATE)

        assert rows(client) == rows(client, action="update") == 3
        assert "Association d’ailleurs" not in client.get(PAGE).content.decode()
        assert b"ailleurs" not in b"".join(client.get(PAGE, {"format": "csv"}))

    def test_what_is_done_on_the_pages_of_a_cite_is_told_to_its_data_protection_officer(self, client):
        cite = people.cite()
        people.sign_in(client, "coordinator")
        sent = {"kind": "steering", "held_on": "2026-09-14"}
        assert client.post(reverse("cites:call_committee", args=[cite.slug]), sent).status_code == 302

        assert queries.audit_lines(cites=frozenset([cite.pk])).filter(kind="actors.committee").count() == 1

    def test_reading_and_exporting_the_journal_are_lines_of_it(self, client):
        people.sign_in(client, "installation_administrator")
        client.get(PAGE)
        client.get(PAGE, {"format": "csv"})
        verbs = queries.audit_lines().filter(kind="office.auditline").values_list("verb", flat=True)

        assert sorted(verbs) == [Verb.EXPORT, Verb.READ]


@pytest.mark.django_db
class TestList:
    def test_it_filters_by_verb_kind_organisation_period_and_object(self, client, elsewhere):
        people.sign_in(client, "installation_administrator")
        write(2, organisation_id=elsewhere, days=10)
        write(1, organisation_id=people.organisation().pk, verb=Verb.DELETE)

        assert rows(client, action="delete") == 1
        assert rows(client, organisation=str(elsewhere)) == 2
        assert rows(client, nature=PERSON, periode="7") == 1
        assert rows(client, nature=PERSON, periode="30") == 3
        assert rows(client, objet=queries.object_name(PERSON, 1)) == 1

    def test_it_costs_as_many_queries_for_a_hundred_lines(self, client, elsewhere, django_assert_max_num_queries):
        people.sign_in(client, "installation_administrator")
        write(1, organisation_id=elsewhere)
        client.get(PAGE)
        counts = []
        for extra in (0, 100):
            write(extra, organisation_id=elsewhere)
            with django_assert_max_num_queries(40) as captured:
                client.get(PAGE)
            counts.append(len(captured))

        assert counts[0] == counts[1]

    def test_the_export_holds_the_whole_pseudonym_and_the_seal(self, client, elsewhere):
        people.sign_in(client, "installation_administrator")
        write(organisation_id=elsewhere)
        text = b"".join(client.get(PAGE, {"format": "csv"})).decode()

        assert queries.object_name(PERSON, 0) in text
        assert queries.chain_state().seal in text


@pytest.mark.django_db
class TestState:
    def test_before_the_first_night_it_says_so(self, client):
        people.sign_in(client, "installation_administrator")

        assert "se fera cette nuit" in client.get(PAGE).content.decode()

    @pytest.mark.parametrize(("key", "said"), [("", "Le journal est entier"), ("another", "n’est plus entier")])
    def test_after_a_reading_it_tells_what_was_found(self, client, settings, key, said):
        write(organisation_id=1)
        settings.AUDIT_KEY = key or settings.AUDIT_KEY
        now = timezone.now()
        actions.start_due_timers(now=now)
        later = now + timedelta(days=1, hours=1)
        actions.start_due_timers(now=later)
        for job in Job.objects.filter(state=JobState.WAITING):
            actions.run_job(job.pk, clock=lambda: later)

        people.sign_in(client, "installation_administrator")  # after the night, which ends sessions
        assert said in client.get(PAGE).content.decode()


def test_every_kind_that_the_code_writes_has_its_words():
    written = {
        found
        for path in files("quartiers/*.py")
        if "tests" not in path.parts and path.stem != "measures"
        for found in re.findall(r"kind=\"([a-z_]+\.[a-z_]+)\"", path.read_text(encoding="utf-8"))
    }

    assert written - set(kind_labels()) == set(), "add them to the kinds.py of the room"
