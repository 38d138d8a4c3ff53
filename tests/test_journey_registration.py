"""A participant, from the list of cycles to her room: in a browser, without script, with the keyboard."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from quartiers.exchanges.forms import registration as registration_form
from quartiers.office.queries import mails
from tests import factories

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
    tab = page_without_javascript
    tab.goto(f"{live_server.url}/echanges/")
    tab.get_by_role("link", name="Acheter mieux").click()
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
    tab.get_by_role("button", name="M’inscrire").click()
    expect(tab.locator("h1")).to_contain_text("C’est noté")

    tab.goto(live_server.url + link("echanges/mes-inscriptions"))
    expect(tab.locator("main")).to_contain_text("Acheter mieux")
    expect(tab.locator("main")).to_contain_text("L’insertion, ici")
    tab.goto(live_server.url + link("r"))
    expect(tab.locator("main")).to_contain_text("pas encore ouverte")


def test_one_registers_with_the_keyboard_alone(live_server, page: Page, sessions, axe):
    page.goto(f"{live_server.url}/echanges/cycle-2027/")
    page.get_by_role("checkbox", name="Acheter mieux").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Awa")
    page.keyboard.press("Tab")
    page.keyboard.type("Diarra")
    page.keyboard.press("Tab")
    page.keyboard.type("awa@exemple.fr")
    page.keyboard.press("Tab")
    page.keyboard.type("Coll")
    time.sleep(0.2)
    page.keyboard.press("Enter")
    axe(page)
    page.get_by_role("button", name="M’inscrire").press("Enter")
    expect(page.locator("h1")).to_contain_text("C’est noté")
    assert mails().get().recipient == "awa@exemple.fr"
