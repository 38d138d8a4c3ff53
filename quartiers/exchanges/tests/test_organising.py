"""What an organiser does: write, copy, publish, change and tell, note who came."""

import base64
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from quartiers.exchanges import actions
from quartiers.exchanges.letters import join_url
from quartiers.exchanges.models import Cycle, Participant, ProgrammeItem, Registration, Session, Speaker
from quartiers.exchanges.queries import organised
from quartiers.exchanges.rules import NEXT, Place, Stage, may_become
from quartiers.kernel.errors import RuleBroken
from quartiers.office.queries import audit_lines, mail_by_number, mails
from quartiers.office.rules import Author
from tests import factories

NOW = datetime(2098, 11, 2, 10, 0, tzinfo=UTC)
START = datetime(2099, 1, 12, 9, 0, tzinfo=UTC)
BY = Author(None, None, "")
pytestmark = pytest.mark.django_db


def change(session: Session, *, now: datetime = NOW, **changed) -> int:
    """What an organiser who sees the session as it is changes of it; how many people were told."""
    shown = organised.state_of_session(Session.objects.select_related("cycle").get(pk=session.pk))
    return actions.change_session(session, shown | changed, base=shown, by=BY, now=now)[1]


class TestStages:
    @pytest.mark.parametrize("stage", Stage)
    def test_nothing_becomes_a_draft_again_and_the_archive_is_the_end(self, stage):
        assert not may_become(stage, Stage.DRAFT)
        assert not NEXT[Stage.ARCHIVED]

    def test_publishing_a_cycle_publishes_its_drafts_but_not_what_seeks_a_speaker(self):
        ready = factories.Session(stage=Stage.DRAFT, cycle__stage=Stage.DRAFT)
        waiting = factories.Session(stage=Stage.DRAFT, speaker_sought=True)
        actions.set_stage(ready.cycle, Stage.PUBLISHED, by=BY, now=NOW)

        assert Session.objects.get(pk=ready.pk).stage == Stage.PUBLISHED
        assert Session.objects.get(pk=waiting.pk).stage == Stage.DRAFT

    def test_a_cycle_without_a_session_to_come_is_not_published(self):
        session = factories.Session(stage=Stage.DRAFT, cycle__stage=Stage.DRAFT)
        with pytest.raises(RuleBroken, match="aucune séance à venir"):
            actions.set_stage(session.cycle, Stage.PUBLISHED, by=BY, now=START + timedelta(days=1))
        with pytest.raises(RuleBroken, match="brouillon"):
            actions.set_stage(session.cycle, Stage.ARCHIVED, by=BY, now=NOW)

    @pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.ARCHIVED])
    def test_a_second_group_to_come_outlives_its_cycle(self, stage):
        first = factories.Session()
        second = factories.Session(invitation_only=True)
        actions.set_stage(first.cycle, stage, by=BY, now=NOW)

        assert Session.objects.get(pk=first.pk).stage == stage
        assert Session.objects.get(pk=second.pk).stage == Stage.PUBLISHED

    def test_one_session_closes_and_opens_again(self):
        session = factories.Session()
        actions.set_session_stage(session, Stage.CLOSED, by=BY, now=NOW)
        actions.set_session_stage(session, Stage.PUBLISHED, by=BY, now=NOW)
        with pytest.raises(RuleBroken, match="changé d’état"):
            actions.set_session_stage(session, Stage.PUBLISHED, by=BY, now=NOW)
        Session.objects.update(stage=Stage.CLOSED)
        with pytest.raises(RuleBroken, match="est passée"):
            actions.set_session_stage(session, Stage.PUBLISHED, by=BY, now=START)
        Cycle.objects.update(stage=Stage.CLOSED)
        with pytest.raises(RuleBroken, match="n’est pas publié"):
            actions.set_session_stage(session, Stage.PUBLISHED, by=BY, now=NOW)


