"""Needs: grouped, answered, and a second group for exactly those who asked and agreed."""

from datetime import UTC, datetime, timedelta

import pytest

from quartiers.exchanges import actions
from quartiers.exchanges.models import Invitation, Need, NeedGroup, Registration, Speaker
from quartiers.exchanges.queries import board, organised
from quartiers.exchanges.queries.organised import known_organisations
from quartiers.exchanges.rules import Answer, NeedState, Place
from quartiers.kernel.errors import RuleBroken
from quartiers.office.queries import mails
from quartiers.office.rules import Author
from tests import factories

NOW = datetime(2098, 11, 2, 10, 0, tzinfo=UTC)
START = datetime(2099, 3, 2, 9, 0, tzinfo=UTC)
BY = Author(None, None, "")
NOBODY = {"name": "", "function": "", "organisation_name": ""}
pytestmark = pytest.mark.django_db


def asker(*, agrees: bool = True, **given) -> Need:
    participant = factories.Participant(**given)
    if agrees:
        factories.ConsentGiven(participant=participant)
    return factories.Need(participant=participant)


def grouped(*needs: Need) -> NeedGroup:
    return actions.group_needs(needs[0].cycle, [one.pk for one in needs], by=BY, now=NOW)


def planned(group: NeedGroup, speaker=NOBODY, **given) -> NeedGroup:
    values = {"title": group.title, "starts_at": START, "ends_at": START + timedelta(hours=1)} | given
    actions.plan_second_group(group, values, speaker, by=BY, now=NOW)
    return NeedGroup.objects.select_related("session", "cycle__organiser").get(pk=group.pk)


class TestBoard:
    def test_new_needs_stand_by_nature_and_session_the_largest_first(self):
        session = factories.Session(title="Acheter mieux")
        asker()
        for _ in range(2):
            factories.Need(session=session, participant=factories.Participant())
        factories.Need(text="", participant=factories.Participant())

        found = board.clusters(session.cycle)
        assert [(one.session_title, len(one.needs)) for one in found] == [("Acheter mieux", 2), ("", 1)]

    def test_a_group_takes_its_title_from_what_its_needs_are_about(self):
        session = factories.Session(title="Acheter mieux")
        group = grouped(factories.Need(session=session))

        assert group.title == "Acheter mieux\u00a0: juridique"
        assert Need.objects.get().state == NeedState.GROUPED

    def test_what_details_the_subject_of_a_session_stays_out_of_the_title(self):
        session = factories.Session(title="Acheter mieux : le volet environnemental")
        need = factories.Need(participant=factories.Participant(cycle=session.cycle), session=session)
        group = grouped(need)
        assert group.title == "Acheter mieux\u00a0: juridique"

    def test_groups_merge_unless_one_has_its_session(self):
        first, second = grouped(asker()), grouped(asker())
        actions.merge_groups(first, second, by=BY, now=NOW)
        assert Need.objects.filter(group=first).count() == 2
        third = planned(grouped(asker()))
        with pytest.raises(RuleBroken, match="ne peuvent pas être fusionnés"):
            actions.merge_groups(first, third, by=BY, now=NOW)

    def test_nothing_chosen_is_said(self):
        cycle = factories.Cycle()
        for act in (actions.group_needs, actions.set_aside):
            with pytest.raises(RuleBroken, match="Aucun besoin n’est coché"):
                act(cycle, [], by=BY, now=NOW)

    def test_needs_of_another_cycle_are_left_alone(self):
        need = factories.Need(participant__cycle__slug="autre")
        with pytest.raises(RuleBroken):
            actions.set_aside(factories.Cycle(), [need.pk], by=BY, now=NOW)

    def test_an_answer_closes_the_needs(self):
        group = grouped(asker())
        actions.answer_group(group, {"answer": "Voici le modèle."}, base={"answer": ""}, by=BY, now=NOW)
        assert Need.objects.get().state == NeedState.ANSWERED
        with pytest.raises(RuleBroken, match="Il manque la réponse"):
            actions.answer_group(group, {"answer": " "}, base={"answer": "Voici le modèle."}, by=BY, now=NOW)


