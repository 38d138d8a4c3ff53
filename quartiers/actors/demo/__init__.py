"""The people of the demonstration, their organisations and two Cités: all invented."""

from datetime import date, datetime, time

from django.utils.timezone import make_aware

from quartiers.actors.demo import cites, people, structures


def load(today: date) -> str:
    """Load the invented people and their Cités, once; French sentences say what was done."""
    now = make_aware(datetime.combine(today, time()))
    count = people.load(now)
    return (
        f"{count} personnes inventées peuvent entrer d’un clic, à l’adresse /demo/. {cites.load(today, now)} "
        f"{structures.load(today, now)}"
    )
