"""Traps 1 to 3: lists written in every way, and the considerations that they hold."""

import re
from collections.abc import Iterable
from typing import Any

from quartiers.procurement.rules.decp.traps import Trap
from quartiers.procurement.rules.decp.values.words import NAME_MAX, Noter, folded, shown, silent
from quartiers.procurement.rules.decp.words import Stated


def items(raw: Any, inner: str, note: Noter = silent) -> list[Any]:
    """The things of a list, however it is written: wrapped as the schema asks, flat, alone, or joined in a text.

    >>> items({"technique": ["Concours"]}, "technique"), items(["Concours"], "technique")
    (['Concours'], ['Concours'])
    >>> items("Clause sociale, Critère social", "considerationSociale")
    ['Clause sociale', 'Critère social']
    """
    if raw.__class__ is dict and inner in raw:
        found = raw[inner]
        if found.__class__ is list:
            return found  # as the schema writes it
        note(Trap.SHAPE, found)
        return list(_split(found))
    if raw is None or raw == "" or raw == {}:
        return []
    note(Trap.SHAPE, raw)
    found = []
    for one in raw if isinstance(raw, list) else [raw]:
        held = one[inner] if isinstance(one, dict) and inner in one else one
        found += held if isinstance(held, list) else _split(held)
    return found


def _split(raw: Any) -> Iterable[Any]:
    if not isinstance(raw, str):
        return () if raw is None else (raw,)
    words = raw.strip("[]").replace('"', "").replace("'", "’") if raw[:1] == "[" else raw
    return [one for one in (part.strip() for part in re.split(r"[,;|]", words)) if one]


# --- Considerations -----

SOCIAL = {
    "clause sociale": "clause",
    "critere social": "criterion",
    "marche reserve": "reserved",
    "concession reservee": "reserved",
    "pas de consideration sociale": "none",
    "sans objet": "none",
}
ENVIRONMENTAL = {
    "clause environnementale": "clause",
    "critere environnemental": "criterion",
    "pas de consideration environnementale": "none",
    "sans objet": "none",
}


def considerations(raw: list[Any], known: dict[str, str], note: Noter = silent) -> tuple[Stated, frozenset[str]]:
    """Whether the contract has one, and which: ``clause``, ``criterion``, ``reserved``.

    A word outside the list says nothing. «Pas de considération» beside another word is a contradiction: the other
    word wins, since somebody chose it.

    >>> considerations(["Clause sociale", "Pas de considération sociale"], SOCIAL)
    (<Stated.WITH: 'avec'>, frozenset({'clause'}))
    >>> considerations(["Oui"], SOCIAL)[0], considerations([], SOCIAL)[0]
    (<Stated.UNKNOWN: 'inconnu'>, <Stated.UNKNOWN: 'inconnu'>)
    """
    found = set()
    for word in raw:
        code = known.get(folded(word)) if word.__class__ is str and len(word) < NAME_MAX else None
        if code is None:
            note(Trap.UNKNOWN_WORD, word)
        else:
            found.add(code)
    if "none" in found and len(found) > 1:
        note(Trap.CONTRADICTION, ", ".join(map(shown, raw)))
        found.discard("none")
    if not found:
        return Stated.UNKNOWN, frozenset()
    return (Stated.WITHOUT, frozenset()) if "none" in found else (Stated.WITH, frozenset(found))
