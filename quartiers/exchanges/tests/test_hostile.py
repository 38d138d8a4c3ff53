"""Hostile input on every form that anybody, or an organiser, may send: refused kindly, and what was typed stays."""

import base64
import re
import time
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from openpyxl import load_workbook

from quartiers.exchanges import actions
from quartiers.exchanges.forms.registration import AT_LEAST_S, stamped
from quartiers.exchanges.models import Need, Participant, Registration, Session, SurveyAnswer
from quartiers.exchanges.tokens import Purpose, token_for
from quartiers.office.queries import mail_by_number, mails
from tests import factories, people

HELD = datetime(2020, 11, 17, 9, 0, tzinfo=UTC)
LONG, TAGS, NUL = "x" * 10_000, "</textarea><script>alert(1)</script>", "a\x00b"
NIR = "2 91 03 99 123 456 02"
pytestmark = pytest.mark.django_db


#: Each page that a personal link opens, and what its link is for.
DOORS = {
    "mine": Purpose.MANAGE,
    "need": Purpose.MANAGE,
    "correct": Purpose.MANAGE,
    "my_data": Purpose.MANAGE,
    "erase": Purpose.MANAGE,
    "renew": Purpose.MANAGE,
    "my_calendar": Purpose.CALENDAR,
    "unsubscribe": Purpose.UNSUBSCRIBE,
    "join": Purpose.JOIN,
    "survey": Purpose.SURVEY,
    "certificate": Purpose.CERTIFICATE,
    "invitation": Purpose.INVITATION,
}
#: What somebody makes of a link that is not hers.
FORGERIES = {
    "cut": lambda token: token[:-1],
    "turned": lambda token: token[::-1],
    "of another": lambda token: f"9{token}",
    "odd letters": lambda token: "é\u202e\x00~",
    "endless": lambda token: "a" * 10_000,
}


def address(name: str, token: str, session) -> str:
    more = [session.pk] if name in {"join", "survey", "certificate", "invitation"} else []
    return reverse(f"exchanges:{name}", args=[token, *more])


def knock(client, name: str, token: str, session):
    """Open a page by its link, as it is opened."""
    return (client.post if name in {"need", "renew"} else client.get)(address(name, token, session))


@pytest.fixture
def session():
    cycle = factories.Cycle(slug="le-notre", organiser=people.organisation())
    return factories.Session(cycle=cycle, title="Acheter mieux")


@pytest.fixture
def over(session):
    return factories.Session(cycle=session.cycle, title="Une séance passée", starts_at=HELD)


def send(client, session, **given):
    typed = {
        "sessions": [session.pk],
        "first_name": "Awa",
        "last_name": "Diarra",
        "email": "awa@exemple.fr",
        "audience": "collectivite",
        "opened": stamped(time.time() - AT_LEAST_S - 1),
    }
    return client.post(reverse("exchanges:cycle", args=[session.cycle.slug]), typed | given)