class TestLegalBasis:
    def test_an_authority_cannot_rely_on_its_legitimate_interest(self):
        values, commune = {"title": "Échanges", "basis": "6.1.f"}, factories.Organisation(kind="commune")
        with pytest.raises(RuleBroken, match="ne peut pas s’appuyer sur l’intérêt légitime"):
            actions.create_cycle(commune.pk, values, by=BY, now=NOW)

        cycle = actions.create_cycle(commune.pk, {"title": "Échanges"}, by=BY, now=NOW)
        shown = organised.state_of_cycle(cycle)
        with pytest.raises(RuleBroken, match="ne peut pas s’appuyer sur l’intérêt légitime"):
            actions.change_cycle(cycle, shown | {"basis": "6.1.f"}, base=shown, by=BY, now=NOW)
        cycle.refresh_from_db()
        assert (cycle.basis, cycle.legal_basis()) == ("", "6.1.e")

    def test_an_association_that_serves_the_public_says_so_and_its_copies_too(self):
        session = factories.Session(starts_at=START, cycle__organiser__kind="association")
        cycle = session.cycle
        assert cycle.legal_basis() == "6.1.f"

        shown = organised.state_of_cycle(cycle)
        actions.change_cycle(cycle, shown | {"basis": "6.1.e"}, base=shown, by=BY, now=NOW)
        cycle.refresh_from_db()
        copy = actions.copy_cycle(cycle, title="La suite", first_day=date(2099, 6, 15), by=BY, now=NOW)
        assert cycle.legal_basis() == copy.legal_basis() == "6.1.e"


class TestCopies:
    def test_a_copy_has_its_sessions_at_the_same_hours_and_nobody(self):
        first = factories.Session(starts_at=START, cycle__presentation="Bonjour")
        factories.Session(starts_at=START + timedelta(days=9))
        item = factories.ProgrammeItem(session=first)
        factories.Speaker(session=first, item=item)
        factories.Question(cycle=first.cycle)
        factories.Session(invitation_only=True)
        factories.Registration(session=first)
        copy = actions.copy_cycle(first.cycle, title="La suite", first_day=date(2099, 6, 15), by=BY, now=NOW)

        rows = list(Session.objects.filter(cycle=copy))
        # 10 h in Paris in winter, 10 h in summer.
        assert [one.starts_at.isoformat()[:16] for one in rows] == ["2099-06-15T08:00", "2099-06-24T08:00"]
        assert (copy.stage, rows[0].stage, rows[0].room, copy.presentation) == ("draft", "draft", "", "Bonjour")
        assert Speaker.objects.get(session=rows[0]).item == ProgrammeItem.objects.get(session=rows[0])
        assert not Participant.objects.filter(cycle=copy).exists()
        assert copy.slug == "la-suite"

    def test_two_cycles_of_one_title_have_two_addresses_and_none_takes_a_page_of_the_room(self):
        made = [
            actions.create_cycle(factories.Organisation().pk, {"title": title}, by=BY, now=NOW).slug
            for title in ("Échanges", "Échanges", "Organiser", "!!")
        ]
        assert made == ["echanges", "echanges-2", "organiser-2", "cycle"]

    def test_a_cycle_without_session_has_nothing_to_copy(self):
        with pytest.raises(RuleBroken, match="aucune séance à copier"):
            actions.copy_cycle(factories.Cycle(), title="x", first_day=date(2099, 1, 1), by=BY, now=NOW)


