import csv
import io
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quartiers.kernel.errors import RuleBroken
from quartiers.office import spreadsheets
from quartiers.office.tables import TableKind, append_rows, read_table, write_table
from quartiers.web.exports import guarded

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
same_file = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def lines(*texts: str) -> bytes:
    return "\n".join(texts).encode()


@pytest.fixture
def table_of(tmp_path):
    def open_content(content: bytes, **limits):
        path = tmp_path / "table.bin"
        path.write_bytes(content)
        return read_table(path, **limits)

    return open_content


@pytest.fixture
def rows_of(table_of):
    def read_content(content: bytes, **limits):
        return [row.cells for row in table_of(content, **limits).rows]

    return read_content


def workbook(*sheets: tuple[str, list[list[object]]], hidden: str = "") -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_urls": False}) as book:
        formats = {
            datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
            date: book.add_format({"num_format": "dd/mm/yyyy"}),
            time: book.add_format({"num_format": "hh:mm"}),
        }
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for line, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    sheet.write(line, column, cell, formats.get(type(cell)))
        book.worksheets()[-1].activate()
        for sheet in book.worksheets():
            if sheet.name == hidden:
                sheet.hide()
    return file.getvalue()


def cell(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def open_document(*rows: str, kind: str = "spreadsheet", manifest: str = '<m:manifest xmlns:m="m"/>') -> bytes:
    """A package as LibreOffice writes one, with these rows of XML."""
    names = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text")
    )
    sheet = f'<table:table table:name="A">{"".join(rows)}</table:table>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>{sheet}</office:spreadsheet>"
            "</office:body></office:document-content>",
        )
    return file.getvalue()


