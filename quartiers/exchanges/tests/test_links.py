"""Personal links: found again, changed, and the one that ends invitations."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from quartiers.exchanges import actions, letters
from quartiers.exchanges.models import ConsentGiven, Participant, Registration
from quartiers.exchanges.tokens import Purpose, token_for
from quartiers.office.letters import as_message
from quartiers.office.queries import audit_lines, mail_by_number, mails
from tests import factories

NOW = datetime(2098, 11, 2, 10, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def link(who: Participant, purpose: Purpose = Purpose.MANAGE) -> str:
    return token_for(who.pk, who.nonce, purpose)


def ask(client, cycle, email: str):
    return client.post(reverse("exchanges:lost_link", args=[cycle.slug]), {"email": email})


class TestLost:
    def test_the_answer_is_the_same_for_known_and_unknown_and_only_the_known_is_written_to(self, client):
        who = factories.Registration(participant__email="awa@exemple.fr").participant
        known, unknown = (ask(client, who.cycle, one) for one in (" AWA@exemple.fr ", "inconnue@exemple.fr"))

        said = [re.search(r"<main.*</main>", one.content.decode(), re.S)[0] for one in (known, unknown)]
        assert said[0] == said[1]
        assert "C’est noté" in said[0]
        mail = mail_by_number(mails().get().pk)
        assert mail.recipient == "awa@exemple.fr"
        assert link(who) in mail.text

    def test_asking_again_within_the_hour_writes_nothing_more(self):
        who = factories.Registration().participant
        for minutes in (0, 10):
            actions.send_links(who.cycle, who.email, now=NOW + timedelta(minutes=minutes))
        actions.send_links(who.cycle, who.email, now=NOW + timedelta(hours=2))
        assert mails().count() == 2

    def test_who_left_or_is_only_a_contact_gets_nothing(self):
        cycle = factories.Cycle()
        factories.Participant(cycle=cycle, email="contact@exemple.fr", contact_only_at=NOW)
        factories.Participant(cycle=cycle, email="", anonymised_at=NOW)
        for address in ("contact@exemple.fr", ""):
            actions.send_links(cycle, address, now=NOW)
        assert not mails().exists()

    def test_a_fault_is_said_and_what_was_typed_stays(self, client):
        page = ask(client, factories.Cycle(), "awa chez exemple").content.decode()
        assert "adresse lisible" in page
        assert "awa chez exemple" in page


def test_changed_links_close_the_former_ones(client):
    who = factories.Registration().participant
    answer = client.post(reverse("exchanges:renew", args=[link(who)]))

    assert client.get(reverse("exchanges:mine", args=[link(who)])).status_code == 410
    assert client.get(answer.url).status_code == 200
    assert mails().get().recipient == who.email


class TestUnsubscribe:
    def mail(self, who, session):
        letters.write_invitation(who, session, now=NOW)
        return as_message(mail_by_number(mails().get().pk))

    def test_an_invitation_carries_the_one_click_that_ends_invitations(self):
        place = factories.Registration()
        headers = self.mail(place.participant, place.session).extra_headers

        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert link(place.participant, Purpose.UNSUBSCRIBE) in headers["List-Unsubscribe"]

    def test_a_reminder_needs_no_agreement_and_carries_none(self):
        place = factories.Registration()
        letters.write_promotion(place, now=NOW)
        assert "List-Unsubscribe" not in as_message(mail_by_number(mails().get().pk)).extra_headers

    def test_a_mail_program_withdraws_the_agreement_without_cookie_and_nothing_else(self):
        place = factories.Registration()
        who = factories.ConsentGiven(participant=place.participant).participant
        program = Client(enforce_csrf_checks=True)
        at = reverse("exchanges:unsubscribe", args=[link(who, Purpose.UNSUBSCRIBE)])

        assert program.get(at).status_code == 200
        assert ConsentGiven.objects.get().withdrawn_at is None
        assert program.post(at, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert ConsentGiven.objects.get().withdrawn_at is not None
        assert Registration.objects.get().place == "confirmed"

    def test_this_link_opens_nothing_else(self, client):
        who = factories.Registration().participant
        wrong = link(who, Purpose.UNSUBSCRIBE)
        assert client.get(reverse("exchanges:mine", args=[wrong])).status_code == 404


class TestClosed:
    def test_a_link_that_was_replaced_leads_to_where_a_new_one_is_asked(self, client):
        who = factories.Participant()
        old = link(who)
        actions.revoke_links(who)
        page = client.get(reverse("exchanges:mine", args=[old]))

        assert page.status_code == 410
        assert reverse("exchanges:lost_link", args=[who.cycle.slug]) in page.content.decode()

    def test_it_leads_home_once_nothing_of_her_is_left_or_her_cycle_is_a_draft(self, client):
        gone, kept = factories.Participant(), factories.Participant(cycle__slug="brouillon", cycle__stage="draft")
        links = [link(gone), link(kept)]
        gone.delete()
        actions.revoke_links(kept)
        for one in links:
            page = client.get(reverse("exchanges:mine", args=[one]))
            assert page.status_code == 410
            assert "mon-lien" not in page.content.decode()


class TestCopy:
    def test_who_takes_a_copy_is_told_once_an_hour_and_the_organiser_s_journal_keeps_it(self, client):
        who = factories.Registration(participant__email="awa@exemple.fr").participant
        for _ in range(2):
            assert client.get(reverse("exchanges:my_data", args=[link(who)])).json()["courriel"] == "awa@exemple.fr"

        (mail,) = mails().filter(kind="exchanges.copy")
        assert link(who) in mail.text
        lines = audit_lines().filter(verb="export", kind="exchanges.participant")
        assert set(lines.values_list("organisation_id", "user_id")) == {(who.cycle.organiser_id, None)}
        assert lines.count() == 2

    def test_who_erases_herself_leaves_the_fact(self, client):
        who = factories.Registration().participant
        client.post(reverse("exchanges:erase", args=[link(who)]))

        assert audit_lines().get(verb="anonymise").organisation_id == who.cycle.organiser_id


class TestOwnFeed:
    def read(self, client, who: Participant) -> bytes:
        return client.get(reverse("exchanges:my_calendar", args=[link(who, Purpose.CALENDAR)])).content

    def test_her_confirmed_sessions_with_her_way_in_and_nothing_else(self, client):
        held = factories.Registration(session__title="Acheter mieux")
        who = held.participant
        factories.Registration(participant=who, session__title="Elle attend", place="waiting")
        factories.Registration(session=held.session, participant__email="autre@exemple.fr")
        events = Calendar.from_ical(self.read(client, who)).walk("VEVENT")

        assert [str(one["summary"]) for one in events] == ["Acheter mieux"]
        assert f"/r/{link(who, Purpose.JOIN)}/" in str(events[0]["url"])
        assert held.session.room not in self.read(client, who).decode()

    def test_its_link_opens_nothing_else_and_is_revoked_with_the_others(self, client):
        who = factories.Registration().participant
        token = link(who, Purpose.CALENDAR)
        assert client.get(reverse("exchanges:mine", args=[token])).status_code == 404
        actions.revoke_links(who)
        assert client.get(reverse("exchanges:my_calendar", args=[token])).status_code == 410

    def test_it_is_empty_for_who_comes_to_nothing(self, client):
        assert b"VEVENT" not in self.read(client, factories.Participant())
