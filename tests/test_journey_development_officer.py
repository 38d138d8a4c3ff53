"""A development officer opens her territory, sees what is too far, tries a place, and leaves with a costed project."""

import re

import pytest
from playwright.sync_api import Page, expect

from quartiers.iae.models import FundingPlan, StructureProject
from quartiers.territory.models import Commune
from tests import factories, people
from tests.browser import sideways_px, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_gap_to_who_could_fund_it(live_server, page: Page, client):
    factories.zone_row()
    epci = factories.Epci(code="200099999", name="Communauté des Cinq-Villages")
    Commune.objects.update(epci=epci)
    people.sign_in(client, "coordinator")
    ours = people.organisation()
    factories.Site(organisation=ours, commune=Commune.objects.get(code="11005"), is_main=True)
    type(ours).objects.filter(pk=ours.pk).update(kind="epci")
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    title = page.get_by_role("heading", level=1)

    page.goto(f"{live_server.url}/zones-blanches/")
    expect(page.locator("#id_territoire")).to_have_value("epci-200099999")
    expect(page.locator("#zones")).to_contain_text("Village 5")
    assert violations(page) == []

    tried = page.get_by_role("region", name=re.compile("Et si une structure ouvrait ici"))
    tried.locator("[name=commune]").fill("Village 5")
    tried.locator("[name=commune]").press("Enter")
    expect(page.locator("main")).to_contain_text("Avec Village 5")
    page.get_by_role("link", name="En faire un projet à Village 5").click()

    expect(page.locator("[name=commune]")).to_have_value("Village 5 (11005)")
    page.locator("[name=name]").fill("Un chantier au Village 5")
    page.locator("[name=kind]").select_option("aci")
    page.get_by_role("button", name="Enregistrer le projet").click()
    expect(title).to_have_text("Un chantier au Village 5")

    page.get_by_role("link", name="Chiffrer ce projet").click()
    page.locator("[name=postes]").fill("12")
    page.locator("[name=heures]").fill("26")
    page.locator("main form .btn-primary").click()
    page.get_by_role("link", name="En faire un plan").click()
    page.get_by_role("button", name="Enregistrer le plan").click()
    expect(page.locator("#lignes")).to_contain_text("Aide au poste")
    assert violations(page) == []

    page.goto(f"{live_server.url}/financer-une-structure/")
    expect(page.locator("main")).to_contain_text("Fonds social européen")
    page.set_viewport_size({"width": 320, "height": 800})
    assert sideways_px(page) == 0
    assert FundingPlan.objects.get().project == StructureProject.objects.get()
    assert StructureProject.objects.get().owner == ours
