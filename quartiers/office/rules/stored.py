"""What a stored file may be: decided by its bytes, never by its name nor by what a browser claims."""

import io
import re
import unicodedata
import zipfile
from enum import StrEnum

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP

MAX_BYTES = 10 * 1024 * 1024
#: What an office document may hold once opened: more is a bomb.
MAX_UNPACKED = 100 * 1024 * 1024
MAX_PARTS = 2_000
NAME_MAX = 120
TAIL = 66_000  # where a zip has its directory's end: 64 kB of comment and its header

ACCEPTED = "PDF, image PNG ou JPEG, document Word ou ODT, classeur XLSX, CSV ou texte"
TOO_LARGE = f"Ce fichier dépasse {MAX_BYTES // 1024**2}{NBSP}Mo. Réduisez-le, ou déposez-le en plusieurs parties."
EMPTY = "Ce fichier est vide. Vérifiez que vous avez choisi le bon."
UNKNOWN = f"Nous ne reconnaissons pas ce fichier. Nous acceptons{NBSP}: {ACCEPTED}."
WEB_PAGE = f"Ce fichier est une page web ou un dessin vectoriel. Nous acceptons{NBSP}: {ACCEPTED}."
TWO_IN_ONE = "Ce fichier en contient un autre, caché. Enregistrez-le de nouveau, puis redéposez-le."
BOMB = "Une fois ouvert, ce document serait démesuré. Enregistrez-le de nouveau depuis votre logiciel."
DAMAGED = "Ce document est abîmé. Ouvrez-le dans votre logiciel, enregistrez-le de nouveau, puis redéposez-le."
LOCKED = "Ce document est protégé par un mot de passe. Retirez-le, puis redéposez le fichier."
MACROS = "Ce document contient des macros, que nous refusons. Enregistrez-le sans macros, puis redéposez-le."


class FileKind(StrEnum):
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
    XLSX = "xlsx"
    DOCX = "docx"
    ODT = "odt"
    CSV = "csv"
    TEXT = "txt"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self]


OFFICE = "application/vnd.openxmlformats-officedocument"
ODT_TYPE = "application/vnd.oasis.opendocument.text"
MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.XLSX: f"{OFFICE}.spreadsheetml.sheet",
    FileKind.DOCX: f"{OFFICE}.wordprocessingml.document",
    FileKind.ODT: ODT_TYPE,
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.TEXT: "text/plain; charset=utf-8",
}


class ScanState(StrEnum):
    """What a scanner said of a file; only a clean or an unscanned one leaves."""

    WAITING = "waiting"
    UNSCANNED = "unscanned"
    CLEAN = "clean"
    INFECTED = "infected"

    @property
    def label(self) -> str:
        return {
            "waiting": "analyse en cours",
            "unscanned": "non analysé",
            "clean": "analysé, rien trouvé",
            "infected": "refusé par l’antivirus",
        }[self.value]

    @property
    def may_leave(self) -> bool:
        return self in (ScanState.UNSCANNED, ScanState.CLEAN)


def recognise(content: bytes, name: str = "") -> FileKind:
    """What these bytes are.

    Args:
        content: the whole file.
        name: as it was sent; only tells CSV from plain text.

    Raises:
        RuleBroken: empty, too large, unknown, damaged, locked, with macros, a bomb, or two files in one.

    >>> recognise(b"nom;age", "liste.CSV"), recognise(b"%PDF-1.7 ... %%EOF")
    (<FileKind.CSV: 'csv'>, <FileKind.PDF: 'pdf'>)
    """
    if not content:
        raise RuleBroken(EMPTY)
    if len(content) > MAX_BYTES:
        raise RuleBroken(TOO_LARGE)
    if content.startswith(b"PK\x03\x04"):
        return _package(content)
    if b"PK\x05\x06" in content[-TAIL:]:
        raise RuleBroken(TWO_IN_ONE)
    if content.startswith(b"%PDF-"):
        return _ended(content, b"%%EOF", within=1024, kind=FileKind.PDF)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _ended(content, b"IEND\xaeB`\x82", within=8, kind=FileKind.PNG)
    if content.startswith(b"\xff\xd8\xff"):
        return _ended(content, b"\xff\xd9", within=TAIL, kind=FileKind.JPEG)
    return _text(content, name)


def clean_name(name: str, kind: FileKind) -> str:
    """A name that harms nobody, with the extension of what the file is.

    >>> clean_name("../../attestation de résidence.exe", FileKind.PDF)
    'attestation de résidence.pdf'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = last.rpartition(".")[0] or last
    kept = "".join(letter if letter.isalnum() or letter in " -_'’()" else " " for letter in stem)
    return f"{' '.join(kept.split())[:NAME_MAX] or 'fichier'}.{kind.value}"


def _ended(content: bytes, mark: bytes, *, within: int, kind: FileKind) -> FileKind:
    """The kind, if the file ends as such a file does and begins nothing else."""
    if mark not in content[-within:]:
        raise RuleBroken(DAMAGED)
    if kind is not FileKind.PDF and b"%PDF-" in content[:1024]:
        raise RuleBroken(TWO_IN_ONE)
    return kind


def _text(content: bytes, name: str) -> FileKind:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise RuleBroken(UNKNOWN)
    if any(unicodedata.category(letter) == "Cc" and letter not in "\t\r\n\f" for letter in text):
        raise RuleBroken(UNKNOWN)
    if "%PDF-" in text[:1024]:
        raise RuleBroken(TWO_IN_ONE)
    if re.search(r"<(!doctype|html|svg|script|\?xml|body|iframe)", text[:4096], re.IGNORECASE):
        raise RuleBroken(WEB_PAGE)
    return FileKind.CSV if name.lower().endswith(".csv") else FileKind.TEXT


def _package(content: bytes) -> FileKind:
    """The kind of an office document, once its directory is found sound, at the very end of the file."""
    if b"PK\x05\x06" in content[-TAIL:-22]:
        raise RuleBroken(TWO_IN_ONE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            _check_parts(parts, end=package.start_dir)
            names = {part.filename for part in parts}
            if "mimetype" in names and package.read("mimetype")[:200] == ODT_TYPE.encode():
                return FileKind.ODT
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, ValueError) as error:
        raise RuleBroken(DAMAGED) from error
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return FileKind.DOCX
    raise RuleBroken(UNKNOWN)


def _check_parts(parts: list[zipfile.ZipInfo], *, end: int) -> None:
    if min((part.header_offset for part in parts), default=1) != 0:
        raise RuleBroken(TWO_IN_ONE)
    if any(part.flag_bits & 1 for part in parts):
        raise RuleBroken(LOCKED)
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise RuleBroken(BOMB)
    starts = sorted({part.header_offset for part in parts})
    if len(starts) < len(parts) or sum(part.compress_size for part in parts) > end:
        raise RuleBroken(BOMB)  # parts that overlap: a few bytes that count many times
    if any(part.filename.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js")) for part in parts):
        raise RuleBroken(MACROS)
    if len({part.filename for part in parts}) < len(parts):
        raise RuleBroken(DAMAGED)
