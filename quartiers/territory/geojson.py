"""Reads a GeoJSON file member by member, plain or inside a zip, in memory bounded by its largest feature.

No shape is understood here: contours.py does that. Every refusal is a ``RuleBroken`` with a sentence for the operator.
"""

import codecs
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path
from typing import IO

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import number

#: Entry of the official zip of 2024 (data.gouv.fr, resource 942d4ee8-8142-4556-8ea1-335537ce1119).
OFFICIAL_ENTRY = "QP2024_France_Hexagonale_Outre_Mer_WGS84.geojson"
MAX_BYTES = 300_000_000
MAX_FEATURE_CHARS = 30_000_000
CHUNK = 1 << 16
ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, NotImplementedError, RuntimeError)
#: This near to the end of what was read, a token may be cut in two («1.» and «5»).
TOKEN_MARGIN = 32
SPACE = re.compile(r"[ \t\n\r]*")


@dataclass(frozen=True)
class Opened:
    """A file ready to be read; ``name`` is that of the GeoJSON itself, even inside a zip."""

    name: str
    stream: IO[bytes]


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """The GeoJSON of this file, or of this zip.

    Raises:
        RuleBroken: no such file, empty file, damaged zip, no single WGS 84 GeoJSON inside, more than 300 MB.
    """
    if not path.is_file():
        raise RuleBroken(f"Le fichier «\u00a0{path.name}\u00a0» n’existe pas. Vérifiez son nom et son dossier.")
    with path.open("rb") as file:
        signature = file.read(4)
        file.seek(0)
        if not signature:
            raise RuleBroken(f"Le fichier «\u00a0{path.name}\u00a0» est vide. Téléchargez-le de nouveau.")
        if signature not in ZIP_SIGNATURES:
            yield Opened(path.name, file)
            return
        with _archive(file) as archive, _entry(archive) as entry:
            yield Opened(Path(entry.name).name, entry)


def members(stream: IO[bytes]) -> Iterator[tuple[str, object]]:
    """Members of the top-level object, in order; each element of «features» comes alone, as («features», element).

    Raises:
        RuleBroken: not an object, not UTF-8, truncated or malformed JSON (with line and column), too large.
    """
    text = _Text(stream)
    if text.peek() != "{":
        raise RuleBroken(
            "Ce fichier n’est pas du GeoJSON\u00a0: il devrait commencer par une accolade. "
            "Donnez le fichier .geojson, ou le zip officiel."
        )
    for _ in text.items("{", "}"):
        key = text.value()
        text.take(":")
        if key == "features" and text.peek() == "[":
            for _ in text.items("[", "]"):
                yield "features", text.value()
        else:
            yield str(key), text.value()
    text.end()


