"""A newcomer joins by ProConnect and finds her first page; the next day she enters with it; she leaves it too.

The provider stands on another site and sends the browser on to a third one, there and back, as ProConnect does.
"""

import pytest
from playwright.sync_api import Page

from quartiers.office.queries import mails
from tests import browser, factories, people
from tests.identity_server import identity_server

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIGN_IN = "/compte/connexion/"
BUTTON = "S’identifier avec ProConnect"


@pytest.fixture
def provider(live_server, settings):
    with identity_server(amr=["pwd", "otp", "mfa"]) as running:
        settings.PROCONNECT, settings.SITE_URL = running.settings, live_server.url
        yield running


def title(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_from_the_invitation_to_the_first_page_and_back_the_next_day(live_server, provider, page: Page, client):
    organisation = factories.Organisation(name="Centre social La Passerelle")
    people.sign_in(client, "coordinator")
    client.post(
        f"/invitations/nouvelle/{organisation.pk}/", {"email": "awa@exemple.fr", "role": "administrator", "cite": ""}
    )
    link = next(word for word in mails().get(kind="actors.invitation").text.split() if word.startswith("http"))

    page.goto(link)
    page.get_by_role("button", name=BUTTON).click()
    page.get_by_role("link", name="C’est moi").click()
    assert title(page) == "Bonjour Awa"
    page.goto(f"{live_server.url}/membres/")
    assert title(page).startswith("Qui a accès"), "two factors were shown there"

    page.goto(f"{live_server.url}/compte/deconnexion/")
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(lambda url: url.startswith(f"{live_server.url}/?") or url == f"{live_server.url}/")
    assert len(provider.ended) == 1

    page.goto(f"{live_server.url}/membres/")
    page.get_by_role("button", name=BUTTON).click()
    page.get_by_role("link", name="C’est moi").click()
    assert title(page).startswith("Qui a accès"), "the page that asked"


def test_the_page_between_two_sites_has_no_fault_and_needs_no_script(
    live_server, provider, page: Page, axe, page_without_javascript: Page
):
    page.route(f"{provider.url}/authorize*", lambda route: route.abort("aborted"))
    page.goto(live_server.url + SIGN_IN)
    page.get_by_role("button", name=BUTTON).click()
    page.get_by_role("link", name="Continuer").wait_for()
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 720})
        axe(page)
        assert browser.sideways_px(page) == 0

    page_without_javascript.goto(live_server.url + SIGN_IN)
    page_without_javascript.get_by_role("button", name=BUTTON).click()
    page_without_javascript.get_by_role("link", name="C’est moi").click()
    assert "Aucun compte n’est relié" in page_without_javascript.locator("main").inner_text()
