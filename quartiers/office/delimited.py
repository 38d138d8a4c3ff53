"""CSV and its cousins: which encoding, which separator, then record after record, never the whole file.

Every doubt is settled by reading, not by the name of the file. What cannot be read without losing something is refused
with the line where it stands.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO, TypeAlias

from quartiers.kernel import french
from quartiers.kernel.errors import RuleBroken

Record: TypeAlias = tuple[int, list[str]]

DELIMITERS = (";", "\t", "|", ",")  # in a tie the first wins: a comma also stands in addresses and in decimals
MAX_LINE = 1_000_000
SAMPLE_CHARACTERS = 65_536
SAMPLE_BYTES = 65_536
BLOCK = 1 << 20
BOMS = (  # UTF-32 before UTF-16: its mark begins with the same bytes
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(
    r"sep=([;,|\t:~^])(?:\r\n?|\n)", re.IGNORECASE
)  # the line by which a spreadsheet states its separator
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
RESAVE = "Ouvrez-le dans un tableur et enregistrez-le en « CSV UTF-8 »."


@dataclass(frozen=True)
class DelimitedFile:
    """A text table whose encoding and separator are known; ``declared`` when its first line states the separator."""

    path: Path
    encoding: str
    delimiter: str
    declared: bool

    def records(self) -> Iterator[Record]:
        """Each record with its line as a spreadsheet numbers it: blank lines count, quoted line breaks do not.

        NUL characters, which no database keeps, are dropped.

        Raises:
            RuleBroken: a quote that never closes, a cell or a line beyond measure.
        """
        with self.path.open(encoding=self.encoding, newline="") as file:
            lines = bounded_lines(file)
            if self.declared:
                next(lines)
            reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
            number = 0
            try:
                for number, cells in enumerate(reader, start=1):
                    yield number, [cell.replace("\x00", "") for cell in cells]
            except csv.Error as error:
                raise RuleBroken(_quote_sentence(number + 1)) from error


def open_delimited(path: Path) -> DelimitedFile:
    """Find the encoding (whole file read once, block by block) and the separator (first lines).

    Raises:
        RuleBroken: not a text, or a text in several encodings at once.
    """
    encoding = find_encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(SAMPLE_CHARACTERS)
    if len(CONTROL.findall(sample)) > len(sample) / 10:
        raise RuleBroken(
            "Ce fichier n’est pas un tableau : il ne contient pas de texte lisible."
            " Choisissez un fichier CSV, XLSX ou ODS."
        )
    if declared := DECLARED.match(sample):
        return DelimitedFile(path, encoding, declared[1], declared=True)
    return DelimitedFile(path, encoding, find_delimiter(sample), declared=False)


def find_encoding(path: Path) -> str:
    """The encoding in which the whole file can be read: its byte order mark, UTF-8, UTF-16, else Windows or Latin-1.

    Raises:
        RuleBroken: the file announces an encoding and does not keep to it.
    """
    with path.open("rb") as file:
        head = file.read(SAMPLE_BYTES)
    for mark, encoding in BOMS:
        if head.startswith(mark):
            if encoding == "utf-32" or not is_readable(path, encoding):
                raise RuleBroken(f"Ce fichier n’est pas lisible en entier : son codage change en route. {RESAVE}")
            return encoding
    candidates = ["utf-8", "cp1252"]
    if wide := _wide_encoding(head):
        candidates.insert(0, wide)
    return next((encoding for encoding in candidates if is_readable(path, encoding)), "latin-1")


def is_readable(path: Path, encoding: str) -> bool:
    """Whether every byte of the file makes sense in this encoding; memory of one block."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def find_delimiter(sample: str) -> str:
    """The separator that splits the header, and then splits the most lines into as many cells as the header.

    A file of one column has none: the answer is then the semicolon.
    """
    lines = io.StringIO(sample, newline="").readlines()
    if len(sample) == SAMPLE_CHARACTERS and len(lines) > 1:
        lines.pop()
    scores = {delimiter: _score(lines, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > (0, 0) else ";"


def bounded_lines(file: TextIO) -> Iterator[str]:
    """The lines of a file, none longer than a million characters.

    Raises:
        RuleBroken: a longer one.
    """
    number = 0
    while line := file.readline(MAX_LINE):
        number += 1
        if len(line) == MAX_LINE and not line.endswith(("\n", "\r")):
            raise RuleBroken(
                f"La ligne {french.number(number)} du fichier dépasse un million de caractères : ce n’est sans doute "
                "pas un tableau. Vérifiez le fichier, ou enregistrez-le de nouveau en CSV depuis un tableur."
            )
        yield line


def _quote_sentence(line: int) -> str:
    return (
        f'Ligne {french.number(line)} : un guillemet (") n’est pas refermé, ou se trouve au milieu d’une cellule '
        'entre guillemets. Refermez-le, ou doublez-le ("") s’il fait partie du texte. Une cellule contient au plus '
        f"{french.number(csv.field_size_limit())} caractères."
    )


def _wide_encoding(head: bytes) -> str:
    """UTF-16 without mark shows as a zero in every other byte."""
    even, odd = head[0::2], head[1::2]
    if odd and odd.count(0) > len(odd) * 0.4 and even.count(0) < len(even) * 0.1:
        return "utf-16-le"
    if even and even.count(0) > len(even) * 0.4 and odd.count(0) < len(odd) * 0.1:
        return "utf-16-be"
    return ""


def _score(lines: Iterable[str], delimiter: str) -> tuple[float, int]:
    """(share of records as wide as the header, width of the header); (0, 0) when the header is not split."""
    widths = list(islice(_widths(lines, delimiter), 200))
    if not widths or widths[0] < 2:
        return 0, 0
    return round(widths.count(widths[0]) / len(widths), 2), widths[0]


def _widths(lines: Iterable[str], delimiter: str) -> Iterator[int]:
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            if any(cell.strip() for cell in cells):
                yield len(cells)
    except csv.Error:  # a cell beyond measure: what was read before is the sample
        return
