"""The public pages: what they show, what they never show, the one form."""

import json
import re
import time

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from quartiers.exchanges import models
from quartiers.exchanges.forms.registration import AT_LEAST_S, is_too_fast, stamped
from quartiers.exchanges.models import Participant, Registration
from quartiers.office.queries import mails
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    one = factories.Session(title="Acheter mieux", quota=2)
    factories.ProgrammeItem(session=one)
    factories.Speaker(session=one)
    return one


def page(client, session) -> str:
    return client.get(reverse("exchanges:cycle", args=[session.cycle.slug])).content.decode()


def typed(session, **given) -> dict:
    return {
        "sessions": [session.pk],
        "first_name": "Awa",
        "last_name": "Diarra",
        "email": "awa@exemple.fr",
        "audience": "collectivite",
        "opened": stamped(time.time() - AT_LEAST_S - 1),
    } | given


def send(client, session, **given):
    return client.post(reverse("exchanges:cycle", args=[session.cycle.slug]), typed(session, **given))


class TestProgramme:
    def test_the_page_says_when_who_and_how_many_places(self, client, session):
        text = page(client, session)

        assert "lundi 12\u00a0janvier\u00a02099" in text
        assert "Hélène Puech, juriste, Association d’appui" in text
        assert "2\u00a0places" in text
        assert len(text.encode()) < 60_000

    def test_the_notice_says_what_the_registrations_rest_on(self, client, session):
        models.Cycle.objects.update(basis="6.1.e")

        assert "(article\u00a06 du RGPD)\u00a0: mission d’intérêt public (6.1.e)" in page(client, session)

    def test_no_room_ever_stands_in_public(self, client, session):
        slug = session.cycle.slug
        for name in ("exchanges:cycle", "exchanges:calendar", "exchanges:thanks"):
            assert "visio.exemple.fr" not in client.get(reverse(name, args=[slug])).content.decode()

    def test_search_engines_read_an_online_event_with_its_public_place(self, client, session):
        (found,) = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page(client, session), re.S)
        event = json.loads(found)

        assert event["@type"] == "Event"
        assert event["startDate"] == "2099-01-12T10:00:00+01:00"
        assert event["eventAttendanceMode"].endswith("OnlineEventAttendanceMode")
        assert event["location"]["url"].endswith(f"/echanges/{session.cycle.slug}/")

    def test_a_title_cannot_close_the_script(self, client, session):
        session.title = "</script><script>alert(1)</script>"
        session.save()

        assert "<script>alert" not in page(client, session)

    def test_the_feed_holds_the_sessions(self, client, session):
        answer = client.get(reverse("exchanges:calendar", args=[session.cycle.slug]))
        calendar = Calendar.from_ical(answer.content)

        assert answer["Content-Type"].startswith("text/calendar")
        assert [str(event["summary"]) for event in calendar.walk("VEVENT")] == ["Acheter mieux"]

    def test_drafts_and_closed_groups_do_not_show(self, client, session):
        factories.Session(cycle=session.cycle, title="Brouillon caché", stage="draft")
        factories.Session(cycle=session.cycle, title="Groupe fermé", invitation_only=True)
        text = page(client, session)

        assert "Brouillon caché" not in text
        assert "Groupe fermé" not in text
        session.cycle.stage = "draft"
        session.cycle.save()
        assert client.get(reverse("exchanges:cycle", args=[session.cycle.slug])).status_code == 404

    @pytest.mark.parametrize("count", [1, 20])
    def test_the_number_of_queries_does_not_depend_on_the_sessions(
        self, client, session, count, django_assert_max_num_queries, monkeypatch
    ):
        now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: now)  # within one minute
        for _ in range(count):
            factories.Speaker(session=factories.Session(cycle=session.cycle))
        page(client, session)
        with django_assert_max_num_queries(7):
            page(client, session)
        with django_assert_max_num_queries(7):
            client.get(reverse("exchanges:cycles"))


