"""What is masked cannot be found again, what is shown is true, and the public never sees more than the partners."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartiers.kernel.disclosure import (
    THRESHOLDS,
    Audience,
    Masked,
    PublishedList,
    protect_companies,
    protect_count,
    protect_list,
    protect_rate,
    protect_table,
)
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.publication import bounds, check_publication, list_publication, table_publication

TODAY = date(2026, 11, 1)
audiences = st.sampled_from(Audience)
counts = st.one_of(st.integers(0, 15), st.integers(0, 5000))
lists = st.lists(counts, min_size=1, max_size=8)
tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(counts, min_size=width, max_size=width), min_size=1, max_size=5)
)


def threshold(audience: Audience) -> int:
    return THRESHOLDS[audience].count.on(TODAY)


@given(counts=lists, audience=audiences)
def test_no_masked_figure_of_a_list_can_be_found_from_its_total(counts, audience):
    published = protect_list(counts, audience=audience, on=TODAY)

    for low, high in bounds([list_publication(published, "liste")]).values():
        assert high - low + 1 >= threshold(audience)
    check_publication(list_publication(published, "liste"), audience=audience, on=TODAY)


@settings(max_examples=60)
@given(counts=tables, audience=audiences)
def test_no_masked_figure_of_a_table_can_be_found_from_its_margins(counts, audience):
    published = protect_table(counts, audience=audience, on=TODAY)

    for low, high in bounds([table_publication(published, "tableau")]).values():
        assert high - low + 1 >= threshold(audience)


@given(counts=tables, audience=audiences)
def test_what_is_shown_is_true_and_what_is_small_is_masked(counts, audience):
    published = protect_table(counts, audience=audience, on=TODAY)
    true = [
        *(count for row in counts for count in row),
        *map(sum, counts),
        *map(sum, zip(*counts, strict=True)),
        sum(map(sum, counts)),
    ]
    cells = [cell for row in published.cells for cell in row]
    shown = [*cells, *published.row_totals, *published.column_totals, published.total]

    assert len(shown) == len(true)
    for cell, count in zip(shown, true, strict=True):
        assert isinstance(cell, Masked) or cell == count
        assert isinstance(cell, Masked) or count >= threshold(audience)
        assert isinstance(cell, int) or cell.below is None or count < cell.below


@given(counts=st.lists(st.integers(11, 5000), min_size=1, max_size=8), audience=audiences)
def test_a_list_without_small_figures_is_shown_whole(counts, audience):
    assert protect_list(counts, audience=audience, on=TODAY) == PublishedList(tuple(counts), sum(counts))


@given(count=counts)
def test_the_public_sees_no_count_that_the_partners_do_not_see(count):
    partners, public = (protect_count(count, audience=audience, on=TODAY) for audience in Audience)

    assert isinstance(public, Masked) or public == partners == count


@given(part=st.integers(0, 300), rest=st.integers(0, 300))
def test_the_public_sees_no_rate_that_the_partners_do_not_see(part, rest):
    partners, public = (protect_rate(part, part + rest, audience=audience, on=TODAY) for audience in Audience)

    assert isinstance(public, Masked) or isinstance(partners, Decimal)
    if isinstance(public, Decimal):
        assert public == public.to_integral_value()
        assert abs(public - Decimal(100 * part) / (part + rest)) <= Decimal("0.5")


@given(st.lists(st.decimals(0, 10_000, places=2), max_size=8))
def test_no_company_is_read_in_a_sum_of_hours(hours):
    shown = protect_companies(hours, on=TODAY)

    if isinstance(shown, Decimal):
        assert shown == sum(hours)
        assert sum(value > 0 for value in hours) >= 3
        assert max(hours) * 100 <= shown * 85


@pytest.mark.parametrize(
    ("hours", "shown"),
    [
        (["10", "10", "10"], Decimal(30)),
        (["10", "10", "0"], Masked(whom="entreprises")),
        (["85", "10", "5"], Decimal(100)),
        (["86", "10", "4"], Masked(whom="entreprises")),
        ([], Masked(whom="entreprises")),
    ],
)
def test_the_rule_of_companies_at_its_edges(hours, shown):
    assert protect_companies([Decimal(value) for value in hours], on=TODAY) == shown


def test_small_figures_that_protect_each_other_say_that_they_are_small():
    published = protect_list([1, 3, 4, 40], audience=Audience.PARTNERS, on=TODAY)

    assert [str(cell) for cell in published.cells] == ["moins de 5"] * 3 + ["40"]
    assert published.total == 48


def test_a_lone_small_figure_takes_the_smallest_other_with_it():
    published = protect_list([2, 30, 20], audience=Audience.PARTNERS, on=TODAY)

    assert published == PublishedList((Masked(), 30, Masked()), 52)
    assert str(published.cells[0]) == "masqué pour protéger les personnes"


def test_a_rate_outside_its_whole_is_refused():
    with pytest.raises(RuleBroken, match="Une part se situe"):
        protect_rate(12, 11, audience=Audience.PARTNERS, on=TODAY)


def test_a_publication_that_betrays_a_figure_by_its_total_is_refused():
    naive = PublishedList((Masked(below=5), 30), 33)

    with pytest.raises(RuleBroken, match="liste/0"):
        check_publication(list_publication(naive, "liste"), audience=Audience.PARTNERS, on=TODAY)


def test_a_publication_that_is_safe_alone_is_refused_after_another_that_completes_it():
    first = protect_list([2, 30, 20], audience=Audience.PARTNERS, on=TODAY)
    other = replace(first, cells=(Masked(), Masked(), 20))
    check_publication(list_publication(first, "liste"), audience=Audience.PARTNERS, on=TODAY)

    with pytest.raises(RuleBroken, match="retrouver des chiffres masqués"):
        check_publication(
            list_publication(other, "liste"),
            earlier=[list_publication(first, "liste")],
            audience=Audience.PARTNERS,
            on=TODAY,
        )


def test_a_publication_that_contradicts_itself_is_refused():
    with pytest.raises(RuleBroken, match="se contredisent"):
        bounds([list_publication(PublishedList((Masked(below=5), Masked(below=5)), 50), "liste")])


def test_thresholds_never_loosen_from_partners_to_the_public():
    partners, public = THRESHOLDS[Audience.PARTNERS], THRESHOLDS[Audience.PUBLIC]

    for name in ("count", "denominator", "step"):
        assert getattr(public, name).on(TODAY) >= getattr(partners, name).on(TODAY)
