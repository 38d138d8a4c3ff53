"""Work that comes back: at its hour, once, whatever the clock, the night and the workers do."""

import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.kernel.health import Health
from quartiers.office import actions, health, queries, registry
from quartiers.office.models import Job, TimerState
from quartiers.office.rules import Daily, Every, JobState, Timer, next_run

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
schedules = st.builds(Every, st.integers(1, 1440)) | st.builds(Daily, st.integers(0, 23), st.integers(0, 59))
moments = st.integers(0, 10**8).map(lambda seconds: NOW + timedelta(seconds=seconds))


class TestSchedule:
    @given(schedules, moments)
    def test_the_next_time_is_after_now_and_within_a_day_and_an_hour(self, schedule, moment):
        due = next_run(schedule, moment, zone=PARIS)

        assert moment < due <= moment + timedelta(hours=25)

    @given(schedules, moments)
    def test_until_then_it_stays_the_next_time(self, schedule, moment):
        due = next_run(schedule, moment, zone=PARIS)

        assert next_run(schedule, due - timedelta(seconds=1), zone=PARIS) == due

    @given(
        st.integers(0, 23),
        st.integers(0, 59),
        st.sampled_from([datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC)]),
    )
    def test_an_hour_comes_once_on_each_day_of_a_clock_change(self, hour, minute, midnight):
        runs, moment = [], midnight - timedelta(seconds=1)
        for _ in range(3):
            moment = next_run(Daily(hour, minute), moment, zone=PARIS)
            runs.append(moment.astimezone(PARIS))

        changed = midnight.astimezone(PARIS).date()
        assert [run.date() for run in runs] == [changed + timedelta(days=gap) for gap in range(3)]
        assert all((run.hour, run.minute) == (hour, minute) for run in runs[1:])

    def test_an_hour_that_does_not_exist_comes_an_hour_later(self):
        due = next_run(Daily(2, 30), datetime(2026, 3, 29, 0, 0, tzinfo=UTC), zone=PARIS)

        assert due.astimezone(PARIS).isoformat() == "2026-03-29T03:30:00+02:00"

    def test_an_hour_that_comes_twice_is_taken_the_first_time(self):
        first = next_run(Daily(2, 30), datetime(2026, 10, 24, 22, tzinfo=UTC), zone=PARIS)

        assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
        assert next_run(Daily(2, 30), first, zone=PARIS) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)

    @pytest.mark.parametrize(("kind", "numbers"), [(Every, (0,)), (Daily, (24,)), (Daily, (3, 60))])
    def test_a_schedule_that_cannot_be_is_refused(self, kind, numbers):
        with pytest.raises(ValueError, match=r"minute|hour"):
            kind(*numbers)


@pytest.fixture
def runs(monkeypatch) -> list[datetime]:
    """The instants at which the only timer of the platform ran."""
    done: list[datetime] = []

    def work(now: datetime) -> str:
        done.append(now)
        return "Fait."

    declare(monkeypatch, work)
    return done


def declare(monkeypatch, work, schedule=Every(15)) -> None:  # noqa: B008  a frozen value
    module = type("Room", (), {"TIMERS": [Timer("room.work", "Travail d’essai", schedule, work)]})
    monkeypatch.setattr(registry, "room_modules", lambda name: [module])


def tick(now: datetime) -> list[str]:
    """A minute of a worker whose clock says so: start what is due, do what waits."""
    started = actions.start_due_timers(now=now)
    for job in Job.objects.filter(state=JobState.WAITING):
        actions.run_job(job.pk, clock=lambda: now)
    return started


