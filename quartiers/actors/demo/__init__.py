"""The people of the demonstration, their organisations and two Cités: all invented."""

from datetime import UTC, date, datetime, time

from quartiers.actors.demo import people


def load(today: date) -> str:
    """Load the invented people, once; one French sentence says what was done."""
    count = people.load(datetime.combine(today, time(8), tzinfo=UTC))
    return f"{count} personnes inventées peuvent entrer d’un clic, à l’adresse /demo/."
