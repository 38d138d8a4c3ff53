"""Charters: the worked case, each refusal through its action, what stays confidential, two people at once."""

from decimal import Decimal
from json import dumps

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel.errors import RuleBroken
from quartiers.office.rules import PLATFORM
from quartiers.procurement.actions import charters as actions
from quartiers.procurement.actions.operations import create_contract
from quartiers.procurement.examples import EXAMPLE_LOTS
from quartiers.procurement.models import Charter, CharterOperation, Commitment, Contract
from quartiers.procurement.queries import charters as queries
from quartiers.procurement.rules import hours_from_worked
from quartiers.procurement.rules.charters import Measure, check_target, standing
from tests import factories, people
from tests.factories import charters, procurement

WHO = {"by": PLATFORM, "now": procurement.NOW}
TODAY = procurement.DAY
NAMES = ("name", "amount", "trade", "share", "cost")
hours = st.decimals(0, 10**6, places=2)
shares = st.decimals("0.0001", 1, places=4)


@pytest.fixture
def owner(db):
    return people.organisation()


def case_a(owner, **asked):
    """The worked case bound to a charter of urban renewal."""
    lots = [
        procurement.LOT | dict(zip(NAMES, [cell.replace(" ", "") for cell in lot], strict=True))
        for lot in EXAMPLE_LOTS
    ]
    operation = procurement.operation(owner)
    create_contract(operation.pk, procurement.CONTRACT | asked, lots, on=TODAY, **WHO)
    made = charters.charter(owner)
    charters.bind(made, operation)
    return made


def lines(made, organisation_id=None):
    rows = queries.bound(made, organisation_id, [], on=TODAY)
    return queries.commitments(made, rows, audience=None, on=TODAY)


# --- Rules ----------------------------------------------------------------------------------------------------------


@given(target=shares, worked=hours, due=st.integers(0, 10**6))
def test_what_is_missing_and_what_is_due_always_reach_the_target(target, worked, due):
    found = standing(Measure.RATE, target, worked=worked, due=due, reached=None)

    assert found.target == hours_from_worked(worked, rate=target)
    assert found.missing + due >= found.target
    assert found.is_covered == (found.target > 0 and due >= found.target)


@given(target=shares, worked=hours, due=st.integers(0, 10**6), more=st.integers(0, 10**6))
def test_hours_of_contracts_never_move_the_indicator(target, worked, due, more):
    reached = worked / 2
    before = standing(Measure.RATE, target, worked=worked, due=due, reached=reached)
    after = standing(Measure.RATE, target, worked=worked, due=due + more, reached=reached)

    assert before.indicator == after.indicator
    assert after.missing <= before.missing


@pytest.mark.parametrize(
    ("measure", "target", "said"),
    [
        (Measure.RATE, None, "manque l’objectif"),
        (Measure.RATE, Decimal(0), "au-dessus de zéro"),
        (Measure.RATE, Decimal("1.01"), "jusqu’à 100"),
        (Measure.HOURS, Decimal("10.5"), "nombre entier"),
    ],
)
def test_a_target_out_of_its_range_is_refused(measure, target, said):
    with pytest.raises(RuleBroken, match=said):
        check_target(measure, target)
    assert check_target(Measure.RATE, Decimal(1)) == 1


# --- The worked case ------------------------------------------------------------------------------------------------


def test_five_percent_of_the_worked_case_are_1770_hours_while_its_contracts_owe_1771(owner):
    works, upkeep = lines(case_a(owner), owner.pk)

    assert works.standing.worked == Decimal("35402.21")
    assert (works.standing.target, works.standing.due, works.standing.is_covered) == (1770, 1771, True)
    assert (upkeep.standing.worked, upkeep.standing.target) == (0, 0)


def test_1230_hours_of_residents_are_3_47_percent_whatever_the_contracts_owe(owner):
    made = case_a(owner)
    row = Commitment.objects.filter(charter=made).first()
    base = queries.state_of_commitment(row)
    said = {"reached": "1230", "reached_on": "2026-11-01", "reached_from": "bilan"}
    actions.change_commitment(row.pk, base | said, base=base, on=TODAY, **WHO)
    works, _ = lines(made, owner.pk)

    assert works.standing.indicator == Decimal("0.0347")
    assert not works.standing.is_reached
    assert works.standing.is_covered


def test_a_contract_that_is_not_awarded_counts_only_for_who_sees_its_operation(owner):
    made = case_a(owner)
    assert [one.standing.target for one in lines(made)] == [0, 0]
    assert queries.bound(made, None, [], on=TODAY) == []

    Contract.objects.update(state="running")
    assert [one.standing.target for one in lines(made)] == [1770, 0]
    (row,) = queries.bound(made, None, [], on=TODAY)
    assert not row.is_open


def test_an_optional_part_counts_once_affirmed(owner):
    made = charters.charter(owner)
    contract = procurement.contract(owner)
    charters.bind(made, contract.operation)
    lot = procurement.LOT | {"phase": "optional", "affirmed": "2026-12-01"}
    create_contract(contract.operation_id, procurement.CONTRACT, [lot], on=TODAY, **WHO)

    (before,) = queries.bound(made, owner.pk, [], on=TODAY)
    (after,) = queries.bound(made, owner.pk, [], on=TODAY.replace(month=12))
    assert (before.due, after.due) == (255, 510)


