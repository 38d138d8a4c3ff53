"""The administrator sees at a glance who has access to what, among hundreds of accounts, on a phone too."""

import pytest
from allauth.mfa.totp.internal import auth
from django.utils.timezone import now
from playwright.sync_api import Page

from quartiers.actors.models import CiteRole, Membership, Organisation, User
from quartiers.actors.rules import Role
from tests import factories, people
from tests.browser import sideways_px, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COUNT, COORDINATORS = 300, 3
NAMES = "bcdfghjklm"


def many_accounts() -> None:
    """Most belong to one of ten organisations; three coordinate, and one of them is not protected."""
    at = factories.SINCE
    organisations = Organisation.objects.bulk_create(
        Organisation(
            name=f"Structure {2 * name}", search_name=f"structure {2 * name}", kind="association", created_at=at
        )
        for name in NAMES
    )
    users = User.objects.bulk_create(
        User(email=f"n{n}@exemple.fr", first_name="Awa", last_name=f"Diarra {n:03}", created_at=at, last_login=now())
        for n in range(COUNT)
    )
    memberships = Membership.objects.bulk_create(
        Membership(user=user, organisation=organisations[n % len(NAMES)], since=at) for n, user in enumerate(users)
    )
    CiteRole.objects.bulk_create(
        CiteRole(cite=people.cite(), membership=one, role=Role.COORDINATOR, since=at)
        for one in memberships[:COORDINATORS]
    )
    for user in users[1:]:
        auth.TOTP.activate(user, "JBSWY3DPEHPK3PXP")


@pytest.mark.parametrize("width", [320, 1280])
def test_who_has_access_to_what_is_seen_at_a_glance(live_server, page: Page, client, width):
    people.sign_in(client, "installation_administrator")
    many_accounts()
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.set_viewport_size({"width": width, "height": 800})

    page.goto(f"{live_server.url}/administration/comptes/")
    lead = page.locator("main .chapo").inner_text()
    assert "301 comptes ouverts, dont 2 sans second facteur" in lead.replace("\u00a0", " ")

    page.goto(f"{live_server.url}/administration/comptes/?role=coordinator&territoire=val-fictif")
    rows = page.locator("main tbody tr")
    assert rows.count() == COORDINATORS
    first = rows.first.inner_text()
    assert all(words in first for words in ("Structure bb (membre)", "Val-Fictif (coordination)", "à installer"))
    assert violations(page) == []
    assert sideways_px(page) == 0

    page.goto(f"{live_server.url}/administration/comptes/?q=structure+kk")
    assert "1 à 20 sur 30" in page.locator("main").inner_text().replace("\u00a0", " ")
    page.get_by_role("link", name="Page suivante").click()
    page.wait_for_url("**page=2**")
    assert "21 à 30 sur 30" in page.locator("main").inner_text().replace("\u00a0", " ")
    page.locator("main tbody th a").first.click()
    assert "Structure kk" in page.locator("main").inner_text()
    assert "Second facteur en place." in page.locator("main").inner_text()
