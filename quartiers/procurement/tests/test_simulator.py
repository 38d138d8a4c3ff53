"""The simulator of hours: what a visitor types, what appears, what is kept: nothing."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW
from quartiers.procurement import rules
from quartiers.procurement.examples import EXAMPLE_LOTS

pytestmark = pytest.mark.django_db
ADDRESS = "/achats/heures/"
TODAY = date(2026, 11, 30)
BASE = {"lots": "2", "taux": "5", "annee": "1600", "lot_0_metier": "demolition", "lot_1_metier": "structure"}
amounts = st.decimals(0, 10**8, places=2)


def sent(client, live=False, **typed):
    headers = {"HX-Request": "true"} if live else {}
    return client.post(ADDRESS, BASE | typed, headers=headers)


def words(answer):
    return answer.content.decode()


def worked():
    return rules.Simulation(
        tuple(
            rules.lot_hours(
                label,
                Decimal(amount.replace(" ", "")),
                labour_share=Decimal(share) / 100,
                hourly_cost=Decimal(cost),
                rate=Decimal("0.05"),
            )
            for label, amount, _, share, cost in EXAMPLE_LOTS
        ),
        1600,
    )


def test_the_worked_case_gives_its_hours_lot_by_lot():
    found = worked()

    assert [one.due for one in found.lots] == [255, 480, 347, 133, 159, 263, 134]
    assert (found.due, found.amount, found.total) == (1771, 2_400_000, Decimal("35402.21"))
    assert (found.share, found.full_time) == (Decimal("0.0500"), Decimal("1.1"))


def test_the_six_formulas_stand_side_by_side():
    asked = {
        "step": Decimal(2_000),
        "trigger": Decimal(700_000),
        "transferred": Decimal(5_402),
        "entrusted": Decimal("0.1"),
    }
    found = {one.code: one.hours for one in rules.compare(worked(), rate=Decimal("0.05"), on=TODAY, **asked)}

    assert found == {"F1": 1771, "F2": 1770, "F3": 850, "F4": 900, "F5": 1500, "F6": 3540}


def test_a_formula_says_what_it_lacks():
    found = {one.code: one for one in rules.compare(worked(), rate=Decimal("0.05"), on=TODAY)}

    assert [code for code, one in found.items() if one.needs] == ["F3", "F5", "F6"]
    assert all((one.hours is None) == bool(one.needs) for one in found.values())


@given(st.lists(amounts, min_size=1, max_size=6))
def test_the_whole_is_the_sum_of_its_lots(given_amounts):
    lots = tuple(
        rules.lot_hours("", one, labour_share=Decimal("0.5"), hourly_cost=30, rate=Decimal("0.05"))
        for one in given_amounts
    )
    found = rules.Simulation(lots, 1607)

    assert found.due == sum(one.due for one in lots)
    assert found.amount == sum(given_amounts)
    assert found.share is None or found.share >= 0


@pytest.mark.parametrize(
    ("share", "kind"),
    [("0", "ok"), ("0.15", "ok"), ("0.1501", "warn"), ("0.25", "warn"), ("0.2501", "bad"), ("1", "bad")],
)
def test_a_large_share_of_insertion_is_to_be_justified_then_reviewed(share, kind):
    assert rules.proportion(Decimal(share), on=TODAY).kind == kind


def test_no_share_without_hours():
    assert rules.proportion(None, on=TODAY) is None


def test_what_a_territory_signed_goes_before_the_values_of_departure():
    own = {rules.Trade.PAINTING: rules.Labour(Decimal("0.6"), Decimal(31))}

    assert rules.labour_of("painting", on=TODAY, local=own).share == Decimal("0.6")
    assert rules.labour_of("painting", on=TODAY).share == Decimal("0.70")
    assert rules.labour_of("cleaning", on=TODAY, local=own).share == Decimal("0.80")


def test_a_trade_that_does_not_exist_is_refused():
    with pytest.raises(RuleBroken, match=r"Ce métier n’est pas dans la liste"):
        rules.labour_of("bakery", on=TODAY)


def test_every_trade_has_its_values():
    assert set(rules.LABOUR.on(TODAY)) == set(rules.Trade)
    assert all(one.label for one in rules.Trade)


def test_amounts_as_people_write_them_give_hours(client):
    answer = words(sent(client, lot_0_montant="260 000 €", lot_1_montant=f"640{NARROW}000,00"))

    assert f"{735} heures d’insertion" in answer
    assert '<b class="num">255</b>' in answer
    assert '<b class="num">480</b>' in answer
    assert "non vérifiés" in answer


def test_a_share_and_a_cost_that_are_typed_go_before_those_of_the_trade(client):
    answer = sent(client, lot_0_montant="1000000", lot_0_part="50", lot_0_cout="30")

    assert answer.context["found"].due == 833


def test_a_share_of_nothing_is_a_share(client):
    answer = sent(client, lot_0_montant="1000000", lot_0_part="0", lot_1_montant="640000")

    assert [one.due for one in answer.context["found"].lots] == [0, 480]


def test_the_hours_come_without_the_page_as_one_types(client):
    answer = sent(client, live=True, lot_0_montant="260000", lot_1_montant="64O")

    assert "<html" not in words(answer)
    assert 'id="heures-0"' in words(answer)
    assert words(answer).count('hx-swap-oob="true"') == 2
    assert "à corriger" in words(answer)
    assert answer.context["found"].due == 255


def test_nothing_typed_is_told_without_losing_the_rest(client):
    answer = sent(client, lot_0_intitule="Curage")

    assert "Erreur" in words(answer)
    assert "Il manque le montant de ce lot" in words(answer)
    assert 'value="Curage"' in words(answer)
    assert "Il manque un montant" in words(sent(client))


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("lot_0_montant", "beaucoup", "pas lisible"),
        ("lot_0_montant", "-5", "trop petit"),
        ("lot_0_montant", "1e9", "pas lisible"),
        ("lot_0_montant", "9" * 18, "trop grand"),
        ("lot_0_montant", "NaN", "pas lisible"),
        ("lot_0_montant", "1,234", "après la virgule"),
        ("lot_0_part", "101", "trop grand"),
        ("lot_0_cout", "0", "ne peut pas coûter zéro"),
        ("lot_0_metier", "boulangerie", "n’existe pas"),
        ("lot_0_intitule", "x" * 201, "trop long"),
        ("lot_0_intitule", "a\0b", "illisible"),
        ("taux", "", "Il manque le taux"),
        ("taux", "120", "trop grand"),
        ("annee", "12", "n’existe pas"),
        ("tranche", "0", "ne peut pas valoir zéro"),
        ("repris", "999999", "plus d’heures que le marché"),
        ("confiee", "-1", "trop petit"),
    ],
)
@pytest.mark.parametrize("live", [True, False])
def test_a_slip_is_told_and_never_breaks(client, name, typed, says, live):
    answer = sent(client, live=live, **({"lot_0_montant": "260000"} | {name: typed}))

    assert answer.status_code == 200
    assert live or says in words(answer)


def test_a_button_adds_a_row_and_keeps_what_was_typed(client):
    answer = sent(client, ajouter="lot", lot_0_montant="260000", lot_1_montant="abc")

    assert 'name="lot_2_montant"' in words(answer)
    assert 'value="abc"' in words(answer)
    assert "Erreur" not in words(answer)


@pytest.mark.parametrize("rows", ["", "0", "-3", "x", "99999", "３"])
def test_a_count_of_rows_that_was_tampered_with_is_bounded(client, rows):
    answer = sent(client, lots=rows, lot_0_montant="260000")

    assert answer.status_code == 200
    assert answer.context["form"].count <= 30


def test_the_example_is_typed_already_and_answers_at_once(client):
    page = client.get(f"{ADDRESS}?exemple=1")
    answer = words(page)

    assert 'value="640 000"' in answer
    assert 'name="lot_6_montant"' in answer
    assert page.context["found"].due == 1771


def test_nothing_is_kept(client, django_assert_num_queries):
    with django_assert_num_queries(1):  # the territories that signed their values
        sent(client, lot_0_montant="260000")


def test_the_machine_gets_what_the_page_says(client):
    lots = [
        {
            "label": label,
            "amount": int(amount.replace(" ", "")),
            "labour_share": int(share) / 100,
            "hourly_cost": int(cost),
        }
        for label, amount, _, share, cost in EXAMPLE_LOTS
    ]
    body = {"lots": lots, "rate": 0.05, "step": 2000, "trigger": 700_000, "on": "2026-11-30"}
    found = client.post("/api/achats/heures", body, content_type="application/json").json()

    assert [one["hours"] for one in found["lots"]] == [255, 480, 347, 133, 159, 263, 134]
    assert (found["hours"], found["total_hours"], found["full_time"]) == (1771, 35402.21, 1.1)
    assert {one["code"]: one["hours"] for one in found["formulas"]}["F3"] == 850
    assert found["verified"] is False


def test_the_machine_is_told_what_is_out_of_range(client):
    refused = client.post(
        "/api/achats/heures", {"lots": [{"amount": 1, "hourly_cost": 0}]}, content_type="application/json"
    )

    assert refused.status_code == 409
    assert "coût horaire" in refused.json()["message"]
    assert client.post("/api/achats/heures", {"lots": []}, content_type="application/json").status_code == 422


def test_the_hub_shows_its_doors(client):
    answer = words(client.get("/achats/"))

    assert f'href="{ADDRESS}"' in answer
    assert "ne remplacent pas" in answer
