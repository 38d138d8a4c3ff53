"""The end of a time: what goes, what stays, and a database that holds no address any more."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from quartiers.exchanges import actions
from quartiers.exchanges.actions import Asked, Identity, NewNeed
from quartiers.exchanges.models import ConsentGiven, Need, Participant, Registration, Session, SurveyAnswer
from quartiers.exchanges.rules import Audience, Consent, Nature
from quartiers.office.actions import purge_all
from quartiers.office.queries import mails
from quartiers.territory.names import search_name
from tests import factories

START = datetime(2020, 12, 8, 9, 0, tzinfo=UTC)
ASKED = START - timedelta(days=30)
LAST_DAY, DAY_AFTER = datetime(2021, 12, 8, 12, 0, tzinfo=UTC), datetime(2021, 12, 9, 12, 0, tzinfo=UTC)
THREE_YEARS_AFTER = datetime(2023, 12, 9, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def dump() -> str:
    """Every value of every table."""
    with connection.cursor() as cursor:
        held = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  # our own tables
            held.append(str(cursor.fetchall()))
    return "\n".join(held)


def register(name: str, session: Session, *consents: Consent) -> Participant:
    who = Identity(
        f"{search_name(name)}@purge.exemple.fr", name, "Vidal", "Ville", Audience.COLLECTIVITE, phone="0500000000"
    )
    need = NewNeed(f"La question de {name}", Nature.JURIDIQUE)
    return actions.register(
        session.cycle, Asked(who, [session], consents, [need], {"1": f"Réponse de {name}"}), now=ASKED
    )


@pytest.fixture
def people():
    session = factories.Session(starts_at=START, cycle__slug="ancien")
    awa, chloe = register("Awa", session, Consent.RECONTACT, Consent.IMAGE), register("Chloé", session)
    SurveyAnswer.objects.create(
        session=session, participant=chloe, satisfaction=4, useful="Chloé a aimé", missing="rien", at=START
    )
    return awa, chloe


def purge(now: datetime, *, dry_run: bool = False) -> dict[str, int]:
    return {one.retention.code: one.count for one in purge_all(now=now, dry_run=dry_run)}


class TestAfterTwelveMonths:
    def test_nobody_is_due_on_the_last_day_and_everybody_the_day_after(self, people):
        assert purge(LAST_DAY, dry_run=True)["exchanges.participants"] == 0
        assert purge(DAY_AFTER, dry_run=True)["exchanges.participants"] == 2
        assert Participant.objects.filter(anonymised_at=None).count() == 2

    def test_a_dump_holds_nothing_of_her_and_counts_stay(self, people):
        purge(DAY_AFTER)
        held = dump()

        for trace in ("chloe@", "Chloé", "0500000000", "La question de", "Réponse de"):
            assert trace not in held
        assert Registration.objects.count() == 2
        assert Need.objects.filter(nature=Nature.JURIDIQUE).count() == 2
        assert SurveyAnswer.objects.get().satisfaction == 4

    def test_who_agreed_leaves_a_contact_tied_to_nothing_else(self, people):
        purge(DAY_AFTER)

        contact = Participant.objects.exclude(email="").get()
        assert (contact.email, contact.first_name) == ("awa@purge.exemple.fr", "Awa")
        assert not Registration.objects.filter(participant=contact).exists()
        assert not Need.objects.filter(participant=contact).exists()
        assert (ConsentGiven.objects.get().kind, ConsentGiven.objects.get().given_at) == (Consent.RECONTACT, ASKED)
        assert dump().count("awa@purge.exemple.fr") == 1

    def test_a_second_purge_does_nothing(self, people):
        purge(DAY_AFTER)

        assert {purge(DAY_AFTER)[f"exchanges.{what}"] for what in ("participants", "contacts")} == {0}

    def test_a_second_group_makes_the_time_run_later(self, people):
        factories.Session(cycle=people[0].cycle, starts_at=START + timedelta(days=60))

        assert purge(DAY_AFTER)["exchanges.participants"] == 0

    def test_the_mails_of_another_cycle_still_leave(self, people):
        coming = factories.Session(starts_at=DAY_AFTER + timedelta(days=9), cycle__slug="nouveau")
        who = Identity("chloe@purge.exemple.fr", "Chloé", "Vidal")
        actions.register(coming.cycle, Asked(who, [coming]), now=DAY_AFTER)
        purge(DAY_AFTER)

        assert mails().filter(recipient="chloe@purge.exemple.fr").exists()


class TestContacts:
    def test_the_contact_goes_after_thirty_six_months(self, people):
        purge(DAY_AFTER)
        assert purge(THREE_YEARS_AFTER - timedelta(days=1))["exchanges.contacts"] == 0
        assert purge(THREE_YEARS_AFTER)["exchanges.contacts"] == 1
        assert "@purge.exemple.fr" not in dump()

    def test_or_as_soon_as_the_agreement_is_withdrawn(self, people):
        purge(DAY_AFTER)
        ConsentGiven.objects.update(withdrawn_at=DAY_AFTER)
        purge(DAY_AFTER + timedelta(days=1))

        assert "@purge.exemple.fr" not in dump()
