"""A resident, with the keyboard alone: from the home page to her answer, her neighbourhood, her department, a rule."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.geocoding_server import Known, geocoding_server

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TYPED = "12 rue de la Paix, Carcassonne"
MANY = 60
#: What the focused control says. A map takes the focus too, and holds the names of all it shows: it is no control.
FOCUSED = """(() => {
    const at = document.activeElement;
    if (!at.matches("a, button, input, select, textarea, summary")) return "";
    return at.name ? `field:${at.name}` : at.textContent;
})()"""


@pytest.fixture
def ground(settings):
    commune = factories.Commune(code="11069", name="Carcassonne")
    factories.Outline()
    factories.Coverage()
    factories.Neighbourhood(code="QN01101Z", name="Les Tilleuls", fictional=True, communes=[commune])
    with geocoding_server(known={TYPED: Known("12 Rue de la Paix 11000 Carcassonne")}) as service:
        settings.GEOCODING_URL = service.url
        yield


def reach(page: Page, words: str) -> None:
    """Press Tab until the control that says these words has the focus, as people do without a mouse."""
    for _ in range(MANY):
        page.keyboard.press("Tab")
        said = page.evaluate(FOCUSED)
        if words in said:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    pytest.fail(f"« {words} » cannot be reached with the keyboard")


def test_a_resident_goes_from_her_address_to_her_department_without_a_mouse(live_server, page: Page, ground):
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"

    reach(page, "field:adresse")
    page.keyboard.type(TYPED)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Oui, dans le quartier")
    expect(page.locator("main")).to_contain_text("Exemple fictif")

    reach(page, "Les Tilleuls")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Les Tilleuls")

    reach(page, "Aude")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Aude")
    expect(page.locator(".reponse")).to_contain_text("1\u00a0quartier prioritaire")

    reach(page, "Les règles")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Quelles règles")

    reach(page, "Liste des quartiers prioritaires en vigueur (hexagone)")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("décret n° 2023-1314")
