"""A new DOCX in French: its language, its styles, its last words, and nothing that XML cannot hold."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from quartiers.web.exports import writable

FONT, INK = "Arial", RGBColor(0x3D, 0x16, 0x40)
#: Widths of a table whose first column names the rows.
NAMES, VALUES = Cm(3.6), Cm(13)
SIZES = {"Title": 20, "Heading 1": 15, "Heading 2": 12, "Normal": 10.5}


def french_paper(title: str, footer: str) -> Any:
    """An empty A4 document, whose first heading is its title.

    Args:
        title: of the document.
        footer: at the foot of each page.
    """
    paper = Document()
    paper.core_properties.title = writable(title)
    paper.core_properties.language = "fr-FR"
    paper.core_properties.author = ""
    for name, size in SIZES.items():
        _dress(paper.styles[name], size)
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.footer.paragraphs[0].text = writable(footer)
    paper.add_heading(writable(title), level=0)
    return paper


def add_table(paper: Any, rows: list[tuple[str, ...]], *, header: bool) -> None:
    """A table whose first row repeats on each page when it is a header; else its first column names the rows."""
    table = paper.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for place, texts in enumerate(rows):
        for column, (cell, text) in enumerate(zip(table.add_row().cells, texts, strict=True)):
            run = cell.paragraphs[0].add_run(writable(text))
            run.bold = place == 0 if header else column == 0
            if not header:
                cell.width = NAMES if column == 0 else VALUES
    if header:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def saved(paper: Any) -> bytes:
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def _dress(style: Any, size: float) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    if style.name != "Normal":
        style.font.color.rgb, style.font.bold = INK, True
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), "fr-FR")
