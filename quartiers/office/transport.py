"""The line to the mail server: opened when needed, tried before each mail, and what it answered.

Only one thing can never be known: what became of a message when the line fell while it was leaving. Whatever can be
known before that (a line that fell between two mails, an address that no message can hold) is known here.
"""

import logging
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

logger = logging.getLogger("quartiers.mails")
#: From here a server refuses for good (RFC 5321, 4.2.1); below, for a while.
REFUSED_FOR_GOOD = 500
NO_CODE = 0


class Outcome(StrEnum):
    """What became of a message: it left, it may leave later, it never will, nobody can know."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """What became of a message, and the code of the server; ``NO_CODE`` when it gave none."""

    outcome: Outcome
    code: int = NO_CODE


class Line:
    """One connection after the other, of the transport of the settings."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    def is_ready(self) -> bool:
        """Whether a message may be handed over now; a line that fell is opened again, once."""
        if self._connection is not None and not _answers(self._connection):
            self.close()
        if self._connection is None:
            self._connection = _opened()
        return self._connection is not None

    def send(self, message: Callable[[], EmailMessage]) -> Answer:
        """Make a message and hand it over. Call it after ``is_ready``."""
        try:
            made = message()
            made.message()  # a header or an address that no message can hold is refused before anything leaves
        except ValueError:
            return Answer(Outcome.REFUSED)
        return self._handed(made)

    def _handed(self, message: EmailMessage) -> Answer:
        if self._connection is None:
            return Answer(Outcome.LATER)
        try:
            self._connection.send_messages([message])
        except smtplib.SMTPRecipientsRefused as refused:
            return _answer(next(iter(refused.recipients.values()))[0])
        except smtplib.SMTPResponseException as said:
            return _answer(said.smtp_code)
        except (smtplib.SMTPNotSupportedError, ValueError):  # an address in letters that this server does not know
            return Answer(Outcome.REFUSED)
        except OSError:  # smtplib's own errors are of this kind
            self.close()
            return Answer(Outcome.UNKNOWN)
        return Answer(Outcome.SENT)

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            _close(connection)


@contextmanager
def line() -> Iterator[Line]:
    """A line, closed at the end of the block whatever happens."""
    opened = Line()
    try:
        yield opened
    finally:
        opened.close()


def _opened() -> BaseEmailBackend | None:
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        logger.warning("mail server out of reach", extra={"fields": {"error": type(error).__name__}})
        _close(connection)
        return None
    return connection


def _close(connection: BaseEmailBackend) -> None:
    """Also what was opened halfway, when the server refused the password or could not speak in secret."""
    try:
        connection.close()
    except OSError as error:
        logger.info("mail server closed badly", extra={"fields": {"error": type(error).__name__}})


def _answers(connection: BaseEmailBackend) -> bool:
    """A server may hang up between two mails; asking costs one round trip and spares an uncertain mail."""
    smtp = getattr(connection, "connection", None)
    if not isinstance(smtp, smtplib.SMTP):
        return True
    try:
        return bool(smtp.noop()[0] == 250)
    except OSError:
        return False


def _answer(code: int) -> Answer:
    return Answer(Outcome.REFUSED if code >= REFUSED_FOR_GOOD else Outcome.LATER, code)
