"""What a session leaves, the mail that says so, the cards of practices, and the questions of a cycle."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from quartiers.exchanges import actions
from quartiers.exchanges.models import Need, Participant, Practice, Question, Resource, Session
from quartiers.exchanges.queries.afterwards import left_by, state_of_practice
from quartiers.exchanges.queries.organised import questions_asked
from quartiers.exchanges.rules import MOST_QUESTIONS, Place, Presence
from quartiers.exchanges.tokens import Purpose, token_for
from quartiers.kernel.errors import RuleBroken
from quartiers.office.queries import mail_by_number, mails
from quartiers.office.rules import Author
from tests import factories, people

HELD = datetime(2020, 11, 17, 9, 0, tzinfo=UTC)
AFTER = HELD + timedelta(hours=3)
BY = Author(None, None, "")
LEFT = {"minutes": "Ce qui s’est dit", "replay_address": "", "transcript": ""}
DOCUMENT = {"title": "Le guide", "address": "https://exemple.fr/guide.pdf", "licence": "CC BY", "is_public": True}
CARD = {
    "title": "Le lycée et le jardin",
    "context": "Vendre mieux",
    "done": "Un lot de saison",
    "result": "Deux postes",
    "contact": "",
    "lever": "achats",
    "territory": "Val-Fictif",
    "is_published": False,
}
TYPED = {name: value for name, value in CARD.items() if value}
ASKED = {"number": None, "kind": "choice", "label": "Département", "why": "Compter", "choices": ["Aude", "Tarn"]}
pytestmark = pytest.mark.django_db


def held(**given):
    return factories.Session(starts_at=HELD, title="Acheter mieux", **given)


def leave(session, *documents, now=AFTER, **texts):
    asked = LEFT | texts | {"resources": list(documents)}
    return actions.set_afterwards(session, asked, base=left_by(Session.objects.get(pk=session.pk)), by=BY, now=now)


def ask(cycle, *questions):
    return actions.set_questions(cycle, {"questions": list(questions)}, base=questions_asked(cycle), by=BY, now=AFTER)


class TestWhatIsLeft:
    def test_the_public_page_shows_what_is_open_and_keeps_the_rest_for_the_registered(self, client):
        session = held()
        secret = DOCUMENT | {"title": "Le diaporama", "address": "https://exemple.fr/d.pdf", "is_public": False}
        leave(session, DOCUMENT, secret)
        page = client.get(reverse("exchanges:cycle", args=[session.cycle.slug])).content.decode()

        assert "Ce qui s’est dit" in page
        assert "Le guide" in page
        assert "Le diaporama" not in page
        who = factories.Registration(session=session).participant
        mine = client.get(reverse("exchanges:mine", args=[token_for(who.pk, who.nonce, Purpose.MANAGE)]))
        assert "Le diaporama" in mine.content.decode()

    def test_who_waits_for_a_place_does_not_get_what_is_kept_for_the_registered(self, client):
        session = held()
        leave(session, DOCUMENT)
        who = factories.Registration(session=session, place=Place.WAITING).participant
        mine = client.get(reverse("exchanges:mine", args=[token_for(who.pk, who.nonce, Purpose.MANAGE)]))
        assert "Le guide" not in mine.content.decode()

    def test_a_document_that_stays_keeps_its_day(self):
        session = held()
        leave(session, DOCUMENT)
        leave(session, DOCUMENT | {"title": "Le guide relu"}, now=AFTER + timedelta(days=9))
        again = Resource.objects.get()
        assert (again.title, again.published_on) == ("Le guide relu", HELD.date())

    def test_a_replay_without_transcript_is_refused(self):
        with pytest.raises(RuleBroken, match="transcription"):
            leave(held(), replay_address="https://v.fr/1")


class TestMail:
    def test_present_or_absent_each_is_told_once_of_the_same_documents(self):
        session = held()
        for presence in (Presence.PRESENT, Presence.ABSENT):
            factories.Registration(session=session, presence=presence)
        factories.Registration(session=session, place=Place.WAITING)
        leave(session, DOCUMENT)
        session.refresh_from_db()

        assert actions.send_resources(session, by=BY, now=AFTER) == 2
        with pytest.raises(RuleBroken, match="déjà reçu"):
            actions.send_resources(session, by=BY, now=AFTER)
        text = mail_by_number(mails().first().pk).text
        assert "https://exemple.fr/guide.pdf" in text
        assert session.room not in text

    def test_nothing_is_told_before_the_end_nor_of_nothing(self):
        session = held()
        with pytest.raises(RuleBroken, match="n’est pas finie"):
            actions.send_resources(session, by=BY, now=HELD)
        with pytest.raises(RuleBroken, match="Rien n’est encore à lire"):
            actions.send_resources(session, by=BY, now=AFTER)
        assert not mails().exists()


class TestPractices:
    def test_a_card_is_found_once_it_is_published_and_hidden_once_it_is_withdrawn(self, client):
        found = reverse("exchanges:practices") + "?q=lycee"
        made = actions.write_practice(held(), CARD, by=BY, now=AFTER)
        assert CARD["title"] not in client.get(found).content.decode()
        for wanted, later in ((True, 0), (False, 1), (True, 3)):
            made.refresh_from_db()
            base, now = state_of_practice(made), AFTER + timedelta(days=later)
            actions.change_practice(made, CARD | {"is_published": wanted}, base=base, by=BY, now=now)
            assert (CARD["title"] in client.get(found).content.decode()) is wanted

    def test_a_card_that_stays_published_keeps_its_day(self):
        made = actions.write_practice(held(), CARD | {"is_published": True}, by=BY, now=AFTER)
        asked = state_of_practice(made) | {"result": "Trois postes"}
        actions.change_practice(made, asked, base=state_of_practice(made), by=BY, now=AFTER + timedelta(days=3))

        made.refresh_from_db()
        assert (made.result, made.published_on) == ("Trois postes", HELD.date())


class TestQuestions:
    def asked(self, **changed):
        return ASKED | {"required": False} | changed

    def test_a_question_that_stays_keeps_its_answers_and_one_that_goes_takes_them(self):
        cycle = factories.Cycle()
        kept, gone = factories.Question(cycle=cycle), factories.Question(cycle=cycle)
        who = factories.Participant(cycle=cycle, answers={str(kept.pk): "Tarn", str(gone.pk): "oui"})
        again = self.asked(number=kept.pk, kind=kept.kind, choices=[])
        ask(cycle, again)

        assert Participant.objects.get(pk=who.pk).answers == {str(kept.pk): "Tarn"}
        assert Question.objects.get().label == "Département"

    def test_the_form_of_an_answered_question_stays(self):
        question = factories.Question()
        factories.Participant(cycle=question.cycle, answers={str(question.pk): "Tarn"})
        with pytest.raises(RuleBroken, match="a déjà des réponses"):
            ask(question.cycle, self.asked(number=question.pk))

    def test_too_many_questions_and_a_choice_without_choices_are_refused(self):
        cycle = factories.Cycle()
        with pytest.raises(RuleBroken, match="c’est trop"):
            ask(cycle, *[self.asked()] * (MOST_QUESTIONS + 1))
        with pytest.raises(RuleBroken, match="deux choix"):
            ask(cycle, self.asked(choices=["Aude"]))
        assert not Question.objects.exists()


class TestPages:
    @pytest.fixture
    def session(self, client):
        people.sign_in(client, "administrator")
        return held(cycle=factories.Cycle(slug="le-notre", organiser=people.organisation()))

    def forms(self, *documents, **left):
        sent = {
            "depart": json.dumps(LEFT | {"minutes": "", "resources": []}),
            "document-TOTAL_FORMS": len(documents),
            "document-INITIAL_FORMS": 0,
        }
        for at, one in enumerate(documents):
            sent |= {f"document-{at}-{name}": value for name, value in one.items()}
        return sent | {f"suite-{name}": value for name, value in left.items()}

    def test_the_organiser_writes_what_is_left_then_tells(self, client, session):
        factories.Registration(session=session)
        at = reverse("exchanges:afterwards", args=[session.pk])
        client.post(at, self.forms(DOCUMENT, minutes="Dit"))
        assert "Envoyer les documents" in client.get(at).content.decode()
        client.post(reverse("exchanges:send_resources", args=[session.pk]))

        assert mails().get().kind == "exchanges.resources"
        assert "Envoyer les documents" not in client.get(at).content.decode()

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"replay_address": "https://v.fr/1"}, "transcription"),
            ({"replay_address": "javascript:alert(1)"}, "commence par https"),
            ({"minutes": "x" * 20_001}, "trop long"),
        ],
    )
    def test_a_fault_is_said_and_what_was_typed_stays(self, client, session, sent, said):
        typed = DOCUMENT | {"title": "Typed <b>here</b>"}
        page = client.post(reverse("exchanges:afterwards", args=[session.pk]), self.forms(typed, **sent))

        assert said in page.content.decode()
        assert "Typed &lt;b&gt;here&lt;/b&gt;" in page.content.decode()
        assert not Resource.objects.exists()

    def test_a_testimony_prefills_its_card_which_is_public_once_the_witness_agrees(self, client, session):
        item = factories.ProgrammeItem(session=session, part="testimony", title="Le jardin raconte")
        at = reverse("exchanges:new_practice", args=[session.pk])
        assert "Le jardin raconte" in client.get(f"{at}?moment={item.pk}").content.decode()
        assert "Faites relire" in client.post(at, TYPED | {"is_published": "on"}).content.decode()
        client.post(at, TYPED | {"is_published": "on", "is_agreed": "on"})
        made = Practice.objects.get()
        assert made.published_on is not None

        page = client.get(reverse("exchanges:edit_practice", args=[made.pk])).content.decode()
        assert "Deux postes" in page

    @pytest.mark.parametrize("moment", ["x", "²", "9" * 30])
    def test_a_moment_that_is_not_ours_is_left_aside(self, client, session, moment):
        at = reverse("exchanges:new_practice", args=[session.pk])
        assert client.get(at, {"moment": moment}).status_code == 200

    def test_questions_are_written_then_asked_then_exported(self, client, session):
        cycle = session.cycle
        at = reverse("exchanges:questions", args=[cycle.pk])
        line = {"question-0-label": "Département", "question-0-kind": "choice", "question-0-choices": "Aude\nTarn"}
        sent = {"question-TOTAL_FORMS": 1, "question-INITIAL_FORMS": 0, "depart": '{"questions": []}'} | line
        assert "Dites pourquoi" in client.post(at, sent).content.decode()
        client.post(at, sent | {"question-0-why": "Pour compter."})
        question = Question.objects.get()
        assert question.choices == ["Aude", "Tarn"]
        who = factories.Participant(cycle=cycle, answers={str(question.pk): "Tarn"})
        factories.Registration(session=session, participant=who)
        out = b"".join(client.get(reverse("exchanges:people", args=[cycle.pk]), {"format": "csv"}).streaming_content)

        assert "Département" in out.decode()
        assert "Tarn" in out.decode()


def test_a_need_of_ones_page_may_be_about_one_of_ones_sessions(client):
    who = factories.Registration(session=held()).participant
    token = token_for(who.pk, who.nonce, Purpose.MANAGE)
    elsewhere = factories.Session(title="Une autre")
    at = reverse("exchanges:need", args=[token])
    typed = {"need": "Et le seuil ?", "nature": "juridique"}
    assert "n’est pas la vôtre" in client.post(at, typed | {"about": elsewhere.pk}).content.decode()
    client.post(at, typed | {"about": Session.objects.get(title="Acheter mieux").pk})

    assert Need.objects.get().session.title == "Acheter mieux"
