"""Whether the hours of a lot can be done: each reason on both sides of its limit; pages and machines agree."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quartiers.actors.rules.organisations import OrganisationKind
from quartiers.iae.rules.activities import Activity
from quartiers.procurement.rules.contracts import ReservedLot
from quartiers.procurement.rules.feasibility import (
    ACTIVITIES,
    LotFacts,
    Nearby,
    Verdict,
    Weight,
    feasibility,
    sharing,
    together,
)
from quartiers.procurement.rules.trades import Trade
from tests import factories, pages, people
from tests.factories import procurement

DAY = date(2026, 11, 29)
KINDS = OrganisationKind


def structure(kind=KINDS.ACI, activity=Activity.GREEN, openings=4, name="Chantier") -> Nearby:
    return Nearby(name, kind, frozenset({activity}), openings)


LOT = LotFacts(Trade.GREEN_SPACES, 300, Decimal(3_000), ReservedLot.NOBODY, 12, (structure(),), True)


def answer(**more):
    return feasibility(replace(LOT, **more), on=DAY)


def weight_of(word: str, **more) -> Weight | None:
    found = (one.weight for one in answer(**more).reasons if word in one.sentence)
    return next(found, None)


def test_a_lot_that_holds_has_every_reason_and_says_who():
    found = answer()

    assert found.verdict is Verdict.YES
    assert {one.weight for one in found.reasons} == {Weight.OK}
    assert found.structures == ("Chantier",)


@pytest.mark.parametrize(
    ("more", "word", "weight"),
    [
        ({"months": 2}, "d’exécution", Weight.OK),
        ({"months": 1}, "d’exécution", Weight.BAD),
        ({"months": None}, "jours de début", Weight.LACK),
        ({"hours": 450}, "des heures de travail", Weight.OK),
        ({"hours": 451}, "des heures de travail", Weight.WARN),
        ({"hours": 750}, "des heures de travail", Weight.WARN),
        ({"hours": 751}, "des heures de travail", Weight.BAD),
        ({"hours": 70}, "faire un contrat", Weight.OK),
        ({"hours": 69}, "regroupez", Weight.WARN),
        ({"nearby": ()}, "Aucune structure", Weight.WARN),
        ({"nearby": None}, "commune ou le quartier", Weight.LACK),
        ({"nearby": (structure(openings=0),)}, "Aucun poste ouvert", Weight.WARN),
        ({"nearby": (structure(activity=Activity.TEXTILE),)}, "Aucune structure", Weight.WARN),
        ({"trade": Trade.ELECTRICITY}, "Métier technique", Weight.WARN),
        ({"has_neighbourhood": False}, "Aucun quartier prioritaire", Weight.WARN),
        ({"hours": 449, "months": 1}, "sous 2 mois", Weight.BAD),
    ],
)
def test_each_reason_on_both_sides_of_its_limit(more, word, weight):
    assert weight_of(word, **more) is weight


@pytest.mark.parametrize(
    ("reserved", "kinds", "verdict"),
    [
        (ReservedLot.SIAE, [KINDS.ACI, KINDS.EI], Verdict.YES),
        (ReservedLot.SIAE, [KINDS.ACI], Verdict.HARD),
        (ReservedLot.SIAE, [KINDS.ACI, KINDS.ESAT], Verdict.HARD),
        (ReservedLot.MIXED, [KINDS.ACI, KINDS.ESAT], Verdict.YES),
        (ReservedLot.EA_ESAT, [KINDS.EA, KINDS.ESAT], Verdict.YES),
        (ReservedLot.EA_ESAT, [], Verdict.HARD),
        (ReservedLot.ESS, [KINDS.ACI, KINDS.EI], Verdict.UNKNOWN),
    ],
)
def test_a_reserved_lot_needs_two_who_may_answer(reserved, kinds, verdict):
    nearby = tuple(structure(kind, name=f"S{rank}") for rank, kind in enumerate(kinds))

    assert answer(reserved=reserved, nearby=nearby).verdict is verdict


def test_open_posts_are_weighed_against_the_hours():
    one_post = (structure(openings=1),)

    assert weight_of("poste ouvert", nearby=one_post, months=12) is Weight.OK
    assert weight_of("poste ouvert", nearby=one_post, months=12, hours=1_400, total=Decimal(14_000)) is Weight.WARN


def test_a_post_that_two_lots_want_is_counted_once():
    one_post = (structure(openings=1),)
    lots = [replace(LOT, nearby=one_post, hours=900)] * 2
    alone, shared = sharing(lots[:1])[0], sharing(lots)[0]

    assert (alone.shared, shared.shared) == (0, 900)
    assert all(one.weight is Weight.OK for one in feasibility(alone, on=DAY).reasons if "poste ouvert" in one.sentence)
    told = next(one for one in feasibility(shared, on=DAY).reasons if "poste ouvert" in one.sentence)
    assert told.weight is Weight.WARN
    assert "ne se compte qu’une fois" in told.sentence


@given(st.lists(st.tuples(st.sampled_from(Trade), st.integers(1, 5_000)), max_size=6))
def test_lots_never_share_more_than_the_others_ask_and_only_with_the_same_structures(asked):
    lots = [replace(LOT, trade=trade, hours=hours) for trade, hours in asked]
    for lot, found in zip(lots, sharing(lots), strict=True):
        assert 0 <= found.shared <= sum(one.hours for one in lots) - lot.hours
        assert replace(found, shared=0) == lot
        if not ACTIVITIES[lot.trade] & {Activity.GREEN}:
            assert found.shared == 0


def test_what_lots_share_is_told_once_and_a_lot_alone_keeps_its_reasons():
    two = together([(1, answer()), (2, answer(trade=Trade.ELECTRICITY, has_neighbourhood=True))])
    alone = together([(1, answer())])

    assert {"12 mois d’exécution.", "Des habitants de quartiers prioritaires peuvent en profiter."} <= {
        one.sentence.replace("\u00a0", " ") for one in two.common
    }
    assert not set(two.common) & {one for _, _, own in two.lots for one in own}
    assert [lots for _, lots in two.by_verdict] == ["L2", "L1"]
    assert (alone.common, alone.lots[0][2]) == ((), alone.lots[0][1].reasons)


def test_every_trade_has_its_activities():
    assert set(ACTIVITIES) == set(Trade)
    assert all(ACTIVITIES.values())


@given(
    st.builds(
        LotFacts,
        trade=st.sampled_from(Trade),
        hours=st.integers(0, 100_000),
        total=st.decimals(0, 10**6, places=2),
        reserved=st.sampled_from(ReservedLot),
        months=st.none() | st.integers(0, 120),
        nearby=st.none()
        | st.lists(
            st.builds(structure, st.sampled_from(OrganisationKind), st.sampled_from(Activity), st.integers(0, 50)),
            max_size=5,
        ).map(tuple),
        has_neighbourhood=st.booleans(),
    )
)
def test_any_lot_gets_an_answer_and_a_longer_one_is_never_harder(lot):
    found = feasibility(lot, on=DAY)
    assert found.reasons
    if lot.months:
        longer = feasibility(replace(lot, months=lot.months * 2), on=DAY)
        assert (longer.verdict is Verdict.HARD) <= (found.verdict is Verdict.HARD)


@pytest.mark.django_db
class TestOperation:
    @pytest.fixture
    def contract(self):
        pages.ground()
        made = procurement.contract(people.organisation(), lots=2)
        made.operation.commune_id = pages.COMMUNE
        made.operation.save()
        return made

    def test_the_page_says_whether_hours_can_be_done_and_what_is_missing(self, client, contract):
        people.sign_in(client, "member")

        page = client.get(reverse("procurement:contract", args=[contract.pk])).content.decode()
        assert "Peut-on faire ces heures" in page
        assert "Aucune structure de ce métier" in page
        assert "<summary>L1\u00a0: pourquoi</summary>" in page

    def test_what_lots_share_is_told_in_separate_sentences(self, client):
        made = procurement.contract(people.organisation(), lots=2)
        people.sign_in(client, "member")

        page = client.get(reverse("procurement:contract", args=[made.pk])).content.decode()

        assert not re.search(
            r"[a-zé]\.[A-Z]", page[page.index("Tous les lots") : page.index("</ul>", page.index("Tous les lots"))]
        )

    def test_the_machine_says_the_same_to_who_may_see_and_404_to_others(self, client, contract):
        address = reverse("api-1:operation", args=[contract.operation_id])
        people.sign_in(client, "member")

        listed = client.get(reverse("api-1:operations")).json()
        found = client.get(address).json()

        (one,) = found["contracts"]
        assert [row["id"] for row in listed] == [contract.operation_id]
        assert one["hours"] == {"estimated": 510, "due": 510, "done": None}
        assert one["lots"][0]["reasons"]
        people.sign_in(client, "stranger")
        assert client.get(address).status_code == 404
        assert client.get(reverse("api-1:operations")).json() == []

    def test_an_optional_part_is_due_once_affirmed(self, client):
        lots = [procurement.LOT | {"phase": "optional"}, procurement.LOT]
        made = procurement.operation(people.organisation())
        procurement.create_contract(
            made.pk, procurement.CONTRACT, lots, on=DAY, by=procurement.PLATFORM, now=procurement.NOW
        )
        people.sign_in(client, "member")

        (one,) = client.get(reverse("api-1:operation", args=[made.pk])).json()["contracts"]
        assert one["hours"] == {"estimated": 510, "due": 255, "done": None}

    def test_pages_and_machines_ask_the_same_for_one_lot_and_for_sixty(
        self, client, contract, django_assert_max_num_queries
    ):
        people.sign_in(client, "member")
        many = procurement.contract(people.organisation(), lots=60)
        many.operation.commune_id = pages.COMMUNE
        many.operation.save()
        for rank in range(20):
            factories.employers.employer(name=f"Chantier {rank}")
        for name, small, large in (
            ("api-1:operation", contract.operation_id, many.operation_id),
            ("procurement:operation", contract.operation_id, many.operation_id),
            ("procurement:contract", contract.pk, many.pk),
        ):
            with django_assert_max_num_queries(25) as one:
                client.get(reverse(name, args=[small]))
            with django_assert_max_num_queries(len(one)):
                found = client.get(reverse(name, args=[large]))
            assert len(found.content) < 60_000 or name.startswith("api")
