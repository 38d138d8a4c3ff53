"""Operations and contracts: each refusal through its action, hours kept lot by lot, two people at once."""

import re

import pytest
import time_machine
from django.urls import reverse

from quartiers.kernel.errors import RuleBroken
from quartiers.office.rules import PLATFORM
from quartiers.procurement.actions import operations as actions
from quartiers.procurement.demo import operations as demo
from quartiers.procurement.examples import EXAMPLE_LOTS
from quartiers.procurement.models import KeptCheck, Lot, Operation
from quartiers.procurement.queries import operations as queries
from tests import factories, people
from tests.factories import procurement

pytestmark = pytest.mark.django_db
WHO = {"by": PLATFORM, "now": procurement.NOW}
NAMES = ("name", "amount", "trade", "share", "cost")


@pytest.fixture
def owner():
    return people.organisation()


def case_a(owner):
    lots = [
        procurement.LOT | dict(zip(NAMES, [cell.replace(" ", "") for cell in lot], strict=True))
        for lot in EXAMPLE_LOTS
    ]
    made = procurement.operation(owner)
    return actions.create_contract(made.pk, procurement.CONTRACT, lots, on=procurement.DAY, **WHO)


def test_the_worked_case_keeps_its_hours_lot_by_lot(owner):
    contract = case_a(owner)
    lines = queries.lines_of(contract, on=procurement.DAY)

    hours = list(Lot.objects.filter(contract=contract).order_by("number").values_list("hours", flat=True))
    assert hours == [255, 480, 347, 133, 159, 263, 134]
    assert (lines.due, lines.value) == (1771, 2_400_000)


def test_the_demonstration_shows_the_worked_case_with_the_clauses_of_its_contract_once():
    factories.Membership(user__email=demo.BUYER)

    assert "1\u202f771" in demo.load(procurement.DAY, procurement.NOW)
    assert demo.load(procurement.DAY, procurement.NOW) == ""
    kept = KeptCheck.objects.get()
    assert (kept.contract.operation.name, kept.blocked) == (demo.NAME, 0)
    assert len(kept.project["clauses"]) == len(demo.CLAUSES)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"name": ""}, "manque le nom"),
        ({"kind": "gold"}, "choix n’existe pas"),
        ({"neighbourhoods": ["QN99999Z"]}, "ne connaît pas ce quartier"),
        ({"summary": "Awa, 184127645108946"}, "sécurité sociale"),
        ({"starts_on": "2028-01-01", "ends_on": "2027-01-01"}, "avant"),
    ],
)
def test_an_operation_that_cannot_be_is_refused(owner, asked, said):
    with pytest.raises(RuleBroken, match=said):
        procurement.operation(owner, **asked)
    assert not Operation.objects.exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"name": ""}, "manque le nom du marché"),
        ({"cpv": "12"}, "CPV"),
        ({"is_framework": True}, "maximum"),
        ({"hours_step": "0"}, "plus de zéro"),
        ({"hours_trigger": "1000"}, "manque la tranche"),
        ({"invoiced": "1000", "invoiced_on": "2026-11-01"}, "manque la tranche"),
        ({"hours_step": "2000", "invoiced": "1000"}, "manque le jour"),
        ({"hours_step": "2000", "invoiced": "1000", "invoiced_on": "2030-01-01"}, "à venir"),
        ({"state": "gold"}, "choix n’existe pas"),
    ],
)
def test_a_contract_that_cannot_be_is_refused(owner, asked, said):
    with pytest.raises(RuleBroken, match=said):
        procurement.contract(owner, **asked)


def test_a_framework_owes_its_hours_as_it_is_invoiced(client, owner):
    steps = {"is_framework": True, "maximum": "4000000", "hours_step": "2000", "hours_trigger": "2700000"}
    made = procurement.contract(owner, **steps)
    people.sign_in(client, "member")
    address, form = (f"/achats/contrats/{made.pk}/{more}" for more in ("", "modifier/"))

    assert "255\u00a0h estimées, 0\u00a0h dues" in client.get(address).content.decode().replace(" h ", "\u00a0h ")
    base = queries.state_of_contract(made)
    noted = base | {"invoiced": "2703999", "invoiced_on": "2026-11-01"}
    actions.change_contract(made.pk, noted, [], removed=frozenset(), base=base, on=procurement.DAY, **WHO)
    made.refresh_from_db()
    lines = queries.lines_of(made, on=procurement.DAY)
    assert (lines.estimated, lines.due) == (255, 1)
    assert "1\u00a0h dues" in client.get(address).content.decode().replace(" h ", "\u00a0h ")
    machine = client.get(f"/api/achats/operations/{made.operation_id}").json()["contracts"][0]
    assert (machine["hours"]["due"], machine["invoiced"]) == (1, "2703999.00")
    wrong = client.post(form, {"lots": "0", "hours_step": "", "invoiced": "12"}).content.decode()
    assert "Il manque la tranche" in wrong
    assert 'value="12"' in wrong


def test_a_contract_has_a_lot_with_an_amount_and_at_most_sixty(owner):
    with pytest.raises(RuleBroken, match="manque un lot"):
        procurement.contract(owner, lots=0)
    with pytest.raises(RuleBroken, match="au plus 60 lots"):
        procurement.contract(owner, lots=61)
    made = procurement.operation(owner)
    lots = [procurement.LOT | {"amount": ""}]
    with pytest.raises(RuleBroken, match="manque le montant"):
        actions.create_contract(made.pk, procurement.CONTRACT, lots, on=procurement.DAY, **WHO)


