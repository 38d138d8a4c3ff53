"""Rooms: the documented checksum, names that nobody can guess."""

from urllib.parse import parse_qs, urlsplit

import pytest

from quartiers.exchanges.providers import room_address, signed_address
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
        ],
    )
    def test_a_room_that_is_not_given_is_refused(self, provider, room):
        one = factories.Registration(session__provider=provider, session__room=room)

        with pytest.raises(RuleBroken, match="pas encore donnée"):
            room_address(one.session, one)
