"""Reads the records of a JSON file one at a time, whatever its size: a list, the answer of an API that holds one, or
one record a line.

The standard library decodes each value in a window of text that slides: memory follows the largest record alone, and
neither a record without end nor one that is nested without end is followed to its end.
"""

import json
from collections.abc import Iterator
from io import TextIOWrapper
from typing import Any, BinaryIO

BLOCK = 1 << 18
#: No record is as long as this many characters: what is, has lost its end.
RECORD_MAX = 4 << 20
SPACES = " \t\r\n"


def json_records(file: BinaryIO, *, key: str) -> Iterator[Any]:
    """The records of a file that is open at its start.

    Args:
        file: UTF-8, with or without BOM.
        key: under which an object holds the list of records.

    Raises:
        ValueError: the file stops in the middle, or is no JSON.
        RecursionError: a value nested without end.
    """
    window = _Window(file)
    try:
        yield from _records(window, key)
    finally:
        window.close()


def _records(window: "_Window", key: str) -> Iterator[Any]:
    if window.mark() == "[":
        yield from window.array()
    elif window.starts_with_key(key):
        yield from window.array_under(key)
    else:
        while window.mark():
            yield window.value()
    if window.mark():
        raise ValueError("something after the end")


class _Window:
    def __init__(self, file: BinaryIO) -> None:
        self.file = TextIOWrapper(file, encoding="utf-8-sig")
        self.decoder = json.JSONDecoder(parse_constant=_no_number)
        self.text, self.at = "", 0

    def close(self) -> None:
        """Leave the file to who opened it."""
        self.file.detach()

    def mark(self) -> str:
        """The next character that is no space, where the window now stands; nothing at the end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in SPACES:
                self.at += 1
            if self.at < len(self.text):
                return self.text[self.at]
            if not self._more():
                return ""

    def value(self) -> Any:
        """The value that begins here, and nothing that is cut."""
        self.mark()
        while True:
            try:
                found, end = self.decoder.raw_decode(self.text, self.at)
            except json.JSONDecodeError:
                if len(self.text) - self.at > RECORD_MAX or not self._more():
                    raise
                continue
            length = end - self.at
            if not self._may_go_on(end) or not self._more():
                self.at += length
                return found

    def _may_go_on(self, end: int) -> bool:
        """Whether what was read may be cut from a longer number: the window stops there, or at «1.», «1e», «1e+»."""
        return len(self.text) - end < 3 and not self.text[end:].strip(".eE+-")

    def array(self) -> Iterator[Any]:
        """The values of the list that begins here."""
        self._pass("[")
        if self.mark() != "]":
            yield self.value()
            while self.mark() == ",":
                self._pass(",")
                yield self.value()
        self._pass("]")

    def starts_with_key(self, key: str) -> bool:
        """Whether an object begins here that has this key near its start."""
        return self.mark() == "{" and f'"{key}"' in self.text[self.at : self.at + 4_096]

    def array_under(self, key: str) -> Iterator[Any]:
        """The values of the list that the object which begins here has under this key."""
        self._pass("{")
        while self.mark() != "}":
            name = self.value()
            self.mark()
            self._pass(":")
            if name == key and self.mark() == "[":
                yield from self.array()
            else:
                self.value()
            if self.mark() == ",":
                self._pass(",")
        self._pass("}")

    def _pass(self, mark: str) -> None:
        if self.mark() != mark:
            raise ValueError(f"{mark} is missing")
        self.at += 1

    def _more(self) -> bool:
        block = self.file.read(BLOCK)
        self.text, self.at = self.text[self.at :] + block, 0
        return bool(block)


def _no_number(word: str) -> None:
    """NaN and Infinity are no JSON: no other reader would take them back."""
    raise ValueError(f"{word} is no number")