def no_formula(answer) -> bool:
    """Whether no cell of a workbook is computed."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    sheet = load_workbook(BytesIO(body)).active
    return all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def link(who, purpose: Purpose) -> str:
    return token_for(who.pk, who.nonce, purpose)


class TestRegistration:
    @pytest.mark.parametrize(
        "given",
        [
            {"first_name": LONG},
            {"last_name": NUL},
            {"need": LONG},
            {"organisation": LONG},
            {"commune": LONG},
            {"organisation": NUL},
            {"commune": NUL},
            {"need": NUL},
            {"need": NIR},
            {"commune": NIR},
            {"nature": "roi", "need": "Et ?"},
            {"about": "999999"},
            {"email": f"{'a' * 300}@exemple.fr"},
            {"sessions": []},
        ],
    )
    def test_it_is_refused_with_what_was_typed(self, client, session, given):
        text = send(client, session, **({"organisation": "Ville typée"} | given)).content.decode()

        assert "à corriger" in text
        assert ("Diarra" in text) is ("last_name" not in given)
        assert not Participant.objects.exists()

    def test_a_past_session_is_refused_with_what_was_typed(self, client, session, over):
        text = send(client, session, sessions=[over.pk], need="Ma longue question").content.decode()
        assert "n’accepte plus d’inscription" in text
        assert "Ma longue question" in text

    @pytest.mark.parametrize("field", ["first_name", "last_name", "organisation", "need", "commune"])
    def test_html_is_only_text_in_the_page_and_in_the_mail(self, client, session, field):
        page = send(client, session, email="", **{field: TAGS}).content.decode()
        assert "<script>alert" not in page
        send(client, session, **{field: TAGS})
        who = Participant.objects.get()
        mine = client.get(reverse("exchanges:mine", args=[link(who, Purpose.MANAGE)])).content.decode()
        assert "<script>alert" not in mine

    @pytest.mark.parametrize("break_", ["\r\n", "\n", "\x0b", "\u2028", "\x85", "\x1f"])
    def test_a_name_on_two_lines_becomes_one_and_injects_nothing(self, client, session, break_):
        assert send(client, session, first_name=f"Awa{break_}ATTENDEE:mailto:mal@exemple.fr").status_code == 302
        mail = mail_by_number(mails().get().pk)
        calendar = Calendar.from_ical(base64.b64decode(mail.attachments[0]["content"]))

        assert Participant.objects.get().first_name == "Awa ATTENDEE:mailto:mal@exemple.fr"
        assert mail.recipient == "awa@exemple.fr"
        assert str(calendar.walk("VEVENT")[0]["attendee"]) == "mailto:awa@exemple.fr"
        assert "\r" not in mail.subject + mail.text

    @pytest.mark.parametrize(
        ("body", "charset"),
        [(b"first_name=\xff\xfe&email=%FF%FE", "utf-8"), ("first_name=Élodie".encode("latin-1"), "iso-8859-1")],
    )
    def test_an_odd_encoding_is_refused_and_breaks_nothing(self, client, session, body, charset):
        at = reverse("exchanges:cycle", args=[session.cycle.slug])
        answer = client.generic("POST", at, body, content_type=f"application/x-www-form-urlencoded; charset={charset}")
        assert answer.status_code in (200, 400)
        assert not Participant.objects.exists()

    def test_a_formula_in_a_name_is_neutral_in_the_exports(self, client, session):
        send(client, session, first_name="=HYPERLINK(1)", organisation="@SUM(1)")
        people.sign_in(client, "administrator")
        at = reverse("exchanges:people", args=[session.cycle_id])
        out = b"".join(client.get(at, {"format": "csv"}).streaming_content).decode("utf-8-sig")

        assert ";=HYPERLINK" not in out
        assert ";@SUM" not in out
        assert "HYPERLINK" in out
        assert no_formula(client.get(at, {"format": "xlsx"}))

    def test_a_formula_in_a_title_is_neutral_in_the_statistics_and_the_practices(self, client, session):
        Session.objects.update(title="=1+1")
        factories.Registration(session=session)
        factories.Practice(title="=HYPERLINK(1)", result="@SUM(1)")
        people.sign_in(client, "administrator")
        for at in (reverse("exchanges:figures", args=[session.cycle_id]), reverse("exchanges:practices")):
            out = b"".join(client.get(at, {"format": "csv"}).streaming_content).decode("utf-8-sig")
            assert not re.search(r"(^|;)\"?[=@]", out, re.MULTILINE), at
            assert no_formula(client.get(at, {"format": "xlsx"}))


class TestOwnPage:
    @pytest.fixture
    def who(self, session):
        return factories.Registration(session=session).participant

    @pytest.mark.parametrize("text", [LONG, NUL, NIR])
    def test_a_question_is_refused_with_what_was_typed(self, client, who, text):
        at = reverse("exchanges:need", args=[link(who, Purpose.MANAGE)])
        page = client.post(at, {"need": text, "nature": "juridique"}).content.decode()

        assert "à corriger" in page
        assert text.replace("\x00", "")[:5] in page
        assert not Need.objects.exists()

    @pytest.mark.parametrize(
        "given",
        [{"first_name": LONG}, {"last_name": NUL}, {"organisation": NIR}, {"audience": "roi"}, {"last_name": ""}],
    )
    def test_a_correction_is_refused_with_what_was_typed(self, client, who, given):
        typed = {"first_name": "Awa", "last_name": "Diarra", "audience": "etat", "commune_name": "Ailleurs"} | given
        page = client.post(reverse("exchanges:correct", args=[link(who, Purpose.MANAGE)]), typed).content.decode()

        assert "à corriger" in page
        assert "Ailleurs" in page
        assert Participant.objects.get().first_name == who.first_name

    @pytest.mark.parametrize("number", ["abc", "-1", "9" * 30, "past", "other"])
    def test_a_session_that_is_not_hers_to_choose_is_refused_and_she_keeps_her_place(self, client, who, over, number):
        other = factories.Session(cycle__slug="d-ailleurs")
        asked = {"past": over.pk, "other": other.pk}.get(number, number)
        at = reverse("exchanges:mine", args=[link(who, Purpose.MANAGE)])
        answer = client.post(at, {"s-sessions": [asked]})

        assert "n’accepte plus d’inscription" in answer.content.decode()
        assert Registration.objects.get().place == "confirmed"

    @pytest.mark.parametrize("purpose", Purpose)
    def test_a_token_opens_its_own_page_and_no_other(self, client, who, session, purpose):
        pages = {
            Purpose.MANAGE: reverse("exchanges:mine", args=[link(who, purpose)]),
            Purpose.JOIN: reverse("exchanges:join", args=[link(who, purpose), session.pk]),
            Purpose.SURVEY: reverse("exchanges:survey", args=[link(who, purpose), session.pk]),
            Purpose.UNSUBSCRIBE: reverse("exchanges:unsubscribe", args=[link(who, purpose)]),
        }
        for opened, at in pages.items():
            assert (client.get(at).status_code != 404) is (opened == purpose)

    @pytest.mark.parametrize("name", DOORS)
    def test_a_forged_token_opens_nothing(self, client, who, session, name):
        forged = {forge: made(link(who, DOORS[name])) for forge, made in FORGERIES.items()}
        answers = {forge: knock(client, name, token, session).status_code for forge, token in forged.items()}
        assert answers == dict.fromkeys(FORGERIES, 404)

    @pytest.mark.parametrize("name", DOORS)
    @pytest.mark.parametrize("is_forgotten", [True, False])
    def test_a_token_that_was_revoked_or_outlived_its_person_says_so(self, client, who, session, name, is_forgotten):
        token = link(who, DOORS[name])
        if is_forgotten:
            actions.forget(who, now=timezone.now())
        else:
            actions.revoke_links(who)
        answer = knock(client, name, token, session)

        assert answer.status_code == 410
        assert "a été remplacé, ou vos données ont été effacées" in answer.content.decode()

    def test_an_invitation_to_a_past_session_is_refused(self, client, who, over):
        factories.SecondInvitation(session=over, participant=who)
        at = reverse("exchanges:invitation", args=[link(who, Purpose.INVITATION), over.pk])
        answer = client.post(at, {"answer": "accepted"})

        assert answer.status_code == 409
        assert "n’est plus temps" in answer.content.decode()

    @pytest.mark.parametrize("name", ["mine", "need", "survey"])
    def test_an_odd_encoding_breaks_nothing(self, client, who, over, name):
        factories.Registration(session=over, participant=who)
        at = address(name, link(who, DOORS[name]), over)
        body = b"need=\xff\xfe&nature=juridique&useful=%FF%FE&satisfaction=4&s-sessions=\xe9"
        answer = client.generic("POST", at, body, content_type="application/x-www-form-urlencoded; charset=utf-8")
        assert answer.status_code in (200, 302, 400)


class TestLostLink:
    @pytest.mark.parametrize("email", [f"{'a' * 10_000}@exemple.fr", NUL, "a@b.fr\r\nBcc: c@d.fr", TAGS, "a@[1.2.3.4"])
    def test_it_is_refused_with_what_was_typed(self, client, session, email):
        page = client.post(reverse("exchanges:lost_link", args=[session.cycle.slug]), {"email": email})

        assert page.status_code == 200
        assert "adresse lisible" in page.content.decode()
        assert "<script>alert" not in page.content.decode()
        assert not mails().exists()


class TestSurvey:
    @pytest.mark.parametrize(
        "given", [{"useful": LONG}, {"missing": NUL}, {"missing": NIR}, {"satisfaction": "9" * 9}]
    )
    def test_it_is_refused_with_what_was_typed(self, client, over, given):
        who = factories.Registration(session=over).participant
        at = reverse("exchanges:survey", args=[link(who, Purpose.SURVEY), over.pk])
        page = client.post(at, {"satisfaction": "4", "useful": "Les exemples"} | given).content.decode()

        assert "à corriger" in page
        assert ("Les exemples" in page) or "useful" in given
        assert not SurveyAnswer.objects.exists()


class TestOrganiser:
    @pytest.fixture(autouse=True)
    def organiser(self, client, session):
        people.sign_in(client, "administrator")

    @pytest.mark.parametrize(
        "given",
        [{"first_name": LONG}, {"last_name": NUL}, {"need": NIR}, {"email": "a@b\nBcc: c@d.fr"}, {"phone": LONG}],
    )
    def test_a_quick_entry_is_refused_with_what_was_typed(self, client, session, given):
        typed = {"first_name": "Awa", "last_name": "Diarra", "organisation": "Ville typée", "audience": "habitant"}
        typed |= {"sessions": [session.pk], "nature": "autre"}
        page = client.post(reverse("exchanges:enter", args=[session.cycle_id]), typed | given).content.decode()

        assert "à corriger" in page
        assert "Ville typée" in page
        assert not Participant.objects.exists()

    def test_a_past_session_is_refused_with_what_was_typed(self, client, session, over):
        typed = {"first_name": "Awa", "last_name": "Diarra", "audience": "habitant", "nature": "autre"}
        page = client.post(reverse("exchanges:enter", args=[session.cycle_id]), typed | {"sessions": [over.pk]})

        assert "n’est pas dans la liste" in page.content.decode()
        assert "Diarra" in page.content.decode()
        assert not Participant.objects.exists()

    def test_a_name_on_two_lines_becomes_one(self, client, session):
        typed = {"first_name": "Awa\r\nBcc: mal@exemple.fr", "last_name": "Diarra", "audience": "habitant"}
        typed |= {"nature": "autre", "email": "awa@exemple.fr", "sessions": [session.pk]}
        client.post(reverse("exchanges:enter", args=[session.cycle_id]), typed)

        assert Participant.objects.get().first_name == "Awa Bcc: mal@exemple.fr"
        assert mails().get().recipient == "awa@exemple.fr"

    @pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
    def test_a_cycle_is_not_copied_to_a_year_that_no_calendar_holds(self, client, session, day):
        at = reverse("exchanges:copy_cycle", args=[session.cycle_id])
        page = client.post(at, {"title": "Le cycle suivant", "first_day": day}).content.decode()

        assert "de 2000 à 2100" in page
        assert "Le cycle suivant" in page

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\x00\x01\x02",
            b"PK\x03\x04 not a sheet",
            b"Nom;Minutes\n",
            "Nom;Minutes\n=HYPERLINK(1);3\n".encode("utf-16"),
            b"Nom\n" + b"x" * 100_000,
            "Nom;Minutes\nÉlodie;3\n".encode("latin-1"),
        ],
    )
    def test_a_list_of_any_kind_breaks_nothing(self, client, over, content):
        factories.Registration(session=over)
        at = reverse("exchanges:import_attendance", args=[over.pk])
        answer = client.post(at, {"file": SimpleUploadedFile("liste.csv", content)})

        assert answer.status_code == 200
        assert Registration.objects.get().presence == "unknown"
