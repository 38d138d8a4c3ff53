"""A file of the schema: contracts are decoded one by one, in a window that slides."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.office.delimited import find_encoding
from quartiers.procurement.decp_files.records import JsonContract, Reading, Trouble

BLOCK = 1 << 20
#: No contract is as long as this many characters: what is, has lost its end.
ELEMENT_MAX = 8 << 20
BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]"]', re.DOTALL)
NEXT_CONTRACT = re.compile(r'\}\s*,\s*(?=\{\s*"(?:id|uid|acheteur|autoriteConcedante|_type|nature|objet)"\s*:)')
SPACE = re.compile(r"[ \t\r\n]*")


class JsonFile:
    """A text of JSON in a window that slides: contracts are decoded one by one by the standard library."""

    def __init__(self, path: Path, reading: Reading) -> None:
        self.path, self.reading = path, reading
        self.decoder = json.JSONDecoder()
        self.careful = json.JSONDecoder(parse_int=_integer)
        self.text, self.at, self.line, self.is_over = "", 0, 1, False

    def contracts(self) -> Iterator[JsonContract | Trouble]:
        encoding = find_encoding(self.path)
        with self.path.open(encoding=encoding, newline="") as self.file:
            if self._next() == "\ufeff":
                self.at += 1
            try:
                yield from self._root()
            except _Stop as stop:
                yield stop.trouble

    file: TextIO

    def _root(self) -> Iterator[JsonContract | Trouble]:
        if self._next() == "[":
            yield from self._array(concession=False)
            return
        found = False
        for key in self._keys():
            if key != "marches":
                self._skip()
                continue
            found = True
            if self._next() == "[":
                yield from self._array(concession=False)
            elif self._next() == "{":
                for inner in self._keys():
                    if inner in ("marche", "contrat-concession"):
                        yield from self._list(concession=inner != "marche")
                    else:
                        self._skip()
            else:
                yield Trouble(self._line(), "«\u00a0marches\u00a0» devrait contenir des contrats.")
                self._skip()
        if not found:
            raise RuleBroken(
                f"Ce fichier JSON n’a pas de «{NBSP}marches{NBSP}» à sa racine{NBSP}: ce n’est pas un fichier de "
                "contrats publiés. Prenez celui du ministère ou celui de votre profil d’acheteur."
            )

    def _list(self, *, concession: bool) -> Iterator[JsonContract | Trouble]:
        if self._next() == "[":
            yield from self._array(concession=concession)
        elif self._next() == "{":  # one contract that its publisher did not put in a list
            yield self._element(concession=concession)
        else:
            yield Trouble(self._line(), "une liste de contrats est attendue ici.")
            self._skip()

    def _keys(self) -> Iterator[str]:
        """The keys of the object at hand; the caller reads each value."""
        self.at += 1
        while True:
            mark = self._next()
            if mark == "}":
                self.at += 1
                return
            if mark == ",":
                self.at += 1
                continue
            if mark != '"':
                raise self._stopped()
            key = self._value()
            if self._next() != ":":
                raise self._stopped()
            self.at += 1
            yield key if isinstance(key, str) else ""

    def _array(self, *, concession: bool) -> Iterator[JsonContract | Trouble]:
        self.at += 1
        while True:
            mark = self._next()
            if mark == "]":
                self.at += 1
                return
            if mark == ",":
                self.at += 1
            elif not mark:
                raise self._stopped()
            else:
                yield self._element(concession=concession)

    def _element(self, *, concession: bool) -> JsonContract | Trouble:
        line = self._line()
        try:
            return JsonContract(line, self._value(), concession)
        except _Unreadable as unreadable:
            return Trouble(line, str(unreadable))

    def _skip(self) -> None:
        try:
            self._next()
            self._value()
        except _Unreadable:
            return

    def _value(self) -> Any:
        """Decode the value at hand and pass it.

        Raises:
            _Unreadable: it is not JSON; it was passed.
            _Stop: its end cannot be found.
        """
        reason = ""
        while True:
            try:
                value, end = self.decoder.raw_decode(self.text, self.at)
                if end < len(self.text) or self.is_over or self.text[self.at] in '{["':
                    self.at = end
                    return value
            except json.JSONDecodeError as error:
                reason = f"ce contrat n’est pas écrit en JSON ({_reason(error)}). Les autres sont lus."
            except RecursionError:
                reason = "ce contrat a trop d’objets les uns dans les autres. Les autres sont lus."
            except ValueError:  # an integer of thousands of figures
                value, self.at = self.careful.raw_decode(self.text, self.at)
                return value
            end = self._end() if reason else -1
            if end > 0:
                self.at = end
                raise _Unreadable(reason)
            if self.is_over or len(self.text) - self.at > ELEMENT_MAX:
                return self._resume(reason)
            self._fill()

    def _end(self) -> int:
        """Where the value at hand ends, by its brackets alone; -1 when that is further than the window."""
        depth = 0
        for mark in BRACKETS.finditer(self.text, self.at):
            word = mark[0]
            if word in ("{", "["):
                depth += 1
            elif word in ("}", "]"):
                depth -= 1
                if depth <= 0:
                    return mark.end()
            elif word == '"':
                return -1
            elif depth == 0:
                return mark.end()
        return -1

    def _resume(self, reason: str) -> Any:
        """Go to what looks like the next contract, when brackets and quotes of this one do not close."""
        found = NEXT_CONTRACT.search(self.text, self.at + 1)
        if found is None:
            raise self._stopped()
        self.at = found.end()
        raise _Unreadable(reason)

    def _stopped(self) -> "_Stop":
        return _Stop(
            Trouble(
                self._line(),
                "le fichier s’arrête ou se brise ici, au milieu d’un contrat ou d’une liste. Ce qui précède est lu. "
                "Téléchargez-le de nouveau et rechargez-le, sans risque de doublon.",
                is_end=True,
            )
        )

    def _next(self) -> str:
        """The next sign that is not a space; empty at the end of the file."""
        while True:
            found = SPACE.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if self.is_over:
                return ""
            self._fill()

    def _fill(self) -> None:
        self.line += self.text.count("\n", self._counted, self.at)
        self.text, self.at, before = self.text[self.at :], 0, self.at
        block = self.file.read(BLOCK)
        self.is_over = not block
        self.text += block
        self._counted = 0
        self.reading.done = min(self.reading.done + before, self.reading.total)

    _counted = 0

    def _line(self) -> int:
        """The line at hand; counted once, as the window slides."""
        self.line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self.line


class _Unreadable(Exception):
    """A value that is not JSON, and was passed."""


class _Stop(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(str(trouble))
        self.trouble = trouble


def _integer(figures: str) -> int | float:
    return int(figures) if len(figures) < 400 else float("inf")


def _reason(error: json.JSONDecodeError) -> str:
    said = error.msg
    return next((words for start, words in REASONS.items() if said.startswith(start)), "signe inattendu")


REASONS = {
    "Expecting ',' delimiter": "il manque une virgule",
    "Expecting ':' delimiter": "il manque un deux-points",
    "Expecting property name": "il manque un nom de champ",
    "Expecting value": "il manque une valeur",
    "Unterminated string": "un guillemet n’est pas refermé",
    "Invalid control character": "un signe interdit dans un texte",
    "Invalid \\escape": "une barre oblique inversée mal placée",
    "Invalid \\uXXXX escape": "un signe mal codé",
}
