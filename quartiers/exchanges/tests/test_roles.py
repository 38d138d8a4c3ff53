"""Roles: organiser, host, reader, data protection officer; and what the officer does for a person."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from quartiers.actors.queries import account_at
from quartiers.actors.rules import Role
from quartiers.exchanges import actions
from quartiers.exchanges.models import Helper, Participant, Registration
from quartiers.exchanges.providers import host_address
from quartiers.exchanges.queries.roles import kept_in
from quartiers.exchanges.rules import Presence
from quartiers.office.queries import audit_lines
from quartiers.office.rules import Author
from tests import factories, people

HELD = datetime(2020, 11, 17, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 2, tzinfo=UTC)
BY = Author(None, None, "")
pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return factories.Session(
        cycle=factories.Cycle(slug="le-notre", organiser=people.organisation()), starts_at=HELD, title="Acheter mieux"
    )


def become(client, role: str, *, second_factor: bool = True) -> None:
    """The member in front of the screen, with this role."""
    people.sign_in(client, "member", second_factor=second_factor)
    factories.Helper(organisation=people.organisation(), user=me(), role=role)


def me():
    """The account of the member."""
    return account_at("membre@exemple.fr")


class TestHost:
    def test_a_host_notes_presences_and_sees_no_list_of_people(self, client, session):
        become(client, "host")
        one = factories.Registration(session=session)
        at = reverse("exchanges:attendance", args=[session.pk])
        client.post(at, {f"p{one.pk}": "present", "depart": client.get(at).context["base"]})

        assert Registration.objects.get().presence == Presence.PRESENT
        page = client.get(reverse("exchanges:organise", args=[session.cycle_id])).content.decode()
        assert reverse("exchanges:attendance", args=[session.pk]) in page
        assert reverse("exchanges:programme", args=[session.pk]) not in page
        assert client.get(reverse("exchanges:people", args=[session.cycle_id])).status_code == 403

    def test_a_host_shows_a_second_factor_first(self, client, session):
        become(client, "host", second_factor=False)
        answer = client.get(reverse("exchanges:attendance", args=[session.pk]))
        assert answer.status_code == 302
        assert reverse("actors:second_factor") in answer.url

    def test_a_host_enters_as_the_one_who_runs_the_session(self, client, session):
        become(client, "host")
        session.provider, session.room = "bigbluebutton", "https://bbb.exemple.fr/api s3cret"
        session.save()
        answer = client.get(reverse("exchanges:room", args=[session.pk]))

        assert "role=MODERATOR" in answer.url
        assert "s3cret" not in answer.url
        assert answer.url == host_address(session, str(me()))

    def test_without_a_room_the_reason_is_said(self, client, session):
        become(client, "host")
        session.room = ""
        session.save()
        answer = client.get(reverse("exchanges:room", args=[session.pk]))
        assert answer.status_code == 409
        assert "n’est pas encore donnée" in answer.content.decode()

    def test_a_host_of_another_organisation_is_nobody_here(self, client, session):
        people.sign_in(client, "member")
        factories.Helper(user=me())
        assert client.get(reverse("exchanges:attendance", args=[session.pk])).status_code == 403


class TestRoles:
    def test_an_administrator_gives_and_takes_back_and_the_journal_knows(self, client):
        people.sign_in(client, "administrator")
        member = people.member(email="autre@exemple.fr")
        at = reverse("exchanges:helpers")
        client.post(at, {f"m{member.pk}": ["host", "officer"], "depart": client.get(at).context["base"]})
        assert set(Helper.objects.values_list("role", flat=True)) == {"host", "officer"}
        client.post(at, {f"m{member.pk}": ["host"], "depart": client.get(at).context["base"]})

        assert Helper.objects.get().role == "host"
        kinds = audit_lines().filter(kind="exchanges.role").values_list("verb", flat=True)
        assert sorted(kinds) == ["grant", "grant", "revoke"]

    def test_a_role_that_does_not_exist_is_refused_and_a_stranger_gets_none(self, client):
        people.sign_in(client, "administrator")
        member = people.member(email="autre@exemple.fr")
        stranger = people.KINDS["stranger"]()
        page = client.post(reverse("exchanges:helpers"), {f"m{member.pk}": ["owner"]}).content.decode()
        assert "pas dans la liste" in page
        actions.set_helpers(people.organisation().pk, {f"m{stranger.pk}": ["host"]}, base={}, by=BY, now=NOW)
        assert not Helper.objects.exists()

    def test_administrators_need_no_role(self, client):
        people.sign_in(client, "administrator")
        assert "administrent déjà" in client.get(reverse("exchanges:helpers")).content.decode()
        assert people.member(Role.ADMINISTRATOR, email="b@exemple.fr")


class TestOfficer:
    def test_an_officer_finds_hands_over_and_erases_each_on_record(self, client, session):
        become(client, "officer")
        who = factories.Participant(cycle=session.cycle, email="awa@exemple.fr")
        factories.Participant(email="awa@exemple.fr", cycle__slug="d-ailleurs", first_name="Ailleurs")
        page = client.post(reverse("exchanges:rights"), {"email": " AWA@exemple.fr"}).content.decode()
        assert "1\u00a0inscription trouvée" in page
        assert "Ailleurs" not in page

        held = client.post(reverse("exchanges:data_of", args=[who.pk])).json()
        assert held["courriel"] == "awa@exemple.fr"
        client.post(reverse("exchanges:erase_for", args=[who.pk]))
        assert Participant.objects.get(pk=who.pk).email == ""
        verbs = audit_lines().filter(kind="exchanges.participant").values_list("verb", flat=True)
        assert set(verbs) == {"read", "export", "anonymise"}

    def test_what_is_kept_and_until_when_and_the_journal_are_read(self, client, session):
        become(client, "officer")
        factories.Participant(cycle=session.cycle)
        factories.Participant(cycle=session.cycle, contact_only_at=HELD)
        (kept,) = kept_in(people.organisation().pk)
        assert (kept.known, kept.contacts) == (1, 1)
        assert (kept.until, kept.contacts_until) == (date(2021, 11, 17), date(2023, 11, 17))
        actions.set_helpers(
            people.organisation().pk,
            {f"m{me().pk}": ["officer", "host"]},
            base={f"m{me().pk}": ["officer"]},
            by=Author(None, people.organisation().pk, ""),
            now=NOW,
        )

        assert "un rôle dans les échanges" in client.get(reverse("exchanges:rights")).content.decode()

    def test_a_fault_is_said_and_what_was_typed_stays(self, client, session):
        become(client, "officer")
        page = client.post(reverse("exchanges:rights"), {"email": "<b>awa"}).content.decode()
        assert "adresse lisible" in page
        assert "&lt;b&gt;awa" in page
