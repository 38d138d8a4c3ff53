"""Surveys: asked once of those who came, answered with or without a name, heard on the needs board."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from quartiers.exchanges import actions, timers
from quartiers.exchanges.actions import Opinion
from quartiers.exchanges.models import ConsentGiven, Need, SurveyAnswer
from quartiers.exchanges.rules import Consent, Presence
from quartiers.exchanges.tokens import Purpose, token_for
from quartiers.kernel.errors import RuleBroken
from quartiers.office.queries import mails
from tests import factories

HELD = datetime(2020, 11, 17, 9, 0, tzinfo=UTC)
AFTER = HELD + timedelta(hours=3)
pytestmark = pytest.mark.django_db


def came(presence: Presence = Presence.PRESENT, **given):
    session = factories.Session(starts_at=HELD, slug="passee", title="Acheter mieux")
    return factories.Registration(session=session, presence=presence, **given)


def test_those_who_came_are_asked_once():
    came()
    for _ in range(2):
        timers.ask(AFTER)
    assert timers.ask(AFTER + timedelta(days=9)) == "Aucun avis à demander."

    (mail,) = mails()
    assert mail.kind == "exchanges.survey"
    assert "/echanges/avis/" in mail.text


@pytest.mark.parametrize("presence", [Presence.ABSENT, Presence.UNKNOWN])
def test_who_did_not_come_is_asked_nothing(presence):
    came(presence)
    assert actions.send_surveys(now=AFTER) == 0


def test_nobody_is_asked_before_the_end():
    came()
    assert actions.send_surveys(now=HELD + timedelta(minutes=90)) == 0


def test_a_named_answer_may_be_changed_and_feeds_the_needs_board():
    one = came()
    for mark in (2, 5):
        opinion = Opinion(mark, missing="Des exemples de clauses", wants_second_group=True, may_contact=True)
        actions.answer_survey(one.participant, one.session, opinion, now=AFTER)

    assert SurveyAnswer.objects.get().satisfaction == 5
    assert (Need.objects.get().text, Need.objects.get().origin) == ("Des exemples de clauses", "avis")
    assert ConsentGiven.objects.get().kind == Consent.RECONTACT


def test_an_answer_without_name_holds_nobody():
    one = came()
    actions.answer_survey(one.participant, one.session, Opinion(4, useful="Tout", is_anonymous=True), now=AFTER)

    assert SurveyAnswer.objects.get().participant is None
    assert not Need.objects.exists()


@pytest.mark.parametrize("first", [True, False])
def test_nobody_counts_twice_with_a_name_or_without(first):
    one = came()
    actions.answer_survey(one.participant, one.session, Opinion(4, is_anonymous=first), now=AFTER)
    with pytest.raises(RuleBroken, match="déjà compté"):
        actions.answer_survey(one.participant, one.session, Opinion(1, is_anonymous=True), now=AFTER)

    (kept,) = SurveyAnswer.objects.all()
    assert kept.satisfaction == 4
    assert (kept.at == AFTER) is not first


def test_a_session_is_judged_once_it_is_over():
    one = came()
    with pytest.raises(RuleBroken, match="n’est pas finie"):
        actions.answer_survey(one.participant, one.session, Opinion(3), now=HELD)


class TestPage:
    @pytest.fixture
    def address(self):
        one = came()
        token = token_for(one.participant.pk, one.participant.nonce, Purpose.SURVEY)
        return reverse("exchanges:survey", args=[token, one.session_id])

    def test_it_is_answered_without_account(self, client, address):
        assert "Acheter mieux" in client.get(address).content.decode()
        assert client.post(address, {"satisfaction": "4"}).status_code == 302
        assert SurveyAnswer.objects.get().satisfaction == 4

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({}, "Il manque cette réponse"),
            ({"satisfaction": "9"}, "pas dans la liste"),
            ({"satisfaction": "4", "is_anonymous": "on", "wants_second_group": "on"}, "Sans votre nom"),
            ({"satisfaction": "4", "useful": "x" * 2001}, "trop long"),
        ],
    )
    def test_a_fault_is_said_and_what_was_typed_stays(self, client, address, typed, said):
        page = client.post(address, {"missing": "Ce qui manquait"} | typed).content.decode()

        assert said in page
        assert "Ce qui manquait" in page
        assert not SurveyAnswer.objects.exists()

    def test_a_second_answer_without_name_is_refused_and_stays_typed(self, client, address):
        for _ in range(2):
            answer = client.post(address, {"satisfaction": "4", "is_anonymous": "on", "useful": "Les exemples"})

        assert "déjà compté" in answer.content.decode()
        assert "Les exemples" in answer.content.decode()
        assert SurveyAnswer.objects.count() == 1

    def test_a_link_that_joins_does_not_answer(self, client, address):
        one = factories.Participant()
        wrong = token_for(one.pk, one.nonce, Purpose.JOIN)
        assert client.get(reverse("exchanges:survey", args=[wrong, 1])).status_code == 404
