from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from quartiers.procurement.queries import coming as queries
from quartiers.procurement.queries.coming import Where
from quartiers.procurement.rules.coming import (
    CPV_TRADES,
    HORIZON,
    Ending,
    Prepared,
    ahead,
    full_time_of,
    month_after,
    trade_of,
)
from quartiers.procurement.rules.decp.values import end
from quartiers.procurement.rules.hours import hours_from_amount
from quartiers.procurement.rules.trades import LABOUR, RATE, Trade
from tests import factories

TODAY = date(2026, 11, 24)


def ending(**more):
    values = {
        "year": 2027, "month": 1, "cpv": "90910", "months": 12, "framework": False, "commune": "11069",
        "amount": Decimal(120_000), "count": 1,
    }  # fmt: skip
    return Ending(**(values | more))


# --- Rules ----------------------------------------------------------------------------------------------------------


def test_a_contract_that_ends_gives_its_hours_from_the_next_month_on():
    labour = LABOUR.on(TODAY)[Trade.CLEANING]
    whole = hours_from_amount(120_000, labour_share=labour.share, hourly_cost=labour.hourly_cost, rate=RATE.on(TODAY))
    found = ahead([ending()], today=TODAY)
    assert found.months[0].first == date(2026, 12, 1)
    assert [one.ending for one in found.months] == [0, 1] + [0] * 16
    assert [one.renewed for one in found.months[:3]] == [0, 0, round(whole / 12)]
    assert found.hours == pytest.approx(whole, abs=6)
    assert found.by_trade == ((Trade.CLEANING, whole),)
    assert found.by_commune == (("11069", whole),)


def test_a_contract_longer_than_the_horizon_counts_the_months_that_are_in_it():
    short, long = (ahead([ending(months=months)], today=TODAY) for months in (12, 120))
    assert long.hours < short.hours
    assert all(one.renewed for one in long.months[2:])


def test_the_hours_of_a_framework_are_told_apart():
    found = ahead([ending(framework=True), ending()], today=TODAY)
    assert found.months[2].of_frameworks == round(found.months[2].renewed / 2)


@pytest.mark.parametrize("unknown", [{"amount": None}, {"cpv": "30213"}, {"cpv": ""}])
def test_what_cannot_be_estimated_is_counted_apart_and_gives_no_hour(unknown):
    found = ahead([ending(count=3, **unknown)], today=TODAY)
    assert (found.hours, found.uncounted, found.ending) == (0, 3, 3)
    assert found.peak is None


def test_what_is_prepared_adds_to_what_is_renewed():
    prepared = Prepared(date(2027, 3, 15), 10, {Trade.PAINTING: 100}, "11069")
    found = ahead([ending()], [prepared], today=TODAY)
    assert [one.prepared for one in found.months[:5]] == [0, 0, 0, 10, 10]
    assert found.by_neighbourhood == ()
    concerned = Prepared(date(2027, 3, 15), 10, {Trade.PAINTING: 100}, "11069", ("QN01101M", "QN01102M"))
    both = ahead([ending()], [concerned, concerned], today=TODAY)
    assert both.by_neighbourhood == (("QN01101M", 100), ("QN01102M", 100))
    assert dict(found.by_trade)[Trade.PAINTING] == 100
    assert found.months[3].hours == found.months[3].renewed + 10


def test_the_month_after_turns_the_year():
    assert month_after(date(2026, 12, 31), 1) == date(2027, 1, 1)
    assert ahead([], today=date(2026, 12, 31)).months[0].first == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("cpv", "trade"),
    [
        ("45442100", Trade.PAINTING), ("45331000", Trade.PLUMBING), ("45000000", Trade.BUILDING),
        ("90910000", Trade.CLEANING), ("90511000", Trade.WASTE), ("77310000", Trade.GREEN_SPACES), ("33", None),
    ],
)  # fmt: skip
def test_a_code_has_the_trade_of_its_longest_prefix(cpv, trade):
    assert trade_of(cpv) == trade


def test_each_prefix_stands_once():
    assert len({prefix for prefix, _ in CPV_TRADES}) == len(CPV_TRADES)


def test_a_full_time_job_is_its_hours_over_a_year():
    assert full_time_of(400, hours_a_year=1600) == Decimal("3.0")


ENDINGS = st.builds(
    ending,
    year=st.integers(2026, 2029),
    month=st.integers(1, 12),
    cpv=st.sampled_from(["90910", "45", "30213", "71240"]),
    months=st.integers(1, 120),
    framework=st.booleans(),
    amount=st.none() | st.decimals(1, 10**9, places=2),
    count=st.integers(1, 50),
)


@given(st.lists(ENDINGS, max_size=8))
def test_the_months_the_trades_and_the_communes_add_up_to_the_same(rows):
    found = ahead(rows, today=TODAY)
    assert len(found.months) == HORIZON
    assert sum(hours for _, hours in found.by_trade) == pytest.approx(found.hours, abs=HORIZON)
    assert sum(hours for _, hours in found.by_commune) == pytest.approx(found.hours, abs=HORIZON)
    assert all(0 <= one.of_frameworks <= one.renewed + 1 for one in found.months)
    assert found.ending == sum(one.count for one in rows)


