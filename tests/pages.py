"""The public pages and their error states, walked by axe and by the 320 px check; and the ground that they show."""

from collections.abc import Callable
from dataclasses import dataclass
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
    """

    name: str
    path: str
    steps: Callable[[Any], None] = as_it_opens
    status: int = 200


INSIDE = "latitude=43.2130&longitude=2.3522&le=2024-06-01"
PAGES = [
    Walk("home", "/"),
    Walk("reading", "/lecture/"),
    Walk("help", "/aide/"),
    Walk("accessibility", "/accessibilite/"),
    Walk("legal notice", "/mentions-legales/"),
    Walk("personal data", "/donnees-personnelles/"),
    Walk("page that is not there", "/nulle-part/", status=404),
    Walk("address", "/adresse/"),
    Walk("address, nothing typed", "/adresse/", steps=send_empty),
    Walk("point to place", "/adresse/point/"),
    Walk("point inside a neighbourhood", f"/adresse/point/?{INSIDE}"),
    Walk("point far from any", "/adresse/point/?latitude=43.9&longitude=2.35"),
    Walk("point where nothing is loaded", "/adresse/point/?latitude=48.85&longitude=2.35"),
    Walk("point that is no point", "/adresse/point/?latitude=abc&longitude="),
    Walk("file of addresses", "/fichier/"),
    Walk("file of addresses, nothing chosen", "/fichier/", steps=send_empty),
    Walk("file whose answer was erased", f"/fichier/{'t' * 43}/", status=410),
    Walk("neighbourhoods", "/quartiers/"),
    Walk("neighbourhoods without answer", "/quartiers/?q=zzz"),
    Walk("neighbourhood", f"/quartiers/{NEIGHBOURHOOD}/"),
    Walk("neighbourhood of the older list", f"/quartiers/{OLDER}/"),
    Walk("neighbourhood that is not there", "/quartiers/QN99999Z/", status=404),
    Walk("communes", "/communes/"),
    Walk("commune", f"/communes/{COMMUNE}/"),
    Walk("places", "/territoires/"),
    Walk("department", f"/territoires/departement/{DEPARTMENT}/"),
    Walk("intercommunality", f"/territoires/intercommunalite/{EPCI}/"),
    Walk("open data", "/donnees/"),
    Walk("rules", "/regles/"),
    Walk("rules without answer", "/regles/?q=zzz"),
    Walk("rules to read", "/regles/?etat=a-relire"),
    Walk("health, tasks and data missing", "/sante/"),
]
