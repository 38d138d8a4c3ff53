import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from quartiers.kernel.errors import RuleBroken
from quartiers.web import exports

MARKS = "=+-@＝＋－＠"
texts = st.text(st.characters(exclude_categories=["Cs"]))


def read_csv(content: bytes, delimiter: str = ";") -> list[list[str]]:
    assert content.startswith(exports.BOM)
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def read_xlsx(header, rows) -> list[list[object]]:
    file = io.BytesIO()
    exports.write_xlsx(file, header, rows)
    file.seek(0)
    return load_workbook(file).get_sheet_by_index(0).to_python(skip_empty_area=False)


@given(st.lists(st.lists(texts, min_size=2, max_size=2), max_size=8), st.sampled_from(";,\t|"))
def test_a_csv_gives_back_each_text_apart_from_the_guard(rows, delimiter):
    content = b"".join(exports.csv_chunks(["a", "b"], rows, delimiter=delimiter))

    assert read_csv(content, delimiter) == [["a", "b"], *([exports.guarded(cell) for cell in row] for row in rows)]


@given(st.text(" \t\r\n\x00\u00a0\ufeff", max_size=3), st.sampled_from(MARKS), texts)
def test_what_begins_like_a_formula_is_guarded_even_behind_blanks(blanks, mark, rest):
    text = blanks + mark + "A" + rest

    assert exports.guarded(text) == "'" + text


@given(texts)
def test_the_guard_adds_at_most_one_apostrophe_and_is_stable(text):
    once = exports.guarded(text)

    assert once in (text, "'" + text)
    assert exports.guarded(once) == once


@given(st.one_of(st.integers(), st.decimals(allow_nan=False, allow_infinity=False, places=3)))
def test_numbers_are_never_guarded_and_keep_their_value(number):
    text = exports.csv_text(number)

    assert Decimal(text.replace(",", ".")) == number
    assert exports.guarded(text) == text


@pytest.mark.parametrize("text", ["-12", "-3,5", "+33 6 12 34 56 78", "-1\u202f234,5", "+33612345678"])
def test_plain_signed_numbers_stay(text):
    assert exports.guarded(text) == text


@pytest.mark.parametrize("text", ["-1+cmd|' /C calc'!A0", "+A1", "-(1)", "--1", "-", "+1x", "\t1", "\r1", "=1", "@A1"])
def test_what_could_call_something_is_guarded(text):
    assert exports.guarded(text) == "'" + text


def test_each_kind_of_value_in_a_csv():
    cells = [None, True, False, 1.5, float("nan"), float("inf"), 1e-7, Decimal("2.50"), "\ud800"]
    instant = datetime(2026, 7, 1, 12, tzinfo=UTC)

    assert [exports.csv_text(cell) for cell in cells] == ["", "oui", "non", "1,5", "", "", "0,0000001", "2,50", "�"]
    assert exports.csv_text(date(2026, 7, 1)) == "2026-07-01"
    assert exports.csv_text(instant) == "2026-07-01 14:00:00"


def test_lines_end_with_crlf_and_a_bare_csv_has_no_head():
    assert b"".join(exports.csv_chunks(["a"], [["é"]])) == exports.BOM + "a\r\né\r\n".encode()
    assert b"".join(exports.csv_chunks(["a"], [["é"]], bare=True)) == "é\r\n".encode()


def test_a_csv_is_streamed():
    read = []

    def rows():
        for number in range(10_000):
            read.append(number)
            yield [number]

    chunks = exports.csv_chunks(["n"], rows())
    assert next(chunks) == exports.BOM
    next(chunks)

    assert len(read) < exports.ROWS_A_CHUNK + 1


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")), max_size=5))
def test_a_spreadsheet_gives_back_each_text(cells):
    rows = read_xlsx(["n", "texte"], [[number, cell] for number, cell in enumerate(cells)])

    assert [row[1] for row in rows[1:]] == cells


def test_each_kind_of_value_in_a_spreadsheet():
    cells = [1, 1.5, Decimal("2.5"), True, None, date(2026, 7, 1), date(1890, 1, 1), 10**15, float("nan"), "=1+1"]
    row = read_xlsx([str(index) for index in range(len(cells))], [cells])[1]

    assert row == [1.0, 1.5, 2.5, "oui", "", date(2026, 7, 1), "1890-01-01", "1000000000000000", "", "=1+1"]


def test_what_no_xml_holds_is_replaced_in_a_spreadsheet():
    assert read_xlsx(["a"], [["x\ud800\ufffey"]])[1] == ["x��y"]


def test_a_sheet_that_is_too_small_says_to_take_the_csv(monkeypatch):
    monkeypatch.setattr(exports, "XLSX_MAX_ROWS", 2)

    with pytest.raises(RuleBroken, match="Demandez le fichier CSV"):
        exports.xlsx_response("essai", ["a"], [["1"], ["2"], ["3"]])
    with pytest.raises(RuleBroken, match=r"16.384 colonnes"):
        exports.write_xlsx(io.BytesIO(), ["a"] * 16_385, [])
    with pytest.raises(RuleBroken, match="Ligne 2, colonne 1"):
        exports.write_xlsx(io.BytesIO(), ["a"], [["x" * 32_768]])


@pytest.mark.django_db  # closing a response ends a request: Django then looks after its connections
def test_the_responses_are_attachments_with_their_name():
    for name in ("Quartiers prioritaires", "été"):
        csv_answer = exports.csv_response(name, ["a"], [["1"]])
        xlsx_answer = exports.xlsx_response(name, ["a"], [["1"]])

        assert csv_answer["Content-Type"] == "text/csv; charset=utf-8"
        assert "attachment" in csv_answer["Content-Disposition"]
        assert read_csv(csv_answer.getvalue()) == [["a"], ["1"]]
        assert load_workbook(io.BytesIO(xlsx_answer.getvalue())).get_sheet_by_index(0).to_python() == [["a"], ["1"]]
        xlsx_answer.close()
