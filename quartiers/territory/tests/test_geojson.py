import io
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel.errors import RuleBroken
from quartiers.territory import geojson
from quartiers.territory.tests.contour_files import collection, older, refusal, write_zip

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters(codec="utf-8"))
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
)


class Dribble(io.BytesIO):
    """A file that gives a few bytes at a time, so that every token is cut somewhere."""

    step = 3

    def read(self, size=-1):
        return super().read(self.step)


def read_all(content, step=3):
    stream = Dribble(content)
    stream.step = step
    return list(geojson.members(stream))


@given(features=st.lists(values, max_size=4), name=values, step=st.integers(1, 40), indent=st.sampled_from([None, 1]))
def test_members_are_those_that_json_reads(features, name, step, indent):
    content = json.dumps({"name": name, "features": features, "end": 1.5}, indent=indent).encode()

    assert read_all(content, step) == [("name", name), *(("features", value) for value in features), ("end", 1.5)]


@given(data=st.data())
def test_a_file_cut_anywhere_is_refused_and_never_read_in_part(data):
    content = json.dumps(collection(older(), older("QP011002"))).encode()
    cut = data.draw(st.integers(1, len(content) - 1))

    with pytest.raises(RuleBroken, match=r"s’arrête trop tôt|n’est plus lisible"):
        read_all(content[:cut], step=64)


@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_sentence(content):
    sentence = refusal(lambda: read_all(content, step=7))

    assert sentence == "" or sentence.endswith(".")


def test_a_fault_is_told_with_its_line_and_column():
    content = b'{\n "type": "FeatureCollection",\n "features": [\n  {"a": 1},\n  {"a": ?}\n]}'

    with pytest.raises(RuleBroken, match="ligne 5, colonne 9"):
        read_all(content)


def test_what_follows_the_collection_is_refused():
    with pytest.raises(RuleBroken, match="ligne 1, colonne 18"):
        read_all(b'{"features": []} }')


def test_a_bottomless_nesting_is_refused():
    with pytest.raises(RuleBroken, match="n’est plus lisible"):
        read_all(b'{"features": [' + b"[" * 200_000, step=1 << 16)


def test_an_endless_number_is_refused():
    with pytest.raises(RuleBroken, match="n’est plus lisible"):
        read_all(b'{"features": [' + b"9" * 5_000 + b"]}", step=1 << 16)


def test_a_byte_order_mark_is_ignored():
    assert read_all('\ufeff{"features": [1]}'.encode()) == [("features", 1)]


def test_latin_1_is_refused_with_what_to_do():
    with pytest.raises(RuleBroken, match=r"pas en UTF-8.*Enregistrez-le en UTF-8"):
        read_all('{"name": "Près Saint-Jean"}'.encode("latin-1"))


@pytest.mark.parametrize("content", [b"code_qp;nom_qp\n", b"[1, 2]", b"SQLite format 3\0", b"   "])
def test_what_is_not_an_object_is_not_geojson(content):
    with pytest.raises(RuleBroken, match="pas du GeoJSON"):
        read_all(content)


def test_a_feature_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(geojson, "MAX_FEATURE_CHARS", 1_000)

    with pytest.raises(RuleBroken, match="Un seul élément du fichier dépasse"):
        read_all(json.dumps({"features": ["x" * 5_000]}).encode(), step=64)


def test_memory_is_bounded_by_the_largest_feature_and_not_by_the_file():
    feature = json.dumps({"coordinates": [[2.3522, 43.2130]] * 200}).encode()
    content = b'{"features": [' + b",".join([feature] * 2_000) + b"]}"
    stream = io.BytesIO(content)
    tracemalloc.start()
    for _ in geojson.members(stream):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(content) > 5_000_000
    assert peak < 2_000_000


class TestZip:
    content = json.dumps(collection(older()))

    def read(self, path):
        with geojson.opened(path) as source:
            return source.name, len(list(geojson.members(source.stream)))

    def test_the_official_entry_is_chosen_among_others(self, tmp_path):
        official = f"GEOJSON/{geojson.OFFICIAL_ENTRY}"
        entries = {"GEOJSON/QP2024_Guadeloupe_WGS84.geojson": "{}", official: self.content, "SHP/x.shp": "x"}

        assert self.read(write_zip(tmp_path, entries)) == (geojson.OFFICIAL_ENTRY, 2)

    def test_the_only_wgs84_entry_is_chosen(self, tmp_path):
        path = write_zip(tmp_path, {"lambert.geojson": "{}", "quartiers_WGS84.geojson": self.content})

        assert self.read(path) == ("quartiers_WGS84.geojson", 2)

    def test_the_only_geojson_is_chosen(self, tmp_path):
        assert self.read(write_zip(tmp_path, {"quartiers.json": self.content, "lisez-moi.txt": "x"}))[1] == 2

    @pytest.mark.parametrize(
        ("entries", "said"),
        [
            ({"a.geojson": "{}", "b.geojson": "{}"}, "Il contient.*a.geojson, b.geojson"),
            ({"quartiers.shp": "x"}, "Il contient.*quartiers.shp"),
            ({}, "Il contient.*rien"),
        ],
    )
    def test_a_zip_without_one_clear_choice_says_what_it_holds(self, tmp_path, entries, said):
        with pytest.raises(RuleBroken, match=said):
            self.read(write_zip(tmp_path, entries))

    def test_a_truncated_zip_is_refused(self, tmp_path):
        path = write_zip(tmp_path, {"quartiers.geojson": self.content})
        path.write_bytes(path.read_bytes()[:-30])

        with pytest.raises(RuleBroken, match="zip est abîmé"):
            self.read(path)

    @given(position=st.integers(30, 400), value=st.integers(0, 255))
    def test_a_zip_with_a_changed_byte_is_read_or_refused(self, tmp_path_factory, position, value):
        path = write_zip(tmp_path_factory.mktemp("zip"), {"quartiers.geojson": self.content})
        content = bytearray(path.read_bytes())
        content[position % len(content)] = value
        path.write_bytes(content)

        assert refusal(lambda: self.read(path)) or self.read(path)[1] == 2

    def test_a_zip_bomb_is_refused_before_it_is_read(self, tmp_path, monkeypatch):
        monkeypatch.setattr(geojson, "MAX_BYTES", 2_000_000)
        path = write_zip(tmp_path, {"quartiers.geojson": b"[" * 3_000_000})

        assert path.stat().st_size < 10_000
        with pytest.raises(RuleBroken, match="dépasse 2\u00a0Mo une fois décompressé"):
            self.read(path)

    def test_a_plain_file_beyond_the_limit_is_refused_while_it_is_read(self, tmp_path, monkeypatch):
        monkeypatch.setattr(geojson, "MAX_BYTES", 100)
        path = tmp_path / "quartiers.geojson"
        path.write_text(self.content)

        with pytest.raises(RuleBroken, match="une fois décompressé"):
            self.read(path)


def test_a_missing_file_and_an_empty_one_are_refused(tmp_path):
    (tmp_path / "vide.geojson").touch()

    with pytest.raises(RuleBroken, match="n’existe pas"), geojson.opened(tmp_path / "absent.geojson"):
        pass
    with pytest.raises(RuleBroken, match="est vide"), geojson.opened(tmp_path / "vide.geojson"):
        pass
