"""Exchanges are public; a personal link opens what is one's own, to whoever holds it."""

from tests import factories
from tests.access.doors import Door

NOT_OURS = {"token": "forgé"}
CYCLE = "cycle-2027"


def cycle() -> dict[str, str]:
    return {"slug": factories.Cycle(slug=CYCLE).slug}


def practice() -> dict[str, int]:
    return {"number": factories.Practice().pk}


ACCESS = {
    "exchanges:cycles": Door(visitor=200),
    "exchanges:practices": Door(visitor=200),
    "exchanges:practice": Door(visitor=200, kwargs=practice),
    "exchanges:cycle": Door(visitor=200, kwargs=cycle),
    "exchanges:thanks": Door(visitor=200, kwargs=cycle),
    "exchanges:calendar": Door(visitor=200, kwargs=cycle),
    "exchanges:mine": Door(visitor=404, kwargs=NOT_OURS),
    "exchanges:need": Door(visitor=404, method="post", kwargs=NOT_OURS),
    "exchanges:my_data": Door(visitor=404, kwargs=NOT_OURS),
    "exchanges:erase": Door(visitor=404, kwargs=NOT_OURS),
    "exchanges:join": Door(visitor=404, kwargs={**NOT_OURS, "session_id": 1}),
}
