from typing import Any

from tests.pages.walk import Walk, send_empty


def type_a_contract(tab: Any) -> None:
    """A contract with an unlawful clause: what blocks appears as it is typed, then a green line."""
    tab.fill("[name=value]", "260 000")
    tab.fill("[name=clause_0_text]", "L’entreprise est implantée dans le département.")
    tab.wait_for_selector("#constats-0 blockquote")
    tab.check("[name=environmental_criterion]")
    tab.wait_for_selector("#resultat .etat.ok")


PAGES = [
    Walk("legal check", "/achats/controle/"),
    Walk("legal check, nothing typed", "/achats/controle/", steps=send_empty),
    Walk("legal check, the example sent", "/achats/controle/?exemple=1", steps=send_empty),
    Walk("legal check as it is typed", "/achats/controle/", steps=type_a_contract),
    Walk("rules of the legal check", "/achats/controle/regles/"),
]
