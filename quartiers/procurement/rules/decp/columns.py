"""A cleaned contract as plain values in a fixed order, with its print: what a database keeps, what a change shows."""

import json
import marshal
from dataclasses import fields
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from operator import attrgetter
from typing import Any, TypeAlias

from quartiers.procurement.rules.decp.words import Published

Values: TypeAlias = tuple[Any, ...]
#: The columns, in the order of ``Published``.
COLUMNS = tuple(one.name for one in fields(Published))
UID, NUMBER, OBJECT, PUBLISHED_ON, HOLDERS = map(COLUMNS.index, ("uid", "number", "object", "published_on", "holders"))
DATES = tuple(COLUMNS.index(name) for name in ("notified_on", "sorted_on", "published_on", "ends_on"))
#: A driver is slower on a boolean than on 0 and 1, which every database reads the same.
FLAGS = tuple(COLUMNS.index(one.name) for one in fields(Published) if one.type in (bool, bool | None))
AMOUNT, EUROPE, FRANCE = (COLUMNS.index(name) for name in ("amount", "origin_eu", "origin_france"))
#: The first format of ``marshal``: it depends on values alone, not on how Python shares them.
PLAIN = 0
_of = attrgetter(*COLUMNS)
_held = attrgetter("identifier", "id_kind", "siret", "name", "category")
_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_iso = lru_cache(maxsize=16_384)(date.isoformat)


def columns(one: Published) -> tuple[Values, str]:
    """The values of a contract as any database takes them, days as ISO texts and holders as JSON; and their print."""
    values = list(_of(one))
    for at in DATES:
        if values[at] is not None:
            values[at] = _iso(values[at])
    for at in FLAGS:
        if values[at] is not None:
            values[at] = int(values[at])
    if values[AMOUNT] is not None:
        values[AMOUNT] = str(values[AMOUNT])
    if values[EUROPE] is not None:
        values[EUROPE] = str(values[EUROPE])
    if values[FRANCE] is not None:
        values[FRANCE] = str(values[FRANCE])
    values[HOLDERS] = _written([_held(held) for held in one.holders])
    return tuple(values), blake2b(marshal.dumps(values, PLAIN), digest_size=16).hexdigest()
