"""The API of the exchanges: what the public pages say, and nothing that they hide."""

from datetime import UTC, datetime

import pytest

from quartiers.exchanges.models import Session
from tests import factories

CYCLES, PRACTICES = "/api/echanges/cycles", "/api/echanges/pratiques"
pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    one = factories.Session(title="Acheter mieux", quota=2, minutes="Trois conseils.", transcript="x" * 50)
    factories.ProgrammeItem(session=one)
    factories.Speaker(session=one)
    factories.Registration(session=one, participant__email="awa@exemple.fr")
    return one


class TestCycles:
    def test_a_cycle_says_what_its_page_says(self, client, session):
        (line,) = client.get(CYCLES).json()["results"]
        held = client.get(f"{CYCLES}/{session.cycle.slug}").json()
        (one,) = held["sessions"]

        assert line["slug"] == held["slug"] == session.cycle.slug
        assert held["page"].endswith(f"/echanges/{session.cycle.slug}/")
        assert held["calendar"].endswith("/agenda.ics")
        assert (one["places_left"], one["is_open"], one["minutes"]) == (1, True, "Trois conseils.")
        assert one["programme"] == [{"kind": "framing", "title": "Le cadre juridique", "minutes": 30}]
        assert one["speakers"][0]["function"] == "juriste"
        assert datetime.fromisoformat(one["starts_at"]) == session.starts_at.astimezone(UTC)

    def test_no_room_no_person_no_draft_no_closed_group(self, client, session):
        factories.Session(cycle=session.cycle, title="Brouillon caché", stage="draft")
        factories.Session(cycle=session.cycle, title="Groupe fermé", invitation_only=True)
        factories.Cycle(slug="brouillon", stage="draft")
        text = client.get(f"{CYCLES}/{session.cycle.slug}").content.decode()

        for hidden in ("visio.exemple.fr", "awa@", "Brouillon caché", "Groupe fermé"):
            assert hidden not in text
        assert client.get(CYCLES).json()["total"] == 1
        assert client.get(f"{CYCLES}/brouillon").status_code == 404

    @pytest.mark.parametrize("count", [1, 20])
    def test_the_number_of_queries_does_not_depend_on_the_sessions(
        self, client, session, count, django_assert_max_num_queries
    ):
        for _ in range(count):
            factories.Speaker(session=factories.Session(cycle=session.cycle))
        with django_assert_max_num_queries(7):
            client.get(f"{CYCLES}/{session.cycle.slug}")


class TestPractices:
    def test_published_cards_are_found_by_lever(self, client):
        factories.Practice()
        factories.Practice(title="Non publiée", published_on=None)

        (card,) = client.get(PRACTICES, {"lever": "achats"}).json()["results"]
        assert card["territory"] == "Narbonne"
        assert client.get(PRACTICES, {"lever": "cite"}).json()["total"] == 0
        assert client.get(PRACTICES, {"lever": "autre"}).status_code == 422

    @pytest.mark.parametrize("count", [1, 100])
    def test_the_number_of_queries_does_not_depend_on_the_cards(self, client, count, django_assert_max_num_queries):
        for _ in range(count):
            factories.Practice()
        with django_assert_max_num_queries(3):
            client.get(PRACTICES)


class TestFeed:
    def test_published_cards_and_no_other_are_entries(self, client):
        factories.Practice(title="Un jardin <b>qui nourrit</b>")
        factories.Practice(title="Non publiée", published_on=None)
        answer = client.get("/echanges/pratiques/nouveautes.atom")
        entries = answer.content.decode().split("<entry>")[1:]

        assert answer["Content-Type"].startswith("application/atom+xml")
        assert len(entries) == 1
        assert "<title>Un jardin &lt;b&gt;qui nourrit&lt;/b&gt;</title>" in entries[0]


class TestMinutes:
    def test_they_are_a_tagged_document_that_takes_words_as_words(self, client, session):
        Session.objects.update(minutes='#panic("x")\n\n*Trois* conseils', question="Et $ça$ ?")
        at = f"/echanges/{session.cycle.slug}/{session.slug}/compte-rendu.pdf"
        answer = client.get(at)

        assert answer.content.startswith(b"%PDF")
        assert b"pdfuaid" in answer.content
        assert answer.content == client.get(at).content

    @pytest.mark.parametrize("given", [{"minutes": ""}, {"invitation_only": True}, {"stage": "draft"}])
    def test_none_where_nothing_may_be_read(self, client, session, given):
        Session.objects.update(**given)
        assert client.get(f"/echanges/{session.cycle.slug}/{session.slug}/compte-rendu.pdf").status_code == 404
