"""A participant, from the list of cycles to her room: in a browser, without script, with the keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from quartiers.exchanges.forms import registration as registration_form
from quartiers.exchanges.models import ConsentGiven, Need, Registration
from quartiers.office.queries import mails
from tests import factories
from tests.browser import sideways_px

#: Stops of the keyboard on the longest way to a field.
MOST_STOPS = 40
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sessions(monkeypatch):
    monkeypatch.setattr(registration_form, "AT_LEAST_S", 0)
    first = factories.Session(title="Acheter mieux", quota=20)
    return first, factories.Session(cycle=first.cycle, title="L’insertion, ici")


def link(page_name: str) -> str:
    """The address of a personal link, as the mail gives it."""
    text = mails().latest("pk").text
    return re.search(rf"https?://[^/]+(/{page_name}/\S+)", text)[1]


def test_one_registers_for_two_sessions_without_script(live_server, page_without_javascript: Page, sessions):
    tab, sent = page_without_javascript, []
    tab.set_viewport_size({"width": 320, "height": 700})
    tab.goto(f"{live_server.url}/echanges/")
    tab.get_by_role("link", name="Acheter mieux").click()
    tab.on("request", lambda request: sent.append(request.method) if request.is_navigation_request() else None)
    tab.get_by_role("checkbox", name="Acheter mieux").check()
    tab.get_by_role("checkbox", name="L’insertion, ici").check()
    tab.get_by_label("Prénom").fill("Awa")
    tab.get_by_role("button", name="M’inscrire").click()
    expect(tab.locator("h2").first).to_contain_text("corriger")
    expect(tab.get_by_label("Prénom")).to_have_value("Awa")
    expect(tab.get_by_role("checkbox", name="Acheter mieux")).to_be_checked()

    tab.get_by_label("Nom", exact=True).fill("Diarra")
    tab.get_by_label("Courriel").fill("awa.diarra@exemple.fr")
    tab.get_by_label("Vous venez comme").select_option("collectivite")
    sent.clear()
    tab.get_by_role("button", name="M’inscrire").click()
    expect(tab.locator("h1")).to_contain_text("C’est noté")
    assert sent == ["POST", "GET"]
    assert Registration.objects.count() == 2

    tab.goto(live_server.url + link("echanges/mes-inscriptions"))
    expect(tab.locator("main")).to_contain_text("Acheter mieux")
    expect(tab.locator("main")).to_contain_text("L’insertion, ici")
    tab.goto(live_server.url + link("r"))
    expect(tab.locator("main")).to_contain_text("pas encore ouverte")


def to(page: Page, locator: Locator) -> None:
    """Press the tabulation until the focus is there, as a keyboard reaches it."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if locator.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError("The keyboard does not reach it")


def test_one_registers_with_the_keyboard_alone_on_a_narrow_screen(live_server, page: Page, sessions, axe):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{live_server.url}/echanges/cycle-2027/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the menu, straight to the content
    for title in ("Acheter mieux", "L’insertion, ici"):
        to(page, page.get_by_role("checkbox", name=title))
        page.keyboard.press("Space")
    to(page, page.get_by_label("Prénom"))
    page.keyboard.type("Awa")
    to(page, page.get_by_role("button", name="M’inscrire"))
    page.keyboard.press("Enter")
    expect(page.locator("h2").first).to_contain_text("corriger")
    axe(page)
    assert sideways_px(page) == 0

    to(page, page.locator("main").get_by_role("link", name="Il manque votre nom."))
    page.keyboard.press("Enter")
    page.keyboard.type("Diarra")
    to(page, page.get_by_label("Courriel"))
    page.keyboard.type("awa@exemple.fr")
    to(page, page.get_by_label("Vous venez comme"))
    page.keyboard.type("Coll")
    to(page, page.get_by_label("Qu’aimeriez-vous qu’on éclaire"))
    page.keyboard.type("Qui peut nous aider ?")
    to(page, page.get_by_label("Technique"))
    page.keyboard.press("ArrowDown")
    to(page, page.get_by_label("J’accepte d’être recontacté"))
    page.keyboard.press("Space")
    to(page, page.get_by_role("button", name="M’inscrire"))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("C’est noté")
    assert mails().get().recipient == "awa@exemple.fr"
    assert (Registration.objects.count(), Need.objects.get().nature) == (2, "juridique")
    assert ConsentGiven.objects.get().kind == "recontact"
