"""A geocoding service on this machine that speaks the API of the national one, well or badly.

``with geocoding_server() as service`` gives its address (``service.url``), the requests that it saw and a ``mode``
that may change on the way. It knows the addresses it is given, and answers something unlike for any other, as the
real one does.
"""

import csv
import io
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

CARCASSONNE = (43.2130, 2.3522)
HTML = b"<!DOCTYPE html><html><body><h1>429 Too Many Requests</h1></body></html>"
RESULT_COLUMNS = [
    "longitude", "latitude", "result_score", "result_score_next", "result_label", "result_type", "result_id",
    "result_housenumber", "result_name", "result_street", "result_postcode", "result_city", "result_context",
    "result_citycode", "result_status",
]  # fmt: skip


@dataclass(frozen=True)
class Known:
    """An address that the service knows."""

    label: str
    latitude: float = CARCASSONNE[0]
    longitude: float = CARCASSONNE[1]
    kind: str = "housenumber"
    score: float = 0.97
    citycode: str = "11069"


@dataclass(frozen=True)
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def parts(self) -> dict[str, str]:
        """The fields of a multipart body."""
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        fields = message_from_bytes(head + self.body).get_payload()
        return {str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True).decode()
                for part in fields}  # fmt: skip


@dataclass
class Service:
    """What a test says to the service, and what the service saw.

    Args:
        url: to give to the geocoder.
        known: addresses by the text that asks for them.
        mode: normal, slow, drip, 500, 429, 404, garbage, html, truncated, redirect, huge, columns, short or deaf.
        failures: how many requests get the mode before it is normal again; None for all.
        delay_s: how long the slow modes wait.
        retry_after: header of a 429.
    """

    url: str = ""
    known: Mapping[str, Known] = field(default_factory=dict)
    mode: str = "normal"
    failures: int | None = None
    delay_s: float = 0.0
    retry_after: str = ""
    seen: list[Seen] = field(default_factory=list)

    def mode_now(self) -> str:
        if self.failures is None:
            return self.mode
        self.failures -= 1
        return self.mode if self.failures >= 0 else "normal"

    def found(self, text: str) -> Known:
        return self.known.get(text, Known("Rue du Hasard 75001 Paris", 48.86, 2.34, "street", 0.31, "75101"))


@contextmanager
def geocoding_server(**given: Any) -> Iterator[Service]:
    """A service that runs until the block ends."""
    service = Service(**given)
    handler = type("Handler", (_Handler,), {"service": service})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        service.url = f"http://127.0.0.1:{server.server_port}/geocodage"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield service
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    service: Service

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        seen = self._see()
        self.service.seen.append(seen)
        mode = self.service.mode_now()
        try:
            getattr(self, f"_{mode}", self._status)(seen, mode)
        except (BrokenPipeError, ConnectionResetError):  # the client left, as it should
            self.close_connection = True

    def _see(self) -> Seen:
        address = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Seen(self.command, address.path, parse_qs(address.query), headers, body)

    def _normal(self, seen: Seen, mode: str) -> None:
        if seen.path.endswith("/search/csv"):
            self._send(200, self._table(seen, RESULT_COLUMNS), "text/csv; charset=utf-8")
        else:
            self._send(200, self._collection(seen), "application/json")

    def _slow(self, seen: Seen, mode: str) -> None:
        time.sleep(self.service.delay_s)
        self._normal(seen, mode)

    def _drip(self, seen: Seen, mode: str) -> None:
        self._head(200, 10_000)
        for _ in range(10_000):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(self.service.delay_s)

    def _status(self, seen: Seen, mode: str) -> None:
        extra = {"Retry-After": self.service.retry_after} if self.service.retry_after else {}
        self._send(int(mode), HTML, "text/html", extra)

    def _garbage(self, seen: Seen, mode: str) -> None:
        self._send(200, b'{"features": [{"geometry": nul', "application/json")

    def _html(self, seen: Seen, mode: str) -> None:
        self._send(200, HTML, "text/html")

    def _truncated(self, seen: Seen, mode: str) -> None:
        self._head(200, 10_000)
        self.wfile.write(b'{"features": [')
        self.close_connection = True

    def _redirect(self, seen: Seen, mode: str) -> None:
        self._send(302, b"", "text/html", {"Location": f"{self.service.url}/elsewhere"})

    def _huge(self, seen: Seen, mode: str) -> None:
        self._head(200, 1 << 30)
        for _ in range(1 << 10):
            self.wfile.write(b" " * (1 << 20))

    def _columns(self, seen: Seen, mode: str) -> None:
        self._send(200, self._table(seen, ["x", "y", "score"]), "text/csv")

    def _short(self, seen: Seen, mode: str) -> None:
        self._send(
            200, self._table(seen, RESULT_COLUMNS).rpartition(b"\n")[0].rpartition(b"\n")[0] + b"\n", "text/csv"
        )

    def _deaf(self, seen: Seen, mode: str) -> None:
        self.close_connection = True

    def _collection(self, seen: Seen) -> bytes:
        text, limit = seen.query["q"][0], int(seen.query["limit"][0])
        found = self.service.found(text)
        feature = {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [found.longitude, found.latitude]},
            "properties": {
                "label": found.label,
                "score": found.score,
                "type": found.kind,
                "citycode": found.citycode,
                "x": 651000.1,
                "y": 6234000.2,
                "_type": "address",
            },
        }
        return json.dumps({"type": "FeatureCollection", "features": [feature][:limit], "query": text}).encode()

    def _table(self, seen: Seen, columns: list[str]) -> bytes:
        parts = seen.parts
        rows = list(csv.reader(io.StringIO(parts["data"])))
        asked = rows[0].index(parts["columns"])
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow([*rows[0], *columns])
        for row in rows[1:]:
            found = self.service.found(row[asked])
            values = {
                "longitude": found.longitude,
                "latitude": found.latitude,
                "result_score": found.score,
                "result_label": found.label,
                "result_type": found.kind,
                "result_citycode": found.citycode,
                "result_status": "ok",
            }
            writer.writerow([*row, *(values.get(name, "") for name in columns)])
        return buffer.getvalue().encode()

    def _send(self, status: int, body: bytes, kind: str, extra: Mapping[str, str] | None = None) -> None:
        self._head(status, len(body), kind, extra)
        self.wfile.write(body)

    def _head(
        self, status: int, length: int, kind: str = "application/json", extra: Mapping[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(length), **(extra or {})}.items():
            self.send_header(name, value)
        self.end_headers()
