"""Values of a territory: dated, signed, withdrawn; they go before those of departure, where they count."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel.errors import RuleBroken
from quartiers.office.rules import PLATFORM, Author
from quartiers.procurement.actions import labour as actions
from quartiers.procurement.models import Lot, SignedValue
from quartiers.procurement.queries import labour as queries
from quartiers.procurement.rules import Labour
from quartiers.procurement.rules.local_values import LocalValue, LocalValues, in_force
from tests import factories, people
from tests.factories import labour, procurement

DAY = date(2026, 11, 29)
SHARE, COST = Decimal("0.6"), Decimal(30)


def row(first: int, rank: int, subject: str = "painting") -> LocalValue:
    start = date(2026, 1, 1) + timedelta(days=first)
    return LocalValue(subject, start, start, "", "", "relevé", False, Labour(SHARE, COST), rank=rank)


rows = st.lists(
    st.builds(row, st.integers(0, 400), st.integers(1, 10_000), st.sampled_from(["painting", "roads"])),
    unique_by=lambda one: one.rank,
)


class TestInForce:
    @given(rows, st.integers(0, 400))
    def test_it_is_the_last_that_began_and_never_one_to_come(self, given_rows, day):
        on = date(2026, 1, 1) + timedelta(days=day)

        for subject, found in in_force(given_rows, on=on).items():
            begun = [one for one in given_rows if one.subject == subject and one.valid_from <= on]
            assert found == max(begun, key=lambda one: (one.valid_from, one.rank))

    @given(rows)
    def test_the_order_of_the_rows_changes_nothing(self, given_rows):
        assert in_force(given_rows, on=DAY) == in_force(reversed(given_rows), on=DAY)

    def test_both_sides_of_its_first_day(self):
        on = date(2026, 1, 11)

        assert in_force([row(10, 1)], on=on - timedelta(days=1)) == {}
        assert in_force([row(10, 1)], on=on)["painting"].rank == 1


def test_a_territory_settles_a_trade_once_nobody_asks_to_check_it():
    settled = LocalValues("Ici", {"painting": row(1, 1)})

    assert settled.settles(["painting"])
    assert not settled.settles(["painting", "roads"])
    assert not LocalValues().settles(["painting"])


@pytest.mark.django_db
class TestSigned:
    @pytest.fixture
    def cite(self):
        return people.cite()

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ({"subject": "gold"}, "pas dans la liste"),
            ({"share": None}, "manque la part de main-d’œuvre"),
            ({"share": Decimal(0)}, "au-dessus de zéro"),
            ({"share": Decimal("1.01")}, "jusqu’à 100"),
            ({"cost": None}, "manque le coût d’une heure"),
            ({"cost": Decimal("12.01")}, "Smic horaire"),
            ({"subject": "rate"}, "manque le taux"),
            ({"subject": "full_time", "hours_a_year": 1_500}, "temps plein"),
            ({"valid_from": None}, "manque le premier jour"),
            ({"source": " "}, "manque la source"),
            ({"source": "x" * 301}, "trop long"),
            ({"source": "Awa, 184127645108946"}, "sécurité sociale"),
        ],
    )
    def test_what_cannot_be_a_value_is_refused(self, cite, asked, said):
        with pytest.raises(RuleBroken, match=said):
            labour.signed(cite, **asked)
        assert not SignedValue.objects.exists()

    def test_it_says_who_when_and_in_whose_name(self, cite):
        member = people.member(email="karim@exemple.fr")
        labour.signed(cite, by=Author(member.pk, people.organisation().pk))

        found = queries.values_of(cite, on=DAY).values["painting"]
        assert (found.signatory, found.organisation) == (str(member), "Régie des Tilleuls")
        assert (found.signed_on, found.valid_from) == (date(2026, 11, 2), date(2026, 11, 1))

    def test_withdrawn_the_one_before_counts_again_and_the_row_stays(self, cite):
        labour.signed(cite, share=Decimal("0.5"), valid_from=date(2026, 10, 1))
        last = labour.signed(cite)
        assert queries.values_of(cite, on=DAY).values["painting"].labour == Labour(SHARE, COST)

        actions.withdraw_value(cite.pk, last.pk, by=PLATFORM, now=labour.NOW)

        assert queries.values_of(cite, on=DAY).values["painting"].labour.share == Decimal("0.5")
        assert queries.signed_values(cite.pk).count() == 2
        with pytest.raises(RuleBroken, match="déjà retirée"):
            actions.withdraw_value(cite.pk, last.pk, by=PLATFORM, now=labour.NOW)

    def test_another_territory_keeps_its_own(self, cite):
        labour.signed(factories.Cite(slug="ailleurs", bearer=factories.Organisation(name="Ville d’ailleurs")))

        assert queries.values_of(cite, on=DAY).values == {}
        assert queries.territories(on=DAY) == [("ailleurs", queries.cites().get(slug="ailleurs").name)]

    def test_a_lot_of_the_territory_is_counted_with_its_values(self, cite):
        labour.signed(cite)
        made = procurement.operation(people.organisation(), cite=cite.pk)
        lot = procurement.LOT | {"trade": "painting", "amount": "100000", "share": "", "cost": ""}
        contract = procurement.create_contract(
            made.pk, procurement.CONTRACT, [lot], on=DAY, by=PLATFORM, now=procurement.NOW
        )

        (found,) = Lot.objects.filter(contract=contract)
        assert (found.labour_share, found.hourly_cost, found.hours) == (SHARE, COST, 100)


@pytest.mark.django_db
class TestPages:
    LOT = {"lots": "1", "lot_0_montant": "100000", "lot_0_metier": "painting", "taux": "5", "annee": "1600"}

    def test_the_simulator_counts_with_the_values_of_the_territory_that_is_chosen(self, client):
        labour.signed(people.cite())

        seed = client.post("/achats/heures/", self.LOT).content.decode()
        page = client.post("/achats/heures/", self.LOT | {"territoire": people.SLUG}).content.decode()

        assert "125 heures d’insertion" in seed.replace("\u00a0", " ")
        assert "100 heures d’insertion" in page.replace("\u00a0", " ")
        assert "non vérifiés" in seed
        assert "non vérifiés" not in page
        assert "Valeurs signées pour Val-Fictif" in page

    def test_a_territory_is_chosen_among_typed_lots_and_none_is_lost(self, client):
        assert "Valeurs de quel territoire" not in client.get("/achats/heures/").content.decode()
        labour.signed(people.cite())
        opened = client.get("/achats/heures/").content.decode()
        typed = self.LOT | {"lot_0_intitule": "Peinture des halls", "territoire": people.SLUG}
        page = client.post("/achats/heures/", typed).content.decode()

        assert f'<option value="{people.SLUG}">' in opened
        assert 'value="Peinture des halls"' in page
        assert "100 heures d’insertion" in page.replace("\u00a0", " ")

    def test_a_territory_that_is_not_there_is_no_choice(self, client):
        people.cite()

        assert "Valeurs de quel territoire" not in client.get("/achats/heures/").content.decode()
        opened = client.get(f"/achats/heures/?territoire={people.SLUG}").content.decode()
        assert "Valeurs de quel territoire" in opened
        wrong = client.post("/achats/heures/", self.LOT | {"territoire": "nulle-part"}).content.decode()
        assert "Ce choix n’existe pas" in wrong

    def test_a_visitor_reads_in_whose_name_and_not_who(self, client):
        member = people.member(email="karim@exemple.fr")
        labour.signed(people.cite(), by=Author(member.pk, people.organisation().pk))

        page = client.get(f"/achats/valeurs/{people.SLUG}/").content.decode()
        assert "Régie des Tilleuls" in page
        assert str(member) not in page

    def test_who_coordinates_signs_and_withdraws(self, client):
        people.sign_in(client, "coordinator")
        address = f"/achats/valeurs/{people.SLUG}/"
        asked = {
            "subject": "painting", "share": "68", "cost": "28,50", "valid_from": "2026-11-01",
            "source": "relevé de dix marchés", "to_validate": "on",
        }  # fmt: skip

        wrong = client.post(f"{address}signer/", asked | {"cost": "10"})
        assert "Smic horaire" in wrong.content.decode()
        assert 'value="68"' in wrong.content.decode()
        assert client.post(f"{address}signer/", asked).status_code == 302
        (made,) = SignedValue.objects.all()
        assert (made.labour_share, made.hourly_cost, made.to_validate) == (Decimal("0.68"), Decimal("28.5"), True)
        assert "28,50" in client.get(address).content.decode()
        assert client.post(f"{address}{made.pk}/retirer/").status_code == 302
        assert client.post(f"{address}{made.pk}/retirer/").status_code == 404

    def test_the_page_asks_the_same_whatever_was_signed(self, client, django_assert_max_num_queries):
        cite = people.cite()
        labour.signed(cite)
        with django_assert_max_num_queries(12) as one:
            client.get(f"/achats/valeurs/{people.SLUG}/")
        for rank in range(100):
            labour.signed(cite, source=f"relevé n° {rank}")
        with django_assert_max_num_queries(len(one)):
            client.get(f"/achats/valeurs/{people.SLUG}/")

    def test_the_machine_says_the_same(self, client):
        labour.signed(people.cite())
        address, hours = reverse("api-1:procurement_values", args=[people.SLUG]), reverse("api-1:procurement_hours")
        read = client.get(address).json()
        before = client.get(f"{address}?on=2026-10-31").json()
        counted = client.post(
            hours,
            {"lots": [{"amount": 100000, "trade": "painting"}], "territory": people.SLUG},
            content_type="application/json",
        ).json()

        assert [(one["subject"], one["labour_share"]) for one in read["values"]] == [("painting", 0.6)]
        assert (before["values"], len(before["history"])) == ([], 1)
        assert (counted["hours"], counted["verified"]) == (100, True)
        body = {"lots": [{"amount": 1}], "territory": "nulle-part"}
        missing = client.post(hours, body, content_type="application/json")
        assert missing.status_code == 404
