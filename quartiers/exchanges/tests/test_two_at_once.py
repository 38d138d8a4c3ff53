"""Two people have the same page open: nothing is overwritten in silence, and what is refused stays as it was typed."""

import pytest

from quartiers.exchanges import actions
from quartiers.exchanges.models import (
    ConsentGiven,
    Cycle,
    Helper,
    NeedGroup,
    Practice,
    ProgrammeItem,
    Question,
    Registration,
    Resource,
    Session,
    Speaker,
)
from quartiers.exchanges.rules import Consent, Place
from quartiers.exchanges.tests.desk import HELD, SESSION, START, at, opened
from quartiers.exchanges.tokens import Purpose, token_for
from quartiers.office.queries import mails
from tests import factories, people

pytestmark = pytest.mark.django_db


class TestOrganisers:
    def test_of_a_cycle_the_second_chooses(self, client, cycle):
        typed = {"title": "Le mien", "zone": "Europe/Paris"} | opened(client, "edit_cycle", cycle.pk)
        Cycle.objects.filter(pk=cycle.pk).update(title="Le sien")
        asked = client.post(at("edit_cycle", cycle.pk), typed)

        assert asked.status_code == 409
        assert {"Le mien", "Le sien"} <= {asked.context["choices"][0].mine, asked.context["choices"][0].theirs}
        assert Cycle.objects.get(pk=cycle.pk).title == "Le sien"
        typed |= {"depart": asked.context["base"], "choix-title": "mine"}
        client.post(at("edit_cycle", cycle.pk), typed)
        assert Cycle.objects.get(pk=cycle.pk).title == "Le mien"

    def test_of_a_session_what_will_be_told_is_shown_again_after_the_choice(self, client, cycle):
        session = factories.Session(cycle=cycle, title="Acheter mieux", starts_at=START)
        factories.Registration(session=session, participant=factories.Participant(cycle=cycle))
        moved = SESSION | opened(client, "edit_session", session.pk) | {"room": session.room, "relu": "oui"}
        Session.objects.filter(pk=session.pk).update(title="Le sien")
        asked = client.post(at("edit_session", session.pk), moved | {"title": "Le mien"})
        assert asked.status_code == 409
        chosen = moved | {"title": "Le mien", "depart": asked.context["base"], "choix-title": "mine"}
        shown = client.post(at("edit_session", session.pk), chosen)

        assert shown.status_code == 200
        assert not mails().exists()
        again = chosen | {"depart": shown.context["base"]}
        del again["choix-title"]
        client.post(at("edit_session", session.pk), again)
        assert Session.objects.get(pk=session.pk).title == "Le mien"
        assert mails().get().kind == "exchanges.change"

    @pytest.mark.parametrize(("choice", "kept"), [("mine", "Le mien"), ("theirs", "Le sien")])
    def test_of_a_programme_each_list_is_chosen_whole(self, client, cycle, choice, kept):
        session = factories.Session(cycle=cycle)
        factories.ProgrammeItem(session=session, title="Ancien")
        typed = opened(client, "programme", session.pk) | {
            "moment-TOTAL_FORMS": 1,
            "moment-INITIAL_FORMS": 0,
            "moment-0-title": "Le mien",
            "moment-0-part": "talk",
            "moment-0-minutes": 20,
            "intervenant-TOTAL_FORMS": 1,
            "intervenant-INITIAL_FORMS": 0,
            "intervenant-0-function": "juriste",
        }
        ProgrammeItem.objects.update(title="Le sien")
        asked = client.post(at("programme", session.pk), typed)

        assert asked.status_code == 409
        assert ProgrammeItem.objects.get().title == "Le sien"
        assert not Speaker.objects.exists()
        client.post(at("programme", session.pk), typed | {"depart": asked.context["base"], "choix-items": choice})
        assert ProgrammeItem.objects.get().title == kept
        assert Speaker.objects.get().function == "juriste"

    @pytest.mark.parametrize(("choice", "kept"), [("mine", "Le mien"), ("theirs", "Le sien")])
    def test_of_questions_the_list_is_chosen_whole_and_answers_stay(self, client, cycle, choice, kept):
        question = factories.Question(cycle=cycle, label="Ancien", why="Pour compter.")
        who = factories.Participant(cycle=cycle, answers={str(question.pk): "Tarn"})
        typed = opened(client, "questions", cycle.pk) | {
            "question-TOTAL_FORMS": 1,
            "question-INITIAL_FORMS": 1,
            "question-0-number": question.pk,
            "question-0-label": "Le mien",
            "question-0-kind": "text",
            "question-0-why": "Pour compter.",
        }
        Question.objects.update(label="Le sien")
        asked = client.post(at("questions", cycle.pk), typed)

        assert asked.status_code == 409
        assert "Le sien (texte). Pour compter." in asked.content.decode()
        assert Question.objects.get().label == "Le sien"
        client.post(at("questions", cycle.pk), typed | {"depart": asked.context["base"], "choix-questions": choice})
        assert Question.objects.get().label == kept
        who.refresh_from_db()
        assert who.answers == {str(question.pk): "Tarn"}

    def test_of_what_a_session_leaves_both_keep_what_only_one_changed(self, client, cycle):
        session = factories.Session(cycle=cycle, starts_at=HELD)
        page = at("afterwards", session.pk)
        typed = opened(client, "afterwards", session.pk) | {
            "suite-minutes": "",
            "document-TOTAL_FORMS": 1,
            "document-INITIAL_FORMS": 0,
            "document-0-title": "Mon guide",
            "document-0-address": "https://exemple.fr/guide.pdf",
        }
        Session.objects.update(minutes="Son compte rendu")
        assert client.post(page, typed).status_code == 302
        assert Resource.objects.get().title == "Mon guide"
        assert Session.objects.get().minutes == "Son compte rendu"

        asked = client.post(page, typed | {"suite-minutes": "Le mien", "document-0-title": "Autre"})
        assert asked.status_code == 409
        assert {one.name for one in asked.context["choices"]} == {"minutes", "resources"}
        assert "Son compte rendu" in asked.content.decode()
        chosen = typed | {"suite-minutes": "Le mien", "document-0-title": "Autre", "depart": asked.context["base"]}
        client.post(page, chosen | {"choix-minutes": "theirs", "choix-resources": "mine"})
        assert (Session.objects.get().minutes, Resource.objects.get().title) == ("Son compte rendu", "Autre")

    def test_of_a_practice_the_second_chooses(self, client, cycle):
        card = factories.Practice(session=factories.Session(cycle=cycle))
        typed = {name: getattr(card, name) for name in ("title", "context", "done", "lever", "territory")}
        typed |= {"is_published": "on", "is_agreed": "on"} | opened(client, "edit_practice", card.pk)
        Practice.objects.update(result="Son résultat", territory="Tarbes")
        asked = client.post(at("edit_practice", card.pk), typed | {"result": "Le mien"})

        assert [one.name for one in asked.context["choices"]] == ["result"]
        assert Practice.objects.get().result == "Son résultat"
        again = typed | {"result": "Le mien", "depart": asked.context["base"], "choix-result": "mine"}
        client.post(at("edit_practice", card.pk), again)
        assert Practice.objects.get().result == "Le mien"

    def test_who_enters_by_her_link_while_presences_are_noted_stays_present(self, client, cycle):
        session = factories.Session(cycle=cycle, starts_at=HELD)
        came, noted = (
            factories.Registration(session=session, participant=factories.Participant(cycle=cycle)) for _ in range(2)
        )
        typed = {f"p{came.pk}": "unknown", f"p{noted.pk}": "late"} | opened(client, "attendance", session.pk)
        actions.note_entry(came, now=HELD)
        client.post(at("attendance", session.pk), typed)

        rows = Registration.objects.order_by("pk").values_list("presence", "presence_source")
        assert list(rows) == [("present", "lien"), ("late", "saisie")]

    def test_of_one_presence_the_second_chooses(self, client, cycle):
        session = factories.Session(cycle=cycle, starts_at=HELD)
        one = factories.Registration(session=session, participant=factories.Participant(cycle=cycle))
        typed = {f"p{one.pk}": "absent"} | opened(client, "attendance", session.pk)
        Registration.objects.update(presence="late", presence_source="saisie")
        asked = client.post(at("attendance", session.pk), typed)

        assert (asked.context["choices"][0].mine, asked.context["choices"][0].theirs) == ("absent", "en retard")
        assert Registration.objects.get().presence == "late"
        again = typed | {"depart": asked.context["base"], f"choix-p{one.pk}": "mine"}
        client.post(at("attendance", session.pk), again)
        assert Registration.objects.get().presence == "absent"

    def test_of_an_answer_the_second_chooses(self, client, cycle):
        group = factories.NeedGroup(cycle=cycle)
        typed = {"answer": "La mienne"} | opened(client, "group", group.pk)
        NeedGroup.objects.update(answer="La sienne")
        asked = client.post(at("answer", group.pk), typed)

        assert asked.status_code == 409
        assert NeedGroup.objects.get().answer == "La sienne"
        client.post(at("answer", group.pk), typed | {"depart": asked.context["base"], "choix-answer": "mine"})
        assert NeedGroup.objects.get().answer == "La mienne"

    def test_of_roles_what_another_gave_meanwhile_stays(self, client, cycle):
        one, other = (people.member(email=f"{name}@exemple.fr") for name in ("un", "deux"))
        typed = {f"m{one.pk}": ["host"]} | opened(client, "helpers")
        factories.Helper(organisation=people.organisation(), user=other, role="officer")
        client.post(at("helpers"), typed)
        assert set(Helper.objects.values_list("user", "role")) == {(one.pk, "host"), (other.pk, "officer")}

        stale = {f"m{one.pk}": [], f"m{other.pk}": ["host"], "depart": typed["depart"]}
        asked = client.post(at("helpers"), stale)
        assert asked.status_code == 409
        assert Helper.objects.count() == 2
        chosen = stale | {"depart": asked.context["base"], f"choix-m{one.pk}": "theirs"}
        client.post(at("helpers"), chosen | {f"choix-m{other.pk}": "theirs"})
        assert set(Helper.objects.values_list("user", "role")) == {(one.pk, "host"), (other.pk, "officer")}


