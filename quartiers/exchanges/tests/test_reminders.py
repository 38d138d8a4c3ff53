"""Reminders: at their hour, once, to those who come."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from quartiers.exchanges import actions, timers
from quartiers.exchanges.models import Session
from quartiers.exchanges.rules import Place
from quartiers.office.queries import mails
from tests import factories

START = datetime(2099, 1, 12, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def subjects() -> list[str]:
    return [one.subject.partition("\u00a0:")[0] for one in mails().order_by("pk")]


class TestOnce:
    @pytest.mark.parametrize(
        ("before", "said"),
        [
            (timedelta(days=7), "Dans une semaine"),
            (timedelta(days=1), "Demain"),
            (timedelta(hours=1), "Dans une heure"),
        ],
    )
    def test_each_leaves_once_however_often_the_timer_rings(self, before, said):
        factories.Registration()
        for wait in (0, 0, 5):
            actions.send_reminders(now=START - before + timedelta(minutes=wait))

        assert subjects() == [said]

    def test_a_whole_week_of_the_timer_gives_three_a_person(self):
        for _ in range(3):
            factories.Registration(session=factories.Session(starts_at=START), participant=factories.Participant())
        now = START - timedelta(days=8, hours=1)
        while now < START + timedelta(hours=4):
            timers.remind(now)
            now += timedelta(hours=2)

        assert set(Counter(mails().values_list("recipient", flat=True)).values()) == {3}

    def test_who_waits_who_left_and_who_has_no_address_receives_nothing(self):
        for more in (
            {"place": Place.WAITING},
            {"place": Place.CANCELLED},
            {"participant__email": ""},
            {"participant__anonymised_at": START},
            {"session__stage": "draft"},
        ):
            factories.Registration(**more)

        assert actions.send_reminders(now=START - timedelta(days=1)) == 0

    def test_a_session_that_moves_has_reminders_of_its_new_day(self):
        factories.Registration()
        actions.send_reminders(now=START - timedelta(days=1))
        later = START + timedelta(days=14)
        Session.objects.update(starts_at=later, ends_at=later + timedelta(hours=1))
        actions.send_reminders(now=later - timedelta(days=1))

        assert subjects() == ["Demain", "Demain"]

    def test_a_late_reminder_says_how_soon_it_really_is(self):
        factories.Registration()
        actions.send_reminders(now=START - timedelta(days=3))
        actions.send_reminders(now=START - timedelta(minutes=20))

        assert subjects() == ["Dans 3\u00a0jours", "Dans quelques minutes"]

    def test_it_holds_the_personal_link_and_never_the_room(self):
        one = factories.Registration()
        actions.send_reminders(now=START - timedelta(days=1))
        (mail,) = mails()

        assert f"/{one.session_id}/" in mail.text
        assert one.session.room not in mail.text

    def test_only_those_the_organiser_chose_leave(self):
        factories.Cycle(reminders=["J-14", "J-3"])
        factories.Registration()
        for days in (14, 7, 3, 1, 0):
            actions.send_reminders(now=START - timedelta(days=days, minutes=-5 if days else 30))

        assert subjects() == ["Dans 14\u00a0jours", "Dans 3\u00a0jours"]

    def test_none_leaves_for_an_address_that_gives_mails_back(self):
        for number, state in enumerate(("bounced", "sent")):
            person = factories.Participant(email=f"p{number}@exemple.fr")
            factories.Registration(participant=person)
            factories.Mail(recipient=person.email, state=state)
        actions.send_reminders(now=START - timedelta(days=1))

        told = mails().filter(kind="exchanges.reminder")
        assert dict(told.values_list("recipient", "state")) == {"p0@exemple.fr": "cancelled", "p1@exemple.fr": "ready"}

    def test_a_cycle_may_have_none(self):
        factories.Cycle(reminders=[])
        factories.Registration()

        assert actions.send_reminders(now=START - timedelta(days=1)) == 0


class TestClocks:
    @pytest.mark.parametrize(
        ("zone", "start", "due"),
        [
            ("Europe/Paris", datetime(2099, 10, 26, 9, 0, tzinfo=UTC), datetime(2099, 10, 25, 9, 0, tzinfo=UTC)),
            ("Europe/Paris", datetime(2099, 10, 25, 9, 0, tzinfo=UTC), datetime(2099, 10, 24, 8, 0, tzinfo=UTC)),
            ("Europe/Paris", datetime(2099, 3, 29, 8, 0, tzinfo=UTC), datetime(2099, 3, 28, 9, 0, tzinfo=UTC)),
            ("Indian/Reunion", datetime(2099, 10, 25, 6, 0, tzinfo=UTC), datetime(2099, 10, 24, 6, 0, tzinfo=UTC)),
            ("America/Guadeloupe", datetime(2099, 3, 29, 14, 0, tzinfo=UTC), datetime(2099, 3, 28, 14, 0, tzinfo=UTC)),
        ],
    )
    def test_the_day_before_at_the_same_hour_of_the_place(self, zone, start, due):
        factories.Registration(
            session__starts_at=start,
            session__ends_at=start + timedelta(hours=1),
            session__cycle__zone=zone,
            session__cycle__slug=f"cycle-{zone.lower().replace('/', '-')}",
        )
        # The reminder of the week before has left in its time.
        actions.send_reminders(now=due - timedelta(days=5))
        assert actions.send_reminders(now=due - timedelta(minutes=1)) == 0
        assert actions.send_reminders(now=due) == 1


def test_a_hundred_registrations_are_read_in_as_many_queries_as_one(django_assert_max_num_queries):
    session = factories.Session()
    for _ in range(100):
        factories.Registration(session=session)
    actions.send_reminders(now=START - timedelta(days=1))

    with django_assert_max_num_queries(4):
        actions.send_reminders(now=START - timedelta(hours=23))
