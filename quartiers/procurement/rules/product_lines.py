"""What the law asks of whole product lines: reuse and recycled content (AGEC), food of quality (EGalim).

One rate by line, dated. Only the lines whose figures were found are here: the annex of the decree has seventeen, and
nobody of the project has read it. Every value stays «non vérifié».
"""

from dataclasses import dataclass
from datetime import date

from quartiers.kernel.dated import Dated, Entry

AGEC = "décret n° 2024-134 (loi AGEC, art. 58), annexe à lire"
EGALIM = "code rural, art. L230-5-1 (loi EGalim), à relire"
#: Lines of the annex that are not here.
MISSING_LINES = "Le décret compte dix-sept lignes de produits\u00a0: lisez dans son annexe celles qui manquent ici."
_2024, _2027, _2030 = date(2024, 7, 1), date(2027, 1, 1), date(2030, 1, 1)
_EVE_OF_2027, _EVE_OF_2030 = date(2026, 12, 31), date(2029, 12, 31)
Step = tuple[int, date, date | None]


def _line(code: str, label: str, source: str, *steps: Step) -> Dated[int]:
    entries = tuple(Entry(value, first, last, source, None) for value, first, last in steps)
    return Dated(f"procurement.{code}", label, "% de la dépense annuelle", entries)


AGEC_TEXTILE_REUSE = _line(
    "agec_textile_reuse", "Textiles, issus du réemploi", AGEC, (8, _2024, _EVE_OF_2027), (15, _2030, None)
)
AGEC_TEXTILE_RECYCLED = _line(
    "agec_textile_recycled", "Textiles, en matière recyclée", AGEC, (20, _2024, _EVE_OF_2027), (30, _2030, None)
)
AGEC_FURNITURE_REUSE = _line("agec_furniture_reuse", "Mobilier, issu du réemploi", AGEC, (20, _2024, _EVE_OF_2027))
AGEC_FURNITURE_RECYCLED = _line(
    "agec_furniture_recycled", "Mobilier, en matière recyclée", AGEC, (15, _2024, _EVE_OF_2027)
)
AGEC_STREET_REUSE = _line("agec_street_reuse", "Mobilier urbain, issu du réemploi", AGEC, (5, _2024, _EVE_OF_2027))
AGEC_STREET_RECYCLED = _line(
    "agec_street_recycled", "Mobilier urbain, en matière recyclée", AGEC, (20, _2024, _EVE_OF_2027)
)
AGEC_DIGITAL_REUSE = _line(
    "agec_digital_reuse",
    "Ordinateurs et téléphones, issus du réemploi",
    AGEC,
    (20, _2024, _EVE_OF_2027),
    (25, _2027, _EVE_OF_2030),
    (30, _2030, None),
)
EGALIM_QUALITY = _line(
    "egalim_quality", "Restauration, denrées durables et de qualité", EGALIM, (50, date(2022, 1, 1), None)
)
EGALIM_ORGANIC = _line("egalim_organic", "Restauration, dont bio", EGALIM, (20, date(2022, 1, 1), None))
LINES = (
    AGEC_TEXTILE_REUSE, AGEC_TEXTILE_RECYCLED, AGEC_FURNITURE_REUSE, AGEC_FURNITURE_RECYCLED, AGEC_STREET_REUSE,
    AGEC_STREET_RECYCLED, AGEC_DIGITAL_REUSE, EGALIM_QUALITY, EGALIM_ORGANIC,
)  # fmt: skip


@dataclass(frozen=True)
class LineMinimum:
    """What a line asks that day; ``percent`` None: its step is not known here for this day."""

    label: str
    percent: int | None
    source: str


def minima(on: date) -> list[LineMinimum]:
    """Each line that the law asks something of by that day, in order; none before its first day."""
    return [_minimum(one, on) for one in LINES if on >= (one.entries[0].valid_from or date.min)]


def _minimum(line: Dated[int], on: date) -> LineMinimum:
    entry = line.entry_on(on)
    return LineMinimum(line.label, entry.value if entry else None, (entry or line.entries[-1]).source)
