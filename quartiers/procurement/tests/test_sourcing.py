"""Sourcing and small companies: equal information, companies and never persons, lots, what is coming."""

from datetime import UTC, date, datetime
from decimal import Decimal
from json import dumps

import pytest
import time_machine
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel.errors import RuleBroken
from quartiers.office.rules import PLATFORM
from quartiers.procurement.actions import sourcing as actions
from quartiers.procurement.demo import sourcing as demo
from quartiers.procurement.demo.legal import BUYER as DEMO_BUYER
from quartiers.procurement.models import Sourcing, SourcingCompany, SourcingInformation
from quartiers.procurement.queries import sourcing as queries
from quartiers.procurement.rules import Kind
from quartiers.procurement.rules.decp.values import end
from quartiers.procurement.rules.lots import lots_advice, small_lots
from quartiers.procurement.rules.requirements import State
from quartiers.procurement.rules.sourcing import AskedCompany, Given, check_text, requirements, unequal
from tests import factories, people
from tests.factories import procurement, sourcing

WHO = {"by": PLATFORM, "now": procurement.NOW}
TODAY = procurement.DAY
names = st.sets(st.sampled_from("ABCDEF"), min_size=1)
amounts = st.lists(st.decimals(1, 3_000_000, places=2), min_size=1, max_size=12)


@pytest.fixture
def owner(db):
    return people.organisation()


def asked(found):
    return tuple(AskedCompany(one, TODAY, None) for one in sorted(found))


# --- Rules ----------------------------------------------------------------------------------------------------------


@given(companies=names, told=names)
def test_what_all_got_is_equal_and_what_one_lacks_is_named(companies, told):
    found = unequal(asked(companies), (Given("Le plan", TODAY, frozenset(told)),))

    assert [set(one.lacking) for one in found] == ([companies - told] if companies - told else [])


def test_the_lines_turn_green_one_by_one():
    both = asked("AB")
    everyone = (Given("Le plan", TODAY, frozenset("AB")),)
    lines = {one.code: one.state for one in requirements("Le besoin", both, everyone, "Deux lots")}
    some = {one.code: one for one in requirements("", both[:1], (Given("x", TODAY, frozenset("B")),), "")}

    assert set(lines.values()) == {State.DONE}
    assert {one.state for one in some.values()} == {State.MISSING}
    assert "A" in some["equal"].words
    assert requirements("x", both, (), "x")[2].state is State.UNKNOWN


@pytest.mark.parametrize(
    "text",
    ["Écrire à jean@exemple.fr", "Appeler le 06 12 34 56 78", "+33 4 68 00 00 00", "184127645108946"],
)
def test_a_contact_is_refused(text):
    with pytest.raises(RuleBroken):
        check_text(text)


@pytest.mark.parametrize("text", ["Lot 7, 1 200 000 € HT", "SIRET 73282932000074", "Réponse le 02/10/2026 à 14 h"])
def test_figures_that_reach_nobody_pass(text):
    check_text(text)


@given(rows=amounts, kind=st.sampled_from(list(Kind)))
def test_small_lots_are_under_their_limit_and_together_at_most_a_fifth(rows, kind):
    count = small_lots(kind, rows, on=TODAY)
    small = sorted(rows)[:count]

    assert sum(small) <= sum(rows) / 5
    assert all(one < (1_000_000 if kind == Kind.WORKS else 80_000) for one in small)


@pytest.mark.parametrize(
    ("kind", "smallest", "count"),
    [
        (Kind.WORKS, 999_999, 1),
        (Kind.WORKS, 1_000_000, 0),
        (Kind.SERVICES, 79_999, 1),
        (Kind.SUPPLIES, 80_000, 0),
    ],
)
def test_the_limit_of_a_small_lot_is_not_small(kind, smallest, count):
    assert small_lots(kind, [Decimal(smallest), Decimal(9_000_000)], on=TODAY) == count


