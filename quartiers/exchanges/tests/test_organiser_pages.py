"""The organiser's pages, from the cycle to the invitations, as her browser sends them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quartiers.exchanges import actions
from quartiers.exchanges.models import (
    Cycle,
    Invitation,
    NeedGroup,
    Participant,
    ProgrammeItem,
    Registration,
    Session,
    Speaker,
)
from quartiers.exchanges.rules import Consent, Place, Presence, Stage
from quartiers.exchanges.tests.desk import HELD, SESSION, START, at, opened, text
from quartiers.exchanges.tokens import Purpose, token_for
from quartiers.office.queries import audit_lines, mails
from tests import factories, people

pytestmark = pytest.mark.django_db


class TestCycles:
    def test_one_opens_a_cycle_adds_a_session_writes_its_programme_and_publishes(self, client, cycle):
        client.post(at("new_cycle"), {"title": "Un nouveau cycle", "zone": "Europe/Paris"})
        made = Cycle.objects.get(title="Un nouveau cycle")
        client.post(at("new_session", made.pk), SESSION | {"room": "https://visio.exemple.fr/x"})
        session = Session.objects.get(cycle=made)
        client.post(
            at("programme", session.pk),
            opened(client, "programme", session.pk)
            | {
                "moment-TOTAL_FORMS": 2,
                "moment-INITIAL_FORMS": 0,
                "moment-0-title": "Le cadre",
                "moment-0-part": "framing",
                "moment-0-minutes": 20,
                "intervenant-TOTAL_FORMS": 1,
                "intervenant-INITIAL_FORMS": 0,
                "intervenant-0-function": "juriste",
            },
        )
        client.post(at("step", made.pk), {"stage": "published"})

        assert session.starts_at == START
        assert (ProgrammeItem.objects.get().title, Speaker.objects.get().function) == ("Le cadre", "juriste")
        assert Session.objects.get(pk=session.pk).stage == Stage.PUBLISHED
        assert "Il manque" not in text(client, "organise", made.pk)
        assert "Acheter mieux" in client.get(at("cycle", made.slug)).content.decode()

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"title": ""}, "Il manque le titre"),
            ({"ends": "09:00"}, "La fin vient avant le début"),
            ({"day": "31/02/2099"}, "n’existe pas"),
            ({"starts": "dix heures"}, "n’est pas lisible"),
            ({"room": "http://visio.exemple.fr"}, "https://"),
            ({"quota": "0"}, "au moins une place"),
            ({"title": "x" * 10_000}, "trop long"),
            ({"title": "a\0b"}, "illisible"),
            ({"provider": "pigeon"}, "pas dans la liste"),
        ],
    )
    def test_a_fault_is_said_and_what_was_typed_stays(self, client, cycle, typed, said):
        page = client.post(at("new_session", cycle.pk), SESSION | {"question": "Ce que j’ai écrit"} | typed)

        assert said in page.content.decode()
        assert "Ce que j’ai écrit" in page.content.decode()
        assert not Session.objects.exists()

    def test_a_moment_without_minutes_is_said(self, client, cycle):
        session = factories.Session(cycle=cycle)
        page = client.post(
            at("programme", session.pk),
            {
                "moment-TOTAL_FORMS": 1,
                "moment-INITIAL_FORMS": 0,
                "moment-0-title": "Le cadre",
                "moment-0-part": "framing",
                "intervenant-TOTAL_FORMS": 0,
                "intervenant-INITIAL_FORMS": 0,
            },
        )

        assert "Il manque la durée" in page.content.decode()
        assert "<title>Erreur" in page.content.decode()

    def test_a_copy_shifts_and_holds_nobody(self, client, cycle):
        factories.Registration(session=factories.Session(cycle=cycle))
        client.post(at("copy_cycle", cycle.pk), {"title": "La suite", "first_day": "2099-06-15"})

        copy = Cycle.objects.get(slug="la-suite")
        assert Session.objects.get(cycle=copy).starts_at.date().isoformat() == "2099-06-15"
        assert not Participant.objects.filter(cycle=copy).exists()

    def test_what_lacks_is_said_before_the_day(self, client, cycle):
        factories.Session(cycle=cycle, room="")

        assert "Il manque la salle, le programme, l’intervenant." in text(client, "organise", cycle.pk)


class TestReminders:
    def test_they_are_shown_chosen_and_copied(self, client, cycle):
        factories.Session(cycle=cycle, starts_at=START)
        page = text(client, "organise", cycle.pk)
        assert "une semaine avant, la veille et une heure avant" in page
        assert ">lundi 5\u00a0janvier\u00a02099 à 10\u00a0h</time>." in page.partition("Prochain rappel")[2]

        typed = {"title": cycle.title, "question": cycle.question, "zone": "Indian/Reunion", "reminders": ["J-3"]}
        client.post(at("edit_cycle", cycle.pk), typed | opened(client, "edit_cycle", cycle.pk))
        page = text(client, "organise", cycle.pk)
        assert "Ils partent seuls trois jours avant." in page
        assert "vendredi 9\u00a0janvier\u00a02099 à 13\u00a0h" in page
        assert "heure de La Réunion" in page
        client.post(at("copy_cycle", cycle.pk), {"title": "La suite", "first_day": "2099-06-15"})
        assert Cycle.objects.get(slug="la-suite").reminders == ["J-3"]

    def test_none_may_be_chosen_and_that_is_said(self, client, cycle):
        Cycle.objects.update(reminders=[])
        assert "Aucun rappel ne part" in text(client, "organise", cycle.pk)

    def test_one_that_does_not_exist_is_refused(self, client, cycle):
        typed = {"title": "Ce que j’ai écrit", "zone": "Europe/Paris", "reminders": ["J-400"]}
        page = client.post(at("edit_cycle", cycle.pk), typed | opened(client, "edit_cycle", cycle.pk))

        assert "pas dans la liste" in page.content.decode()
        assert "Ce que j’ai écrit" in page.content.decode()


class TestChange:
    def test_the_difference_is_shown_before_anything_leaves_then_those_who_come_are_told(self, client, cycle):
        session = factories.Session(cycle=cycle, title="Acheter mieux", starts_at=START)
        factories.Registration(session=session, participant=factories.Participant(cycle=cycle))
        moved = (
            SESSION
            | opened(client, "edit_session", session.pk)
            | {"starts": "10:30", "ends": "12:00", "room": session.room}
        )
        shown = client.post(at("edit_session", session.pk), moved).content.decode()

        assert "1\u00a0personne recevra un courriel" in shown
        assert "de 10\u00a0h\u00a030 à 12\u00a0h" in shown
        assert not mails().exists()
        client.post(at("edit_session", session.pk), moved | {"relu": "oui"})
        assert mails().get().kind == "exchanges.change"
        assert Session.objects.get().sequence == 1

    def test_without_anybody_to_tell_it_is_saved_at_once(self, client, cycle):
        session = factories.Session(cycle=cycle)
        shown = opened(client, "edit_session", session.pk)
        client.post(at("edit_session", session.pk), SESSION | shown | {"starts": "10:30"})

        assert Session.objects.get().title == "Acheter mieux"


class TestPeople:
    def test_a_person_without_address_is_entered_and_receives_nothing(self, client, cycle):
        session = factories.Session(cycle=cycle)
        client.post(
            at("enter", cycle.pk),
            {
                "sessions": [session.pk],
                "first_name": "Jeanne",
                "last_name": "Sans-Courriel",
                "audience": "habitant",
                "phone": "05 00 00 00 00",
                "need": "Qui peut venir chez nous ?",
                "nature": "autre",
            },
        )

        person = Participant.objects.get()
        assert person.entered_by
        assert Registration.objects.get(participant=person).place == Place.CONFIRMED
        assert not mails().exists()

    @pytest.mark.parametrize(("form", "verb"), [("", "read"), ("csv", "export")])
    def test_reading_and_exporting_leave_a_line(self, client, cycle, form, verb):
        factories.Registration(session=factories.Session(cycle=cycle))
        answer = client.get(at("people", cycle.pk), {"format": form} if form else {})

        assert answer.status_code == 200
        assert audit_lines().get(kind="exchanges.registration").verb == verb

    def test_a_formula_in_a_name_is_a_text_in_the_file(self, client, cycle):
        bad = factories.Participant(cycle=cycle, last_name="=HYPERLINK(1)")
        factories.Registration(session=factories.Session(cycle=cycle), participant=bad)
        held = b"".join(client.get(at("people", cycle.pk), {"format": "csv"}).streaming_content).decode("utf-8-sig")

        assert held.startswith("Nom;Prénom;Courriel")
        assert "'=HYPERLINK" in held

    def test_who_a_mail_did_not_reach_is_shown_in_the_page_and_the_file(self, client, cycle):
        session = factories.Session(cycle=cycle)
        for name in ("perdu", "joint"):
            one = factories.Participant(cycle=cycle, email=f"{name}@exemple.fr")
            factories.Registration(session=session, participant=one)
            actions.send_links(cycle, one.email, now=HELD)
        mails().filter(recipient="perdu@exemple.fr").update(state="bounced")
        out = b"".join(client.get(at("people", cycle.pk), {"format": "csv"}).streaming_content).decode("utf-8-sig")

        assert text(client, "people", cycle.pk).count("courriel refusé") == 1
        assert out.count(";perdu@exemple.fr;oui;") == 1
        assert ";joint@exemple.fr;;" in out

    def test_the_list_takes_as_many_queries_for_one_and_for_many(self, client, cycle, django_assert_max_num_queries):
        session = factories.Session(cycle=cycle)
        for number in range(30):
            one = factories.Participant(cycle=cycle, email=f"p{number}@exemple.fr")
            factories.Registration(session=session, participant=one)
        with django_assert_max_num_queries(22):
            text(client, "people", cycle.pk)


class TestAttendance:
    @pytest.fixture
    def session(self, cycle):
        one = factories.Session(cycle=cycle, starts_at=HELD)
        for first, last in (("Awa", "Diarra"), ("Chloé", "Faure"), ("David", "Lopez")):
            participant = factories.Participant(
                cycle=cycle, first_name=first, last_name=last, email=f"{last.lower()}@exemple.fr"
            )
            factories.Registration(session=one, participant=participant)
        return one

    def presences(self) -> dict[str, str]:
        rows = Registration.objects.select_related("participant")
        return {row.participant.first_name: f"{row.presence} {row.presence_source}".strip() for row in rows}

    def test_a_list_is_matched_then_confirmed(self, client, cycle, session):
        file = SimpleUploadedFile(
            "liste.csv", "Nom;Durée\nDIARRA, Awa (Ville);90\nFAURE Chloe;80\nInconnu;5\n".encode("cp1252")
        )
        shown = client.post(at("import_attendance", session.pk), {"file": file}).content.decode()
        assert "2\u00a0personnes reconnues, 1\u00a0ligne à regarder" in shown
        assert "Ligne 4" in shown
        numbers = Registration.objects.exclude(participant__first_name="David").values_list("pk", flat=True)
        client.post(at("import_attendance", session.pk), {"relu": "oui", "present": list(numbers)})

        assert self.presences() == {"Awa": "present liste", "Chloé": "present liste", "David": "unknown"}

    def test_the_organiser_notes_by_hand(self, client, cycle, session):
        row = Registration.objects.get(participant__first_name="David")
        others = {f"p{one.pk}": "unknown" for one in Registration.objects.all()}
        noted = others | {f"p{row.pk}": "late"} | opened(client, "attendance", session.pk)
        client.post(at("attendance", session.pk), noted)
        assert "1\u00a0présent sur 3\u00a0inscrits" in text(client, "attendance", session.pk)

        assert self.presences()["David"] == f"{Presence.LATE} saisie"

    def test_who_is_no_longer_named_is_counted_in_one_sentence(self, client, cycle, session):
        Registration.objects.filter(participant__last_name__in=("Diarra", "Faure")).update(presence=Presence.PRESENT)
        for name in ("Diarra", "Lopez"):
            actions.forget(Participant.objects.get(last_name=name), now=HELD)
        page = text(client, "attendance", session.pk)
        assert "2\u00a0présents sur 3\u00a0inscrits" in page
        assert "2\u00a0inscrits ne sont plus nommés" in page
        assert "Chloé Faure" in page
        assert page.count('<th scope="row">') == 1
        assert "anonymisé" not in page

        actions.forget(Participant.objects.get(last_name="Faure"), now=HELD)
        page = text(client, "attendance", session.pk)
        assert "3\u00a0inscrits ne sont plus nommés" in page
        assert "Personne n’a de place" not in page
        assert "<table" not in page

    def test_the_page_costs_as_much_for_one_as_for_many(self, client, cycle, session):
        def cost() -> int:
            with CaptureQueriesContext(connection) as seen:
                text(client, "attendance", session.pk)
            return len(seen)

        cost()
        few = cost()
        for number in range(40):
            who = factories.Participant(cycle=cycle, email=f"p{number}@exemple.fr")
            factories.Registration(session=session, participant=who)
            if number % 2:
                actions.forget(who, now=HELD)
        assert cost() == few

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "est vide"),
            (b"Duree;Couleur\n1;2\n", "Nommez ainsi la colonne"),
            (b"%PDF-1.4 nothing", "PDF"),
        ],
    )
    def test_a_file_that_is_no_list_is_refused_kindly(self, client, cycle, session, content, said):
        page = client.post(at("import_attendance", session.pk), {"file": SimpleUploadedFile("l.csv", content)})

        assert said in page.content.decode()


class TestSecondGroup:
    def test_from_the_board_to_the_acceptance(self, client, cycle):
        asked = [factories.Participant(cycle=cycle, email=f"p{n}@exemple.fr", first_name=f"P{n}") for n in range(3)]
        session = factories.Session(cycle=cycle, title="Acheter mieux")
        needs = [factories.Need(participant=one, session=session, text=f"Besoin de {one}") for one in asked]
        for one in asked[:2]:
            factories.ConsentGiven(participant=one, kind=Consent.RECONTACT)

        assert "Juridique\u00a0: 3\u00a0besoins" in text(client, "needs", cycle.pk)
        client.post(at("sort_needs", cycle.pk), {"needs": [one.pk for one in needs]})
        group = NeedGroup.objects.get()
        assert "sans accord pour être recontacté" in text(client, "group", group.pk)
        assert "Acheter mieux\u00a0: juridique" in text(client, "second_group", group.pk)
        client.post(
            at("second_group", group.pk),
            SESSION | {"title": "Second groupe", "function": "juriste", "day": "2099-02-12"},
        )
        assert "Inviter 2\u00a0personnes" in text(client, "group", group.pk)
        client.post(at("invite", group.pk))
        assert mails().filter(kind="exchanges.invitation").count() == 2

        token = token_for(asked[0].pk, asked[0].nonce, Purpose.INVITATION)
        answer = at("invitation", token, Session.objects.get(title="Second groupe").pk)
        phone = Client()
        assert "Oui, je viens" in phone.get(answer).content.decode()
        assert not Registration.objects.exists()
        phone.post(answer, {"answer": "accepted"})
        assert Registration.objects.get().participant == asked[0]
        mine = at("mine", token_for(asked[0].pk, asked[0].nonce, Purpose.MANAGE))
        assert "second groupe prévu\u00a0: Second groupe" in phone.get(mine).content.decode()

        # Her other choices leave the place that only an invitation opens.
        phone.post(mine, {"s-sessions": [Session.objects.get(title="Second groupe").pk]})
        assert Registration.objects.get().place == Place.CONFIRMED
        assert "3\u00a0besoins, 2\u00a0invités, 1 accepte" in text(client, "group", group.pk)

    def test_a_link_for_something_else_answers_nothing(self, client, cycle):
        invited = Invitation.objects.create(
            session=factories.Session(cycle=cycle), participant=factories.Participant(), sent_at=timezone.now()
        )
        who = invited.participant
        wrong = token_for(who.pk, who.nonce, Purpose.MANAGE)
        right = token_for(who.pk, who.nonce, Purpose.INVITATION)

        assert client.get(at("invitation", wrong, invited.session_id)).status_code == 404
        assert client.get(at("invitation", right, invited.session_id + 999)).status_code == 404
        assert client.post(at("invitation", right, invited.session_id), {"answer": "peut-être"}).status_code == 400

    def test_a_reader_sees_needs_without_names(self, client):
        people.sign_in(client, "member")
        cycle = factories.Cycle(slug="le-notre", organiser=people.organisation())
        factories.Need(participant=factories.Participant(cycle=cycle), text="Un besoin à lire")
        page = text(client, "needs", cycle.pk)

        assert "Un besoin à lire" in page
        assert "Diarra" not in page
