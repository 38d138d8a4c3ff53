"""From an address to a point: the port, and its one adapter, the national service (Géoplateforme, IGN).

Only addresses leave: one text for a question, one column for a batch, no identifier beside them.
What comes back is not trusted: it is bounded in size and time, read with care, and dropped when it is no address.

Source: https://geoservices.ign.fr/documentation/services/services-geoplateforme/geocodage (search, search/csv; at most
50 requests a second, then 429; texts of 3 to 200 characters).
"""

import csv
import io
import json
import math
import re
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Any, Protocol

import httpx
from django.conf import settings

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.territory.rules import GEOCODING_REFUSED, PointKind

NATIONAL_SERVICE = "service national d’adresses (Géoplateforme, IGN)"
USER_AGENT = "emploi-et-quartiers"
MIN_CHARACTERS, MAX_CHARACTERS = 3, 200
BATCH_ROWS = 500
BATCH_READ_FACTOR = 6  # the service reads a batch row after row: it takes longer than one question
MAX_RESPONSE_BYTES = 4 * 1024 * 1024
CITYCODE = re.compile(r"[0-9][0-9AB][0-9]{3}")
SEARCH_ATTEMPTS, BATCH_ATTEMPTS = 2, 5
PATIENCE_FACTOR = 12
FIRST_PAUSE_S = 0.5
RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
ADDRESS_COLUMN = "adresse"
KINDS = {kind.value: kind for kind in PointKind if kind is not PointKind.COORDINATES}

SILENT = (
    f"Le {NATIONAL_SERVICE} ne répond pas. Réessayez dans quelques minutes, ou donnez la latitude et la longitude"
    f"{NBSP}: la réponse se calcule alors ici, sans réseau."
)
BUSY = (
    f"Le {NATIONAL_SERVICE} reçoit trop de demandes en ce moment. Réessayez dans quelques minutes, ou donnez la "
    "latitude et la longitude."
)
UNREADABLE = (
    f"Le {NATIONAL_SERVICE} a donné une réponse que la plateforme ne sait pas lire. Réessayez plus tard ; si cela "
    "dure, prévenez la personne qui gère la plateforme."
).replace(" ;", "\u202f;")


class GeocoderUnavailable(RuleBroken):
    """The address service gave no usable answer. The sentence says what to do."""


@dataclass(frozen=True)
class GeocodedAddress:
    """What the service understood.

    Args:
        label: the address as the service writes it.
        latitude: degrees, WGS 84.
        longitude: degrees, WGS 84.
        kind: what the point stands for.
        score: likeness with the address that was asked, 0 to 1.
        citycode: Insee code of the commune, "" when not given.
    """

    label: str
    latitude: float
    longitude: float
    kind: PointKind
    score: float
    citycode: str


class Geocoder(Protocol):
    """The port. Results below ``rules.GEOCODING_REFUSED`` are not results."""

    def search(self, text: str, limit: int = 5) -> list[GeocodedAddress]:
        """Addresses that resemble the text, the best first.

        Raises:
            GeocoderUnavailable: no usable answer.
        """

    def batch(self, texts: Sequence[str]) -> list[GeocodedAddress | None]:
        """The best address for each text, None where there is none.

        Raises:
            GeocoderUnavailable: no usable answer.
        """