class TestSecondGroup:
    def test_it_is_by_invitation_and_the_needs_say_so(self):
        group = planned(grouped(asker()))

        assert group.session.invitation_only
        assert group.session.speaker_sought
        assert Need.objects.get().state == NeedState.PLANNED
        with pytest.raises(RuleBroken, match="a déjà sa séance"):
            planned(group)

    def test_a_speaker_is_tied_to_the_directory_when_one_organisation_answers(self):
        there = factories.Organisation(name="Cabinet du droit public")
        speaker = {"name": "", "function": "juriste", "organisation_name": "Cabinet du droit public"}
        group = planned(grouped(asker()), speaker)

        assert Speaker.objects.get(session=group.session).organisation == there
        assert known_organisations(group.cycle.organiser_id) == sorted({there.name, group.cycle.organiser.name})
        assert not group.session.speaker_sought

    def test_who_spoke_is_proposed_before_the_whole_directory(self, monkeypatch):
        monkeypatch.setattr(organised, "MOST_OFFERED", 2)
        spoke = factories.Speaker(organisation_name="Zèbre et compagnie")
        for name in ("Aaa", "Abc"):
            factories.Organisation(name=name)

        assert known_organisations(spoke.session.cycle.organiser_id) == ["Zèbre et compagnie", "Aaa"]

    def test_it_is_not_in_the_past(self):
        with pytest.raises(RuleBroken, match="Cette date est passée"):
            planned(grouped(asker()), starts_at=NOW, ends_at=NOW + timedelta(hours=1))

    def test_only_askers_who_agreed_are_invited_each_once(self):
        awa, david = asker(), asker()
        group = planned(
            grouped(awa, david, asker(agrees=False), asker(email=""), factories.Need(participant=awa.participant))
        )

        assert actions.invite_askers(group, by=BY, now=NOW) == 2
        assert set(mails().values_list("recipient", flat=True)) == {awa.participant.email, david.participant.email}
        with pytest.raises(RuleBroken, match="Personne à inviter"):
            actions.invite_askers(group, by=BY, now=NOW)

    def test_nobody_is_invited_before_there_is_a_session_nor_once_it_has_begun(self):
        group = grouped(asker())
        with pytest.raises(RuleBroken, match="pas encore prévue"):
            actions.invite_askers(NeedGroup.objects.get(pk=group.pk), by=BY, now=NOW)
        with pytest.raises(RuleBroken, match="a commencé"):
            actions.invite_askers(planned(group), by=BY, now=START)

    def test_accepting_registers_without_retyping_and_declining_gives_the_place_back(self):
        group = planned(grouped(asker()))
        actions.invite_askers(group, by=BY, now=NOW)
        invitation = Invitation.objects.select_related("participant__cycle").get()
        for answer, place in ((Answer.ACCEPTED, Place.CONFIRMED), (Answer.DECLINED, Place.CANCELLED)) * 2:
            actions.answer_invitation(invitation, answer, now=NOW)
            assert Registration.objects.get(session=group.session).place == place
            assert Invitation.objects.get().answer == answer
        (line,) = board.group_lines(group.cycle)
        assert (line.needs, line.invited, line.accepted) == (1, 1, 0)
        with pytest.raises(RuleBroken, match="a commencé"):
            actions.answer_invitation(invitation, Answer.ACCEPTED, now=START)

    def test_a_withdrawn_agreement_keeps_from_being_invited(self):
        need = asker()
        group = planned(grouped(need))
        actions.save_choices(need.participant, [], {"recontact": False}, now=NOW)
        with pytest.raises(RuleBroken, match="Personne à inviter"):
            actions.invite_askers(group, by=BY, now=NOW)

    def test_the_board_takes_as_many_queries_for_many_needs(self, django_assert_max_num_queries):
        for _ in range(30):
            asker()
        grouped(asker())
        cycle = factories.Cycle()
        with django_assert_max_num_queries(4):
            assert len(board.clusters(cycle)[0].needs) == 30
            assert len(board.group_lines(cycle)) == 1
