"""The address service, as a local one that speaks the same API answers: well, late, badly or not at all."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.territory.geocoding import (
    MAX_CHARACTERS,
    GeocodedAddress,
    GeocoderUnavailable,
    NationalGeocoder,
    geocoder,
    read_batch,
    read_collection,
    sendable,
)
from quartiers.territory.rules import PointKind
from tests.geocoding_server import Known, Service, geocoding_server

PAIX = "12 rue de la Paix 11000 Carcassonne"
FOUND = GeocodedAddress("12 Rue de la Paix 11000 Carcassonne", 43.213, 2.3522, PointKind.HOUSE_NUMBER, 0.97, "11069")


@pytest.fixture
def service() -> Iterator[Service]:
    with geocoding_server(known={PAIX: Known(FOUND.label)}, delay_s=0.05) as running:
        yield running


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def asked(service, pauses) -> NationalGeocoder:
    return NationalGeocoder(service.url, 2, 0.5, pause=pauses.append)


class TestQuestion:
    def test_an_address_becomes_a_point(self, asked):
        assert asked.search(PAIX) == [FOUND]

    def test_only_the_address_leaves(self, asked, service):
        asked.search(f"  {PAIX}\n")
        seen = service.seen[0]

        assert (seen.method, seen.path) == ("GET", "/geocodage/search")
        assert seen.query == {"q": [PAIX], "limit": ["5"], "autocomplete": ["0"]}
        assert seen.body == b""
        assert set(seen.headers) == {"host", "accept", "accept-encoding", "connection", "user-agent"}
        assert seen.headers["user-agent"] == "emploi-et-quartiers"

    def test_what_resembles_too_little_is_no_result(self, asked):
        assert asked.search("un endroit que personne ne connaît") == []

    @pytest.mark.parametrize("text", ["", "  ", "11", "\x00\x00\x00\x00", "?!…"])
    def test_what_is_no_question_does_not_leave(self, asked, service, text):
        assert asked.search(text) == []
        assert asked.batch([text]) == [None]
        assert service.seen == []

    def test_ten_thousand_characters_leave_as_two_hundred(self, asked, service):
        asked.search("rue " * 2_500)

        assert len(service.seen[0].query["q"][0]) <= MAX_CHARACTERS

    def test_the_installation_gives_the_address_of_the_service(self, settings, service):
        settings.GEOCODING_URL = f"{service.url}/"

        assert geocoder(today=date(2026, 11, 23)).search(PAIX) == [FOUND]


class TestBatch:
    def test_each_text_has_its_answer_in_the_same_order(self, asked):
        assert asked.batch([PAIX, "", "inconnue au bataillon", PAIX]) == [FOUND, None, None, FOUND]

    def test_one_column_leaves_and_each_address_once(self, asked, service):
        asked.batch([PAIX, 'l\'allée "des; Acacias", Lézignan', PAIX])
        parts = service.seen[0].parts

        assert set(parts) == {"data", "columns"}
        assert parts["columns"] == "adresse"
        assert list(csv.reader(io.StringIO(parts["data"]))) == [
            ["adresse"],
            [PAIX],
            ['l\'allée "des; Acacias", Lézignan'],
        ]
        assert service.seen[0].path == "/geocodage/search/csv"

    def test_many_addresses_leave_in_several_parcels(self, asked, service):
        found = asked.batch([f"{n} rue de la Paix" for n in range(1_100)] + [PAIX])

        assert len(service.seen) == 3
        assert (found[-1], set(found[:-1])) == (FOUND, {None})

    def test_nothing_asked_is_nothing_sent(self, asked, service):
        assert asked.batch([]) == []
        assert service.seen == []


class TestTrouble:
    @pytest.mark.parametrize("mode", ["500", "429", "truncated", "deaf"])
    def test_a_service_that_stumbles_is_asked_again(self, asked, service, pauses, mode):
        service.mode, service.failures = mode, 1

        assert asked.search(PAIX) == [FOUND]
        assert pauses == [0.5]

    def test_the_pause_grows_then_the_batch_gives_up_with_a_sentence(self, asked, service, pauses):
        service.mode = "500"
        with pytest.raises(GeocoderUnavailable, match=r"ne répond pas\. Réessayez dans quelques minutes"):
            asked.batch([PAIX])

        assert pauses == [0.5, 1.0, 2.0, 4.0]
        assert len(service.seen) == 5

    def test_the_service_says_how_long_to_wait(self, asked, service, pauses):
        service.mode, service.failures, service.retry_after = "429", 1, "2"

        assert asked.search(PAIX) == [FOUND]
        assert pauses == [2]

    def test_the_service_says_until_when_to_wait(self, asked, service, pauses):
        later = datetime.now(UTC) + timedelta(seconds=5)
        service.mode, service.failures, service.retry_after = "429", 1, format_datetime(later, usegmt=True)

        assert asked.search(PAIX) == [FOUND]
        assert 0 < pauses[0] <= 5

    @pytest.mark.parametrize("said", ["86400", "9" * 5_000])
    def test_a_wait_that_is_too_long_is_said_at_once(self, asked, service, pauses, said):
        service.mode, service.retry_after = "429", said
        with pytest.raises(GeocoderUnavailable, match="trop de demandes"):
            asked.search(PAIX)

        assert pauses == []

    def test_an_unreadable_wait_is_ignored(self, asked, service, pauses):
        service.mode, service.failures, service.retry_after = "429", 1, "tomorrow"

        assert asked.search(PAIX) == [FOUND]
        assert pauses == [0.5]

    @pytest.mark.parametrize("mode", ["garbage", "html", "404", "redirect", "huge"])
    def test_an_answer_that_is_none_is_a_sentence_and_is_not_asked_again(self, asked, service, mode):
        service.mode = mode
        for ask in (lambda: asked.search(PAIX), lambda: asked.batch([PAIX])):
            with pytest.raises(GeocoderUnavailable, match="ne sait pas lire"):
                ask()

        assert [seen.path for seen in service.seen] == ["/geocodage/search", "/geocodage/search/csv"]

    @pytest.mark.parametrize("mode", ["columns", "short", "garbage"])
    def test_a_table_that_is_not_the_one_that_was_sent_is_refused(self, asked, service, mode):
        service.mode = mode
        with pytest.raises(GeocoderUnavailable, match="ne sait pas lire"):
            asked.batch([PAIX, "3 rue Neuve"])

    @pytest.mark.parametrize("mode", ["slow", "drip"])
    def test_a_service_that_is_too_slow_is_left(self, service, pauses, mode):
        service.mode, service.delay_s = mode, 0.3 if mode == "slow" else 0.01
        hurried = NationalGeocoder(service.url, 0.1, 0.5, pause=pauses.append)
        with pytest.raises(GeocoderUnavailable, match="ne répond pas"):
            hurried.search(PAIX)

    @pytest.mark.parametrize("url", ["http://127.0.0.1:9/geocodage", "http://a\x00b", "ftp://127.0.0.1/"])
    def test_no_service_at_all_is_a_sentence(self, url, pauses):
        with pytest.raises(GeocoderUnavailable, match="ne répond pas"):
            NationalGeocoder(url, 0.1, 0.5, pause=pauses.append).search(PAIX)


def feature(**changes) -> dict:
    properties = {"label": FOUND.label, "score": 0.97, "type": "housenumber", "citycode": "11069"}
    return {"geometry": {"coordinates": [2.3522, 43.213]}, "properties": properties | changes}


def or_none(read, body: bytes) -> list:
    """What was read, nothing when it was refused with a sentence."""
    try:
        return read(body)
    except GeocoderUnavailable:
        return []


class TestReading:
    @pytest.mark.parametrize(
        "changes",
        [{"type": "poi"}, {"type": "coordinates"}, {"score": float("nan")}, {"label": ""}, {"label": "\ud800"}],
    )
    def test_what_is_no_address_is_left_aside(self, changes):
        body = json.dumps({"features": [feature(**changes), feature()]}).encode()

        assert read_collection(body) == [FOUND]

    @pytest.mark.parametrize("point", [[2.3522, 4321.3], [651000.1, 6234000.2], [float("nan"), 43.0]])
    def test_what_is_no_place_on_earth_is_left_aside(self, point):
        body = json.dumps({"features": [feature() | {"geometry": {"coordinates": point}}]}).encode()

        assert read_collection(body) == []

    def test_a_code_of_commune_that_is_none_is_not_kept(self):
        assert read_collection(json.dumps({"features": [feature(citycode="<b>")]}).encode())[0].citycode == ""

    def test_a_score_beyond_one_is_one(self):
        assert read_collection(json.dumps({"features": [feature(score=1.7)]}).encode())[0].score == 1

    def test_the_prefixed_names_of_columns_are_read_too(self):
        table = (
            "adresse,result_latitude,result_longitude,result_label,result_score,result_type\n"
            f"{PAIX},43.213,2.3522,Rue de la Paix 11000 Carcassonne,0.7,street\n"
        )
        read = read_batch(table.encode(), [PAIX])[0]

        assert (read.kind, read.score, read.citycode) == (PointKind.STREET, 0.7, "")

    def test_an_address_without_coordinates_was_not_found(self):
        table = f"adresse,latitude,longitude,result_label,result_score,result_type\n{PAIX},,,,,housenumber\n"

        assert read_batch(table.encode(), [PAIX]) == [None]

    @given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode) | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
            st.sampled_from(["features", "geometry", "properties", "coordinates", "label", "score", "type"]), inner
        ),
    ).map(lambda value: json.dumps({"features": value}).encode()))  # fmt: skip
    def test_whatever_comes_back_is_addresses_or_a_sentence(self, body):
        for read in (read_collection, lambda body: read_batch(body, [PAIX])):
            assert all(one is None or isinstance(one, GeocodedAddress) for one in or_none(read, body))

    def test_a_bottomless_answer_is_refused(self):
        with pytest.raises(GeocoderUnavailable):
            read_collection(b'{"features":' + b"[" * 100_000)


@given(st.text(st.characters(), max_size=400))
def test_what_leaves_is_one_short_readable_line(text):
    sent = sendable(text)

    assert sendable(sent) == sent
    assert len(sent) <= MAX_CHARACTERS
    assert sent == "" or (sent.isprintable() and sent.encode())
