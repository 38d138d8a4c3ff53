"""Rooms: the documented checksum, names that nobody can guess."""

import hashlib
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from quartiers.exchanges.providers import check_room, host_address, room_address, signed_address
from quartiers.exchanges.rooms import open_rooms
from quartiers.kernel.errors import RuleBroken
from tests import factories

SECRET = "639259d4-9dd8-4b25-bf01-95f9567eaf4b"  # of the documentation of BigBlueButton
GIVEN = {"name": "Test Meeting", "meetingID": "abc123", "attendeePW": "111222", "moderatorPW": "333444"}


@pytest.mark.parametrize(
    ("algorithm", "expected"),
    [
        ("sha1", "1fcbb0c4fc1f039f73aa6d697d2db9ba7f803f17"),
        ("sha256", "da9185f7f333cfdfcd6eeac32dca3777510c4c436020d8b887ba5515bd1d189e"),
    ],
)
def test_the_checksum_is_the_documented_one(algorithm, expected):
    address = signed_address("https://bbb.exemple.fr/api", "create", GIVEN, secret=SECRET, algorithm=algorithm)

    assert address.endswith(f"&checksum={expected}")


@pytest.mark.django_db
class TestRooms:
    def test_bigbluebutton_knows_a_participant_by_a_number_that_says_nothing(self):
        one = factories.Registration(
            session__provider="bigbluebutton", session__room="https://bbb.exemple.fr/api s3cret"
        )
        query = parse_qs(urlsplit(room_address(one.session, one)).query)

        assert query["role"] == ["VIEWER"]
        assert query["fullName"] == ["Awa Diarra"]
        assert one.participant.email not in str(query)
        assert "s3cret" not in str(query)

    def test_a_room_of_jitsi_has_a_name_of_its_own_that_lasts(self):
        one, other = (
            factories.Registration(session__provider="jitsi", session__room="https://jitsi.exemple.fr/")
            for _ in range(2)
        )
        address = room_address(one.session, one)

        assert urlsplit(address).path != urlsplit(room_address(other.session, other)).path
        assert address == room_address(one.session, one)

    @pytest.mark.parametrize(
        ("provider", "room"),
        [
            ("link", ""),
            ("link", "javascript:alert(1)"),
            ("jitsi", ""),
            ("bigbluebutton", "https://bbb.exemple.fr/api"),
            ("bigbluebutton", "https://127.0.0.1/api s3cret"),
            ("bigbluebutton", "https://bbb.exemple.fr.ailleurs.fr/api s3cret"),
            ("bigbluebutton", "https://bbb.exemple.fr@10.0.0.1/api s3cret"),
            ("bigbluebutton", "https://bbb.exemple.fr:8443/api s3cret"),
            ("bigbluebutton", "https://[bbb/api s3cret"),
        ],
    )
    def test_a_room_that_is_not_given_is_refused(self, provider, room):
        one = factories.Registration(session__provider=provider, session__room=room)

        with pytest.raises(RuleBroken, match="pas encore donnée"):
            room_address(one.session, one)


class TestChecking:
    @pytest.mark.parametrize("room", ["", "https://bbb.exemple.fr/api s3cret"])
    def test_a_server_that_the_installation_knows_is_kept(self, room):
        check_room("bigbluebutton", room)

    @pytest.mark.parametrize(
        ("provider", "room", "said"),
        [
            ("link", "http://salle.exemple.fr", "https"),
            ("bigbluebutton", "https://10.0.0.1/api s3cret", "pas connu"),
            ("bigbluebutton", "https://interne.exemple.fr/api s3cret", "pas connu"),
        ],
    )
    def test_any_other_is_refused_with_what_to_do(self, provider, room, said):
        with pytest.raises(RuleBroken, match=said):
            check_room(provider, room)


@pytest.mark.django_db
class TestOpening:
    START = datetime(2099, 1, 12, 9, 0, tzinfo=UTC)
    SUCCESS = "<response><returncode>SUCCESS</returncode></response>"

    def server(self, asked: list, *, status: int = 200, text: str = SUCCESS) -> httpx.Client:
        """A server of BigBlueButton, that notes what it is asked."""

        def answer(request: httpx.Request) -> httpx.Response:
            asked.append(str(request.url))
            return httpx.Response(status, text=text)

        return httpx.Client(transport=httpx.MockTransport(answer))

    def session(self, **given):
        return factories.Session(
            provider="bigbluebutton", room=f"https://bbb.exemple.fr/api {SECRET}", title="Acheter mieux", **given
        )

    def test_a_room_is_asked_for_twenty_minutes_ahead_with_its_checksum(self):
        session, asked = self.session(), []
        early, due = (self.START - timedelta(minutes=minutes) for minutes in (21, 20))

        assert open_rooms(now=early, client=self.server(asked)) == "Aucune salle à ouvrir."
        assert open_rooms(now=due, client=self.server(asked)) == "1\u00a0salle prête."
        query = parse_qs(urlsplit(asked[0]).query)
        assert query["meetingID"] == parse_qs(urlsplit(host_address(session, "Mireille")).query)["meetingID"]
        bare, _, checksum = urlsplit(asked[0]).query.partition("&checksum=")
        assert checksum == hashlib.sha256(f"create{bare}{SECRET}".encode()).hexdigest()
        assert SECRET not in asked[0]

    @pytest.mark.parametrize("given", [{"stage": "draft"}, {"starts_at": datetime(2020, 11, 17, 9, 0, tzinfo=UTC)}])
    def test_a_draft_and_a_session_that_is_over_need_no_room(self, given):
        self.session(**given)
        asked = []
        open_rooms(now=self.START, client=self.server(asked))
        assert not asked

    @pytest.mark.parametrize(
        ("status", "text"), [(500, SUCCESS), (302, SUCCESS), (200, "<returncode>FAILED</returncode>"), (200, "")]
    )
    def test_a_server_that_refuses_is_said(self, status, text):
        self.session()
        said = open_rooms(now=self.START, client=self.server([], status=status, text=text))
        assert "1\u00a0serveur ne répond pas" in said

    def test_a_server_that_is_not_there_is_said_and_the_others_are_asked(self):
        factories.Session(provider="bigbluebutton", room="https://bbb.exemple.fr/api")
        self.session()
        said = open_rooms(now=self.START, client=self.server([]))
        assert said == "1\u00a0salle prête. 1\u00a0serveur ne répond pas."