@given(st.lists(ENDINGS, max_size=6), ENDINGS)
def test_one_more_contract_never_takes_hours_away(rows, more):
    before, after = ahead(rows, today=TODAY), ahead([*rows, more], today=TODAY)
    assert all(one.hours <= two.hours for one, two in zip(before.months, after.months, strict=True))


# --- Database and pages ---------------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@pytest.fixture
def contracts():
    soon = end(localdate(), 2)
    factories.PublishedContract(number="A", ends_on=soon, object="Nettoyage des écoles")
    factories.PublishedContract(
        number="B", ends_on=end(localdate(), 5), division="45", cpv="45442100", framework=True, commune_code="65440",
        department_code="65", object="Peinture",
    )  # fmt: skip
    factories.PublishedContract(number="C", ends_on=localdate() - timedelta(days=1), object="Finie hier")
    factories.PublishedContract(number="D", ends_on=date(2099, 1, 1), object="Lointaine")
    factories.PublishedContract(number="E", ends_on=soon, amount=None, object="Sans montant")
    factories.published_shares()


def text(response):
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_only_contracts_that_end_within_the_horizon_count(contracts):
    found = queries.hours_ahead(Where(), today=localdate())
    assert (found.ending, found.uncounted) == (3, 1)
    assert {trade for trade, _ in found.by_trade} == {Trade.CLEANING, Trade.PAINTING}


def test_the_edges_of_the_horizon_are_in(django_assert_num_queries):
    today = localdate()
    last = month_after(today, HORIZON + 1) - timedelta(days=1)
    factories.PublishedContract(number="A", ends_on=today)
    factories.PublishedContract(number="B", ends_on=last)
    factories.PublishedContract(number="C", ends_on=last + timedelta(days=1))
    with django_assert_num_queries(1):
        assert queries.hours_ahead(Where(), today=today).ending == 2


@pytest.mark.parametrize(
    ("where", "count"),
    [
        (Where(department="11"), 2),
        (Where(department="65"), 1),
        (Where(commune="65440"), 1),
        (Where(family="45"), 1),
        (Where(department="11", family="45"), 0),
        (Where(neighbourhood="QN01101M"), 2),
        (Where(neighbourhood="QN99999M"), 0),
    ],
)
def test_one_looks_where_one_asks(contracts, where, count):
    one = factories.Neighbourhood(code="QN01101M")
    one.communes.set([factories.Commune(code="11069")])
    assert queries.hours_ahead(where, today=localdate()).ending == count


def test_the_page_says_hours_months_trades_and_that_nothing_is_verified(client, contracts):
    page = text(client.get("/achats/a-venir/"))
    for words in ("heures d’insertion en 18 mois", "Nettoyage de locaux", "Peinture", "estimation, non vérifié"):
        assert words in page
    assert "1 contrat n’est pas compté sur 3" in page


def test_without_contracts_the_page_says_what_will_fill_it(client):
    assert "Aucune heure à estimer" in text(client.get("/achats/a-venir/"))


@pytest.mark.parametrize(
    "query", ["departement='", "commune=%00", "quartier=%F0%9F", "famille=zz", "departement=999999"]
)
def test_no_parameter_makes_the_months_fail(client, contracts, query):
    for path in ("", "agenda.ics", "flux/", "mois.csv"):
        assert client.get(f"/achats/a-venir/{path}?{query}").status_code == 200


def test_the_months_cost_the_same_for_one_and_for_a_hundred(client, django_assert_num_queries):
    factories.PublishedContract(ends_on=end(localdate(), 3))
    factories.published_shares()
    with django_assert_num_queries(4):
        client.get("/achats/a-venir/")
    for _ in range(100):
        factories.PublishedContract(ends_on=end(localdate(), 3))
    factories.published_shares()
    with django_assert_num_queries(4):
        client.get("/achats/a-venir/")


def test_the_calendar_has_a_day_for_each_contract_that_ends(client, contracts):
    found = Calendar.from_ical(client.get("/achats/a-venir/agenda.ics?departement=11").content)
    events = found.walk("VEVENT")
    assert {str(one["summary"]) for one in events} == {
        "Fin prévue\u00a0: Nettoyage des écoles",
        "Fin prévue\u00a0: Sans montant",
    }
    assert events[0]["dtstart"].dt == end(localdate(), 2)
    assert "/achats/marches/contrat/" in events[0]["url"]


def test_the_feed_is_atom_and_holds_no_markup_of_a_file(client, contracts):
    factories.PublishedContract(number="F", ends_on=end(localdate(), 1), object="<script>x</script> & co")
    content = client.get("/achats/a-venir/flux/?departement=11").content
    entries = ElementTree.fromstring(content).findall("{http://www.w3.org/2005/Atom}entry")  # noqa: S314  # ours
    assert len(entries) == 3
    assert b"<script>" not in content


def test_the_table_of_months_leaves_as_csv(client, contracts):
    lines = b"".join(client.get("/achats/a-venir/mois.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Mois;Contrats qui finissent")
    assert len(lines) == HORIZON + 1


def test_the_api_gives_the_same_hours(client, contracts):
    found = client.get("/api/achats/a-venir?department=11").json()
    assert (found["ending"], found["uncounted"], found["verified"]) == (2, 1, False)
    assert len(found["months"]) == HORIZON
    assert client.get("/api/achats/a-venir?department=%27").status_code == 422
