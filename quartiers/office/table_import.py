"""The one importer of spreadsheets: what a room declares to take one in.

A room lists its tables in ``table_specs.py``, ``TABLES = [TableSpec(…)]``; pages, progress, columns remembered, errors
with line and column, difference and replay come with it, at ``/imports/<code>/``::

    TableSpec(
        code="partenaires",
        title="Ajouter des partenaires depuis un tableau",
        noun=("partenaire", "partenaires"),
        fields=(
            Field("name", "Nom", required=True),
            Field("siret", "SIRET", ("numéro siret", "n° siret"), read=read_siret, example="35600000000048"),
        ),
        key=("siret",),
        may_import=lambda viewer: viewer.may("administration"),
        existing=queries.partners_by_siret,
        apply=actions.save_partners,
    )
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from quartiers.office.rules import Author
from quartiers.web.access import Viewer
from quartiers.web.rooms import room_modules

Key: TypeAlias = tuple[Any, ...]
Record: TypeAlias = Mapping[str, Any]


def as_written(value: Any) -> str:
    return str(value)


def as_text(text: str) -> str:
    """The cell without what surrounds it."""
    return " ".join(text.split())


@dataclass(frozen=True)
class Field:
    """A column of a table.

    Args:
        key: name of the value for ``apply``.
        label: title of the column in French.
        synonyms: other titles it may have; case, accents, punctuation and small typing errors do not count.
        required: whether an empty cell is a fault.
        read: from a cell that is not empty to a value; raises ``RuleBroken`` with the end of a French sentence.
        write: from a value to the text that shows a difference.
        example: in the model to fill in.
    """

    key: str
    label: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    read: Callable[[str], Any] = as_text
    write: Callable[[Any], str] = as_written
    example: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every title it may have, best first."""
        return (self.label, *self.synonyms)


@dataclass(frozen=True)
class TableSpec:
    """A kind of table, declared once.

    Args:
        code: in the address, unaccented.
        title: of the page: what one comes to do.
        noun: singular and plural of a row.
        fields: the columns.
        key: the fields that say that two rows are the same thing; required ones.
        may_import: who may: a pure function of the viewer.
        existing: for these keys, what is stored, by field, as ``Field.write`` writes it; one query or few.
        apply: save new and changed records, within the caller's transaction.
        back: name of the page to go to afterwards.
        promise: what it leaves alone, in a sentence said before it is read.
        at_odds: cells of one record, each good, that do not go together: what to do, by field.
        own: the same table, as this author has it at this instant, when its columns are hers.
    """

    code: str
    title: str
    noun: tuple[str, str]
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    may_import: Callable[[Viewer], bool]
    existing: Callable[[Sequence[Key]], Mapping[Key, Mapping[str, str]]]
    apply: Callable[[Sequence[Record], Author, datetime], None]
    back: str
    promise: str = ""
    at_odds: Callable[[Record], Mapping[str, str]] = lambda record: {}
    own: Callable[["TableSpec", Author, datetime], "TableSpec"] | None = None

    def of(self, by: Author, now: datetime) -> "TableSpec":
        """As this author has it."""
        return self if self.own is None else self.own(self, by, now)

    def key_of(self, record: Record) -> Key:
        return tuple(record[name] for name in self.key)

    def written(self, record: Record) -> dict[str, str]:
        """The record as text; a field without value is an empty text."""
        return {
            one.key: "" if record.get(one.key) in (None, "") else one.write(record[one.key]) for one in self.fields
        }


def table_spec(code: str) -> TableSpec | None:
    """The kind of table of this code."""
    return next((one for module in room_modules("table_specs") for one in module.TABLES if one.code == code), None)
