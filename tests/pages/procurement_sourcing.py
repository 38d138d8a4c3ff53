from typing import Any

from django.utils.timezone import localdate

from quartiers.procurement.rules.decp.values import end
from tests import factories, people
from tests.factories import sourcing
from tests.pages.walk import Walk, send_empty

LIST, SMALL = "/achats/sourcing/", "/achats/petites-entreprises/"


def full() -> None:
    """A card with two companies, one answer, and an information that one of them did not get."""
    card = sourcing.card(people.organisation())
    first = sourcing.company(card, answered_on="2026-10-12", answer="Peut commencer en mars.")
    sourcing.company(card, name="Voirie Imaginaire", is_small=False)
    sourcing.say(card, first)


def ending() -> None:
    for months in (2, 5):
        factories.PublishedContract(ends_on=end(localdate(), months))
    factories.published_shares()


def open_card(tab: Any) -> None:
    tab.get_by_role("link", name="Espaces verts des écoles").first.click()
    tab.wait_for_load_state()


def name_a_person(tab: Any) -> None:
    """The form of a company, with the name of a person."""
    open_card(tab)
    tab.get_by_role("link", name="Noter une entreprise").click()
    tab.wait_for_load_state()
    tab.fill("[name=name]", "Mme Durand")
    send_empty(tab)


def change_company(tab: Any) -> None:
    open_card(tab)
    tab.get_by_role("link", name="Modifier Jardins").click()
    tab.wait_for_load_state()


def say_to_nobody(tab: Any) -> None:
    open_card(tab)
    tab.get_by_role("link", name="Noter une information").click()
    tab.wait_for_load_state()
    send_empty(tab)


def open_erase(tab: Any) -> None:
    open_card(tab)
    tab.get_by_role("link", name="Effacer cette fiche").click()
    tab.wait_for_load_state()


PAGES = [
    Walk("sourcing, none yet", LIST, who="member"),
    Walk("sourcing", LIST, who="member", before=full),
    Walk("sourcing card", LIST, steps=open_card, who="member", before=full),
    Walk("sourcing, a person instead of a company", LIST, steps=name_a_person, who="member", before=full),
    Walk("sourcing, a company", LIST, steps=change_company, who="member", before=full),
    Walk("sourcing, nothing said", LIST, steps=say_to_nobody, who="member", before=full),
    Walk("sourcing, erase", LIST, steps=open_erase, who="member", before=full),
    Walk("new sourcing, nothing typed", f"{LIST}ajouter/", steps=send_empty, who="member"),
    Walk("small companies", f"{SMALL}?departement=11", before=ending),
    Walk("small companies, nothing published", SMALL),
]