class TestKept:
    def test_what_changes_shows_at_once(self, client, session):
        assert "2\u00a0places" in page(client, session)
        factories.Registration(session=session)
        assert "1\u00a0place" in page(client, session)
        models.Speaker.objects.update(name="Une autre voix")
        assert "Une autre voix" in page(client, session)
        models.Cycle.objects.update(stage="draft")
        assert client.get(reverse("exchanges:cycle", args=[session.cycle.slug])).status_code == 404

    def test_each_visitor_has_a_token_that_works_and_a_form_opened_now(self, session):
        visitors = [Client(enforce_csrf_checks=True) for _ in range(2)]
        texts = [page(one, session) for one in visitors]
        tokens = [re.search(r'name="csrfmiddlewaretoken"[^>]*value="([^"]+)"', text)[1] for text in texts]
        opened = [re.search(r'name="opened" value="([^"]+)"', text)[1] for text in texts]

        assert tokens[0] != tokens[1]
        assert all(is_too_fast(one, now=time.time()) for one in opened)
        assert not any(is_too_fast(one, now=time.time() + AT_LEAST_S) for one in opened)
        sent = typed(session, csrfmiddlewaretoken=tokens[0])
        at = reverse("exchanges:cycle", args=[session.cycle.slug])
        assert visitors[0].post(at, sent).status_code == 302
        assert visitors[1].post(at, sent).status_code == 403

    def test_what_one_visitor_typed_is_never_kept_for_the_next(self, client, session):
        send(client, session, email="", last_name="Secrète")
        assert "Secrète" not in page(client, session)

    def test_a_session_that_begins_closes_its_form(self, client, session, monkeypatch):
        assert "M’inscrire" in page(client, session)
        monkeypatch.setattr(timezone, "now", lambda: session.starts_at)
        assert "M’inscrire" not in page(client, session)

    def test_the_page_of_three_full_sessions_is_light(self, client, session):
        for number in range(2):
            other = factories.Session(cycle=session.cycle, quota=20, summary="Une présentation. " * 40)
            for part in ("framing", "talk", "testimony", "questions"):
                factories.ProgrammeItem(session=other, part=part, rank=number)
                factories.Speaker(session=other)
        assert len(page(client, session).encode()) < 60_000


