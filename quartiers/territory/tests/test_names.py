from hypothesis import given
from hypothesis import strategies as st

from quartiers.territory.names import search_name, typographic, with_article


@given(name=st.text(max_size=60))
def test_searching_a_search_name_finds_itself(name):
    assert search_name(search_name(name)) == search_name(name)


@given(name=st.text(max_size=60))
def test_a_typographic_name_has_neither_straight_apostrophe_nor_double_space(name):
    assert "'" not in typographic(name)
    assert "  " not in typographic(name)


def test_each_article_of_insee_is_written_as_people_write_it():
    names = [with_article("X", kind) for kind in range(9)]

    assert names == ["X", "X", "Le X", "La X", "Les X", "L’X", "Aux X", "Las X", "Los X"]
