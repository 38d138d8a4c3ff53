"""What the tests of the organiser's pages share: two instants, a session as she types it, and how a page is opened."""

from datetime import UTC, datetime

from django.urls import reverse

HELD = datetime(2020, 11, 17, 9, 0, tzinfo=UTC)
START = datetime(2099, 1, 12, 9, 0, tzinfo=UTC)
SESSION = {"title": "Acheter mieux", "day": "2099-01-12", "starts": "10:00", "ends": "11:30", "provider": "link"}


def at(name: str, *numbers) -> str:
    return reverse(f"exchanges:{name}", args=numbers)


def text(client, name: str, *numbers) -> str:
    answer = client.get(at(name, *numbers))
    assert answer.status_code == 200
    return answer.content.decode()


def opened(client, name: str, *numbers) -> dict[str, str]:
    """What the page remembers of what it showed."""
    return {"depart": client.get(at(name, *numbers)).context["base"]}
