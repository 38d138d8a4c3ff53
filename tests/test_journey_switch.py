"""Someone of two organisations sees for whom she works, on a phone too; no page of the other one acts in silence."""

import pytest
from playwright.sync_api import Page

from quartiers.actors.models import Invitation, Membership
from tests import factories, people
from tests.browser import sideways_px, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [320, 1280])
def test_a_form_begun_for_one_organisation_and_sent_after_the_switch(live_server, page: Page, client, width):
    people.sign_in(client, "administrator")
    here = Membership.objects.get()
    other = factories.Membership(
        user=here.user, organisation__name="Centre social La Passerelle", organisation__kind="centre_social"
    ).organisation
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.set_viewport_size({"width": width, "height": 800})

    page.goto(f"{live_server.url}/compte/organisation/")
    page.get_by_label(here.organisation.name).check()
    page.get_by_role("button", name="Travailler pour cette organisation").click()
    assert page.locator(".ou-mots").inner_text().split("\n") == [
        "Administration de l’organisation",
        here.organisation.name,
    ]
    page.goto(f"{live_server.url}/invitations/nouvelle/{here.organisation_id}/")
    page.get_by_label("Courriel").fill("nouvelle@exemple.fr")

    tab = page.context.new_page()
    tab.goto(f"{live_server.url}/compte/organisation/")
    tab.get_by_label(other.name).check()
    tab.get_by_role("button", name="Travailler pour cette organisation").click()
    assert tab.locator(".ou-mots").inner_text().split("\n") == ["Membre", other.name]
    assert f"Vous travaillez maintenant pour {other.name} (membre)." in tab.locator("main").inner_text()

    page.locator("main form [type=submit]").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Pour quelle organisation\u202f?"
    assert not Invitation.objects.exists()
    assert violations(page) == []
    assert sideways_px(page) == 0

    page.get_by_role("button", name=f"Revenir à {here.organisation.name} et envoyer").click()
    assert f"Vous travaillez de nouveau pour {here.organisation.name}." in page.locator("main").inner_text()
    assert Invitation.objects.get().email == "nouvelle@exemple.fr"
    assert Invitation.objects.get().organisation_id == here.organisation_id
