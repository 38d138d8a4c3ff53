"""Records of a JSON file come one by one, wherever the window stops."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.office import json_records as module
from quartiers.office.json_records import json_records

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | FLOATS | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def records(text, key="items"):
    return list(json_records(io.BytesIO(text.encode()), key=key))


@pytest.fixture(params=[1, 2, 7, 1 << 18])
def block(request, monkeypatch):
    """A window that moves by so many characters."""
    monkeypatch.setattr(module, "BLOCK", request.param)


@given(st.lists(VALUES, max_size=4), st.integers(1, 9), st.booleans(), st.sampled_from([None, 2]))
def test_every_shape_gives_the_same_records_for_every_window(found, block, plain, indent):
    def text(value):
        return json.dumps(value, ensure_ascii=plain, indent=indent)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        assert records(text(found)) == found
        assert records("\ufeff  " + text(found) + "\n") == found
    assert records(text({"total": 4, "items": found, "next": None})) == found


@given(st.lists(st.dictionaries(st.text(max_size=4), VALUES, min_size=1, max_size=3), max_size=4))
def test_one_record_a_line_with_or_without_a_last_line_end(found):
    lines = "\n".join(map(json.dumps, found))

    assert records(lines, key="clé") == records(lines + "\n\n", key="clé") == found


@pytest.mark.usefixtures("block")
@pytest.mark.parametrize("number", ["-1.5", "12e3", "1.25E-7", "0.1e+10"])
def test_a_number_is_never_cut_by_the_window(number):
    assert records(f"[{number}]") == records(f"[{number}, {number}]")[1:] == [float(number)]


@pytest.mark.usefixtures("block")
@pytest.mark.parametrize(
    "text",
    ["[1, 2", "[1 2]", "[1,]", "[1] x", '{"items": [1}', '{"items": [1]', '{"items" [1]}', "[NaN]", "[1, {", '["a']
)  # fmt: skip
def test_a_file_that_is_cut_or_no_json_is_told(text):
    with pytest.raises(ValueError):  # noqa: PT011  # whatever the reader says, the caller says it in French
        records(text)


def test_what_has_no_end_is_not_read_to_its_end():
    class Endless(io.RawIOBase):
        given = 0

        def readable(self):
            return True

        def readinto(self, space):
            space[:] = b"x" * len(space)
            Endless.given += len(space)
            return len(space)

    file = io.BufferedReader(Endless())
    file.peek()
    with pytest.raises(ValueError, match="Unterminated"):
        list(json_records(io.BufferedReader(_Quoted(file)), key="items"))
    assert Endless.given < 3 * module.RECORD_MAX


class _Quoted(io.RawIOBase):
    """A list that opens a text, then goes on for ever."""

    def __init__(self, file):
        self.file, self.is_open = file, False

    def readable(self):
        return True

    def readinto(self, space):
        if not self.is_open:
            self.is_open = True
            space[:2] = b'["'
            return 2
        return self.file.readinto(space)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_what_is_nested_without_end_is_given_up(opening):
    with pytest.raises((RecursionError, ValueError)):
        records("[" + opening * 200_000)
