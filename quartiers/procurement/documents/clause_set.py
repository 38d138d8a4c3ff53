"""A set of clauses as a document that a buyer goes on writing, in the order of a consultation."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from docx import Document

from quartiers.kernel.french import NBSP, day
from quartiers.procurement.rules import EDITION, Stage
from quartiers.procurement.rules.catalogue import CatalogueClause

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
    paper = Document()
    paper.core_properties.title = "Clauses du marché"
    paper.core_properties.language = "fr-FR"
    paper.add_heading("Clauses du marché", level=0)
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
            paper.add_paragraph(one.text)
            table = paper.add_table(rows=0, cols=2, style="Light Grid Accent 1")
            for name, value in _lines(one):
                cells = table.add_row().cells
                cells[0].text, cells[1].text = name, value
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def _lines(one: CatalogueClause) -> list[tuple[str, str]]:
    lines = [
        ("Dans l’avis", one.notice),
        ("Preuve", one.proof),
        ("Contrôle", one.control),
        ("Pénalité", one.penalty),
        ("Lien avec l’objet", one.link),
        ("Texte servi", one.serves),
    ]
    return [(name, value) for name, value in lines if value]