def repacked(content: bytes, **changes: bytes) -> bytes:
    """The same package, some parts replaced; a name ends with the key where « __ » stands for « / »."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            key = Path(info.filename).stem
            target.writestr(info.filename, changes.get(key, source.read(info.filename)))
    return file.getvalue()


# --- Round trips ----------------------------------------------------------------------------------------------------

cells = st.text(st.characters(codec="cp1252", exclude_categories=["Cc", "Cs"]) | st.sampled_from("\r\n\t\";,|' "))


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ENCODINGS)
@same_file
@given(rows=st.lists(st.tuples(st.integers(0, 10**6).map(str), cells), min_size=1, max_size=6))
def test_any_text_in_any_encoding_and_separator_is_read_as_it_was_written(tmp_path, delimiter, encoding, rows):
    path = tmp_path / "a.csv"
    rows = [(number, cell.replace("€", "E") if encoding == "latin-1" else cell) for number, cell in rows]
    rows = [(number, "".join(c for c in cell if encoding != "latin-1" or ord(c) < 256)) for number, cell in rows]
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerows([("numéro", "libellé"), *rows])

    table = read_table(path)

    assert table.header == ("numéro", "libellé")
    assert table.delimiter == delimiter
    assert [row.cells for row in table.rows] == rows


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff"), max_size=20)
tables = st.lists(st.tuples(st.integers(0, 99).map(str), texts), min_size=1, max_size=6)


@same_file
@given(tables, st.sampled_from(";,\t|"))
def test_what_is_written_in_csv_is_read_again_apart_from_the_guard(tmp_path, rows, delimiter):
    path = tmp_path / "out.csv"
    rows = [(number, "x" * 40 + text) for number, text in rows]  # enough letters to be a text, whatever the draw

    assert write_table(path, ["n", "texte"], rows, delimiter=delimiter) == len(rows)

    table = read_table(path)
    assert table.encoding == "utf-8-sig"
    assert [row.cells for row in table.rows] == [tuple(guarded(cell) for cell in row) for row in rows]


@same_file
@given(tables)
def test_what_is_written_in_xlsx_is_read_again(tmp_path, rows):
    path = tmp_path / "out.xlsx"

    assert write_table(path, ["n", "texte"], rows) == len(rows)

    table = read_table(path)
    assert table.kind is TableKind.WORKBOOK
    assert [row.cells for row in table.rows] == rows


def test_only_formula_cells_change_when_a_table_is_written_back(tmp_path):
    path = tmp_path / "out.csv"
    own = ["007", " Rue ", "-12,5", "+33 6 12 34 56 78", "'déjà", "L’Haÿ", "1e5", "=1+1"]

    write_table(path, [str(index) for index in range(len(own))], [own])

    assert next(read_table(path).rows).cells == (*own[:-1], "'=1+1")


def test_a_csv_is_continued_where_it_stopped(tmp_path):
    path = tmp_path / "out.csv"
    write_table(path, ["a", "b"], [("1", "é")], delimiter="|")

    assert append_rows(path, [("2", "x|y"), ("3", "")], delimiter="|") == 2

    assert [row.cells for row in read_table(path).rows] == [("1", "é"), ("2", "x|y"), ("3", "")]


def test_a_table_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("avant")

    def rows():
        yield ("1",)
        raise RuleBroken("arrêt")

    with pytest.raises(RuleBroken, match="arrêt"):
        write_table(path, ["a"], rows())

    assert path.read_text() == "avant"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(RuleBroken, match="Impossible d’écrire"):
        write_table(tmp_path / "absent" / "out.csv", ["a"], [])
    with pytest.raises(RuleBroken, match="Impossible d’écrire"):
        append_rows(tmp_path / "absent" / "out.csv", [])


# --- Hostile bytes --------------------------------------------------------------------------------------------------

XLSX = workbook(("Feuille", [["a", "b"], [1, "é"]]))


def survives(path: Path, content: bytes) -> None:
    """Rows of one width, or a broken rule, and nothing else."""
    path.write_bytes(content)
    with suppress(RuleBroken):
        table = read_table(path, max_rows=50)
        assert {len(row.cells) for row in table.rows} == {len(table.header)}


@same_file
@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b'a;b\n"1;2')
@example(b"sep=;\na;b\n1;2")
@example(b"\xef\xbb\xbf\xff")
@example(b"a;b\n\x00;\x00")
def test_any_bytes_give_a_table_or_a_sentence(tmp_path, content):
    survives(tmp_path / "f", content)


@same_file
@given(st.sampled_from([b"a;b\n", b"\xff\xfea\x00;\x00", b"PK\x03\x04", b'"', b"sep=,\n"]), st.binary(max_size=200))
def test_any_bytes_behind_a_promising_start_give_a_table_or_a_sentence(tmp_path, start, rest):
    survives(tmp_path / "f", start + rest)


@same_file
@given(st.integers(0, len(XLSX) - 1), st.binary(min_size=1, max_size=6), st.integers(0, len(XLSX)))
def test_a_damaged_workbook_gives_a_table_or_a_sentence(tmp_path, place, noise, end):
    survives(tmp_path / "f", XLSX[:place] + noise + XLSX[place + len(noise) :])
    survives(tmp_path / "f", XLSX[:end])


@same_file
@given(st.sampled_from(["sheet1", "sharedStrings", "workbook", "styles", "workbook.xml"]), st.data())
def test_a_workbook_with_a_strange_part_gives_a_table_or_a_sentence(tmp_path, part, data):
    with zipfile.ZipFile(io.BytesIO(XLSX)) as package:
        name = next(name for name in package.namelist() if Path(name).stem == part)
        sound = package.read(name).decode()
    cut = data.draw(st.integers(0, len(sound)))
    noise = data.draw(
        st.sampled_from(['"', "<c/>", "<v>9e999</v>", "&#0;", "<row r='0'/>", "-1", "é", '<c r="A0"><v>1</v></c>'])
    )
    survives(tmp_path / "f", repacked(XLSX, **{part: (sound[:cut] + noise + sound[cut:]).encode()}))


# --- What CSV looks like in real life -------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_encoding_is_recognised(table_of, encoding):
    table = table_of(
        "code;libellé\n1;Évry’s “cœur”".encode(encoding) if encoding != "latin-1" else "é;b\n\x81;è".encode(encoding)
    )

    assert table.encoding == encoding
    assert len(list(table.rows)) == 1


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        (lines("id;adresse, ville", "1;4 rue du Pont, Toulouse", "2;5, rue Vidal, Albi"), ";"),
        (lines("id,adresse", '1,"4; rue; du; Pont"', "2,x"), ","),
        (lines("id\tlatitude", "1\t43,6", "2\t43,7"), "\t"),
        (lines("id|a;b", "1|x;y", "2|z"), "|"),
        (lines("adresse", "4 rue du Pont, Toulouse", "5 rue Vidal, Albi"), ";"),
        (lines("sep=,", "a;b,c", "1,2"), ","),
    ],
)
def test_the_separator_is_the_one_that_splits_the_header_and_the_rows(table_of, content, delimiter):
    assert table_of(content).delimiter == delimiter


def test_lines_are_numbered_as_in_a_spreadsheet(table_of):
    table = table_of(lines("", "a;b", '"deux\nlignes";1', "", ";", "x;2"))

    assert [(row.line, row.cells) for row in table.rows] == [(3, ("deux\nlignes", "1")), (6, ("x", "2"))]


def test_each_pass_over_the_rows_begins_again(table_of):
    table = table_of(lines("a;b", "1;2"))

    assert list(table.rows) == list(table.rows)
    assert table.record(next(table.rows)) == {"a": "1", "b": "2"}


def test_short_rows_are_completed_and_blank_extra_cells_dropped(rows_of):
    assert rows_of(lines("a;b;c", "1", "1;2;3;;; ")) == [("1", "", ""), ("1", "2", "3")]


def test_a_row_longer_than_the_header_is_refused_with_its_line(rows_of):
    with pytest.raises(RuleBroken, match=r"Ligne 3.: 3.cellules pour 2.titres"):
        rows_of(lines("a;b", "1;2", "1;2;3"))


def test_titles_are_made_distinct_and_it_is_said(table_of):
    table = table_of(lines("nom;;nom; nom ;nom (2)", "1;2;3;4;5"))

    assert table.header == ("nom", "colonne 2", "nom (2)", "nom (3)", "nom (2) (2)")
    assert table.raw_header == ("nom", "", "nom", " nom ", "nom (2)")
    assert len(table.remarks) == 4
    assert "colonne 2" in table.remarks[0]


def test_zero_characters_are_dropped(rows_of):
    assert rows_of(lines("adresse;code", "4 rue du Pont\x00;31000")) == [("4 rue du Pont", "31000")]


def test_too_many_rows_are_refused(table_of):
    table = table_of(lines("a", "1", "2", "3"), max_rows=3)
    assert len(list(table.rows)) == 3

    with pytest.raises(RuleBroken, match=r"dépasse 2.lignes"):
        list(table_of(lines("a", "1", "2", "3"), max_rows=2).rows)


def test_a_quote_that_never_closes_loses_no_row_in_silence(rows_of):
    with pytest.raises(RuleBroken, match=r"Ligne 3.: un guillemet"):
        rows_of(lines("a;b", "1;2", '"3;4', "5;6"))


def test_a_cell_or_a_line_beyond_measure_is_refused(rows_of):
    with pytest.raises(RuleBroken, match=r"au plus 131.072 caractères"):
        rows_of(lines("a;b", "x" * 200_000 + ";1"))
    with pytest.raises(RuleBroken, match="un million de caractères"):
        rows_of(lines("a;b", "é;" * 600_000))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "est vide"),
        (b"\xef\xbb\xbf", "est vide"),
        (b"\xff\xfe", "est vide"),
        (b" \n\n", "est vide"),
        (b";;\n;;\n", "aucun texte"),
        (lines("a;b", ""), "n’a qu’une ligne"),
        (b"%PDF-1.7\n%\xe2\xe3", "est un PDF"),
        (b"\x89PNG\r\n\x1a\n", "est une image"),
        (b"\xef\xbb\xbf<!DOCTYPE html><table>", "est une page web"),
        (b'{"type": "FeatureCollection"}', "est un fichier JSON"),
        (b"\x1f\x8b\x08", "est une archive"),
        (b"\x7fELF\x01\x01" + bytes(range(32)) * 9, "pas de texte lisible"),
        (b"\xff\xfe\x00\x00a\x00\x00\x00", "change en route"),
        (b"\xef\xbb\xbfa;b\n1;\xe9", "change en route"),
        (b"PK\x03\x04 not a zip", "est abîmé"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "ancien format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        (lines(";".join(["a"] * 1001), "1"), r"plus de 1.000 colonnes"),
    ],
)
def test_each_thing_that_is_no_table_is_named(table_of, content, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        table_of(content)


def test_a_missing_or_heavy_file_is_said(tmp_path, table_of):
    with pytest.raises(RuleBroken, match="introuvable"):
        read_table(tmp_path / "absent.csv")
    with pytest.raises(RuleBroken, match="introuvable"):
        read_table(tmp_path)
    with pytest.raises(RuleBroken, match="Découpez-le"):
        table_of(lines("a", "1"), max_bytes=2)


def test_a_csv_is_read_in_bounded_memory(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write("latitude;longitude\n")
        file.writelines(f"43.{number};1.{number}\n" for number in range(100_000))

    tracemalloc.start()
    count = sum(1 for _ in read_table(path).rows)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == 100_000
    assert peak < 8 * 1024 * 1024


# --- Workbooks ------------------------------------------------------------------------------------------------------


def test_cells_of_a_workbook_read_as_a_person_would_type_them(rows_of):
    row = [
        31000,
        43.6045,
        12345678901234,
        True,
        date(2026, 1, 2),
        datetime.fromisoformat("2026-01-02 14:30"),
        time(9, 5),
        1e-7,
    ]
    content = workbook(("A", [[f"c{index}" for index in range(len(row))], row]))

    assert rows_of(content) == [
        (
            "31000",
            "43.6045",
            "12345678901234",
            "VRAI",
            "2026-01-02",
            "2026-01-02 14:30:00",
            "09:05:00",
            "0.0000001",
        )
    ]


def test_a_workbook_keeps_its_line_numbers_without_blank_rows_and_first_blank_columns(table_of):
    table = table_of(workbook(("A", [[], [], ["", "a", "b"], [], ["", 1, 2]])))

    assert [(row.line, table.record(row)) for row in table.rows] == [(5, {"a": "1", "b": "2"})]


def test_the_first_visible_sheet_with_something_is_read_and_the_others_are_said(table_of):
    content = workbook(("Cachée", [["x"], ["y"]]), ("Vide", []), ("Adresses", [["a"], ["1"]]), hidden="Cachée")

    table = table_of(content)

    assert table.header == ("a",)
    assert table.remarks == ("Seule la feuille «\u00a0Adresses\u00a0» est lue\u202f; le classeur en a d’autres.",)


def test_an_empty_workbook_is_said(table_of):
    with pytest.raises(RuleBroken, match="classeur est vide"):
        table_of(workbook(("A", [])))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("xl/workbook.bin", "classeur XLSB"),
        ("word/document.xml", "document Word"),
        ("photo.jpg", "est une archive"),
    ],
)
def test_other_packages_are_named(table_of, name, sentence):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(name, "<a/>")

    with pytest.raises(RuleBroken, match=sentence):
        table_of(file.getvalue())


@pytest.mark.parametrize(
    ("kind", "sentence"), [("text", "document texte"), ("presentation", "présentation"), ("chart", "autre document")]
)
def test_other_open_documents_are_named(table_of, kind, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        table_of(open_document("", kind=kind))


def test_a_sheet_of_libreoffice_is_read_with_its_line_numbers(table_of):
    table = table_of(
        open_document(
            '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>',
            f"<table:table-row>{cell('nom')}{cell('depuis')}{cell('part')}</table:table-row>",
            f"<table:table-row>{cell('Léa')}"
            '<table:table-cell office:value-type="date" office:date-value="2024-01-05"/>'
            '<table:table-cell office:value-type="percentage" office:value="0.25"/></table:table-row>',
            f'<table:table-row table:number-rows-repeated="2">{cell("Awa")}<table:table-cell/>'
            '<table:table-cell office:value-type="float" office:value="31"/></table:table-row>',
            '<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
            'table:number-columns-repeated="16384"/></table:table-row>',
        )
    )

    assert table.header == ("nom", "depuis", "part")
    assert [(row.line, row.cells) for row in table.rows] == [
        (4, ("Léa", "2024-01-05", "0.25")),
        (5, ("Awa", "", "31")),
        (6, ("Awa", "", "31")),
    ]


@pytest.mark.parametrize(
    "row",
    [
        '<table:table-row table:number-rows-repeated="1048576">{}{}{}</table:table-row>',
        '<table:table-row table:number-rows-repeated="9000000">{}</table:table-row>',
        '<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="16383"/>{}</table:table-row>',
    ],
    ids=["many rows", "more rows than there are", "far corner"],
)
def test_a_sheet_of_libreoffice_that_swells_is_refused_before_it_is_read(table_of, row):
    with pytest.raises(RuleBroken, match="trop grand"):
        table_of(open_document(row.replace("{}", cell("a"))))


def test_a_long_text_repeated_counts_each_time(table_of):
    row = f'<table:table-row table:number-rows-repeated="300000">{cell("a" * 10_000)}</table:table-row>'

    with pytest.raises(RuleBroken, match="trop grand"):
        table_of(open_document(row))


def test_a_sheet_of_libreoffice_under_a_password_is_said(table_of):
    locked = '<manifest:manifest xmlns:manifest="m"><manifest:encryption-data/></manifest:manifest>'

    with pytest.raises(RuleBroken, match="mot de passe"):
        table_of(open_document("", manifest=locked))


def test_a_protected_package_is_said(table_of):
    content = bytearray(XLSX)
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1

    with pytest.raises(RuleBroken, match="mot de passe"):
        table_of(bytes(content))


def test_a_workbook_that_swells_is_refused_before_it_is_read(table_of):
    content = repacked(XLSX, sharedStrings=b"<sst>" + b" " * (spreadsheets.MAX_UNPACKED + 1) + b"</sst>")
    assert len(content) < 1024 * 1024

    with pytest.raises(RuleBroken, match="trop grand"):
        table_of(content)


def test_a_text_that_many_cells_share_counts_each_time(table_of):
    content = workbook(("A", [["x" * 20_000]] * 20_000))
    assert len(content) < 200_000

    with pytest.raises(RuleBroken, match="trop grand"):
        table_of(content)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1'><c r='&#88;FD1'><v>1</v></c></row><row r='1048576'><c><v>1</v></c></row>",
    ],
)
def test_a_cell_at_the_far_corner_is_refused_before_it_takes_the_memory(table_of, rows):
    name = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    content = repacked(XLSX, sheet1=f"<worksheet {name}><sheetData>{rows}</sheetData></worksheet>".encode())

    with pytest.raises(RuleBroken, match="trop grand"):
        table_of(content)


def test_a_workbook_with_formats_to_the_end_of_the_sheet_is_read(rows_of):
    name = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
        '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    )
    content = repacked(XLSX, sheet1=f"<worksheet {name}><sheetData>{rows}</sheetData></worksheet>".encode())

    assert rows_of(content) == [("2",)]


def test_a_part_that_declares_entities_is_refused(table_of):
    content = repacked(XLSX, sharedStrings=b'<!DOCTYPE a [<!ENTITY b "c">]><sst>&b;</sst>')

    with pytest.raises(RuleBroken, match="abîmé"):
        table_of(content)
