from typing import Any

from tests.pages.walk import Walk

SET = "/achats/clauses/dossier/?c=tri-sept-flux&c=heures-insertion&c=critere-carbone"


def type_a_seat(tab: Any) -> None:
    """A text made unlawful, said beside it as it is typed; then taken as a document, which an empty text refuses."""
    tab.fill("[name=texte_tri-sept-flux]", "L’entreprise est implantée dans le département.")
    tab.wait_for_selector("#constats-tri-sept-flux blockquote")
    tab.fill("[name=texte_heures-insertion]", "")
    tab.click("text=Télécharger en DOCX")
    tab.wait_for_selector("[aria-invalid=true]")


PAGES = [
    Walk("clauses", "/achats/clauses/"),
    Walk("clauses for works", "/achats/clauses/?achat=works"),
    Walk("clauses, none found", "/achats/clauses/?q=zzzz"),
    Walk("clause", "/achats/clauses/tri-sept-flux/"),
    Walk("set of clauses", SET),
    Walk("set of clauses as it is typed, then refused", SET, steps=type_a_seat),
    Walk("set of clauses that lacks a criterion", "/achats/clauses/dossier/?c=heures-insertion"),
    Walk("set of clauses, empty", "/achats/clauses/dossier/"),
]
