"""A buyer goes from a project to its hours of insertion, chooses clauses, sees the red line turn green, keeps it."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from quartiers.procurement.examples import EXAMPLE_LOTS
from quartiers.procurement.models import Contract, KeptCheck
from tests import people
from tests.browser import sideways_px

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PARTS = ("name", "amount", "trade", "share", "cost")


def test_the_worked_case_from_the_project_to_a_kept_check(live_server, page: Page):
    client = Client()
    people.sign_in(client, "member")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])

    page.goto(f"{live_server.url}/achats/operations/ajouter/")
    page.get_by_label("Nom de l’opération").fill("96 logements aux Tilleuls")
    page.locator("main form [type=submit]").last.click()
    page.fill("[name=consultation_on]", "30/11/2026")
    while page.locator(f"[name=new_{len(EXAMPLE_LOTS) - 1}_amount]").count() == 0:
        page.get_by_role("button", name="Ajouter un lot").click()
    for rank, lot in enumerate(EXAMPLE_LOTS):
        for part, value in zip(PARTS, lot, strict=True):
            name = f"[name=new_{rank}_{part}]"
            page.select_option(name, value) if part == "trade" else page.fill(name, value)
    expect(page.locator("#ensemble")).to_contain_text(re.compile(r"1\s771"))
    page.get_by_role("button", name="Enregistrer le marché").click()
    contract = Contract.objects.get()
    expect(page.locator("main")).to_contain_text(re.compile(r"1\s771\sheures d’insertion"))

    page.get_by_role("link", name="Choisissez des clauses").click()
    page.check("#c-tri-sept-flux")
    page.check("#c-critere-carbone")
    page.get_by_role("button", name="Réunir les clauses cochées").click()
    page.fill("[name=texte_tri-sept-flux]", "L’entreprise est implantée dans le département et trie en sept flux.")
    expect(page.locator("#reponse")).to_have_text("1\u00a0point bloque.")
    page.fill("[name=texte_tri-sept-flux]", "Le titulaire trie les déchets du chantier en sept flux.")
    expect(page.locator("#reponse")).to_contain_text("Rien ne bloque")
    page.get_by_role("button", name="Contrôler le marché entier").click()
    assert (
        page.locator("[name=clause_0_text]").input_value() == "Le titulaire trie les déchets du chantier en sept flux."
    )
    page.get_by_role("button", name="Contrôler ce marché").click()
    expect(page.locator("#reponse")).to_contain_text("Rien ne bloque")
    assert sideways_px(page) == 0
    page.get_by_role("button", name="Garder ce contrôle").click()
    page.get_by_label("Le nom de ce marché").fill("Rénovation, premier contrôle")
    page.get_by_role("button", name="Garder ce contrôle").click()
    expect(page.locator("h1")).to_contain_text("Rénovation, premier contrôle")
    kept = KeptCheck.objects.get()
    assert (kept.contract_id, kept.blocked) == (contract.pk, 0)

    page.goto(f"{live_server.url}/achats/operations/{contract.operation_id}/")
    page.get_by_role("link", name="2\u00a0clauses contrôlées").click()
    expect(page.locator("h1")).to_contain_text("Rénovation, premier contrôle")
