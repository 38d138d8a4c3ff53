"""Documents that a person goes on writing: a template of this folder, filled."""

from datetime import date
from io import BytesIO
from pathlib import Path

from docxtpl import DocxTemplate

from quartiers.kernel.french import NBSP, day, number
from quartiers.procurement.rules import EDITION, Project, ReasonsNote
from quartiers.web.exports import writable

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FOLDER = Path(__file__).parent


def reasons_document(note: ReasonsNote, project: Project, *, title: str, today: date) -> bytes:
    """The note of reasons as a DOCX; facts and signature are left to its author.

    Args:
        note: what the note says.
        project: the contract.
        title: name of the contract; empty leaves its place.
        today: day of the note.
    """
    months = project.duration_months
    return _filled(
        "note_des_motifs.docx",
        {
            "article_note": "CCP, art. L3114-2-1" if project.concession else "CCP, art. L2112-2-1, III",
            "title": title or "[À compléter]",
            "buyer": project.buyer.label,
            "kind": f"Concession ({project.kind.label.lower()})" if project.concession else project.kind.label,
            "consultation": f"lancée le {day(project.consultation_on)}",
            "duration": "[À compléter]" if months is None else f"{_plain(number(months, 2))}{NBSP}mois",
            "today": day(today),
            "edition": day(date.fromisoformat(EDITION)),
            "motive": note.motive,
            "article": note.article,
            "value": note.value,
            "threshold": note.threshold,
            "compared": note.compared,
            "to_show": list(note.to_show),
            "kept": note.kept,
        },
    )


def _plain(written: str) -> str:
    """A decimal number without zeros at its end."""
    return written.rstrip("0").rstrip(",")


def _filled(name: str, words: dict[str, str | list[str]]) -> bytes:
    template = DocxTemplate(FOLDER / name)
    template.render({key: _writable(value) for key, value in words.items()}, autoescape=True)
    out = BytesIO()
    template.save(out)
    return out.getvalue()


def _writable(value: str | list[str]) -> str | list[str]:
    if isinstance(value, list):
        return [writable(one) for one in value]
    return writable(value)
