"""Schemes of responsible procurement: what the law asks, figures, refusals, who notes what, two people at once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from json import dumps

import pytest
import time_machine
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel.errors import RuleBroken
from quartiers.office.rules import PLATFORM
from quartiers.procurement import demo
from quartiers.procurement.actions import spaser as actions
from quartiers.procurement.actions.operations import create_contract
from quartiers.procurement.demo.legal import BUYER as DEMO_BUYER
from quartiers.procurement.models import Charter, Contract, Operation, Spaser, SpaserYear
from quartiers.procurement.queries import spaser as queries
from quartiers.procurement.rules.requirements import State
from quartiers.procurement.rules.spaser import (
    INDICATORS,
    BuyerFacts,
    Facts,
    check_value,
    is_due,
    met,
    next_publication,
    requirements,
)
from tests import factories, people
from tests.factories import procurement, schemes

WHO = {"by": PLATFORM, "now": procurement.NOW}
TODAY = procurement.DAY
SIRET = factories.published.BUYER
EVERYTHING = Facts(
    social=True,
    ecological=True,
    implementation=True,
    follow_up=True,
    durability=True,
    adopted_on=date(2025, 1, 10),
    published_on=date(2025, 2, 1),
    has_address=True,
    indicators_on=None,
    targets=frozenset({"esus_value", "siae_value", "agec_value"}),
    buyers=(BuyerFacts("Ville", Decimal(60_000_000), frozenset({"esus_value", "siae_value", "agec_value"})),),
)


@pytest.fixture
def owner(db):
    found = people.organisation()
    found.siret = SIRET
    found.save()
    return found


# --- Rules ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("spending", "due"), [(49_999_999, False), (50_000_000, False), (50_000_001, True)])
def test_a_scheme_is_due_above_fifty_million_a_year(spending, due):
    assert is_due(Decimal(spending), on=TODAY) is due
    with pytest.raises(RuleBroken, match="pas connue"):
        is_due(Decimal(spending), on=date(2022, 12, 31))


def test_all_lines_are_green_when_everything_is_there():
    assert {one.state for one in requirements(EVERYTHING, on=TODAY)} == {State.DONE, State.TOLD}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"social": False}, "social"),
        ({"ecological": False}, "ecological"),
        ({"durability": False}, "durability"),
        ({"implementation": False}, "implementation"),
        ({"follow_up": False}, "implementation"),
        ({"published_on": None}, "published"),
        ({"has_address": False}, "published"),
        ({"targets": frozenset({"agec_value"})}, "esus"),
        ({"targets": frozenset({"esus_value", "agec_value"})}, "employers"),
        ({"targets": frozenset({"esus_value", "siae_value"})}, "targets"),
        ({"adopted_on": None}, "adopted"),
        ({"adopted_on": date(2024, 1, 10)}, "indicators"),
        ({"buyers": (BuyerFacts("Ville", Decimal(1), frozenset()),)}, "actuals"),
    ],
)
def test_each_line_turns_red_alone_and_says_what_to_do(change, code):
    asked = requirements(replace(EVERYTHING, **change), on=TODAY)
    (found,) = [one for one in asked if one.code == code]

    assert found.state is State.MISSING
    assert found.words


def test_what_nobody_said_of_the_amounts_is_not_verified():
    silent = replace(EVERYTHING, buyers=(BuyerFacts("Ville", None, EVERYTHING.targets),))
    duty = requirements(silent, on=TODAY)[0]

    assert duty.state is State.UNKNOWN
    assert "Ville" in duty.words


@given(adopted=st.dates(date(2000, 1, 1), date(2090, 1, 1)), later=st.integers(0, 3000))
def test_a_later_publication_never_brings_the_next_one_nearer(adopted, later):
    again = date.fromordinal(adopted.toordinal() + later)
    first, second = next_publication(adopted, None, on=TODAY), next_publication(adopted, again, on=TODAY)

    assert adopted < first <= second


@given(value=st.decimals(0, 1, places=4), more=st.decimals(0, 1, places=4), target=st.decimals(0, 1, places=4))
def test_a_target_that_is_reached_stays_reached_with_more(value, more, target):
    assert not met(target, value) or met(target, value + more)
    assert met(None, value) is None


@pytest.mark.parametrize(
    ("code", "value", "said"),
    [
        ("gold", "1", "n’existe pas"),
        ("people", "-1", "sous zéro"),
        ("esus_value", "1.01", "jusqu’à 100"),
        ("people", "1e13", "trop grand"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(code, value, said):
    with pytest.raises(RuleBroken, match=said):
        check_value(code, Decimal(value))


# --- Figures --------------------------------------------------------------------------------------------------------


def figures(owner, made=None):
    made = made or schemes.scheme(owner)
    (report,) = queries.reports(made, (2025, 2026))
    return {one.indicator.code: one.years[-1] for one in report.lines}


def test_a_contract_that_says_nothing_is_neither_with_nor_without(owner):
    factories.PublishedContract(social="avec", social_clause=True, amount=300_000)
    factories.PublishedContract(social="sans", amount=100_000)
    factories.PublishedContract(social="inconnu", social_clause=True, amount=900_000)
    factories.PublishedContract(social="avec", buyer_siret="73282932000074")
    factories.PublishedContract(social="avec", social_clause=True, amount=None, year=2024)
    found = figures(owner)

    share, value = found["social_clause_contracts"], found["social_clause_value"]
    assert (share.value, share.known, share.silent) == (Decimal("0.5"), 2, 1)
    assert value.value == Decimal("0.75")
    assert found["reserved_contracts"].value == 0


def test_every_office_of_a_buyer_counts_with_it(owner):
    factories.PublishedContract(environmental="avec", environmental_clause=True)
    factories.PublishedContract(buyer_siret=SIRET[:9] + "00025", environmental="sans", environmental_clause=False)

    assert figures(owner)["green_clause_contracts"].value == Decimal("0.5")


def test_sizes_and_offers_count_only_where_they_are_told(owner):
    factories.PublishedContract(offers=3, sme_holder=True)
    factories.PublishedContract(offers=0, sme_holder=None)
    found = figures(owner)

    assert (found["sme_contracts"].value, found["sme_contracts"].known) == (1, 1)
    assert (found["offers"].value, found["offers"].silent) == (3, 1)


def test_what_the_buyer_notes_replaces_what_was_counted(owner):
    factories.PublishedContract(social="avec", social_clause=True)
    made = schemes.scheme(owner)
    schemes.year(made, owner, 2026, social_clause_contracts="42")
    found = figures(owner, made)["social_clause_contracts"]

    assert (found.value, found.is_counted) == (Decimal("0.42"), False)


@pytest.mark.parametrize(
    ("people_count", "women", "people_masked", "share"),
    [("10", "50", True, None), ("11", "50", False, None), ("30", "50", False, Decimal("0.5")), ("", "50", None, None)],
)
def test_a_few_people_and_their_shares_are_never_told(owner, people_count, women, people_masked, share):
    made = schemes.scheme(owner)
    schemes.year(made, owner, 2026, people=people_count, women_share=women)
    found = figures(owner, made)

    assert (found["people"].is_masked if found["people"] else None) is people_masked
    assert (None if found["women_share"].is_masked else found["women_share"].value) == share


def test_hours_lots_and_motives_that_are_followed_here_are_proposed(owner):
    lot = procurement.LOT | {"reserved": "siae"}
    contract = procurement.contract(owner, starts_on="2026-01-05")
    create_contract(
        contract.operation_id,
        procurement.CONTRACT | {"starts_on": "2026-02-01"},
        [lot, lot | {"phase": "optional"}],
        on=TODAY,
        **WHO,
    )
    assert queries.proposals(owner.pk, 2026)["hours_due"] == 0
    Contract.objects.update(state="running")
    found = queries.proposals(owner.pk, 2026)

    assert (found["hours_due"], found["reserved_lots"]) == (510, 2)


def test_motives_count_once_for_a_contract_checked_twice(owner):
    member = factories.Membership(organisation=owner)
    for title, value in (("Nettoyage", 260_000), ("Nettoyage", 260_000), ("Gardiennage", 260_000), ("Papier", 1_000)):
        asked = factories.legal.CONTRACT | {"value": value}
        factories.KeptCheck(member=member, title=title, asked=asked)

    assert queries.proposals(owner.pk, 2026)["motives"] == 2
    assert queries.proposals(owner.pk, 2025)["motives"] == 0


# --- Refusals and two people ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"name": ""}, "manque le nom"),
        ({"buyers": []}, "manque un acheteur"),
        ({"buyers": [987654]}, "ne connaît pas cette organisation"),
        ({"follow_up": "Awa, 184127645108946"}, "sécurité sociale"),
        ({"starts_on": "2030-01-01", "ends_on": "2027-01-01"}, "avant"),
    ],
)
def test_a_scheme_that_cannot_be_is_refused(owner, asked, said):
    with pytest.raises(RuleBroken, match=said):
        schemes.scheme(owner, **asked)
    assert not Spaser.objects.exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"siae_value": "101"}, "jusqu’à 100"),
        ({"people": "3", "origin": ""}, "manque la source"),
        ({"people": "3", "origin": "184127645108946"}, "sécurité sociale"),
        ({"gold": "3"}, "ne se note pas ici"),
    ],
)
def test_a_year_that_cannot_be_is_refused(owner, asked, said):
    made = schemes.scheme(owner)
    with pytest.raises(RuleBroken, match=said):
        schemes.year(made, owner, **asked)
    assert not SpaserYear.objects.exists()


def test_a_year_to_come_and_a_stranger_are_refused(owner):
    made = schemes.scheme(owner)
    with pytest.raises(RuleBroken, match="ne se note pas"):
        schemes.year(made, owner, 2027, people="3")
    with pytest.raises(RuleBroken, match="pas un acheteur"):
        schemes.year(made, factories.Organisation(name="Ailleurs"), people="3")


def test_nobody_aims_at_motives(owner):
    with pytest.raises(RuleBroken, match="ne se note pas ici"):
        schemes.targets(schemes.scheme(owner), motives="3")


def test_two_people_who_note_the_same_year_lose_nothing(owner):
    made = schemes.scheme(owner)
    base = queries.state_of_sheet(None)
    more = {"on": TODAY, **WHO}
    actions.note_year(made.pk, owner.pk, 2025, base | {"people": "3", "origin": "bilan"}, base=base, **more)
    asked = base | {"hours_done": "900", "origin": "bilan"}
    second = actions.note_year(made.pk, owner.pk, 2025, asked, base=base, **more)
    third = actions.note_year(made.pk, owner.pk, 2025, base | {"people": "4"}, base=base, **more)

    assert not second.clashes
    assert [one.name for one in third.clashes] == ["people"]
    assert SpaserYear.objects.get().values == {"people": "3", "hours_done": "900"}


def test_a_target_that_is_emptied_is_taken_away(owner):
    made = schemes.scheme(owner)
    schemes.targets(made, siae_value="2", people="60")
    schemes.targets(made, siae_value="")

    assert queries.targets_of(made) == {"people": 60}


def test_two_people_who_change_the_scheme_lose_nothing(owner):
    made = schemes.scheme(owner)
    base = queries.state_of_scheme(made)
    actions.change_scheme(made.pk, base | {"social": "La première"}, base=base, **WHO)
    second = actions.change_scheme(made.pk, base | {"name": "Renommé"}, base=base, **WHO)
    third = actions.change_scheme(made.pk, base | {"social": "La seconde"}, base=base, **WHO)
    made.refresh_from_db()

    assert not second.clashes
    assert [one.name for one in third.clashes] == ["social"]
    assert (made.name, made.social) == ("Renommé", "La première")


# --- Pages ----------------------------------------------------------------------------------------------------------


@time_machine.travel("2026-11-29T10:00:00+01:00", tick=False)
def test_a_red_line_turns_green_once_it_is_written(client, owner):
    people.sign_in(client, "member")
    made = schemes.scheme(owner, durability="")
    address = f"/achats/spaser/{made.pk}/"
    before = client.get(address).context["asked"]
    base = queries.state_of_scheme(made)
    sent = {
        **{name: value for name, value in base.items() if value is not False},
        "buyers": owner.name,
        "durability": "Du matériel qui dure.",
        "depart": dumps(base),
    }
    answer = client.post(f"{address}modifier/", sent)
    after = client.get(address).context["asked"]

    assert answer.status_code == 302, answer.content.decode()[:3000]
    reds = [{one.code for one in asked if one.state is State.MISSING} for asked in (before, after)]
    assert reds[0] - reds[1] == {"durability"}


@time_machine.travel("2026-11-29T10:00:00+01:00", tick=False)
def test_what_is_followed_here_is_proposed_to_its_buyer_only(client, owner):
    writer = factories.Organisation(name="Métropole d’ailleurs")
    made = schemes.scheme(writer, buyers=[writer.pk, owner.pk])
    procurement.contract(owner, starts_on="2026-01-05")
    Contract.objects.update(state="running")
    people.sign_in(client, "member")
    address = f"/achats/spaser/{made.pk}/acheteurs/{owner.pk}/2026/"
    page = client.get(address)

    assert page.context["form"]["hours_due"].value() == "255"
    assert page.context["proposed"]
    sent = {"hours_due": "255", "origin": "relevé d’ici", "depart": dumps(queries.state_of_sheet(None))}
    assert client.post(address, sent).status_code == 302
    stranger = factories.Membership(organisation=writer, user__email="metropole@exemple.fr").user
    SpaserYear.objects.all().delete()
    client.force_login(stranger)
    assert not client.get(address).context["proposed"]


def test_a_figure_without_source_keeps_what_was_typed(client, owner):
    people.sign_in(client, "member")
    made = schemes.scheme(owner)
    page = client.post(f"/achats/spaser/{made.pk}/acheteurs/{owner.pk}/2025/", {"people": "12"}).content.decode()

    assert "manque la source" in page
    assert 'value="12"' in page


def test_the_second_of_two_people_is_asked_to_choose(client, owner):
    people.sign_in(client, "member")
    made = schemes.scheme(owner)
    base = queries.state_of_targets(made)
    schemes.targets(made, people="60")
    answer = client.post(f"/achats/spaser/{made.pk}/objectifs/", {"people": "70", "depart": dumps(base)})

    assert answer.status_code == 409


@time_machine.travel("2026-11-29T10:00:00+01:00", tick=False)
def test_the_report_is_a_page_a_document_and_a_table(client, owner):
    factories.PublishedContract(year=2025, social="avec", social_clause=True)
    made = schemes.scheme(owner, is_published=True)
    schemes.targets(made, social_clause_contracts="40")
    schemes.year(made, owner, people="12")
    address = f"/achats/spaser/{made.pk}/rapport"
    page = client.get(f"{address}/").content.decode().replace("\u202f", " ").replace("\u00a0", " ")
    document = Document(BytesIO(client.get(f"{address}/document/").content))
    rows = b"".join(client.get(f"{address}.csv").streaming_content).decode("utf-8-sig").splitlines()

    assert "sur 1 marché publié" in page
    assert "bilan" in page
    assert document.core_properties.title == made.name
    assert len(document.tables) == 3
    assert len(rows) == 1 + 2 * len(INDICATORS)


@time_machine.travel("2026-11-29T10:00:00+01:00", tick=False)
def test_the_machine_reads_published_schemes_only(client, owner):
    hidden = schemes.scheme(owner)
    shown = schemes.scheme(owner, is_published=True, name="Lisible")
    schemes.year(shown, owner, people="12")

    assert [one["name"] for one in client.get("/api/achats/spaser").json()] == ["Lisible"]
    assert client.get(f"/api/achats/spaser/{hidden.pk}").status_code == 404
    whole = client.get(f"/api/achats/spaser/{shown.pk}?year=2025").json()
    (people_line,) = [one for one in whole["buyers"][0]["indicators"] if one["code"] == "people"]
    assert [one["value"] for one in people_line["actuals"]] == [None, "12"]
    assert whole["next_publication_on"] == "2027-02-10"


def test_lists_and_pages_cost_as_much_for_one_row_or_a_hundred(client, owner, django_assert_max_num_queries):
    people.sign_in(client, "member")
    for count in (1, 100):
        buyers = [owner.pk, *(factories.Organisation(name=f"Acheteur {rank}").pk for rank in range(count // 5))]
        made = schemes.scheme(owner, buyers=buyers)
        schemes.targets(made, **{one.code: "5" for one in INDICATORS[:count] if one.code != "motives"})
        while Spaser.objects.count() < count:
            schemes.scheme(owner)
        while factories.published.models.PublishedContract.objects.count() < count:
            factories.PublishedContract()
        with django_assert_max_num_queries(12):
            assert client.get("/achats/spaser/").status_code == 200
        with django_assert_max_num_queries(15):
            assert client.get(f"/achats/spaser/{made.pk}/").status_code == 200
        with django_assert_max_num_queries(13):
            assert len(client.get(f"/achats/spaser/{made.pk}/rapport/").content) < 60_000


def test_the_demonstration_has_its_charter_and_its_scheme_once(db):
    factories.Membership(user__email=DEMO_BUYER, organisation__name="Ville de Val-Fictif")
    said = demo.load(TODAY)
    (report,) = queries.reports(Spaser.objects.get(), (2025, 2026))

    assert "Une charte" in said
    assert "Un schéma" in said
    assert report.has_published
    demo.load(TODAY)
    assert (Operation.objects.count(), Charter.objects.count(), Spaser.objects.count()) == (1, 1, 1)
