from typing import Any

from tests import people
from tests.factories import procurement
from tests.pages.walk import Walk, send_empty

LIST = "/achats/operations/"


def full() -> None:
    """An operation with a contract of two lots, at known addresses."""
    made = procurement.contract(people.organisation(), lots=2)
    made.operation.place = "Rue des Tilleuls"
    made.operation.save()


def open_operation(tab: Any) -> None:
    tab.get_by_role("link", name="96 logements aux Tilleuls").first.click()
    tab.wait_for_load_state()


def open_contract(tab: Any) -> None:
    open_operation(tab)
    tab.locator("main a[href^='/achats/contrats/']").first.click()
    tab.wait_for_load_state()


def open_sheet(tab: Any) -> None:
    open_contract(tab)
    tab.get_by_role("link", name="Fiche simple").click()
    tab.wait_for_load_state()


def change_contract(tab: Any) -> None:
    """The form of a contract, one amount that cannot be read."""
    open_contract(tab)
    tab.get_by_role("link", name="Modifier le marché").click()
    tab.wait_for_load_state()
    tab.locator("[name$=_amount]").first.fill("beaucoup")
    tab.get_by_role("button", name="Enregistrer le marché").click()
    tab.wait_for_load_state()


PAGES = [
    Walk("operation", LIST, steps=open_operation, who="member", before=full),
    Walk("contract", LIST, steps=open_contract, who="member", before=full),
    Walk("plain sheet of a contract", LIST, steps=open_sheet, who="member", before=full),
    Walk("contract, an amount that cannot be read", LIST, steps=change_contract, who="member", before=full),
    Walk("operations, none yet", LIST, who="member"),
    Walk("operations", LIST, who="member", before=full),
    Walk("new operation", f"{LIST}ajouter/", who="member"),
    Walk("new operation, nothing typed", f"{LIST}ajouter/", steps=send_empty, who="member"),
]