class TestChanges:
    def test_a_new_hour_is_told_to_those_who_have_a_place_with_the_next_sequence(self):
        session = factories.Session(starts_at=START)
        confirmed = factories.Registration(session=session)
        for place in (Place.WAITING, Place.CANCELLED):
            factories.Registration(session=session, place=place, participant=factories.Participant())
        factories.Registration(session=factories.Session(), participant=factories.Participant())

        assert change(session, starts="10:30", ends="12:00") == 1
        (mail,) = mails()
        assert mail.recipient == confirmed.participant.email
        text = mail_by_number(mail.pk).text
        assert "Avant\u00a0: " in text
        assert "10\u00a0h\u00a030" in text
        event = Calendar.from_ical(calendar_of(mail)).walk("VEVENT")[0]
        assert (event["sequence"], event.decoded("dtstart")) == (1, START + timedelta(minutes=30))

    def test_the_address_of_the_room_is_never_written_and_the_link_stays(self):
        session = factories.Session()
        one = factories.Registration(session=session)
        before = join_url(one)
        change(session, room="https://autre.exemple.fr/secrete")
        (mail,) = mails()
        text = mail_by_number(mail.pk).text

        assert "autre.exemple.fr" not in text
        assert session.room not in text
        assert before in text

    def test_what_calendars_do_not_hold_is_told_to_nobody(self):
        session = factories.Session()
        factories.Registration(session=session)

        assert change(session, question="Autre", quota=9) == 0
        assert not mails().exists()
        held = Session.objects.get(pk=session.pk)
        assert (held.question, held.quota, held.sequence) == ("Autre", 9, 0)
        assert audit_lines().get().fields == ["question", "quota"]

    def test_a_session_that_is_over_tells_nothing(self):
        session = factories.Session()
        factories.Registration(session=session)
        after = session.ends_at + timedelta(days=1)

        assert change(session, title="Autre", now=after) == 0

    def test_it_cannot_end_before_it_begins(self):
        session = factories.Session()
        with pytest.raises(RuleBroken, match="La fin vient avant"):
            change(session, ends="10:00")

    def test_a_programme_replaces_the_former_and_a_speaker_is_no_longer_sought(self):
        session = factories.Session(speaker_sought=True)
        factories.ProgrammeItem(session=session, title="Ancien")
        items = [
            {"part": "talk", "title": "Un", "minutes": 20},
            {"part": "questions", "title": "Deux", "minutes": 5},
        ]
        speakers = [{"name": "", "function": "juriste", "organisation_name": "Appui"}]
        asked = {"items": items, "speakers": speakers}
        actions.set_programme(session, asked, base=organised.programme_of(session), by=BY, now=NOW)

        assert organised.programme_of(session) == asked
        assert not Session.objects.get(pk=session.pk).speaker_sought

    def test_a_moment_that_stays_keeps_its_text_and_its_speaker(self):
        session = factories.Session()
        moment = factories.ProgrammeItem(session=session, title="Le cadre", text="Ce que dit la loi")
        factories.Speaker(session=session, item=moment, function="juriste")
        shown = organised.programme_of(session)
        longer = [one | {"minutes": 45} for one in shown["items"]]
        actions.set_programme(session, shown | {"items": longer}, base=shown, by=BY, now=NOW)

        held = ProgrammeItem.objects.get(session=session)
        assert (held.minutes, held.text) == (45, "Ce que dit la loi")
        assert Speaker.objects.get(session=session).item == held

    def test_two_who_change_other_lines_both_keep_theirs(self):
        session = factories.Session()
        shown = organised.state_of_session(session)
        change(session, question="La sienne")
        asked = shown | {"dial_in": "05 00 00 00 00"}
        merged, _ = actions.change_session(session, asked, base=shown, by=BY, now=NOW)

        held = Session.objects.get(pk=session.pk)
        assert not merged.clashes
        assert (held.question, held.dial_in) == ("La sienne", "05 00 00 00 00")

    def test_two_who_change_one_line_overwrite_nothing(self):
        session = factories.Session()
        shown = organised.state_of_session(session)
        change(session, question="La sienne")
        merged, told = actions.change_session(session, shown | {"question": "La mienne"}, base=shown, by=BY, now=NOW)

        assert ([one.name for one in merged.clashes], told) == (["question"], 0)
        assert Session.objects.get(pk=session.pk).question == "La sienne"


def calendar_of(mail) -> bytes:
    return base64.b64decode(mail_by_number(mail.pk).attachments[0]["content"])


class TestPresences:
    def test_what_the_organiser_notes_wins_over_a_list(self):
        session = factories.Session()
        one, other = (factories.Registration(session=session, participant=factories.Participant()) for _ in range(2))
        base = organised.presences_noted([one])
        actions.set_presences(session, {f"p{one.pk}": "absent"}, base=base, by=BY, now=START)

        assert actions.note_listed(session, [one.pk, other.pk], by=BY, now=START) == 1
        rows = Registration.objects.order_by("pk").values_list("presence", "presence_source")
        assert list(rows) == [("absent", "saisie"), ("present", "liste")]

    def test_nobody_is_noted_before_the_beginning_nor_in_another_session(self):
        session, elsewhere = factories.Session(), factories.Registration(session=factories.Session())
        with pytest.raises(RuleBroken, match="n’a pas commencé"):
            actions.set_presences(session, {}, base={}, by=BY, now=START - timedelta(minutes=1))
        with pytest.raises(RuleBroken, match="n’a pas commencé"):
            actions.note_listed(session, [], by=BY, now=START - timedelta(minutes=1))

        _, changed = actions.set_presences(session, {f"p{elsewhere.pk}": "late"}, base={}, by=BY, now=START)
        assert changed == 0
