"""Structured logs: one JSON object a line, without personal data.

What a person typed may stand in a path, a query, the arguments of a message or the text of an exception. So a line
keeps the template of its message, never the arguments; the types of the exceptions and the places they crossed, never
their text. What must be known goes through ``extra={"fields": {...}}``: names of routes, counts, durations.
"""

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

OUR_LOGGERS = {"quartiers", "config"}
WITHHELD = "(message withheld)"


class JsonFormatter(logging.Formatter):
    """One line: instant, level, logger, event, the fields, and for an exception its types and its places."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _template(record),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1]:
            errors = list(_chain(record.exc_info[1]))
            line["errors"] = [f"{type(error).__module__}.{type(error).__qualname__}" for error in errors]
            line["trace"] = _places(errors[0])
        return json.dumps(line, ensure_ascii=False)


def _template(record: logging.LogRecord) -> str:
    """The message without its arguments; a library that gives none may have written a value in the message itself."""
    ours = record.name.partition(".")[0] in OUR_LOGGERS
    return str(record.msg) if ours or record.args else WITHHELD


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what caused it, newest first."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _places(error: BaseException) -> list[str]:
    """The frames that the error crossed, the deepest last: file, line, function."""
    frames = traceback.walk_tb(error.__traceback__)
    return [f"{frame.f_code.co_filename}:{line} {frame.f_code.co_name}" for frame, line in frames]
