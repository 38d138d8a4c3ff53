"""What a structure of the data·inclusion schema, version 1, says in our words, and the way back.

Source: package ``data-inclusion-schema`` (Licence Ouverte 2.0). Names with ``site.`` in front are those of a place.
"""

import math
from collections.abc import Mapping
from typing import Any

from quartiers.actors.rules.organisations import NETWORK_OF, kind_of, known_kind
from quartiers.actors.rules.siret import is_siret

OWN_SOURCE = "emploi-quartiers"
#: Decimals of a degree that are kept: about one centimetre. PostgreSQL refuses the square of what is near nothing.
DECIMALS = 7
#: Our name, theirs, and how long our column is.
TEXTS = {
    "name": ("nom", 255),
    "description": ("description", 10_000),
    "phone": ("telephone", 50),
    "email": ("courriel", 254),
    "website": ("site_web", 2_100),
    "opening_hours": ("horaires_accueil", 500),
    "site.address": ("adresse", 255),
    "site.address_more": ("complement_adresse", 255),
    "site.postcode": ("code_postal", 5),
    "site.city": ("commune", 150),
    "site.commune": ("code_insee", 5),
}
DEGREES = {"site.latitude": ("latitude", 90), "site.longitude": ("longitude", 180)}
#: What stands in the record under each of our names.
THEIRS = {ours: theirs for ours, (theirs, _) in (TEXTS | DEGREES).items()} | {
    "siret": "siret",
    "kind": "reseaux_porteurs",
}
NETWORKS = "reseaux_porteurs"


def told(record: Mapping[str, Any]) -> dict[str, Any]:
    """What a record says, under our names; empty where it says nothing that we can hold.

    Args:
        record: as it came, valid for the schema, its unknown fields and words included.

    >>> told({"nom": "Les Lices", "reseaux_porteurs": ["aci"], "siret": "123"})["kind"]
    'aci'
    """
    networks = words(record)
    siret = str(record.get("siret") or "")
    return {
        **{ours: fitted(record.get(theirs), length) for ours, (theirs, length) in TEXTS.items()},
        **{ours: degrees(record.get(theirs), most) for ours, (theirs, most) in DEGREES.items()},
        "siret": siret if is_siret(siret) else "",
        "kind": kind_of(networks).value,
        "networks": "".join(f"|{one.replace('|', ' ')}" for one in networks) + "|" if networks else "",
    }


def words(record: Mapping[str, Any]) -> list[str]:
    """The words of ``reseaux_porteurs``, in the order of the record."""
    found = record.get(NETWORKS)
    return [fitted(one, 100) for one in found if isinstance(one, str)] if isinstance(found, list) else []


def fitted(value: Any, length: int) -> str:
    """A text that a column can hold: what does not print is a space, lines are kept; empty for nothing."""
    if value is None:
        return ""
    text = str(value)
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)
    return text[:length].strip()


def degrees(value: Any, most: float) -> float | None:
    """Degrees to a centimetre, or None for what is no such number."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return round(found, DECIMALS) if math.isfinite(found) and abs(found) <= most else None


def corrected(record: Mapping[str, Any], here: Mapping[str, Any], local: list[str], *, day: str) -> dict[str, Any]:
    """The record with what was corrected here: our own values under their names, dated.

    Args:
        record: as it came.
        here: our values, under our names.
        local: names of those that were corrected here; none leaves the record as it came.
        day: of the last correction, as ISO.
    """
    if not local:
        return dict(record)
    out = dict(record)
    for name in local:
        if name == "kind":
            out[NETWORKS] = _networks_of(here["kind"], words(record))
        elif name in THEIRS:
            out[THEIRS[name]] = here[name] if here[name] not in ("", None) else None
    out["date_maj"] = max(day, str(record.get("date_maj") or "")[:10])
    return out


def own_record(key: int, here: Mapping[str, Any], *, day: str) -> dict[str, Any]:
    """An organisation that is declared here, in the schema; what is empty is left out."""
    out: dict[str, Any] = {"source": OWN_SOURCE, "id": f"{OWN_SOURCE}--{key}", "date_maj": day}
    out |= {theirs: here[ours] for ours, theirs in THEIRS.items() if ours != "kind" and here[ours] not in ("", None)}
    networks = _networks_of(here["kind"], [])
    return out | ({NETWORKS: networks} if networks else {})


def _networks_of(kind: str, networks: list[str]) -> list[str]:
    """The words that are not about the kind, and that of this kind where the schema has one."""
    others = [one for one in networks if kind_of([one]) is kind_of([])]
    own = NETWORK_OF.get(known_kind(kind))
    return [*([own] if own else []), *others]