# --- Refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"name": ""}, "manque le nom"),
        ({"signatories": []}, "manque un signataire"),
        ({"signatories": [987654]}, "ne connaît pas cette organisation"),
        ({"neighbourhoods": ["QN99999Z"]}, "ne connaît pas ce quartier"),
        ({"summary": "Awa, 184127645108946"}, "sécurité sociale"),
        ({"starts_on": "2030-01-01", "ends_on": "2027-01-01"}, "avant"),
        ({"model": "gold"}, "choix n’existe pas"),
    ],
)
def test_a_charter_that_cannot_be_is_refused(owner, asked, said):
    with pytest.raises(RuleBroken, match=said):
        charters.charter(owner, **asked)
    assert not Charter.objects.exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"text": ""}, "manque ce qui est promis"),
        ({"origin": ""}, "l’endroit où c’est écrit"),
        ({"base": "gold"}, "choix n’existe pas"),
        ({"measure": "gold"}, "choix n’existe pas"),
        ({"target": ""}, "manque l’objectif"),
        ({"measure": "rate", "target": "101"}, "jusqu’à 100"),
        ({"reached": "3"}, "de quel jour"),
        ({"reached": "3", "reached_on": "2027-01-01", "reached_from": "bilan"}, "à venir"),
        ({"public": "184127645108946"}, "sécurité sociale"),
    ],
)
def test_a_commitment_that_cannot_be_is_refused(owner, asked, said):
    made = charters.charter(owner, model="local")
    with pytest.raises(RuleBroken, match=said):
        charters.commitment(made, **asked)
    assert not Commitment.objects.exists()


def test_one_binds_what_one_sees_and_only_once(owner):
    made, operation = charters.charter(owner), procurement.operation(owner)
    charters.bind(made, operation)
    elsewhere = procurement.operation(factories.Organisation(name="Bailleur d’ailleurs"))
    for refused in (operation, elsewhere):
        with pytest.raises(RuleBroken, match="déjà dans la charte"):
            charters.bind(made, refused)
    with pytest.raises(RuleBroken, match="choix n’existe pas"):
        charters.bind(made, procurement.operation(owner), "gold")
    assert CharterOperation.objects.count() == 1


def test_a_closed_charter_changes_only_once_reopened(owner):
    made = charters.charter(owner)
    actions.close_charter(made.pk, on=TODAY, **WHO)
    base = queries.state_of_charter(made)
    with pytest.raises(RuleBroken, match="close"):
        actions.change_charter(made.pk, base, base=base, **WHO)
    with pytest.raises(RuleBroken, match="close"):
        charters.commitment(made)
    with pytest.raises(RuleBroken, match="close"):
        actions.close_charter(made.pk, on=TODAY, **WHO)
    actions.reopen_charter(made.pk, **WHO)

    assert not actions.change_charter(made.pk, base | {"name": "Nouvelle"}, base=base, **WHO).clashes


def test_two_people_at_once_lose_nothing(owner):
    made = charters.charter(owner)
    base = queries.state_of_charter(made)
    actions.change_charter(made.pk, base | {"summary": "La première"}, base=base, **WHO)
    second = actions.change_charter(made.pk, base | {"name": "Renommée"}, base=base, **WHO)
    third = actions.change_charter(made.pk, base | {"summary": "La seconde"}, base=base, **WHO)
    made.refresh_from_db()

    assert not second.clashes
    assert [one.name for one in third.clashes] == ["summary"]
    assert (made.name, made.summary) == ("Renommée", "La première")


def test_a_commitment_that_somebody_took_away_is_not_written_again(owner):
    made = charters.charter(owner)
    row = charters.commitment(made)
    base = queries.state_of_commitment(row)
    actions.remove_commitment(made.pk, row.pk, **WHO)
    with pytest.raises(RuleBroken, match="vient d’être retiré"):
        actions.change_commitment(row.pk, base, base=base, on=TODAY, **WHO)


# --- Pages ----------------------------------------------------------------------------------------------------------


def test_a_member_writes_a_charter_binds_an_operation_and_reads_where_it_stands(client, owner):
    people.sign_in(client, "member")
    operation = procurement.contract(owner).operation
    sent = {"model": "npnru", "name": "Charte du Val", "signatories": owner.name, "is_published": "on"}
    address = client.post("/achats/chartes/ajouter/", sent)["Location"]
    refused = client.post(f"{address}operations/rattacher/", {"operation": "", "base": "works"})
    client.post(f"{address}operations/rattacher/", {"operation": operation.pk, "base": "works"})
    page = client.get(address).content.decode()

    assert refused.status_code == 422
    assert "non vérifié" in page
    assert "Les marchés demandent assez d’heures" in page
    assert "Charte du Val" in client.get(f"/achats/operations/{operation.pk}/").content.decode()
    client.logout()
    visitor = client.get(address).content.decode()
    assert "confidentiels" in visitor
    assert "5 107" not in visitor.replace("\u202f", " ")


