from typing import Any

from tests import people
from tests.factories import funding
from tests.pages.walk import Walk, send_empty

COST = "/simulateurs/cout-structure/"
FILLED = f"{COST}?type=ACI&postes=12&heures=26&encadrement=98200&fonctionnement=80000&ventes=130000&rsa=5"
LIST = "/plans-de-financement/"


def written() -> None:
    funding.plan(people.organisation())


def open_plan(tab: Any) -> None:
    tab.get_by_role("link", name="Un jardin au Viguier").first.click()
    tab.wait_for_load_state()


def open_sheet(tab: Any) -> None:
    open_plan(tab)
    tab.get_by_role("link", name="Fiche à imprimer").click()
    tab.wait_for_load_state()


def without_fse(tab: Any) -> None:
    open_plan(tab)
    tab.get_by_role("link", name="Fonds social européen (FSE+)").last.click()
    tab.wait_for_load_state()


def change_line(tab: Any) -> None:
    """A resource, said to be granted without its amount."""
    open_plan(tab)
    tab.get_by_role("link", name="Intercommunalité").first.click()
    tab.wait_for_load_state()
    tab.locator("[name=state]").select_option("accordee")
    tab.get_by_role("button", name="Enregistrer la ligne").click()
    tab.wait_for_load_state()


def add_charge(tab: Any) -> None:
    open_plan(tab)
    tab.get_by_role("link", name="Ajouter une charge").click()
    tab.wait_for_load_state()


def ask_to_erase(tab: Any) -> None:
    open_plan(tab)
    tab.get_by_role("link", name="Modifier le plan").click()
    tab.get_by_role("link", name="Supprimer ce plan").click()
    tab.wait_for_load_state()


PAGES = [
    Walk("cost of a structure", COST),
    Walk("cost of a structure, counted", FILLED),
    Walk("cost of a structure, refused", f"{COST}?type=EI&postes=beaucoup&heures=26&rsa=2", status=422),
    Walk("who may fund a structure", "/financer-une-structure/"),
    Walk("funding plans", LIST, who="member", before=written),
    Walk("funding plans, none yet", LIST, who="member"),
    Walk("begin a funding plan", f"{LIST}nouveau/?type=ACI&postes=12&heures=26", who="member"),
    Walk("begin a funding plan, nothing typed", f"{LIST}nouveau/", who="member", steps=send_empty),
    Walk("funding plan", LIST, steps=open_plan, who="member", before=written),
    Walk("funding plan, without a source", LIST, steps=without_fse, who="member", before=written),
    Walk("sheet of a funding plan", LIST, steps=open_sheet, who="member", before=written),
    Walk("resource of a plan, an amount is missing", LIST, steps=change_line, who="member", before=written),
    Walk("erase a plan", LIST, steps=ask_to_erase, who="member", before=written),
    Walk("charge of a plan", LIST, steps=add_charge, who="member", before=written),
    Walk("what one local euro carried", "/un-euro-local/", who="member", before=written),
    Walk("what one local euro carried, no plan yet", "/un-euro-local/", who="member"),
]
