"""Statistics: by session, audience, territory, nature and mark; nobody is seen in them, on no page and in no file."""

import csv
import re
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from quartiers.exchanges.models import Participant, SurveyAnswer
from quartiers.exchanges.queries.figures import ELSEWHERE, NO_QUARTER, figures, linked
from quartiers.exchanges.queries.figures import _people as people_of
from quartiers.exchanges.queries.figures import _table as table_of
from quartiers.exchanges.rules import Audience, Nature, Presence
from quartiers.kernel import disclosure
from quartiers.kernel.disclosure import Masked
from quartiers.office.queries import audit_lines
from tests import factories, people

ON = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def crowd(session, count: int, *, came: int, start: int = 0, **who) -> None:
    for number in range(start, start + count):
        one = factories.Participant(cycle=session.cycle, email=f"p{number}@exemple.fr", **who)
        presence = Presence.PRESENT if number - start < came else Presence.ABSENT
        factories.Registration(session=session, participant=one, presence=presence)


def lines(found) -> dict[str, tuple]:
    return {one.label: (one.registered, one.present, one.rate) for one in found}


@pytest.fixture
def session():
    cycle = factories.Cycle(slug="le-notre", organiser=people.organisation())
    return factories.Session(cycle=cycle, title="Acheter mieux")