def test_a_single_lot_needs_its_reason_and_a_concession_needs_no_advice():
    (single,) = lots_advice(Kind.WORKS, [Decimal(5)], is_concession=False, on=TODAY)

    assert single.kind == "warn"
    assert "L2113-11" in single.article
    assert lots_advice(Kind.WORKS, [Decimal(5)], is_concession=True, on=TODAY) == ()
    assert len(lots_advice(Kind.WORKS, [Decimal(5), Decimal(90)], is_concession=False, on=TODAY)) == 2


# --- Refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "manque le nom"),
        ({"need": "Voir avec jean@exemple.fr"}, "courriel ou un téléphone"),
        ({"cpv": "12"}, "CPV"),
        ({"opened_on": ""}, "manque le jour"),
        ({"closed_on": "2026-09-01"}, "avant"),
        ({"operation": 987654}, "n’est pas suivie"),
    ],
)
def test_a_card_that_cannot_be_is_refused(owner, values, said):
    with pytest.raises(RuleBroken, match=said):
        sourcing.card(owner, **values)
    assert not Sourcing.objects.exists()


def test_a_card_names_only_an_operation_that_its_organisation_sees(owner):
    elsewhere = procurement.operation(factories.Organisation(name="Bailleur d’ailleurs"))
    with pytest.raises(RuleBroken, match="n’est pas suivie"):
        sourcing.card(owner, operation=elsewhere.pk)
    assert sourcing.card(owner, operation=procurement.operation(owner).pk).operation is not None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "manque le nom"),
        ({"name": "Madame Durand"}, "nom d’une personne"),
        ({"name": "Dupont 06 12 34 56 78"}, "courriel ou un téléphone"),
        ({"siret": "73282932000075"}, "SIRET"),
        ({"asked_on": ""}, "manque le jour"),
        ({"asked_on": "2027-01-01"}, "à venir"),
        ({"answered_on": "2026-09-01"}, "avant la demande"),
        ({"answer": "184127645108946"}, "sécurité sociale"),
    ],
)
def test_a_company_that_cannot_be_is_refused(owner, values, said):
    card = sourcing.card(owner)
    with pytest.raises(RuleBroken, match=said):
        sourcing.company(card, **values)
    assert not SourcingCompany.objects.exists()


def test_a_company_stands_once_in_a_card_which_has_an_end(owner):
    card = sourcing.card(owner)
    sourcing.company(card)
    with pytest.raises(RuleBroken, match="déjà dans la fiche"):
        sourcing.company(card)
    SourcingCompany.objects.bulk_create(
        SourcingCompany(sourcing=card, name=f"Entreprise {rank}", asked_on=TODAY)
        for rank in range(actions.MOST_COMPANIES)
    )
    with pytest.raises(RuleBroken, match="au plus 20 entreprises"):
        sourcing.company(card, name="Encore une")


def test_the_same_company_added_twice_at_the_same_instant_is_refused_kindly(owner, monkeypatch):
    card = sourcing.card(owner)
    row = sourcing.company(card)
    with pytest.raises(RuleBroken, match="déjà dans la fiche"):
        sourcing.company(card, name=row.name.upper())
    monkeypatch.setattr("django.db.models.QuerySet.exists", lambda self: False)
    with pytest.raises(RuleBroken, match="déjà dans la fiche"):
        sourcing.company(card)
    assert SourcingCompany.objects.filter(sourcing=card).count() == 1


def test_what_is_said_has_words_a_day_and_companies_of_the_card(owner):
    card = sourcing.card(owner)
    mine, other = sourcing.company(card), sourcing.company(sourcing.card(owner))
    with pytest.raises(RuleBroken, match="manque l’information"):
        sourcing.say(card, mine, text="")
    with pytest.raises(RuleBroken, match="à quelles entreprises"):
        sourcing.say(card)
    with pytest.raises(RuleBroken, match="à quelles entreprises"):
        sourcing.say(card, mine, other)
    with pytest.raises(RuleBroken, match="à venir"):
        actions.give_information(card.pk, "Le plan", "2027-01-01", [mine.pk], on=TODAY, **WHO)
    assert not SourcingInformation.objects.exists()
    for rank in range(actions.MOST_SAID):
        sourcing.say(card, mine, text=f"Le plan {rank}")
    with pytest.raises(RuleBroken, match="au plus 20 informations"):
        sourcing.say(card, mine)


