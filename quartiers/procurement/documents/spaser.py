"""The report of a scheme as a document that a buyer goes on writing."""

from collections.abc import Sequence
from datetime import date

from quartiers.kernel.french import day
from quartiers.procurement import spaser_words
from quartiers.procurement.documents.paper import add_table, french_paper, saved
from quartiers.procurement.models import Spaser
from quartiers.procurement.queries.spaser import BuyerReport
from quartiers.web.exports import writable

PARTS = (
    ("Objectifs sociaux", "social"),
    ("Objectifs écologiques", "ecological"),
    ("Durabilité, sobriété numérique, économie circulaire", "durability"),
    ("Mise en œuvre", "implementation"),
    ("Suivi annuel", "follow_up"),
)


def spaser_document(
    scheme: Spaser, reports: Sequence[BuyerReport], years: tuple[int, ...], *, method: str, today: date
) -> bytes:
    """The objectives, then the indicators buyer by buyer, as a DOCX.

    Args:
        scheme: it.
        reports: of its buyers.
        years: of the report.
        method: how the figures are counted, French.
        today: day of the document.
    """
    paper = french_paper(scheme.name, f"Document de travail du {day(today)}, à relire avant de publier.")
    paper.add_paragraph(f"Rapport sur les années {years[0]} et {years[-1]}, écrit le {day(today)}.")
    for title, name in PARTS:
        paper.add_heading(title, level=1)
        paper.add_paragraph(writable(getattr(scheme, name)) or "[À compléter]")
    for report in reports:
        paper.add_heading(writable(f"Indicateurs, {report.buyer.name}"), level=1)
        for section in spaser_words.sections(report):
            paper.add_heading(section.title, level=2)
            rows: list[tuple[str, ...]] = [("Indicateur", "Objectif", *map(str, years))]
            rows += [
                (row.label, row.target or "–", *(f"{one.value} {one.basis}".strip() for one in row.cells))
                for row in section.rows
            ]
            add_table(paper, rows, header=True)
        for origin in report.origins:
            paper.add_paragraph(f"Source des chiffres notés, {writable(origin)}.")
    paper.add_heading("Comment ces chiffres sont comptés", level=1)
    paper.add_paragraph(method)
    return saved(paper)