class _Text:
    """The text that was read and not yet consumed, with its place in the file."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._chunks = _decoded(stream)
        self._buffer = ""
        self._position = 0
        self._line = 1
        self._column = 1

    def peek(self) -> str:
        """The next character that is no space, without consuming it; empty at the end."""
        while True:
            space = SPACE.match(self._buffer, self._position)
            self._position = space.end() if space else self._position
            if self._position < len(self._buffer):
                return self._buffer[self._position]
            if not self._grow():
                return ""

    def take(self, expected: str) -> None:
        if self.peek() != expected:
            raise self._broken(self._position)
        self._position += 1

    def end(self) -> None:
        if self.peek():
            raise self._broken(self._position)

    def items(self, opening: str, closing: str) -> Iterator[None]:
        """Stop before each item of a list or an object, and consume what stands between them."""
        self.take(opening)
        if self.peek() != closing:
            yield
            while self.peek() == ",":
                self.take(",")
                yield
        self.take(closing)

    def value(self) -> object:
        """The next JSON value, consumed."""
        self.peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self._buffer, self._position)
            except json.JSONDecodeError as fault:
                length = fault.pos - self._position
                if not self._may_be_cut(fault) or not self._grow():
                    raise self._broken(self._position + length) from fault
            except (ValueError, RecursionError) as fault:
                raise self._broken(self._position) from fault
            else:
                length = end - self._position
                if end < len(self._buffer) - TOKEN_MARGIN or not self._grow():
                    self._position += length
                    return value

    def _may_be_cut(self, fault: json.JSONDecodeError) -> bool:
        return fault.msg.startswith("Unterminated string") or fault.pos >= len(self._buffer) - TOKEN_MARGIN

    def _grow(self) -> bool:
        """Read at least as much as what is pending, so that a large value costs linear time; False at the end.

        What was consumed is forgotten: places in the buffer change.
        """
        self._forget()
        pending = len(self._buffer)
        if pending > MAX_FEATURE_CHARS:
            raise RuleBroken(
                f"Un seul élément du fichier dépasse {number(MAX_FEATURE_CHARS)} caractères, ligne "
                f"{number(self._line)}. Vérifiez que c’est bien un fichier de contours."
            )
        parts, size = [self._buffer], 0
        for chunk in self._chunks:
            parts.append(chunk)
            size += len(chunk)
            if size >= pending:
                break
        self._buffer = "".join(parts)
        return size > 0

    def _forget(self) -> None:
        self._line, self._column = self._place(self._position)
        self._buffer = self._buffer[self._position :]
        self._position = 0

    def _place(self, position: int) -> tuple[int, int]:
        newlines = self._buffer.count("\n", 0, position)
        if not newlines:
            return self._line, self._column + position
        return self._line + newlines, position - self._buffer.rfind("\n", 0, position)

    def _broken(self, position: int) -> RuleBroken:
        line, column = self._place(position)
        what = "s’arrête trop tôt" if position >= len(self._buffer) else "n’est plus lisible"
        return RuleBroken(
            f"Le fichier {what}, ligne {number(line)}, colonne {number(column)}. "
            "Il a sans doute été coupé ou modifié\u00a0: téléchargez-le de nouveau. Rien n’a été importé."
        )


DECODER = json.JSONDecoder()


def _decoded(stream: IO[bytes]) -> Iterator[str]:
    """Text of the stream, without its byte order mark; a chunk may be empty only at the end."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    done = 0
    for chunk in _read(stream):
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as fault:
            raise RuleBroken(
                f"Le fichier n’est pas en UTF-8, vers l’octet {number(done)}\u00a0: ses accents seraient faux. "
                "Enregistrez-le en UTF-8, puis relancez l’import."
            ) from fault
        done += len(chunk)
        if text:
            yield text


def _read(stream: IO[bytes]) -> Iterator[bytes]:
    """Chunks of the stream, then an empty one."""
    total = 0
    chunk = b" "
    while chunk:
        try:
            chunk = stream.read(CHUNK)
        except ZIP_FAULTS as fault:
            raise _damaged() from fault
        total += len(chunk)
        if total > MAX_BYTES:
            raise _too_large()
        yield chunk


def _archive(file: IO[bytes]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (*ZIP_FAULTS, ValueError) as fault:
        raise _damaged() from fault


def _entry(archive: zipfile.ZipFile) -> IO[bytes]:
    info = _chosen(archive.infolist())
    if info.file_size > MAX_BYTES:
        raise _too_large()
    try:
        return archive.open(info)
    except (*ZIP_FAULTS, ValueError) as fault:
        raise _damaged() from fault


def _chosen(entries: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """The official entry, else the only GeoJSON that says WGS84, else the only GeoJSON."""
    shapes = [entry for entry in entries if entry.filename.lower().endswith((".geojson", ".json"))]
    wgs84 = [entry for entry in shapes if "wgs84" in entry.filename.lower()]
    official = [entry for entry in shapes if Path(entry.filename).name == OFFICIAL_ENTRY]
    for choice in (official, wgs84, shapes):
        if len(choice) == 1:
            return choice[0]
    found = ", ".join(Path(entry.filename).name for entry in (shapes or entries)[:8]) or "rien"
    raise RuleBroken(
        f"Le zip ne contient pas un fichier GeoJSON en WGS\u00a084 et un seul. Il contient\u00a0: {found}. "
        "Décompressez-le et donnez le fichier GeoJSON en WGS\u00a084."
    )


def _damaged() -> RuleBroken:
    return RuleBroken("Le zip est abîmé ou protégé\u00a0: il ne s’ouvre pas. Téléchargez-le de nouveau.")


def _too_large() -> RuleBroken:
    return RuleBroken(
        f"Le fichier dépasse {number(MAX_BYTES // 1_000_000)}\u00a0Mo une fois décompressé, bien plus que tous les "
        "quartiers de France. Vérifiez que c’est le bon fichier."
    )
