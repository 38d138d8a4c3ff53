"""Places, clocks and retention."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.exchanges.rules import (
    Door,
    Place,
    Reminder,
    door,
    kept_until,
    place_for,
    places_left,
    promoted,
    reminder_at,
    reminder_due,
    shifted,
    working_day,
)

PARIS = "Europe/Paris"
START = datetime(2020, 11, 17, 9, 0, tzinfo=UTC)
END = START + timedelta(minutes=90)
EARLY = START - timedelta(days=60)
instants = st.integers(1_577_836_800, 1_893_456_000).map(lambda second: datetime.fromtimestamp(second, UTC))


class TestPlaces:
    @given(quota=st.integers(0, 50), confirmed=st.integers(0, 60), waiting=st.integers(0, 9))
    def test_nobody_passes_those_who_wait_and_no_place_is_given_twice(self, quota, confirmed, waiting):
        place = place_for(quota, confirmed=confirmed, waiting=waiting)

        assert (place is Place.CONFIRMED) == (confirmed < quota and waiting == 0)

    @given(quota=st.integers(0, 50), confirmed=st.integers(0, 60), queue=st.lists(st.integers(), unique=True))
    def test_the_first_who_came_get_the_places_left(self, quota, confirmed, queue):
        lucky = promoted(quota, confirmed=confirmed, queue=queue)

        assert list(lucky) == queue[: len(lucky)]
        assert confirmed + len(lucky) <= max(quota, confirmed)

    def test_without_a_quota_everybody_has_a_place(self):
        assert place_for(None, confirmed=10_000, waiting=3) is Place.CONFIRMED
        assert promoted(None, confirmed=5, queue=[1, 2]) == [1, 2]
        assert places_left(None, 5) is None
        assert places_left(3, 5) == 0


class TestDoor:
    @pytest.mark.parametrize(
        ("minutes", "expected"),
        [(-16, Door.EARLY), (-15, Door.OPEN), (0, Door.OPEN), (120, Door.OPEN), (121, Door.OVER)],
    )
    def test_the_room_opens_15_minutes_before_and_closes_30_minutes_after(self, minutes, expected):
        assert door(START, END, now=START + timedelta(minutes=minutes)) is expected


class TestReminders:
    def test_a_day_before_is_the_same_hour_on_the_clock_through_the_change_of_october(self):
        start = datetime(2026, 10, 26, 9, 0, tzinfo=UTC)  # 10 h in Paris, the day after the change

        assert reminder_at(start, Reminder.DAY, zone=PARIS) == datetime(2026, 10, 25, 9, 0, tzinfo=UTC)
        assert reminder_at(start, Reminder.WEEK, zone=PARIS) == datetime(2026, 10, 19, 8, 0, tzinfo=UTC)

    def test_a_day_before_is_the_same_hour_on_the_clock_through_the_change_of_march(self):
        start = datetime(2027, 3, 29, 8, 0, tzinfo=UTC)  # 10 h in Paris, the day after the change

        assert reminder_at(start, Reminder.WEEK, zone=PARIS) == datetime(2027, 3, 22, 9, 0, tzinfo=UTC)

    def test_overseas_the_clock_is_that_of_the_place(self):
        start = datetime(2026, 10, 26, 6, 0, tzinfo=UTC)  # 10 h in La Réunion, which never changes

        assert reminder_at(start, Reminder.WEEK, zone="Indian/Reunion") == start - timedelta(days=7)

    @given(start=instants)
    def test_an_hour_before_is_a_real_hour(self, start):
        assert start - reminder_at(start, Reminder.HOUR, zone=PARIS) == timedelta(hours=1)

    @given(start=instants, minutes=st.integers(0, 15_000))
    def test_a_reminder_that_was_sent_is_never_due_again(self, start, minutes):
        now = start - timedelta(minutes=minutes)
        due = reminder_due(start, zone=PARIS, confirmed_at=EARLY - timedelta(days=5000), sent=set(), now=now)
        if due is not None:
            again = reminder_due(start, zone=PARIS, confirmed_at=EARLY - timedelta(days=5000), sent={due}, now=now)
            assert again is None

    def test_only_the_latest_leaves_when_several_were_missed(self):
        now = START - timedelta(minutes=30)

        assert reminder_due(START, zone=PARIS, confirmed_at=EARLY, sent=set(), now=now) is Reminder.HOUR

    def test_who_registers_late_is_not_reminded_of_what_has_passed(self):
        now = START - timedelta(days=3)

        assert reminder_due(START, zone=PARIS, confirmed_at=now, sent=set(), now=now) is None
        assert reminder_due(START, zone=PARIS, confirmed_at=EARLY, sent=set(), now=now) is Reminder.WEEK

    def test_nothing_leaves_once_the_session_has_begun(self):
        assert reminder_due(START, zone=PARIS, confirmed_at=EARLY, sent=set(), now=START) is None


class TestCopies:
    def test_a_copy_keeps_the_hour_of_the_clock(self):
        summer = shifted(START, days=240, zone=PARIS)

        assert summer.astimezone(UTC).hour == 8
        assert summer.hour == 10

    @given(start=instants, days=st.integers(-900, 900))
    def test_a_shift_and_its_contrary_give_the_day_back(self, start, days):
        there = shifted(start, days=days, zone=PARIS)

        assert shifted(there, days=-days, zone=PARIS).date() == start.astimezone(there.tzinfo).date()

    @given(day=st.dates(max_value=date(9999, 1, 1)))
    def test_a_working_day_is_the_first_one_from_that_day(self, day):
        found = working_day(day)

        assert found.weekday() < 5
        assert 0 <= (found - day).days <= 2
        assert working_day(found) == found


class TestRetention:
    def test_registrations_are_kept_twelve_months_and_agreed_contact_thirty_six(self):
        last = date(2020, 12, 8)

        assert kept_until(last, may_be_contacted=False) == date(2021, 12, 8)
        assert kept_until(last, may_be_contacted=True) == date(2023, 12, 8)

    def test_the_end_of_february_is_not_passed(self):
        assert kept_until(date(2024, 2, 29), may_be_contacted=False) == date(2025, 2, 28)

    @given(last=st.dates(date(2020, 1, 1), date(2090, 1, 1)))
    def test_an_agreement_never_shortens(self, last):
        assert kept_until(last, may_be_contacted=False) < kept_until(last, may_be_contacted=True)