def test_a_wrong_form_keeps_what_was_typed(client, owner):
    people.sign_in(client, "member")
    page = client.post("/achats/chartes/ajouter/", {"name": "Charte du Val", "model": "npnru"}).content.decode()
    made = charters.charter(owner)
    row = charters.commitment(made)
    form = client.post(
        f"/achats/chartes/{made.pk}/engagements/{row.pk}/modifier/",
        charters.COMMITMENT | {"measure": "rate", "target": "300", "reached": "8"},
    ).content.decode()

    assert "Charte du Val" in page
    assert "manque un signataire" in page
    assert "jusqu’à 100" in form
    assert "manque le jour de ce relevé" in form


def test_the_second_of_two_people_is_asked_to_choose(client, owner):
    people.sign_in(client, "member")
    made = charters.charter(owner)
    row = charters.commitment(made)
    address = f"/achats/chartes/{made.pk}/engagements/{row.pk}/modifier/"
    base = queries.state_of_commitment(row)
    actions.change_commitment(row.pk, base | {"target": "20"}, base=base, on=TODAY, **WHO)
    sent = charters.COMMITMENT | {"target": "30", "depart": dumps(base)}
    answer = client.post(address, sent)
    assert answer.status_code == 409
    client.post(address, sent | {"choix-target": "mine", "depart": dumps(base | {"target": "20"})})
    row.refresh_from_db()
    assert row.target == 30


def test_what_is_typed_of_a_commitment_that_somebody_takes_away_comes_back_to_be_added(client, owner):
    people.sign_in(client, "member")
    made = charters.charter(owner)
    row = charters.commitment(made)
    base = queries.state_of_commitment(row)
    actions.remove_commitment(made.pk, row.pk, **WHO)
    address = f"/achats/chartes/{made.pk}/engagements/{row.pk}/modifier/"
    sent = charters.COMMITMENT | {"text": "Réserver un lot sur trois", "depart": dumps(base)}
    answer = client.post(address, sent)

    assert answer.status_code == 409
    assert "Réserver un lot sur trois" in answer.content.decode()
    assert client.get(address).status_code == 404
    assert client.post(answer.context["add"], sent).status_code == 302
    assert queries.commitments(made, [], audience=None, on=TODAY)[-1].commitment.text == "Réserver un lot sur trois"


def test_the_machine_reads_published_charters_only(client, owner):
    hidden = charters.charter(owner)
    shown = charters.charter(owner, is_published=True, name="Lisible")
    found = client.get("/api/achats/chartes").json()

    assert [one["name"] for one in found] == ["Lisible"]
    assert client.get(f"/api/achats/chartes/{hidden.pk}").status_code == 404
    whole = client.get(f"/api/achats/chartes/{shown.pk}").json()
    assert [one["target"] for one in whole["commitments"]] == ["0.0500", "0.1000"]
    assert whole["signatories"] == [owner.name]


@pytest.mark.parametrize(
    ("reached", "to_all", "to_a_partner"),
    [
        ("0", "moins de 11", "moins de 5"),
        ("4", "moins de 11", "moins de 5"),
        ("10", "moins de 11", "10"),
        ("11", "11", "11"),
    ],
)
def test_a_few_people_are_told_only_to_who_counted_them(client, owner, reached, to_all, to_a_partner):
    partner = factories.Organisation(name="Bailleur d’ailleurs")
    made = charters.charter(owner, model="local", is_published=True, signatories=[owner.pk, partner.pk])
    noted = {"measure": "number", "reached": reached, "reached_on": "2026-11-01", "reached_from": "tableau du PLIE"}
    charters.commitment(made, **noted)
    said = {
        who: (line.masked or line.standing.reached, line.standing.is_reached)
        for who in (owner.pk, partner.pk, None)
        for line in queries.commitments(made, [], audience=queries.audience_of(made, who, []), on=TODAY)
    }
    page = client.get(f"/achats/chartes/{made.pk}/").content.decode()
    machine = client.get(f"/api/achats/chartes/{made.pk}").json()["commitments"][0]

    assert said[owner.pk][0] == Decimal(reached)
    assert str(said[partner.pk][0]).removesuffix(".00") == to_a_partner
    assert str(said[None][0]).removesuffix(".00") == to_all
    assert to_all in page
    assert (machine["reached"], machine["reached_below"]) == ((None, 11) if "moins" in to_all else ("11.00", None))


def test_lists_and_pages_cost_as_much_for_one_row_or_a_hundred(client, owner, django_assert_max_num_queries):
    people.sign_in(client, "member")
    made = charters.charter(owner)
    for count in (1, 100):
        while Charter.objects.count() < count:
            charters.charter(owner, model="local")
        while Commitment.objects.filter(charter=made).count() < min(count, 40):
            charters.commitment(made)
        while CharterOperation.objects.filter(charter=made).count() < min(count, 30):
            charters.bind(made, procurement.contract(owner).operation)
        with django_assert_max_num_queries(14):
            assert client.get("/achats/chartes/").status_code == 200
        with django_assert_max_num_queries(17):
            assert client.get(f"/achats/chartes/{made.pk}/").status_code == 200