class TestParticipant:
    """Her page stays open in one tab while she acts elsewhere."""

    @pytest.fixture
    def who(self):
        return factories.Registration(session=factories.Session(starts_at=START)).participant

    def page(self, who) -> str:
        return at("mine", token_for(who.pk, who.nonce, Purpose.MANAGE))

    def test_the_second_group_that_she_accepts_meanwhile_keeps_her_place(self, client, who):
        held = Registration.objects.get().session
        second = factories.Session(cycle=who.cycle, title="Second groupe", invitation_only=True, starts_at=START)
        invited = factories.SecondInvitation(session=second, participant=who)
        base = {"depart": client.get(self.page(who)).context["base"]}
        actions.answer_invitation(invited, "accepted", now=HELD)
        client.post(self.page(who), {"s-sessions": [held.pk], "s-consent_image": "on"} | base)

        assert set(Registration.objects.values_list("place", flat=True)) == {Place.CONFIRMED}
        assert ConsentGiven.objects.get().kind == Consent.IMAGE

    def test_an_agreement_withdrawn_by_one_click_meanwhile_stays_withdrawn(self, client, who):
        factories.ConsentGiven(participant=who)
        base = {"depart": client.get(self.page(who)).context["base"]}
        actions.withdraw_consent(who, Consent.RECONTACT, now=HELD)
        held = Registration.objects.get().session_id
        client.post(self.page(who), {"s-sessions": [held], "s-consent_recontact": "on"} | base)

        assert not ConsentGiven.objects.filter(withdrawn_at=None).exists()

    def test_a_session_that_closes_meanwhile_is_said_at_the_top_of_the_page(self, client, who):
        closed = factories.Session(cycle=who.cycle, stage="closed", starts_at=START)
        answer = client.post(self.page(who), {"s-sessions": [closed.pk]}).content.decode()

        assert "<title>Erreur" in answer
        assert "n’accepte plus d’inscription" in answer.partition('role="alert"')[2].partition("</ul>")[0]