def test_two_people_at_once_lose_nothing(owner):
    made = procurement.operation(owner)
    base = queries.state_of_operation(made)
    first = actions.change_operation(made.pk, base | {"summary": "La première"}, base=base, **WHO)
    second = actions.change_operation(made.pk, base | {"place": "Ailleurs"}, base=base, **WHO)
    third = actions.change_operation(made.pk, base | {"summary": "La seconde"}, base=base, **WHO)
    made.refresh_from_db()

    assert not first.clashes
    assert not second.clashes
    assert [one.name for one in third.clashes] == ["summary"]
    assert (made.summary, made.place) == ("La première", "Ailleurs")


def test_a_buyer_writes_an_operation_its_contract_and_reads_the_hours(client, owner):
    people.sign_in(client, "member")
    sent = {"name": "Rénovation", "kind": "works", "starts_on": "2027-01-04", "ends_on": "2028-03-03"}
    answer = client.post("/achats/operations/ajouter/", sent)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    lot = {"new_0_name": "Curage", "new_0_amount": "260 000", "new_0_trade": "demolition"}
    lot |= {"new_0_share": "55", "new_0_cost": "28"}
    contract = {
        "name": "Travaux",
        "kind": "works",
        "state": "prepared",
        "rate": "5",
        "hours_a_year": "1600",
        "lots": "1",
    }
    answer = client.post(answer["Location"], contract | lot)
    assert answer.status_code == 302, re.findall(r"<a href=\"#id[^<]*", answer.content.decode())
    page = client.get(answer["Location"]).content.decode()

    assert "255" in page
    assert "à corriger" in client.post("/achats/operations/ajouter/", {"kind": "works"}).content.decode()


def test_the_hours_of_a_contract_are_there_when_its_page_opens(client, owner):
    made = procurement.contract(owner, lots=2)
    people.sign_in(client, "member")
    page = client.get(f"/achats/contrats/{made.pk}/modifier/")

    assert [row.hours.due for row in page.context["form"].rows][:2] == [255, 255]


@time_machine.travel("2026-11-24T10:00:00+01:00", tick=False)
def test_what_is_prepared_counts_in_the_months_to_come_for_who_may_see_it(client, owner):
    quarter = factories.Neighbourhood(name="Les Tilleuls")
    made = procurement.contract(owner)
    made.operation.neighbourhoods.set([quarter])
    address = "/achats/a-venir/"
    visitor = client.get(address).context["found"]
    people.sign_in(client, "stranger")
    stranger = client.get(address).context["found"]
    client.logout()
    people.sign_in(client, "member")
    member = client.get(address).context["found"]
    elsewhere = client.get(address, {"commune": "11069"}).context["found"]

    assert [sum(one.prepared for one in found.months) for found in (visitor, stranger, elsewhere)] == [0, 0, 0]
    page = client.get(address).content.decode()
    assert "En préparation ici" in page
    assert "Par quartier, marchés en préparation" in page
    assert "Les Tilleuls" in page
    client.logout()
    assert "En préparation ici" not in client.get(address).content.decode()
    assert member.by_neighbourhood[0][0] == quarter.code
    assert sum(one.prepared for one in member.months) == pytest.approx(255, abs=10)


@pytest.mark.parametrize(
    ("placed", "near"),
    [
        ({"commune": "11069", "neighbourhoods": ["QN01101M"]}, "commune-11069"),
        ({"neighbourhoods": ["QN01101M"]}, "quartier-QN01101M"),
        ({}, ""),
    ],
)
def test_a_contract_and_its_sheet_lead_to_the_structures_near_the_site(client, owner, placed, near):
    town = factories.Commune(code="11069", name="Carcassonne", centre=(2.3522, 43.2130))
    factories.Neighbourhood(code="QN01101M", name="La Conte", centre=(2.3522, 43.2130), communes=[town])
    structure = factories.Organisation(name="Chantier des Lices", kind="aci")
    factories.Site(organisation=structure, latitude=43.2140, longitude=2.3522)
    contract = actions.create_contract(
        procurement.operation(owner, **placed).pk, procurement.CONTRACT, [procurement.LOT], on=procurement.DAY, **WHO
    )
    people.sign_in(client, "member")
    contract_page, sheet = (
        client.get(reverse(f"procurement:{name}", args=[contract.pk])).content.decode()
        for name in ("contract", "sheet")
    )

    structures, employers = reverse("structures:list"), reverse("iae:employers")
    asked = f"?pres={near}" if near else ""
    assert f'href="{structures}{asked}"' in sheet
    assert (f'href="{employers}{asked}"' in contract_page) is bool(near)
    if near:
        for address in (structures, employers):
            found = client.get(f"{address}{asked}").content.decode()
            assert "Chantier des Lices" in found
            assert "111\u00a0m" in found


def test_lists_and_pages_cost_as_much_for_one_lot_or_sixty(client, owner, django_assert_max_num_queries):
    people.sign_in(client, "member")
    for lots in (1, 60):
        made = procurement.contract(owner, lots=lots)
        with django_assert_max_num_queries(14):
            assert client.get(f"/achats/contrats/{made.pk}/").status_code == 200
        with django_assert_max_num_queries(16):
            assert client.get("/achats/operations/").status_code == 200
