from typing import Any

from tests import factories, people
from tests.factories import schemes
from tests.pages.walk import Walk, send_empty

LIST = "/achats/spaser/"


def full() -> None:
    """A joint scheme with targets: one met, one not, one without figures; something of the law is missing."""
    owner = people.organisation()
    other = factories.Organisation(name="Bailleur des Pins")
    made = schemes.scheme(owner, buyers=[owner.pk, other.pk], durability="", is_published=True)
    schemes.targets(made, siae_value="2", ess_value="5", green_clause_contracts="30")
    schemes.year(made, owner, siae_value="3", ess_value="1", spending="61000000")


def open_scheme(tab: Any) -> None:
    tab.get_by_role("link", name="Schéma des Tilleuls").first.click()
    tab.wait_for_load_state()


def open_report(tab: Any) -> None:
    open_scheme(tab)
    tab.get_by_role("link", name="Lire le rapport").click()
    tab.wait_for_load_state()


def note_without_source(tab: Any) -> None:
    """The sheet of a year, with a figure and without its source."""
    open_scheme(tab)
    tab.get_by_role("link", name="Chiffres de").last.click()
    tab.wait_for_load_state()
    tab.fill("[name=people]", "12")
    send_empty(tab)


def aim_too_high(tab: Any) -> None:
    open_scheme(tab)
    tab.get_by_role("link", name="Fixer les objectifs").click()
    tab.wait_for_load_state()
    tab.fill("[name=esus_value]", "250")
    send_empty(tab)


PAGES = [
    Walk("schemes, none published", LIST),
    Walk("schemes", LIST, who="member", before=full),
    Walk("scheme", LIST, steps=open_scheme, who="member", before=full),
    Walk("scheme, for a visitor", LIST, steps=open_scheme, before=full),
    Walk("report of a scheme", LIST, steps=open_report, before=full),
    Walk("year of a scheme, without source", LIST, steps=note_without_source, who="member", before=full),
    Walk("targets of a scheme, one too high", LIST, steps=aim_too_high, who="member", before=full),
    Walk("new scheme", f"{LIST}ajouter/", who="member"),
    Walk("new scheme, nothing typed", f"{LIST}ajouter/", steps=send_empty, who="member"),
]
