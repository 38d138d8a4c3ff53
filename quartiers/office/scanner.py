"""The port of the antivirus: none by default, and the platform says so; ClamAV by one variable.

ClamAV is asked over TCP by its command INSTREAM: the size of each chunk on four bytes, the chunk, a size of zero at
the end; it answers ``stream: OK`` or ``stream: <name> FOUND``. Only a job asks it, never a request.
"""

import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings

from quartiers.office.rules import ScanState

CHUNK = 1 << 16
TIMEOUT_S = 30.0
ANSWER_MAX = 4096


class ScannerUnavailable(Exception):
    """The scanner gave no usable answer; the file waits."""


class Scanner(Protocol):
    """Says whether a file is harmful."""

    def scan(self, path: Path) -> ScanState:
        """Raises:
        ScannerUnavailable: nobody answers, or not what was asked.
        """
        ...


class NoScanner:
    """No antivirus: files are kept, and said not to be scanned."""

    def scan(self, path: Path) -> ScanState:
        return ScanState.UNSCANNED


@dataclass(frozen=True)
class ClamAV:
    host: str
    port: int
    timeout_s: float = TIMEOUT_S

    def scan(self, path: Path) -> ScanState:
        try:
            answer = self._ask(path)
        except OSError as error:
            raise ScannerUnavailable from error
        if answer.endswith(b"FOUND"):
            return ScanState.INFECTED
        if answer == b"stream: OK":
            return ScanState.CLEAN
        raise ScannerUnavailable

    def _ask(self, path: Path) -> bytes:
        with socket.create_connection((self.host, self.port), timeout=self.timeout_s) as link:
            link.sendall(b"zINSTREAM\0")
            for chunk in _chunks(path):
                link.sendall(struct.pack("!L", len(chunk)) + chunk)
            link.sendall(struct.pack("!L", 0))
            answer = b""
            while not answer.endswith(b"\0") and len(answer) < ANSWER_MAX:
                more = link.recv(ANSWER_MAX)
                if not more:
                    break
                answer += more
        return answer.rstrip(b"\0\n")


def scanner() -> Scanner:
    """The one that ``QUARTIERS_CLAMAV`` names, ``host:port``; none when it is empty."""
    host, _, port = settings.CLAMAV.rpartition(":")
    return ClamAV(host, int(port)) if host else NoScanner()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
