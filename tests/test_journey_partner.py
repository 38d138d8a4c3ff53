"""A coordinator invites a partner, who reads the mail, makes her account, protects it, and finds her organisation."""

import re

import pytest
from allauth.mfa.totp.internal import auth
from django.conf import settings
from playwright.sync_api import Page

from quartiers.office.queries import mails
from tests import factories, people
from tests.browser import sideways_px, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [320, 1280])
def test_from_the_invitation_to_the_first_page(live_server, page: Page, client, width):
    page.set_viewport_size({"width": width, "height": 800})
    organisation = factories.Organisation(name="Centre social La Passerelle")
    people.sign_in(client, "coordinator")
    client.post(
        f"/invitations/nouvelle/{organisation.pk}/",
        {"email": "awa@exemple.fr", "role": "administrator", "cite": people.cite().pk, "cite_role": "partner"},
    )
    link = next(word for word in mails().get(kind="actors.invitation").text.split() if word.startswith("http"))

    page.goto(live_server.url + link.removeprefix(settings.SITE_URL))
    page.get_by_label("Prénom").fill("Awa")
    page.get_by_label("Nom", exact=True).fill("Diarra")
    page.get_by_label("Mot de passe").fill("quatre girafes en vélo")
    page.get_by_role("button", name="Créer mon compte").click()
    page.get_by_role("link", name="Installer le second facteur").click()
    page.get_by_text("Ni l’un ni l’autre ne marche").click()
    secret = page.locator(".cle code").inner_text().strip()
    in_the_application = page.get_by_role("link", name="Ajouter ce compte dans l’application").get_attribute("href")
    assert in_the_application.startswith("otpauth://totp/")
    assert f"secret={secret}" in in_the_application
    assert violations(page) == []
    assert sideways_px(page) == 0
    page.get_by_label("Code").fill(now_shown(secret))
    page.get_by_role("button", name="Protéger mon compte").click()
    assert page.locator(".codes li").count() == 10
    page.get_by_role("link", name="C’est fait, continuer").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Bonjour Awa"
    assert re.search(r"Partenaire\s+Centre social La Passerelle", page.locator(".ou-mots").inner_text())
    page.locator("main").get_by_role("link", name="Membres").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Qui a accès")


def now_shown(secret: str) -> str:
    counters = list(auth.yield_hotp_counters_from_time())
    return f"{auth.hotp_value(secret, counters[len(counters) // 2]):06}"