class _Retry(Exception):
    """The service may answer later: after ``pause_s`` if it said when."""

    def __init__(self, sentence: str, pause_s: float | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.pause_s = pause_s


@dataclass(frozen=True)
class NationalGeocoder:
    """The adapter for the national service, or any other that speaks the same API.

    Args:
        url: without ``/search``.
        timeout_s: for one answer; a batch may take longer.
        min_score: likeness under which a result is dropped.
        pause: waits between two attempts; seconds.
    """

    url: str
    timeout_s: float
    min_score: float
    pause: Callable[[float], None] = time.sleep

    def search(self, text: str, limit: int = 5) -> list[GeocodedAddress]:
        asked = sendable(text)
        if not asked:
            return []
        params = {"q": asked, "limit": str(limit), "autocomplete": "0"}
        body = self._ask("GET", "search", attempts=SEARCH_ATTEMPTS, read_s=self.timeout_s, params=params)
        return list(islice(self._kept(read_collection(body)), limit))

    def batch(self, texts: Sequence[str]) -> list[GeocodedAddress | None]:
        asked = [sendable(text) for text in texts]
        distinct = list(dict.fromkeys(filter(None, asked)))
        found: dict[str, GeocodedAddress] = {}
        for start in range(0, len(distinct), BATCH_ROWS):
            found |= self._batch(distinct[start : start + BATCH_ROWS])
        return [found.get(text) for text in asked]

    def _batch(self, texts: Sequence[str]) -> dict[str, GeocodedAddress]:
        file = ("adresses.csv", write_batch(texts), "text/csv")
        read_s = self.timeout_s * BATCH_READ_FACTOR
        body = self._ask(
            "POST",
            "search/csv",
            attempts=BATCH_ATTEMPTS,
            read_s=read_s,
            files={"data": file},
            data={"columns": ADDRESS_COLUMN},
        )
        answers = read_batch(body, texts)
        return {text: one for text, one in zip(texts, answers, strict=True) if one and one.score >= self.min_score}

    def _kept(self, found: Iterable[GeocodedAddress]) -> Iterator[GeocodedAddress]:
        return (one for one in found if one.score >= self.min_score)

    def _ask(self, method: str, path: str, *, attempts: int, read_s: float, **request: Any) -> bytes:
        """The body of the answer, asked again when the service is busy or absent.

        Raises:
            GeocoderUnavailable: it never came, or it is no answer.
        """
        deadline = time.monotonic() + self.timeout_s * PATIENCE_FACTOR
        attempt = 0
        while True:
            try:
                return self._ask_once(method, path, until=min(deadline, time.monotonic() + read_s), **request)
            except _Retry as retry:
                wait_s = retry.pause_s if retry.pause_s is not None else FIRST_PAUSE_S * 2**attempt
                attempt += 1
                if attempt == attempts or time.monotonic() + wait_s > deadline:
                    raise GeocoderUnavailable(retry.sentence) from retry
                self.pause(wait_s)

    def _ask_once(self, method: str, path: str, *, until: float, **request: Any) -> bytes:
        address = f"{self.url.rstrip('/')}/{path}"
        limits = httpx.Timeout(self.timeout_s, read=max(until - time.monotonic(), 0.01))
        headers = {"User-Agent": USER_AGENT, "Accept": "application/json, text/csv"}
        try:
            with (
                httpx.Client(timeout=limits, headers=headers, follow_redirects=False) as client,
                client.stream(method, address, **request) as response,
            ):
                _check_status(response)
                return _bounded(response, until=until)
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise _Retry(SILENT) from error
        except httpx.InvalidURL as error:
            raise GeocoderUnavailable(SILENT) from error


def geocoder(*, today: date) -> Geocoder:
    """The geocoder of this installation; ``today`` decides from which likeness a result counts."""
    return NationalGeocoder(settings.GEOCODING_URL, settings.GEOCODING_TIMEOUT_S, GEOCODING_REFUSED.on(today))


def sendable(text: str) -> str:
    """The text as it may leave: one line, no control character, at most 200 characters; "" when it is no question.

    >>> sendable(" 12  rue de la Paix,  11100 NARBONNE "), sendable("11")
    ('12 rue de la Paix, 11100 NARBONNE', '')
    """
    plain = "".join(" " if unicodedata.category(one).startswith(("C", "Z")) else one for one in text[:10_000])
    words = " ".join(unicodedata.normalize("NFC", plain).split())
    if len(words) > MAX_CHARACTERS:
        words = words[: MAX_CHARACTERS + 1].rpartition(" ")[0] or words[:MAX_CHARACTERS]
    return words if len(words) >= MIN_CHARACTERS and any(one.isalnum() for one in words) else ""


def read_collection(body: bytes) -> list[GeocodedAddress]:
    """The addresses of a GeoJSON answer; features that are no address are left aside.

    Raises:
        GeocoderUnavailable: not GeoJSON.
    """
    try:
        features = json.loads(body)["features"]
        return [one for feature in features if (one := _address(_flat(feature)))]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise GeocoderUnavailable(UNREADABLE) from error


def write_batch(texts: Iterable[str]) -> bytes:
    """The file that leaves: one column of addresses, nothing else."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow([ADDRESS_COLUMN])
    writer.writerows([text] for text in texts)
    return buffer.getvalue().encode()


def read_batch(body: bytes, texts: Sequence[str]) -> list[GeocodedAddress | None]:
    """One answer for each text that was sent, in the same order.

    Raises:
        GeocoderUnavailable: not the table that was sent, completed.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
        if [row[ADDRESS_COLUMN] for row in rows] != list(texts):
            raise GeocoderUnavailable(UNREADABLE)
        return [_address(_row(row)) for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError, csv.Error) as error:
        raise GeocoderUnavailable(UNREADABLE) from error


def _flat(feature: Any) -> dict[str, Any]:
    longitude, latitude = feature["geometry"]["coordinates"][:2]
    return {**feature["properties"], "latitude": latitude, "longitude": longitude}


def _row(row: dict[str, str]) -> dict[str, Any]:
    """The columns of a row, whether the service prefixes its coordinates or not; KeyError when they are missing."""
    prefix = "result_" if "result_latitude" in row else ""
    return {
        "latitude": row[f"{prefix}latitude"],
        "longitude": row[f"{prefix}longitude"],
        "label": row["result_label"],
        "score": row["result_score"],
        "type": row["result_type"],
        "citycode": row.get("result_citycode", ""),
    }


def _address(found: dict[str, Any]) -> GeocodedAddress | None:
    """None for what is no address on Earth: no coordinates, no label, or a kind that says nothing of its error."""
    kind = KINDS.get(str(found["type"]))
    if kind is None or found["latitude"] in ("", None):
        return None
    latitude, longitude, score = (float(found[name]) for name in ("latitude", "longitude", "score"))
    if not (math.isfinite(score) and abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    label, citycode = sendable(str(found["label"])), str(found.get("citycode", ""))
    if not label:
        return None
    citycode = citycode if CITYCODE.fullmatch(citycode) else ""
    return GeocodedAddress(label, latitude, longitude, kind, min(max(score, 0.0), 1.0), citycode)


def _check_status(response: httpx.Response) -> None:
    """Raises:
    _Retry: busy or broken for now.
    GeocoderUnavailable: a redirection, a refusal.
    """
    if response.status_code in RETRIED:
        raise _Retry(BUSY if response.status_code == 429 else SILENT, _asked_pause(response))
    if response.status_code != 200:
        raise GeocoderUnavailable(UNREADABLE)


def _asked_pause(response: httpx.Response) -> float | None:
    """Seconds of «Retry-After», a number or a date; None when it says nothing readable."""
    said = response.headers.get("Retry-After", "")
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _bounded(response: httpx.Response, *, until: float) -> bytes:
    """The body, unless it is too large or drips.

    Raises:
        _Retry: it did not end in time.
        GeocoderUnavailable: too large.
    """
    body = bytearray()
    for block in response.iter_bytes():
        body += block
        if len(body) > MAX_RESPONSE_BYTES:
            raise GeocoderUnavailable(UNREADABLE)
        if time.monotonic() > until:
            raise _Retry(SILENT)
    return bytes(body)
