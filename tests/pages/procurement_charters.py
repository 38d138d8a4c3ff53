from typing import Any

from tests import people
from tests.factories import charters, procurement
from tests.pages.walk import Walk, send_empty

LIST = "/achats/chartes/"


def full() -> None:
    """A published charter, one commitment kept, an operation that counts."""
    owner = people.organisation()
    made = charters.charter(owner, is_published=True)
    charters.commitment(made, reached="12", reached_on="2026-10-01", reached_from="bilan du bailleur")
    charters.bind(made, procurement.contract(owner, lots=2).operation)


def one_more() -> None:
    full()
    procurement.operation(people.organisation(), name="École des Tilleuls")


def open_charter(tab: Any) -> None:
    tab.get_by_role("link", name="Charte des Tilleuls").first.click()
    tab.wait_for_load_state()


def open_commitment(tab: Any) -> None:
    """The form of a commitment, without its target."""
    open_charter(tab)
    tab.get_by_role("link", name="Modifier, noter ce qui est fait").first.click()
    tab.wait_for_load_state()
    tab.fill("[name=target]", "")
    send_empty(tab)


def open_close(tab: Any) -> None:
    open_charter(tab)
    tab.get_by_role("link", name="Clore la charte").click()
    tab.wait_for_load_state()


PAGES = [
    Walk("charters, none published", LIST),
    Walk("charters", LIST, who="member", before=full),
    Walk("charter, for a visitor", LIST, steps=open_charter, before=full),
    Walk("charter", LIST, steps=open_charter, who="member", before=one_more),
    Walk("commitment, without its target", LIST, steps=open_commitment, who="member", before=full),
    Walk("close a charter", LIST, steps=open_close, who="member", before=full),
    Walk("new charter", f"{LIST}ajouter/", who="member"),
    Walk("new charter, nothing typed", f"{LIST}ajouter/", steps=send_empty, who="member"),
]