class TestRefused:
    """What only the action can refuse is said beside its field, and nothing typed is lost."""

    def test_fewer_places_than_people(self, client, cycle):
        session = factories.Session(cycle=cycle, title="Acheter mieux", starts_at=START, quota=9)
        for _ in range(2):
            factories.Registration(session=session, participant=factories.Participant(cycle=cycle))
        typed = SESSION | opened(client, "edit_session", session.pk) | {"room": session.room, "quota": 1}
        typed |= {"question": session.question, "audiences": session.audiences}
        page = client.post(at("edit_session", session.pk), typed | {"summary": "Mes longs mots"})

        assert (page.status_code, page.context["form"].errors.keys()) == (200, {"quota"})
        assert "Mes longs mots" in page.content.decode()
        assert Session.objects.get().quota == 9

    def test_a_second_group_in_the_past(self, client, cycle):
        group = factories.NeedGroup(cycle=cycle)
        typed = SESSION | {"day": "2020-01-06", "question": "Mes longs mots"}
        page = client.post(at("second_group", group.pk), typed)

        assert (page.status_code, page.context["form"].errors.keys()) == (200, {"day"})
        assert "Mes longs mots" in page.content.decode()
        assert not Session.objects.exists()

    def test_another_form_for_a_question_that_has_answers(self, client, cycle):
        question = factories.Question(cycle=cycle, why="Pour compter.")
        factories.Participant(cycle=cycle, answers={str(question.pk): "Tarn"})
        typed = opened(client, "questions", cycle.pk) | {
            "question-TOTAL_FORMS": 2,
            "question-INITIAL_FORMS": 1,
            "question-0-number": question.pk,
            "question-0-label": question.label,
            "question-0-kind": "number",
            "question-0-why": "Pour compter.",
            "question-1-label": "Mes longs mots",
            "question-1-why": "Pour compter.",
        }
        page = client.post(at("questions", cycle.pk), typed).content.decode()

        assert "a déjà des réponses" in page
        assert "Mes longs mots" in page
        assert Question.objects.get().kind == "text"
