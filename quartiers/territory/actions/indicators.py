"""Load the figures published by neighbourhood, or by commune."""

from dataclasses import dataclass, replace

from django.db import transaction

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import number
from quartiers.territory.actions.upsert import Tally, batches, upsert
from quartiers.territory.indicator_file import IndicatorFile, IndicatorLine
from quartiers.territory.indicators import CATALOGUE
from quartiers.territory.models import Commune, Indicator, Neighbourhood

#: Places compared at a time: a few dozen figures each.
LINES_AT_A_TIME = 50
SHOWN = 5


@dataclass(frozen=True)
class IndicatorsReport:
    """What a load did.

    Args:
        figures: rows created, changed, left as they were.
        withdrawn: figures published before that are not in this file; they were deleted.
        unpublished: empty or masked cells of the places that are loaded.
        without_meaning: columns that the catalogue does not know.
        left_aside: communes of the file that are not loaded.
    """

    figures: Tally
    withdrawn: int
    unpublished: int
    without_meaning: tuple[str, ...]
    left_aside: tuple[str, ...]


@transaction.atomic
def import_indicators(file: IndicatorFile, *, source: str, year: int | None) -> IndicatorsReport:
    """Make the figures of these neighbourhoods or communes, for the columns of the file, equal to the file.

    A file of communes covers the whole country in the borders of its year: those that are not loaded are left aside.

    Args:
        file: what ``indicator_file.read_indicators`` returned.
        source: who published them, in French.
        year: what they describe; None when it is not known or differs from one column to the next.

    Raises:
        RuleBroken: a line names a neighbourhood that is not loaded; no line names a commune that is.
    """
    known, left_aside = _loaded_communes(file) if file.is_of_communes else (_checked(file), ())
    place = "commune_id" if file.is_of_communes else "neighbourhood_id"
    tally, withdrawn = Tally(), 0
    for lines in batches(known.lines, LINES_AT_A_TIME):
        rows = [
            Indicator(**{place: line.place}, code=code, value=value, source=source, year=year)
            for line in lines
            for code, value in line.figures.items()
        ]
        withdrawn += _withdraw(lines, file.indicators, place)
        tally += upsert(rows, key=(place, "code"))[0]
    unnamed = tuple(code for code in file.indicators if code not in CATALOGUE)
    return IndicatorsReport(tally, withdrawn, known.unpublished, unnamed, left_aside)


def _loaded_communes(file: IndicatorFile) -> tuple[IndicatorFile, tuple[str, ...]]:
    """The lines of communes and arrondissements that are loaded, and the codes of the others."""
    loaded = set(Commune.objects.order_by().values_list("code", flat=True))
    lines = tuple(line for line in file.lines if line.place in loaded)
    if not lines:
        raise RuleBroken(
            "Aucune commune de ce fichier n’est chargée. Importez d’abord les communes avec import_communes."
        )
    return replace(file, lines=lines), tuple(line.place for line in file.lines if line.place not in loaded)


def _checked(file: IndicatorFile) -> IndicatorFile:
    known = set(Neighbourhood.objects.values_list("code", flat=True))
    unknown = [line for line in file.lines if line.place not in known]
    if unknown:
        listed = "\u202f; ".join(
            f"ligne {number(line.line)}, colonne {file.code_column}\u00a0: «\u00a0{line.place[:20]}\u00a0»"
            for line in unknown[:SHOWN]
        )
        more = f" et {number(len(unknown) - SHOWN)} autres" if len(unknown) > SHOWN else ""
        raise RuleBroken(
            f"Des quartiers ne sont pas chargés\u00a0: {listed}{more}. "
            "Importez d’abord leurs contours avec import_neighbourhoods, ou corrigez ces codes."
        )
    return file


def _withdraw(lines: list[IndicatorLine], indicators: tuple[str, ...], place: str) -> int:
    kept = {(line.place, code) for line in lines for code in line.figures}
    stored = Indicator.objects.filter(
        **{f"{place}__in": [line.place for line in lines]}, code__in=indicators
    ).values_list("pk", place, "code")
    gone = [pk for pk, where, code in stored if (where, code) not in kept]
    Indicator.objects.filter(pk__in=gone).delete()
    return len(gone)