class TestForm:
    def test_one_post_registers_and_the_answer_is_the_same_for_everybody(self, client, session):
        first = send(client, session, consent_recontact="on", need="Qui aide ?", nature="juridique")
        second = send(client, session)

        assert (first.status_code, first["Location"]) == (302, second["Location"])
        assert Participant.objects.count() == Registration.objects.count() == 1

    def test_what_was_typed_stays_when_something_is_missing(self, client, session):
        answer = send(client, session, email="awa.exemple.fr", need="Ma question longue")
        text = answer.content.decode()

        assert answer.status_code == 200
        assert "<title>Erreur\u00a0: " in text
        assert "awa.exemple.fr" in text
        assert "Ma question longue" in text
        assert f'value="{session.pk}"' in text
        assert "checked" in text
        assert not Participant.objects.exists()

    def test_a_session_that_closed_meanwhile_is_said_and_nothing_is_lost(self, client, session):
        session.stage = "closed"
        session.save()
        factories.Session(cycle=session.cycle)
        text = send(client, session).content.decode()

        assert "n’accepte plus d’inscription" in text
        assert "Diarra" in text

    @pytest.mark.parametrize("given", [{"website": "http://spam"}, {"opened": ""}, {"opened": "forgé"}])
    def test_a_robot_gets_the_same_page_and_nothing_happens(self, client, session, given):
        answer = send(client, session, **given)

        assert answer["Location"].endswith("/merci/")
        assert not Participant.objects.exists()
        assert not mails().exists()

    def test_a_form_that_came_back_at_once_is_a_robot_and_one_of_yesterday_is_a_person(self, client, session):
        send(client, session, opened=stamped())
        assert not Participant.objects.exists()

        send(client, session, opened=stamped(time.time() - 24 * 3600))
        assert Participant.objects.exists()

    @pytest.mark.parametrize(
        "given",
        [
            {"first_name": "x" * 10_000},
            {"first_name": "a\x00b"},
            {"need": "x" * 10_000},
            {"email": "a@b.fr\nBcc: c@d.fr"},
            {"audience": "roi"},
            {"sessions": ["abc", "-1", "999999999999999999999"]},
            {"last_name": "2 91 03 99 123 456 02"},
        ],
    )
    def test_hostile_input_is_refused_kindly_and_nothing_is_written(self, client, session, given):
        answer = send(client, session, **given)

        assert answer.status_code == 200
        assert "à corriger" in answer.content.decode()
        assert not Participant.objects.exists()

    def test_html_in_a_name_is_only_text(self, client, session):
        text = send(client, session, first_name="<script>alert(1)</script>", email="").content.decode()

        assert "<script>alert" not in text

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [("carcassonne", ("11069", None)), ("La Garrigue", ("11069", "QN01101M")), ("Ailleurs", (None, None))],
    )
    def test_a_commune_or_a_neighbourhood_is_recognised(self, client, session, typed, expected):
        commune = factories.Commune(code="11069", name="Carcassonne")
        factories.Neighbourhood(code="QN01101M", name="La Garrigue", communes=[commune])
        send(client, session, commune=typed)
        who = Participant.objects.get()

        assert (who.commune_id, who.neighbourhood_id, who.commune_name) == (*expected, typed)

    def test_the_questions_of_the_organiser_are_asked_and_kept(self, client, session):
        question = factories.Question(
            cycle=session.cycle, kind="choice", label="Votre département", choices=["Aude", "Tarn"], required=True
        )
        assert "nécessaire à l’organisateur" in send(client, session).content.decode()

        send(client, session, **{f"question_{question.pk}": "Aude"})
        assert Participant.objects.get().answers == {str(question.pk): "Aude"}


class TestMine:
    @pytest.fixture
    def mine(self, client, session):
        send(client, session)
        return "/echanges/mes-inscriptions/" + re.search(r"mes-inscriptions/([^/\s]+)/", mails().get().text)[1] + "/"

    def test_she_sees_her_sessions_and_changes_them(self, client, session, mine):
        other = factories.Session(cycle=session.cycle, title="Autre séance")
        assert "Acheter mieux" in client.get(mine).content.decode()

        answer = client.post(mine, {"s-sessions": [other.pk], "s-consent_recontact": "on"}, follow=True)

        assert "Vos choix sont enregistrés" in answer.content.decode()
        held = Registration.objects.exclude(place="cancelled")
        assert [one.session_id for one in held] == [other.pk]

    def test_she_asks_a_question_at_any_time(self, client, mine):
        answer = client.post(f"{mine}question/", {"need": "Qui finance ?", "nature": "financement"}, follow=True)

        assert "Qui finance" in answer.content.decode()
        assert "Il manque votre question" in client.post(f"{mine}question/", {}).content.decode()

    def test_she_takes_her_data_and_leaves_for_good(self, client, mine):
        data = json.loads(client.get(f"{mine}donnees.json").content)
        assert data["courriel"] == "awa@exemple.fr"

        assert "Effacer mes données" in client.get(f"{mine}effacer/").content.decode()
        client.post(f"{mine}effacer/")
        assert client.get(mine).status_code == 410
        assert not Participant.objects.exclude(email="").exists()


def test_practices_are_found_without_accents(client):
    factories.Practice(title="Économie circulaire")
    one = factories.Practice(title="Maraîchage", search_text="maraichage")

    text = client.get(reverse("exchanges:practices"), {"q": "MARAÎCHAGE"}).content.decode()
    assert "Maraîchage" in text
    assert "Économie circulaire" not in text
    assert "Deux emplois" in client.get(reverse("exchanges:practice", args=[one.pk])).content.decode()
