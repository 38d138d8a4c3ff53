"""One page in one state, and the ground that the pages show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests import factories

NEIGHBOURHOOD, OLDER, COMMUNE, EPCI, DEPARTMENT = "QN01101M", "QP011001", "11069", "200035715", "11"


def ground() -> None:
    """One department, one intercommunality, one commune, one neighbourhood of each generation, all fictitious."""
    commune = factories.Commune(code=COMMUNE, name="Carcassonne")
    factories.Outline()
    factories.Coverage()
    factories.Coverage(generation=2015)
    current = factories.Neighbourhood(code=NEIGHBOURHOOD, communes=[commune])
    factories.Neighbourhood(code=OLDER, older=True, communes=[commune])
    factories.Indicator(neighbourhood=current)


def as_it_opens(tab: Any) -> None:
    """Look at the page without touching it."""


def send_empty(tab: Any) -> None:
    """Send the first form of the page as it is, browser checks aside, and wait for the answer."""
    tab.eval_on_selector("main form", "form => { form.noValidate = true }")
    tab.locator("main form [type=submit]").first.click()
    tab.wait_for_load_state()


@dataclass(frozen=True)
class Walk:
    """One page in one state.

    Args:
        name: what one sees, for the report of a failure.
        path: where it stands, without the host.
        steps: what to do there with the tab of playwright, such as sending an empty form.
        status: what the address itself answers.
        who: kind of user (``tests.people.KINDS``); empty for a visitor.
        before: what must be there first, besides the ground.
        settings: those of the platform that differ.
    """

    name: str
    path: str
    steps: Callable[[Any], None] = as_it_opens
    status: int = 200
    who: str = ""
    before: Callable[[], Any] = lambda: None
    settings: Mapping[str, Any] = field(default_factory=dict)
