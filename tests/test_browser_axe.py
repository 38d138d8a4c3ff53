"""Every public page and its error states: nothing to say for axe (WCAG 2.2 AA, RGAA), and no sideways scroll."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from tests import browser, pages, people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = [1280, 320]


def opened(tab: Page, walk: pages.Walk, site: str) -> None:
    """Lay the ground of the page, and sign in as its kind of user."""
    pages.ground()
    walk.before()
    if walk.who:
        client = Client()
        people.sign_in(client, walk.who)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        tab.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])


@pytest.mark.parametrize("walk", pages.PAGES, ids=lambda walk: walk.name)
def test_a_page_has_no_fault_and_fits(live_server, warm_page: Page, axe, walk, settings):
    for name, value in walk.settings.items():
        setattr(settings, name, value)
    opened(warm_page, walk, live_server.url)
    answer = warm_page.goto(live_server.url + walk.path)
    walk.steps(warm_page)

    assert answer.status == walk.status
    assert warm_page.locator("h1").count() == 1
    assert warm_page.locator("main").count() == 1
    assert warm_page.title()
    for width in WIDTHS:
        warm_page.set_viewport_size({"width": width, "height": 720})
        axe(warm_page)
        assert browser.sideways_px(warm_page) == 0, f"{width} px"