def test_two_people_at_once_lose_nothing(owner):
    card = sourcing.card(owner)
    base = queries.state_of_card(card)
    actions.change_card(card.pk, base | {"need": "Le premier"}, base=base, **WHO)
    second = actions.change_card(card.pk, base | {"conclusion": "Deux lots"}, base=base, **WHO)
    third = actions.change_card(card.pk, base | {"need": "Le second"}, base=base, **WHO)
    card.refresh_from_db()

    assert not second.clashes
    assert [one.name for one in third.clashes] == ["need"]
    assert (card.need, card.conclusion) == ("Le premier", "Deux lots")


def test_a_company_that_somebody_took_away_is_not_written_again(owner):
    card = sourcing.card(owner)
    row = sourcing.company(card)
    base = queries.state_of_company(row)
    actions.remove_company(card.pk, row.pk, **WHO)
    actions.remove_company(card.pk, row.pk, **WHO)
    with pytest.raises(RuleBroken, match="vient d’être retirée"):
        actions.change_company(row.pk, base, base=base, on=TODAY, **WHO)


def test_only_its_organisation_erases_a_card_and_time_does(owner):
    card = sourcing.card(owner)
    with pytest.raises(RuleBroken, match="n’est plus là"):
        actions.erase_card(card.pk, by=sourcing.of(factories.Organisation(name="Ailleurs")), now=procurement.NOW)
    actions.erase_card(card.pk, by=sourcing.of(owner), now=procurement.NOW)
    sourcing.card(owner)
    late = datetime(2037, 1, 1, tzinfo=UTC)

    assert actions.purge_cards(now=procurement.NOW) == 0
    assert actions.purge_cards(now=late, dry_run=True) == 1
    assert actions.purge_cards(now=late) == 1
    assert actions.purge_cards(now=late) == 0
    assert not Sourcing.objects.exists()


# --- Pages ----------------------------------------------------------------------------------------------------------


@time_machine.travel("2026-11-29T10:00:00+01:00", tick=False)
def test_a_buyer_asks_companies_and_proves_that_all_were_told_the_same(client, owner):
    people.sign_in(client, "member")
    sent = {"name": "Espaces verts", "need": "Tondre sans produit.", "opened_on": "2026-11-01"}
    address = client.post("/achats/sourcing/ajouter/", sent)["Location"]
    for name in ("Jardins d’Exemple", "Voirie Imaginaire"):
        answer = client.post(f"{address}entreprises/ajouter/", {"name": name, "asked_on": "2026-11-02"})
        assert answer.status_code == 302
    first, second = SourcingCompany.objects.order_by("pk")
    told = {"text": "Le plan des cours", "given_on": "2026-11-03"}
    client.post(f"{address}informations/ajouter/", told | {"companies": [first.pk]})
    before = {one.code: one for one in client.get(address).context["asked"]}
    client.post(f"{address}informations/{SourcingInformation.objects.get().pk}/retirer/")
    client.post(f"{address}informations/ajouter/", told | {"companies": [first.pk, second.pk]})
    after = {one.code: one for one in client.get(address).context["asked"]}

    assert before["equal"].state is State.MISSING
    assert "Voirie Imaginaire" in before["equal"].words
    assert after["equal"].state is State.DONE
    assert "Information donnée à 2" in client.get(address).content.decode()


def test_a_wrong_form_keeps_what_was_typed(client, owner):
    people.sign_in(client, "member")
    card = sourcing.card(owner)
    address = f"/achats/sourcing/{card.pk}/entreprises/ajouter/"
    page = client.post(address, {"name": "Mme Durand", "asked_on": "2026-10-02", "answered_on": "2026-09-01"})
    text = page.content.decode()

    assert "nom d’une personne" in text
    assert "avant la demande" in text
    assert "Mme Durand" in text
    assert "manque le jour" in client.post("/achats/sourcing/ajouter/", {"name": "x"}).content.decode()


