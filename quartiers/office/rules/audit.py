"""What is true of the journal: who did what to which object, when; never a value.

Each line is sealed with the one before: HMAC-SHA256 of the previous seal and of the line. Who changes, adds or removes
a line without the key breaks the chain at that place. Objects stand there under a pseudonym: whoever knows the object
finds its lines, nobody reads the object from a line. See ``docs/adr/0007-audit.md``.
"""

import hashlib
import hmac
import json
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain

from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.french import number

#: What stands before the first line.
NO_SEAL = "0" * 64
PURPOSE_MAX = 200
#: A verification shows so many faults; the first is the one that matters.
FAULTS_SHOWN = 20
_KIND = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")
_FIELD = re.compile(r"[a-z][a-z0-9_]*")

JOURNAL_MONTHS = Dated(
    "office.journal",
    "Conservation du journal des accès et des actions",
    "mois",
    (
        Entry(
            12,
            None,
            None,
            "CNIL, délibération n° 2021-122 du 14 octobre 2021 (journalisation : de six mois à un an)",
            None,
            "Le fait qu’un dossier a été anonymisé reste au-delà.",
        ),
    ),
)


class Verb(StrEnum):
    READ = "read"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    EXPORT = "export"
    GRANT = "grant"
    REVOKE = "revoke"
    REFUSED = "refused"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    ANONYMISE = "anonymise"
    PURGE = "purge"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Verb.READ: "a consulté",
    Verb.CREATE: "a créé",
    Verb.UPDATE: "a modifié",
    Verb.DELETE: "a supprimé",
    Verb.EXPORT: "a exporté",
    Verb.GRANT: "a donné un accès",
    Verb.REVOKE: "a retiré un accès",
    Verb.REFUSED: "s’est vu refuser",
    Verb.SIGN_IN: "s’est connecté",
    Verb.SIGN_OUT: "s’est déconnecté",
    Verb.ANONYMISE: "a anonymisé",
    Verb.PURGE: "a effacé à l’échéance",
}


@dataclass(frozen=True)
class Author:
    """Who acts: an account, in the organisation in use, for one request; all empty for the platform itself.

    ``cite_id`` is the Cité on whose pages it happens, as the room of accounts numbers it; None elsewhere.
    """

    user_id: int | None
    organisation_id: int | None
    request_id: str = ""
    cite_id: int | None = None


PLATFORM = Author(None, None)


@dataclass(frozen=True)
class Line:
    """One line of the journal: what its seal covers."""

    at: datetime
    verb: str
    user_id: int | None
    organisation_id: int | None
    kind: str
    object: str
    fields: tuple[str, ...]
    purpose: str
    request_id: str
    cite_id: int | None = None


@dataclass(frozen=True)
class Sealed:
    """A line in its place in the chain."""

    position: int
    previous: str
    seal: str
    line: Line


@dataclass(frozen=True)
class Anchor:
    """A place in the chain: the position and the seal of a line; ``Anchor()`` stands before the first one."""

    position: int = 0
    seal: str = NO_SEAL


@dataclass(frozen=True)
class Fault:
    """Where the chain is broken, and how, in French."""

    position: int
    sentence: str


def pseudonym(key: bytes, kind: str, object_id: object) -> str:
    """The name of an object in the journal: 32 hexadecimal digits, the same each time, unreadable without the key.

    >>> pseudonym(b"k", "people.person", 7) == pseudonym(b"k", "people.person", "7")
    True
    >>> pseudonym(b"k", "people.person", 7) == pseudonym(b"other", "people.person", 7)
    False
    """
    return hmac.new(key, f"{kind}:{object_id}".encode(), hashlib.sha256).hexdigest()[:32]


def check_line(kind: str, fields: Iterable[str], purpose: str) -> None:
    """Refuse what could be a value: a journal holds names only.

    Raises:
        ValueError: a mistake of the caller: a kind or a field that is not a name of the code, a purpose too long.
    """
    if not _KIND.fullmatch(kind):
        raise ValueError("a kind is a name of the code, such as people.person")
    if not all(_FIELD.fullmatch(field) for field in fields):
        raise ValueError("a field is a name of the code, never a value")
    if len(purpose) > PURPOSE_MAX or not purpose.isprintable():
        raise ValueError(f"a purpose is one line of {PURPOSE_MAX} characters at most")


def seal(key: bytes, previous: str, line: Line) -> str:
    """HMAC-SHA256 of the previous seal and of the line: 64 hexadecimal digits."""
    content = [
        line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.verb,
        line.user_id,
        line.organisation_id,
        line.kind,
        line.object,
        list(line.fields),
        line.purpose,
        line.request_id,
        # Lines sealed before a line knew its Cité prove themselves still.
        *([] if line.cite_id is None else [line.cite_id]),
    ]
    written = json.dumps([previous, content], ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, written.encode(), hashlib.sha256).hexdigest()


def seal_state(key: bytes, *, last: Anchor, purged: Anchor, kept: int) -> str:
    """The signature of the chain's own state: without it, the end of the journal could be cut unseen."""
    written = json.dumps([last.position, last.seal, purged.position, purged.seal, kept])
    return hmac.new(key, written.encode(), hashlib.sha256).hexdigest()


def faults(key: bytes, lines: Iterable[Sealed], *, purged: Anchor, last: Anchor) -> Iterator[Fault]:
    """Where these lines are not the chain that leads from one anchor to the other.

    Args:
        key: of the seals.
        lines: those after ``purged``, by position.
        purged: the last line that was erased after its time.
        last: the last line that was sealed.
    """
    position, before = purged.position, purged.seal
    for one in chain(lines, [None]):
        expected = position + 1
        upto = one.position if one else last.position + 1
        if upto > expected:
            yield Fault(expected, missing(expected, upto - 1))
        if one is None:
            break
        whole = hmac.compare_digest(one.seal, seal(key, one.previous, one.line))
        if one.position < expected or one.position > last.position:
            yield Fault(one.position, f"La ligne {number(one.position)} a été ajoutée après coup.")
        elif not whole:
            yield Fault(one.position, f"La ligne {number(one.position)} a été modifiée.")
        elif upto == expected and one.previous != before:
            yield Fault(one.position, f"La ligne {number(one.position)} ne suit pas celle qui la précède.")
        position, before = max(one.position, position), one.seal
    if position == last.position and before != last.seal:
        yield Fault(last.position, f"La dernière ligne, {number(last.position)}, n’est pas celle qui a été scellée.")


def missing(first: int, last: int) -> str:
    """Which lines are not there.

    >>> missing(4, 4), missing(4, 6)
    ('La ligne 4 manque.', 'Les lignes 4 à 6 manquent.')
    """
    if first == last:
        return f"La ligne {number(first)} manque."
    return f"Les lignes {number(first)} à {number(last)} manquent."


def months_before(moment: datetime, months: int) -> datetime:
    """The same day and hour so many months before, at the latest the last day of the month.

    >>> months_before(datetime(2024, 3, 31, 8, tzinfo=UTC), 1)
    datetime.datetime(2024, 2, 29, 8, 0, tzinfo=datetime.timezone.utc)
    """
    count = moment.year * 12 + moment.month - 1 - months
    year, month = count // 12, count % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))
