"""What only a browser shows: every component in each theme, the menu that folds, a map beside its table."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests import browser as chromium
from tests import factories, pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 320, "height": 720}


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_component_has_a_fault_in_any_theme(live_server, page: Page, axe, demo, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 720})
    page.goto(live_server.url + "/composants/")

    axe(page)
    assert chromium.sideways_px(page) == 0


@pytest.mark.parametrize("path", ["/", f"/territoires/departement/{pages.DEPARTMENT}/", "/nulle-part/"])
def test_a_page_has_no_fault_in_the_dark_and_in_easy_reading(live_server, page: Page, axe, path):
    pages.ground()
    names = {"theme": "dark", "lecture": "facile"}
    page.context.add_cookies([{"name": name, "value": names[name], "url": live_server.url} for name in names])
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + path)

    axe(page)
    assert chromium.sideways_px(page) == 0
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "19px"


@pytest.mark.parametrize(("device", "chosen"), [("dark", "light"), ("light", "dark")])
def test_the_choice_of_the_reader_goes_before_the_device(live_server, page: Page, device, chosen):
    ground = "getComputedStyle(document.body).backgroundColor"
    page.emulate_media(color_scheme=chosen)
    page.goto(live_server.url)
    wanted = page.evaluate(ground)
    page.context.add_cookies([{"name": "theme", "value": chosen, "url": live_server.url}])
    page.emulate_media(color_scheme=device)
    page.goto(live_server.url)

    assert page.evaluate(ground) == wanted


def test_the_menu_folds_on_phones_and_gives_the_focus_back(live_server, page: Page):
    page.set_viewport_size(PHONE)
    page.goto(live_server.url)
    menu, button = page.locator("#menu"), page.locator(".bouton-menu")

    assert not menu.is_visible()
    button.click()
    assert menu.is_visible()
    assert button.get_attribute("aria-expanded") == "true"

    page.keyboard.press("Escape")
    assert not menu.is_visible()
    assert button.evaluate("button => button === document.activeElement")


def test_without_javascript_the_menu_is_open_and_the_map_is_drawn(live_server, page_without_javascript: Page):
    pages.ground()
    page_without_javascript.set_viewport_size(PHONE)
    page_without_javascript.goto(f"{live_server.url}/territoires/departement/{pages.DEPARTMENT}/")

    assert page_without_javascript.locator("#menu").is_visible()
    assert not page_without_javascript.locator(".bouton-menu").is_visible()
    assert page_without_javascript.locator("svg.map-svg").is_visible()


def test_reaching_a_link_of_the_table_marks_its_neighbourhood(live_server, page: Page):
    pages.ground()
    page.goto(f"{live_server.url}/communes/{pages.COMMUNE}/")
    page.locator(".leaflet-container").wait_for()
    page.locator(f"tr[data-code={pages.NEIGHBOURHOOD}] a").focus()

    assert page.locator("tr.choisi").get_attribute("data-code") == pages.NEIGHBOURHOOD


def test_a_click_on_the_map_marks_the_row_and_gives_its_link(live_server, page: Page):
    pages.ground()
    page.goto(f"{live_server.url}/communes/{pages.COMMUNE}/")
    frame = page.locator(".leaflet-container")
    frame.wait_for()
    frame.click()

    assert page.locator("tr.choisi").get_attribute("data-code") == pages.NEIGHBOURHOOD
    assert page.locator(".plan-dit a").get_attribute("href").endswith(f"/quartiers/{pages.NEIGHBOURHOOD}/")


def test_a_pin_fills_the_coordinates(live_server, page: Page):
    pages.ground()
    page.goto(f"{live_server.url}/adresse/point/")
    frame = page.locator(".leaflet-container")
    frame.wait_for()
    frame.click()

    assert page.input_value("[name=latitude]").startswith("43.")
    assert "Épingle placée" in page.locator(".plan-dit").inner_text()


def test_the_pin_of_a_structure_is_dragged_and_moved_with_the_keys(live_server, page: Page):
    factories.zone_row()
    page.goto(f"{live_server.url}/zones-blanches/et-si/?territoire=departement-11&type=ACI&commune=Village%205")
    pin, answer = page.locator(".epingle"), page.locator(".reponse")
    pin.scroll_into_view_if_needed()
    box = pin.bounding_box() or {"x": 0, "y": 0, "width": 0, "height": 0}
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] - 60, box["y"] + 20, steps=3)
    page.mouse.up()
    answer.get_by_text("une épingle près de").wait_for()
    dragged = page.input_value("[name=longitude]")
    page.locator("[data-repere]").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_url(lambda url: f"longitude={dragged.replace(',', '%2C')}" not in url)

    assert float(page.input_value("[name=longitude]").replace(",", ".")) > float(dragged.replace(",", "."))
    assert page.evaluate("document.activeElement.dataset.repere")


def test_a_refused_form_takes_the_focus_on_what_is_wrong(live_server, page: Page):
    page.goto(f"{live_server.url}/adresse/")
    pages.send_empty(page)

    assert "à corriger" in page.evaluate("document.activeElement.innerText")


def test_the_preferences_hold_without_javascript(live_server, page_without_javascript: Page):
    page_without_javascript.goto(f"{live_server.url}/regles/")
    page_without_javascript.locator("header a", has_text="Langue et lecture").click()
    page_without_javascript.check("[value=dark]")
    page_without_javascript.locator("main [type=submit]").click()

    assert page_without_javascript.url == f"{live_server.url}/regles/"
    assert page_without_javascript.locator("html").get_attribute("data-bs-theme") == "dark"


def test_the_narrow_space_has_its_own_glyph(live_server, page: Page):
    page.goto(live_server.url)

    assert (
        page.evaluate("document.fonts.load('17px \"Espace fine\"', '\\u202f').then(faces => faces[0].status)")
        == "loaded"
    )


def test_nothing_is_lost_in_forced_colours(live_server, browser: Browser, demo):
    context = browser.new_context(forced_colors="active", locale="fr-FR")
    tab = context.new_page()
    tab.goto(f"{live_server.url}/composants/")
    width = tab.locator(".etat").first.evaluate("badge => getComputedStyle(badge).borderTopWidth")
    thread = tab.locator(".etapes > .fait").first.evaluate("li => getComputedStyle(li, '::before').backgroundColor")
    ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    context.close()

    assert width == "1px"
    assert thread != ground


def test_the_panorama_is_printed_on_two_sheets(live_server, page: Page):
    factories.zone_row(count=12)
    page.goto(f"{live_server.url}/panorama/departement-11/")
    sheets = re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True))

    assert len(sheets) == 2
