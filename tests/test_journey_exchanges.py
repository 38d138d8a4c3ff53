"""The whole life of a cycle, in a browser without script: copied, published, attended, answered by a second group."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from quartiers.exchanges.actions import send_reminders
from quartiers.exchanges.forms import registration as registration_form
from quartiers.office.queries import mails
from tests import factories, people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = "/echanges/organiser/"


@pytest.fixture
def site(live_server, monkeypatch):
    """A cycle of the past, with its one session, to copy from."""
    monkeypatch.setattr(registration_form, "AT_LEAST_S", 0)
    people.cite()
    cycle = factories.Cycle(slug="le-cycle-passe", organiser=people.organisation(), stage="archived")
    past = factories.Session(cycle=cycle, title="Clauses environnementales", quota=2, stage="archived")
    factories.ProgrammeItem(session=past)
    factories.Speaker(session=past)
    return live_server.url


@pytest.fixture
def organiser(site, page_without_javascript: Page) -> Page:
    """An administrator of the organiser, in front of her cycles."""
    client = Client()
    people.sign_in(client, "administrator")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page_without_javascript.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    page_without_javascript.goto(site + DESK)
    return page_without_javascript


def link(page_name: str, recipient: str) -> str:
    """The address of a personal link, as the last mail that holds one gives it."""
    found = mails().filter(recipient=recipient, text__contains=f"/{page_name}/").latest("pk")
    return re.search(rf"https?://[^/]+(/{page_name}/\S+)", found.text)[1]


def register(tab: Page, address: str, first_name: str, *, need: str, agrees: bool) -> None:
    tab.goto(address)
    tab.get_by_role("checkbox", name="Clauses environnementales").check()
    tab.get_by_label("Prénom").fill(first_name)
    tab.get_by_label("Nom", exact=True).fill("Diarra")
    tab.get_by_label("Courriel").fill(f"{first_name.lower()}@exemple.fr")
    tab.get_by_label("Vous venez comme").select_option("collectivite")
    tab.get_by_label("Qu’aimeriez-vous qu’on éclaire").fill(need)
    tab.get_by_label("Juridique").check()
    if agrees:
        tab.get_by_label("J’accepte d’être recontacté").check()
    tab.get_by_role("button", name="M’inscrire").click()
    expect(tab.locator("h1")).to_contain_text("C’est noté")


def test_from_a_copied_cycle_to_an_accepted_second_group(site, organiser: Page):
    tab, day = organiser, timezone.localdate() + timedelta(days=30)
    tab.get_by_role("link", name="Emploi et quartiers").click()
    tab.get_by_role("link", name="Copier ce cycle").click()
    tab.get_by_label("Titre du nouveau cycle").fill("Le nouveau cycle")
    tab.get_by_label("Première séance le").fill(day.isoformat())
    tab.get_by_role("button", name="Copier le cycle").click()
    expect(tab.locator("main")).to_contain_text("Il manque la salle")
    tab.get_by_role("link", name="Modifier la séance").click()
    tab.get_by_label("Adresse de la salle").fill("https://visio.exemple.fr/secret")
    tab.get_by_role("button", name="Enregistrer la séance").click()
    tab.get_by_role("button", name="Publier le cycle").click()
    expect(tab.locator("main")).to_contain_text("Le cycle est publié")
    desk = tab.url

    public = f"{site}/echanges/le-nouveau-cycle/"
    for name, agrees in (("Awa", True), ("Bruno", False), ("David", True)):
        register(tab, public, name, need=f"La question de {name}", agrees=agrees)
    assert "visio.exemple.fr" not in tab.content()
    tab.goto(site + link("echanges/mes-inscriptions", "david@exemple.fr"))
    expect(tab.locator("main")).to_contain_text("Votre rang sur la liste d’attente")

    # The day before, however often the timer rings: one reminder a person who has a place.
    tomorrow = timezone.now() + timedelta(days=29)
    while send_reminders(now=tomorrow):
        pass
    assert send_reminders(now=tomorrow) == 0
    assert mails().filter(kind="exchanges.reminder").count() == 2

    tab.goto(desk)
    tab.get_by_role("link", name="Modifier la séance").click()
    tab.get_by_label("Numéro de téléphone").fill("01 00 00 00 00")
    tab.get_by_role("button", name="Enregistrer la séance").click()
    expect(tab.locator("main")).to_contain_text("2 personnes recevront un courriel".replace(" ", "\u00a0", 1))
    tab.get_by_role("button", name="Enregistrer et prévenir").click()
    assert mails().filter(kind="exchanges.change").count() == 2

    # Four clicks from the board to the invitations.
    tab.get_by_role("navigation", name="Ce cycle").get_by_role("link", name="Besoins").click()
    tab.get_by_role("button", name="Regrouper les besoins cochés").click()
    tab.get_by_role("link", name="Créer le second groupe").click()
    tab.get_by_role("button", name="Prévoir le second groupe").click()
    expect(tab.locator("main")).to_contain_text("intervenant recherché")
    tab.get_by_role("button", name="Inviter").click()
    invited = mails().filter(kind="exchanges.invitation").values_list("recipient", flat=True)
    assert set(invited) == {"awa@exemple.fr", "david@exemple.fr"}
    group = tab.url

    tab.goto(site + link("echanges/invitation", "david@exemple.fr"))
    tab.get_by_role("button", name="Oui, je viens").click()
    expect(tab.locator("main")).to_contain_text("Vous avez accepté")
    tab.goto(site + link("echanges/mes-inscriptions", "david@exemple.fr"))
    expect(tab.locator("main")).to_contain_text("second groupe prévu")
    tab.goto(group)
    expect(tab.locator("main")).to_contain_text("3\u00a0besoins, 2\u00a0invités, 1 accepte")
