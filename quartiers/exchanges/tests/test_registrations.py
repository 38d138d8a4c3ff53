"""Registering: places, queues, links, agreements, and what a forgotten person leaves."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from quartiers.exchanges import actions
from quartiers.exchanges.actions import Asked, Identity, NewNeed
from quartiers.exchanges.calendars import invitation
from quartiers.exchanges.models import ConsentGiven, JoinClick, Need, Participant, Registration, Session
from quartiers.exchanges.queries import private
from quartiers.exchanges.rules import Audience, Consent, Nature, Place, Stage
from quartiers.exchanges.tokens import Purpose, token_for
from quartiers.kernel.errors import RuleBroken
from quartiers.office.queries import audit_lines, mails
from tests import factories

NOW = datetime(2098, 11, 2, 10, 0, tzinfo=UTC)


def who(email: str = "awa@exemple.fr", **given) -> Identity:
    return Identity(email=email, first_name="Awa", last_name="Diarra", audience=Audience.COLLECTIVITE, **given)


def register(*sessions: Session, email: str = "awa@exemple.fr", **given) -> Participant:
    return actions.register(sessions[0].cycle, Asked(who(email), sessions, **given), now=NOW)


def places(session: Session) -> list[str]:
    rows = Registration.objects.filter(session=session).order_by("asked_at", "pk")
    return list(rows.values_list("place", flat=True))


@pytest.mark.django_db
class TestRegistering:
    def test_one_request_registers_for_several_sessions_and_writes_one_mail(self):
        first, second = factories.Session(), factories.Session()
        participant = register(
            first, second, consents=[Consent.RECONTACT], needs=[NewNeed("Qui aide ?", Nature.AUTRE)]
        )

        assert places(first) == places(second) == [Place.CONFIRMED]
        assert ConsentGiven.objects.get(participant=participant).wording == 1
        assert Need.objects.get().text == "Qui aide ?"
        (mail,) = mails()
        assert mail.recipient == "awa@exemple.fr"
        assert [one["name"] for one in mail.attachments] == [f"seance-{first.pk}.ics", f"seance-{second.pk}.ics"]
        assert first.room not in mail.text
        assert mail.text.count("/r/") == 2

    def test_the_same_address_is_the_same_person_and_what_she_said_of_herself_stays(self):
        first, second = factories.Session(), factories.Session()
        one = register(first)
        other = actions.register(
            first.cycle,
            Asked(Identity(email=" AWA@exemple.fr ", first_name="Espion", last_name="X"), [second]),
            now=NOW + timedelta(seconds=1),
        )

        assert one.pk == other.pk
        assert Participant.objects.get().first_name == "Awa"
        assert Registration.objects.count() == 2
        assert mails().count() == 2

    def test_the_last_place_goes_to_the_first_who_asks_and_the_queue_moves_in_order(self):
        session = factories.Session(quota=1)
        first, second, third = (register(session, email=f"p{n}@exemple.fr") for n in range(3))
        assert places(session) == [Place.CONFIRMED, Place.WAITING, Place.WAITING]
        assert private.rank_in_queue(Registration.objects.get(participant=third)) == 2

        actions.cancel(Registration.objects.get(participant=first), now=NOW)

        assert places(session) == [Place.CANCELLED, Place.CONFIRMED, Place.WAITING]
        places_told = audit_lines().filter(kind="exchanges.place")
        assert set(places_told.values_list("organisation_id", flat=True)) == {session.cycle.organiser_id}
        assert places_told.count() == 2
        kinds = set(mails().values_list("kind", "recipient"))
        assert {("exchanges.promotion", second.email), ("exchanges.cancellation", first.email)} <= kinds

    def test_a_larger_quota_lets_those_who_wait_in(self):
        session = factories.Session(quota=1)
        for number in range(3):
            register(session, email=f"p{number}@exemple.fr")
        actions.change_quota(session, 2, now=NOW)
        assert places(session) == [Place.CONFIRMED, Place.CONFIRMED, Place.WAITING]

        with pytest.raises(RuleBroken, match="2 personnes ont déjà une place"):
            actions.change_quota(session, 1, now=NOW)
        actions.change_quota(session, None, now=NOW)
        assert places(session) == [Place.CONFIRMED] * 3

    def test_cancelling_twice_frees_one_place(self):
        session = factories.Session(quota=1)
        for number in range(3):
            register(session, email=f"p{number}@exemple.fr")
        mine = Registration.objects.order_by("pk").first()
        actions.cancel(mine, now=NOW)
        actions.cancel(mine, now=NOW)

        assert places(session) == [Place.CANCELLED, Place.CONFIRMED, Place.WAITING]

    @pytest.mark.parametrize(
        ("session", "said"),
        [
            ({"stage": Stage.CLOSED}, "closes"),
            ({"stage": Stage.DRAFT}, "closes"),
            ({"starts_at": NOW - timedelta(minutes=1), "ends_at": NOW + timedelta(hours=1)}, "déjà commencé"),
            ({"invitation_only": True}, "réservée aux personnes invitées"),
        ],
    )
    def test_a_session_that_takes_nobody_says_why_and_nothing_is_written(self, session, said):
        with pytest.raises(RuleBroken, match=said):
            register(factories.Session(**session))
        assert not Participant.objects.exists()

    def test_a_session_of_another_cycle_and_no_session_are_refused(self):
        mine, other = factories.Session(), factories.Session(cycle__slug="autre")
        with pytest.raises(RuleBroken, match="pas de ce cycle"):
            actions.register(mine.cycle, Asked(who(), [mine, other]), now=NOW)
        with pytest.raises(RuleBroken, match="Cochez au moins une séance"):
            actions.register(mine.cycle, Asked(who(), []), now=NOW)

    @pytest.mark.parametrize("given", [{"organisation": "2 91 03 99 123 456 02"}])
    def test_a_social_security_number_is_refused(self, given):
        session = factories.Session()
        with pytest.raises(RuleBroken, match="sécurité sociale"):
            actions.register(session.cycle, Asked(who(**given), [session]), now=NOW)

    def test_a_need_is_noted_once_and_must_say_something(self):
        participant = register(factories.Session())
        for _ in range(2):
            actions.express_need(
                participant, text="Qui finance ?", nature=Nature.FINANCEMENT, session=None, origin="page", now=NOW
            )
        assert Need.objects.count() == 1
        with pytest.raises(RuleBroken, match="Il manque votre question"):
            actions.express_need(participant, text="  ", nature=Nature.AUTRE, session=None, origin="page", now=NOW)
        other = factories.Session(cycle__slug="autre")
        with pytest.raises(RuleBroken, match="autre cycle"):
            actions.express_need(
                participant, text="Et là ?", nature=Nature.AUTRE, session=other, origin="page", now=NOW
            )

    def test_a_session_that_is_over_cannot_be_cancelled(self):
        mine = Registration.objects.get(participant=register(factories.Session()))

        with pytest.raises(RuleBroken, match="passée"):
            actions.cancel(mine, now=NOW + timedelta(days=4000))

    def test_someone_without_an_address_is_entered_by_hand_and_receives_nothing(self):
        session = factories.Session()
        actions.register(session.cycle, Asked(who(""), [session], entered_by="Mireille"), now=NOW)
        actions.register(session.cycle, Asked(who(""), [session], entered_by="Mireille"), now=NOW)

        assert Participant.objects.count() == 2
        assert not mails().exists()


@pytest.mark.django_db
class TestCalendars:
    def test_the_same_event_is_requested_then_cancelled_under_one_identifier(self):
        session = factories.Session()
        participant = register(session)
        actions.cancel(Registration.objects.get(participant=participant), now=NOW)
        events = [read(mail) for mail in mails().order_by("pk")]

        assert [event["method"] for event in events] == ["REQUEST", "CANCEL"]
        assert len({event["uid"] for event in events}) == 1
        assert [event["sequence"] for event in events] == [0, 1]
        assert "VTIMEZONE" in events[0]["text"]
        assert "DTSTART;TZID=Europe/Paris:20990112T100000" in events[0]["text"]
        assert len(events[0]["text"]) < 5_000

    @pytest.mark.parametrize(
        ("zone", "instant", "local", "offset"),
        [
            ("Europe/Paris", datetime(2098, 10, 25, 9, 0, tzinfo=UTC), "20981025T110000", "+0200"),
            ("Europe/Paris", datetime(2098, 10, 26, 9, 0, tzinfo=UTC), "20981026T100000", "+0100"),
            ("Europe/Paris", datetime(2098, 3, 31, 9, 0, tzinfo=UTC), "20980331T110000", "+0200"),
            ("Indian/Reunion", datetime(2098, 10, 26, 6, 0, tzinfo=UTC), "20981026T100000", "+0400"),
            ("America/Martinique", datetime(2098, 10, 26, 14, 0, tzinfo=UTC), "20981026T100000", "-0400"),
        ],
    )
    def test_the_hour_is_that_of_the_place_on_both_sides_of_the_change_of_clocks(self, zone, instant, local, offset):
        session = factories.Session(cycle__zone=zone, cycle__slug="ici", starts_at=instant)
        registration = factories.Registration(session=session)
        text = invitation(registration, join_url="https://exemple.fr/r/x", now=NOW).decode()
        event = Calendar.from_ical(text).walk("VEVENT")[0]

        assert f"DTSTART;TZID={zone}:{local}" in text
        assert f"TZOFFSETTO:{offset}" in text
        assert event["dtstart"].dt == instant
        assert text.count("BEGIN:VTIMEZONE") == text.count("BEGIN:VEVENT") == 1
        assert "COMMENT" not in text

    def test_a_change_grows_the_sequence_and_keeps_the_identifier(self):
        session = factories.Session()
        registration = factories.Registration(session=session)
        first = invitation(registration, join_url="https://exemple.fr/r/x", now=NOW)
        session.sequence += 1
        events = [
            Calendar.from_ical(one).walk("VEVENT")[0]
            for one in (first, invitation(registration, join_url="https://exemple.fr/r/x", now=NOW))
        ]

        assert events[0]["uid"] == events[1]["uid"]
        assert [int(one["sequence"]) for one in events] == [0, 1]


def read(mail) -> dict:
    text = base64.b64decode(mail.attachments[0]["content"])
    calendar = Calendar.from_ical(text)
    event = calendar.walk("VEVENT")[0]
    return {
        "method": str(calendar["method"]),
        "uid": str(event["uid"]),
        "sequence": int(event["sequence"]),
        "text": text.decode(),
    }


@pytest.mark.django_db
class TestForgetting:
    def test_a_forgotten_person_leaves_counts_and_nothing_else(self):
        session = factories.Session(quota=1)
        participant = register(session, needs=[NewNeed("Mon besoin intime", Nature.AUTRE)], answers={"1": "intime"})
        waiting = register(session, email="bruno@exemple.fr")
        actions.forget(participant, now=NOW)
        actions.forget(participant, now=NOW)

        assert places(session) == [Place.CANCELLED, Place.CONFIRMED]
        assert Registration.objects.get(participant=waiting).place == Place.CONFIRMED
        dump = everything()
        for word in ("awa@", "intime"):
            assert word not in dump
        assert Need.objects.count() == 1

    def test_links_of_a_forgotten_or_revoked_person_are_gone(self, client):
        participant = register(factories.Session())
        token = token_for(participant.pk, participant.nonce, Purpose.MANAGE)
        assert client.get(reverse("exchanges:mine", args=[token])).status_code == 200

        actions.revoke_links(participant)
        assert client.get(reverse("exchanges:mine", args=[token])).status_code == 410


def everything() -> str:
    """Every value of every table of the room and of the office."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names() if name.startswith(("exchanges", "office"))]
        values = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  names of our own tables
            values += [str(row) for row in cursor.fetchall()]
    return "\n".join(values)