class TestCounts:
    def test_people_count_once_by_audience_and_territory_whatever_their_sessions(self, session):
        commune = factories.Commune(code="11069", name="Carcassonne")
        crowd(session, 20, came=12, audience=Audience.ESS, commune=commune)
        crowd(session, 15, came=8, start=20, audience=Audience.ETAT)
        second = factories.Session(cycle=session.cycle)
        factories.Registration(
            session=second, participant=factories.Participant(cycle=session.cycle, email="p0@exemple.fr")
        )
        found = figures(session.cycle, readers=disclosure.Audience.PARTNERS, on=ON)

        assert found.registered == 35
        assert lines(found.by_audience)[Audience.ESS.label][:2] == (20, 12)
        assert lines(found.by_audience)[Audience.ESS.label][2] == 60
        assert lines(found.by_territory)[ELSEWHERE][:2] == (15, 8)
        assert len(found.by_territory) == 2

    def test_neighbourhoods_that_are_recognised_are_counted_and_give_their_territory(self, session):
        epci = factories.Epci(name="Carcassonne Agglo")
        towns = [
            factories.Commune(code="11069", name="Carcassonne", epci=epci),
            factories.Commune(code="11070", name="Cazilhac", epci=epci),
        ]
        quarter = factories.Neighbourhood(code="QN01199M", name="Le Viguier")
        quarter.communes.set(towns)
        crowd(session, 20, came=12, neighbourhood=quarter)
        crowd(session, 15, came=8, start=20)
        found = figures(session.cycle, readers=disclosure.Audience.PARTNERS, on=ON)

        assert lines(found.by_neighbourhood)["Le Viguier"][:2] == (20, 12)
        assert lines(found.by_neighbourhood)[NO_QUARTER][:2] == (15, 8)
        assert lines(found.by_territory)["Carcassonne Agglo"][:2] == (20, 12)
        assert ("Quartiers", "Le Viguier", 20, 12, 60) in found.rows()

    def test_two_neighbourhoods_of_one_name_are_told_apart_and_few_people_are_masked(self, session):
        for at, code in enumerate(("QN01198M", "QN01199M")):
            crowd(session, 2, came=1, start=at * 2, neighbourhood=factories.Neighbourhood(code=code, name="Centre"))
        found = figures(session.cycle, readers=disclosure.Audience.PUBLIC, on=ON)

        assert [one.label for one in found.by_neighbourhood] == ["Centre (QN01198M)", "Centre (QN01199M)", NO_QUARTER]
        assert all(isinstance(one.registered, Masked) for one in found.by_neighbourhood[:2])

    def test_where_nobody_noted_presences_none_is_shown(self, session):
        for number in range(8):
            who = factories.Participant(cycle=session.cycle, email=f"p{number}@exemple.fr")
            factories.Registration(session=session, participant=who)
        found = figures(session.cycle, readers=disclosure.Audience.PARTNERS, on=ON)

        assert [one.present for one in (*found.sessions, *found.by_audience, *found.by_territory)] == [None] * (
            1 + len(Audience) + 1
        )

    def test_a_rate_never_gives_back_a_masked_count(self, session):
        crowd(session, 20, came=18, audience=Audience.ESS)
        crowd(session, 20, came=10, start=20, audience=Audience.ETAT)
        found = figures(session.cycle, readers=disclosure.Audience.PARTNERS, on=ON)
        shown = [one for one in (*found.sessions, *found.by_audience) if isinstance(one.present, Masked)]

        assert shown
        assert all(isinstance(one.rate, Masked) for one in shown)

    def test_the_public_sees_less_than_the_partners(self, session):
        crowd(session, 16, came=8, audience=Audience.ESS)
        partners, public = (figures(session.cycle, readers=one, on=ON) for one in disclosure.Audience)

        assert partners.sessions[0].present == 8
        assert isinstance(public.sessions[0].present, Masked)

    def test_a_cycle_of_one_session_tells_no_total_that_a_table_masks(self, session):
        crowd(session, 16, came=8, audience=Audience.ESS)
        found = figures(session.cycle, readers=disclosure.Audience.PARTNERS, on=ON)

        assert found.registered == found.sessions[0].registered == 16
        assert all(isinstance(one.present, Masked) for one in found.by_audience)

    @given(
        st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.none() | st.booleans()), max_size=60),
        st.sampled_from(disclosure.Audience),
    )
    def test_tables_of_the_same_people_give_back_no_total_that_one_of_them_masks(self, drawn, readers):
        tables = linked(
            [
                table_of({key: key for key in "abc"}, [(one, came) for one, _, came in drawn], readers, ON),
                table_of({key: key for key in "xyz"}, [(one, came) for _, one, came in drawn], readers, ON),
            ]
        )

        for told in ("registered", "present"):
            if any(isinstance(getattr(one, told), Masked) for one in tables):
                assert not any(isinstance(getattr(one, told), int) for one in tables)
                assert all(any(isinstance(getattr(line, told), Masked) for line in one.lines) for one in tables)

    @given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 6), st.sampled_from(Presence)), max_size=20))
    def test_who_came_once_came(self, drawn):
        rows = [(session, number, "ess", None, None, presence) for session, number, presence in drawn]
        came = {number for _, number, *_, presence in rows if presence in ("present", "late")}

        assert len(people_of(rows, {})) == len({row[1] for row in rows})
        assert sum(one.came is True for one in people_of(rows, {})) == len(came)


