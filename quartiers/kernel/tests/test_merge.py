"""Two people at once: nothing is lost, nothing is overwritten in silence."""

from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel.merge import merge

NAMES = ("a", "b", "c")
STATES = st.fixed_dictionaries({name: st.integers(0, 3) for name in NAMES})


@given(base=STATES, theirs=STATES)
def test_who_changed_nothing_keeps_what_the_other_wrote(base, theirs):
    merged = merge(base, base, theirs)

    assert merged.values == theirs
    assert merged.clashes == ()


@given(base=STATES, mine=STATES)
def test_who_is_alone_gets_what_she_asked(base, mine):
    merged = merge(base, mine, base)

    assert merged.values == mine
    assert merged.clashes == ()


@given(base=STATES, mine=STATES, theirs=STATES)
def test_a_field_clashes_only_where_both_changed_it_differently(base, mine, theirs):
    merged = merge(base, mine, theirs)

    expected = {name for name in NAMES if len({base[name], mine[name], theirs[name]}) == 3}
    assert {one.name for one in merged.clashes} == expected
    for one in merged.clashes:
        assert (one.mine, one.theirs) == (mine[one.name], theirs[one.name])
        assert merged.values[one.name] == theirs[one.name]


@given(mine=STATES, theirs=STATES)
def test_a_page_that_does_not_say_what_it_showed_overwrites_nothing(mine, theirs):
    merged = merge({}, mine, theirs)

    assert merged.values == theirs
    assert {one.name for one in merged.clashes} == {name for name in NAMES if mine[name] != theirs[name]}


def test_only_the_fields_that_are_sent_come_out():
    assert merge({"a": 1}, {"a": 2}, {"a": 1, "b": 5}).values == {"a": 2}
