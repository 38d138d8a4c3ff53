"""A set of clauses as a document that a buyer goes on writing, in the order of a consultation."""

from collections.abc import Sequence
from datetime import date

from quartiers.kernel.french import NBSP, day
from quartiers.procurement.documents.paper import add_table, french_paper, saved
from quartiers.procurement.rules import EDITION, Stage
from quartiers.procurement.rules.catalogue import CatalogueClause
from quartiers.web.exports import writable

WORKING_PAPER = "Document de travail, à faire relire par un juriste."
#: Where the clauses of a stage are written.
PLACES = {
    Stage.SPECIFICATION: "Cahier des clauses techniques particulières",
    Stage.CONDITION: "Cahier des clauses administratives particulières",
    Stage.CRITERION: "Règlement de la consultation, critères",
    Stage.VARIANT: "Règlement de la consultation, variantes",
}


def clause_set_document(found: Sequence[CatalogueClause], *, today: date) -> bytes:
    """The clauses as a DOCX, under the document of the consultation where each goes.

    Args:
        found: the clauses.
        today: day of the document.
    """
    paper = french_paper("Clauses du marché", f"{WORKING_PAPER} Clauses du {day(today)}.")
    paper.add_paragraph(
        f"Document de travail du {day(today)}, règles du {day(date.fromisoformat(EDITION))}. Ce qui est entre "
        f"crochets est à choisir. Ces textes aident à écrire{NBSP}: ils ne remplacent pas l’avis d’un juriste."
    )
    for stage, place in PLACES.items():
        own = [one for one in found if one.stage is stage]
        if own:
            paper.add_heading(place, level=1)
        for one in own:
            paper.add_heading(one.title, level=2)
            paper.add_paragraph(writable(one.text))
            if lines := _lines(one):
                add_table(paper, lines, header=False)
    return saved(paper)


def _lines(one: CatalogueClause) -> list[tuple[str, ...]]:
    lines = [
        ("Dans l’avis", one.notice),
        ("Preuve", one.proof),
        ("Contrôle", one.control),
        ("Pénalité", one.penalty),
        ("Lien avec l’objet", one.link),
        ("Texte servi", one.serves),
    ]
    return [(name, value) for name, value in lines if value]