def test_the_second_of_two_people_is_asked_to_choose(client, owner):
    people.sign_in(client, "member")
    card = sourcing.card(owner)
    row = sourcing.company(card)
    base = queries.state_of_company(row)
    actions.change_company(row.pk, base | {"answer": "Oui"}, base=base, on=TODAY, **WHO)
    address = f"/achats/sourcing/{card.pk}/entreprises/{row.pk}/modifier/"
    sent = {"name": row.name, "is_small": "on", "asked_on": "2026-10-02", "answer": "Non", "depart": dumps(base)}

    assert client.post(address, sent).status_code == 409


def test_what_is_typed_of_a_company_that_somebody_takes_out_comes_back_to_be_added(client, owner):
    people.sign_in(client, "member")
    card = sourcing.card(owner)
    row = sourcing.company(card)
    base = queries.state_of_company(row)
    actions.remove_company(card.pk, row.pk, **WHO)
    address = f"/achats/sourcing/{card.pk}/entreprises/{row.pk}/modifier/"
    sent = {"name": row.name, "asked_on": "2026-10-02", "answer": "Peut livrer en mars", "depart": dumps(base)}
    answer = client.post(address, sent)
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "Quelqu’un l’a retiré pendant que vous écriviez" in page
    assert "Peut livrer en mars" in page
    assert f"/achats/sourcing/{card.pk}/entreprises/ajouter/" in page
    assert client.get(address).status_code == 404
    assert client.post(answer.context["add"], sent).status_code == 302
    assert queries.whole(card).companies[-1].answer == "Peut livrer en mars"


@time_machine.travel("2026-11-29T10:00:00+01:00", tick=False)
def test_a_small_company_finds_what_is_coming_and_a_feed_that_follows_it(client, db):
    today = date(2026, 11, 29)
    factories.PublishedContract(object="Nettoyage des écoles", ends_on=end(today, 3))
    factories.PublishedContract(object="Peinture", cpv="45442100", division="45", ends_on=end(today, 3))
    factories.published_shares()
    page = client.get("/achats/petites-entreprises/", {"famille": "90", "departement": "11"})
    text = page.content.decode()

    assert "Nettoyage des écoles" in text
    assert "Peinture" not in text
    feed = client.get(page.context["feed"]).content.decode()
    assert "Nettoyage des écoles" in feed
    assert "Peinture" not in feed
    assert client.get("/achats/petites-entreprises/", {"famille": "zz"}).context["count"] == 2


def test_the_page_of_a_contract_tells_whether_its_lots_suit_small_companies(client, owner):
    people.sign_in(client, "member")
    made = procurement.contract(owner)

    assert "Un seul lot" in client.get(f"/achats/contrats/{made.pk}/").content.decode()


def test_lists_and_pages_cost_as_much_for_one_row_or_as_many_as_there_may_be(
    client, owner, django_assert_max_num_queries
):
    people.sign_in(client, "member")
    card = sourcing.card(owner)
    for count in (1, 20):
        while SourcingCompany.objects.filter(sourcing=card).count() < count:
            sourcing.company(card, name=f"Entreprise {SourcingCompany.objects.count()}")
        rows = list(SourcingCompany.objects.filter(sourcing=card))
        while SourcingInformation.objects.count() < min(count, 20):
            sourcing.say(card, *rows)
        while Sourcing.objects.count() < count:
            sourcing.card(owner)
        while factories.published.models.PublishedContract.objects.count() < count:
            factories.PublishedContract(ends_on=end(localdate(), 3))
        with django_assert_max_num_queries(12):
            assert client.get("/achats/sourcing/").status_code == 200
        with django_assert_max_num_queries(12):
            assert len(client.get(f"/achats/sourcing/{card.pk}/").content) < 60_000
        with django_assert_max_num_queries(11):
            assert len(client.get("/achats/petites-entreprises/").content) < 60_000


def test_the_demonstration_has_one_card_once(db):
    assert demo.load(TODAY, procurement.NOW) == ""
    membership = factories.Membership(user__email=DEMO_BUYER)
    assert "3" in demo.load(TODAY, procurement.NOW)
    assert demo.load(TODAY, procurement.NOW) == ""
    whole = queries.whole(Sourcing.objects.get(owner=membership.organisation))
    assert [one.lacking for one in whole.unequal] == [("Les Mains du Conte",)]