@pytest.mark.django_db
class TestRuns:
    def test_a_new_timer_waits_for_its_first_time_then_runs_once(self, runs):
        at = NOW + timedelta(minutes=15)

        assert tick(NOW) == []
        assert tick(at - timedelta(seconds=1)) == []
        assert tick(at) == ["room.work"]
        assert tick(at) == []
        assert len(runs) == 1
        assert TimerState.objects.get().said == "Fait."

    def test_a_timer_that_was_slept_through_runs_once(self, runs):
        tick(NOW)
        for minutes in (3 * 24 * 60, 3 * 24 * 60 + 1):
            tick(NOW + timedelta(minutes=minutes))

        assert len(runs) == 1

    def test_a_run_that_is_not_over_is_waited_for(self, runs):
        actions.start_due_timers(now=NOW)
        assert actions.start_due_timers(now=NOW + timedelta(minutes=15)) == ["room.work"]
        assert actions.start_due_timers(now=NOW + timedelta(minutes=30)) == []

        Job.objects.update(state=JobState.FAILED)
        assert actions.start_due_timers(now=NOW + timedelta(minutes=31)) == ["room.work"]

    def test_a_clock_that_went_ahead_and_came_back_delays_nothing(self, runs):
        tick(NOW)
        TimerState.objects.update(next_at=NOW + timedelta(days=4000))
        tick(NOW)

        assert TimerState.objects.get().next_at == NOW + timedelta(minutes=15)

    def test_a_run_whose_worker_was_killed_is_done_by_another(self, runs):
        actions.start_due_timers(now=NOW)
        at = NOW + timedelta(minutes=15)
        actions.start_due_timers(now=at)
        actions.claim_job(Job.objects.get().pk, now=at)
        actions.rescue_jobs(now=at + timedelta(minutes=4))
        tick(at + timedelta(minutes=4))

        assert len(runs) == 1

    def test_two_timers_of_one_name_are_a_mistake(self, monkeypatch):
        module = type("Room", (), {"TIMERS": [Timer("room.work", "Travail", Every(1), str)] * 2})
        monkeypatch.setattr(registry, "room_modules", lambda name: [module])

        with pytest.raises(ValueError, match="twice"):
            actions.start_due_timers(now=NOW)


@pytest.mark.django_db
class TestShown:
    def test_the_command_tells_last_and_next(self, runs, capsys):
        call_command("timers")
        assert f"dernière fois{NBSP}: jamais" in capsys.readouterr().out

        tick(NOW)
        tick(NOW + timedelta(minutes=15))
        call_command("timers")
        assert capsys.readouterr().out.replace(NBSP, " ").splitlines() == [
            "Travail d’essai (room.work), toutes les 15 minutes",
            "  dernière fois : 23 nov. 2026 à 11 h 15. Fait.",
            "  prochaine fois : 23 nov. 2026 à 11 h 30",
        ]

    def test_a_run_in_hand_is_said(self, runs):
        actions.start_due_timers(now=NOW)
        actions.start_due_timers(now=NOW + timedelta(minutes=15))

        assert queries.timer_lines(now=NOW)[0].last.endswith("en attente")

    def test_a_run_that_fails_says_its_sentence_and_the_health_page_too(self, monkeypatch):
        def work(now):
            raise RuleBroken("Le journal est rompu.")

        declare(monkeypatch, work)
        tick(NOW)
        tick(NOW + timedelta(minutes=15))

        assert queries.timer_lines(now=NOW)[0].last.endswith("en échec. Le journal est rompu.")
        assert health.checks(NOW)[1].health is Health.WARNING
        assert "En échec" in health.checks(NOW)[1].message

    def test_a_timer_that_nobody_runs_is_late(self, runs):
        actions.start_due_timers(now=NOW)

        assert health.checks(NOW)[1].health is Health.OK
        assert "En retard" in health.checks(NOW + timedelta(hours=2))[1].message


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_several_workers_start_a_run_once(runs):
    actions.start_due_timers(now=NOW)
    barrier, started = threading.Barrier(4), []

    def work() -> None:
        barrier.wait()
        try:
            started.extend(actions.start_due_timers(now=NOW + timedelta(minutes=15)))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert started == ["room.work"]
    assert Job.objects.count() == 1