class TestPages:
    def test_the_number_of_queries_does_not_grow(self, client, session):
        people.sign_in(client, "member")
        at = reverse("exchanges:figures", args=[session.cycle_id])
        crowd(session, 1, came=1, start=90)
        client.get(at)
        with CaptureQueriesContext(connection) as few:
            client.get(at)
        crowd(session, 30, came=15, commune=factories.Commune(code="11069", name="Carcassonne"))
        with CaptureQueriesContext(connection) as many:
            client.get(at)
        assert len(many) == len(few)

    def test_a_file_is_masked_as_for_the_public_and_leaves_a_line(self, client, session):
        people.sign_in(client, "member")
        crowd(session, 9, came=0, audience=Audience.ESS)
        at = reverse("exchanges:figures", args=[session.cycle_id])
        out = b"".join(client.get(at, {"format": "csv"}).streaming_content).decode("utf-8-sig")
        sheet = load_workbook(BytesIO(client.get(at, {"format": "xlsx"}).getvalue())).active

        assert "Acheter mieux" in out
        assert "moins de 11" in out
        assert sheet.max_row == 1 + out.count("\r\n") - 1
        assert audit_lines().filter(verb="export").count() == 2
        assert ">9<" in client.get(at).content.decode()

    def test_the_file_holds_the_totals_that_the_pages_show(self, client, session):
        """Enough people for nothing to be masked: lines, totals and exports of names tell the same numbers."""
        people.sign_in(client, "administrator")
        commune = factories.Commune(code="11069", name="Carcassonne")
        for at, audience in enumerate(Audience):
            crowd(session, 12, came=12, start=at * 24, audience=audience, commune=commune)
            crowd(session, 12, came=0, start=at * 24 + 12, audience=audience)
        for at, one in enumerate(Participant.objects.all()):
            factories.Need(participant=one, nature=list(Nature)[at % len(Nature)])
        at = reverse("exchanges:figures", args=[session.cycle_id])
        out = b"".join(client.get(at, {"format": "csv"}).streaming_content).decode("utf-8-sig")
        sheet = list(csv.DictReader(StringIO(out), delimiter=";"))
        named = reverse("exchanges:people", args=[session.cycle_id])
        rows = b"".join(client.get(named, {"format": "csv"}).streaming_content).decode("utf-8-sig").splitlines()

        def total(table: str, column: str) -> int:
            return sum(int(one[column]) for one in sheet if one["Tableau"] == table)

        shown = client.get(at).context["figures"]
        assert shown.registered == len(rows) - 1 == 144
        assert total("Séances", "Nombre") == total("Publics", "Nombre") == total("Territoires", "Nombre") == 144
        assert total("Séances", "Présents") == total("Publics", "Présents") == 72
        assert total("Natures de besoin", "Nombre") == shown.needs == 144
        for told, mine in (("Séances", shown.sessions), ("Publics", shown.by_audience)):
            lines_of = [one for one in sheet if one["Tableau"] == told]
            assert [(one["Ligne"], int(one["Nombre"])) for one in lines_of] == [
                (one.label, one.registered) for one in mine
            ]

    def test_a_small_number_is_masked_on_the_page_and_in_both_files(self, client, session):
        people.sign_in(client, "administrator")
        crowd(session, 3, came=2, audience=Audience.ESS)
        crowd(session, 30, came=15, start=3, audience=Audience.ETAT)
        at = reverse("exchanges:figures", args=[session.cycle_id])
        out = b"".join(client.get(at, {"format": "csv"}).streaming_content).decode("utf-8-sig")
        book = load_workbook(BytesIO(client.get(at, {"format": "xlsx"}).getvalue())).active
        told = [str(cell.value) for row in book.iter_rows() for cell in row]
        page = client.get(at).context["figures"]

        assert not isinstance(lines(page.by_audience)[Audience.ESS.label][0], int)
        assert not re.search(rf"Publics;{Audience.ESS.label};[0-9]", out)
        assert not re.search(r";[1-9](;|\r|$)", out)
        assert not {"1", "2", "3"} & set(told)

    def test_everybody_reads_the_figures_of_a_cycle_that_is_over(self, client, session):
        crowd(session, 12, came=12)
        at = reverse("exchanges:public_figures", args=[session.cycle.slug])
        assert client.get(at).status_code == 404
        session.cycle.stage = "archived"
        session.cycle.save()

        assert "12" in client.get(at).content.decode()
        page = client.get(reverse("exchanges:cycle", args=[session.cycle.slug])).content.decode()
        assert at in page

    def test_charts_show_what_may_be_shown(self, client, session):
        people.sign_in(client, "member")
        for mark in [5] * 8 + [4] * 6 + [1]:
            SurveyAnswer.objects.create(session=session, satisfaction=mark, at=NOW)
        for number in range(6):
            who = factories.Participant(cycle=session.cycle, email=f"n{number}@exemple.fr")
            factories.Need(participant=who, nature=Nature.JURIDIQUE)
        page = client.get(reverse("exchanges:figures", args=[session.cycle_id])).content.decode()

        assert "<svg" in page
        assert 'style="' not in page
        assert "Avis donnés\u00a0: 15" in page