@pytest.mark.django_db
class TestPersonalLinks:
    @pytest.fixture
    def registration(self):
        return factories.Registration(session__provider="link")

    def door(self, client: Client, registration, *, purpose=Purpose.JOIN, at: timedelta):
        token = token_for(registration.participant_id, registration.participant.nonce, purpose)
        with time_machine.travel(registration.session.starts_at + at, tick=False):
            return client.get(reverse("exchanges:join", args=[token, registration.session_id]))

    def test_it_leads_into_the_room_from_fifteen_minutes_before_and_notes_the_entry(self, client, registration):
        answer = self.door(client, registration, at=timedelta(minutes=-15))

        assert (answer.status_code, answer["Location"]) == (302, "https://visio.exemple.fr/secret")
        assert JoinClick.objects.get().registration == registration
        assert Registration.objects.get().presence == "present"

    @pytest.mark.parametrize("minutes", [-16, 200])
    def test_before_and_after_it_says_so_and_hides_the_room(self, client, registration, minutes):
        answer = self.door(client, registration, at=timedelta(minutes=minutes))

        assert answer.status_code == 200
        assert b"visio.exemple.fr" not in answer.content
        assert not JoinClick.objects.exists()

    @pytest.mark.parametrize(
        ("minutes", "said"),
        [
            (-20, "dans 5\u00a0minutes, à 9\u00a0h\u00a045."),
            (-91, "dans 1\u00a0h\u00a016, à 9\u00a0h\u00a045."),
            (-1500, "lundi 12"),
        ],
    )
    def test_before_it_says_when_to_come_back(self, client, registration, minutes, said):
        assert said in self.door(client, registration, at=timedelta(minutes=minutes)).content.decode()

    @pytest.mark.parametrize(("hours", "offered"), [(20, False), (2, True)])
    def test_the_room_is_offered_on_its_day_only(self, client, registration, hours, offered):
        page = self.door(client, registration, at=-timedelta(hours=hours)).content.decode()

        assert ("Voir si la salle est ouverte" in page) is offered

    def test_a_link_for_another_purpose_does_not_open_the_room(self, client, registration):
        assert self.door(client, registration, purpose=Purpose.MANAGE, at=timedelta()).status_code == 404

    def test_a_link_to_the_session_of_somebody_else_is_not_found(self, client, registration):
        other = factories.Session()
        token = token_for(registration.participant_id, registration.participant.nonce, Purpose.JOIN)

        assert client.get(reverse("exchanges:join", args=[token, other.pk])).status_code == 404

    def test_who_waits_does_not_enter_and_who_left_is_told(self, client, registration):
        Registration.objects.update(place=Place.WAITING)
        assert b"liste d\xe2\x80\x99attente" in self.door(client, registration, at=timedelta()).content
        Registration.objects.update(place=Place.CANCELLED)
        left = self.door(client, registration, at=timedelta())
        assert left.status_code == 410
        assert f"/echanges/{registration.session.cycle.slug}/" in left.content.decode()

    def test_a_room_that_is_not_given_is_said_kindly(self, client, registration):
        Session.objects.update(room="")

        assert self.door(client, registration, at=timedelta()).status_code == 409
