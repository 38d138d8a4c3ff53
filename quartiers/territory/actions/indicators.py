"""Load the figures published by neighbourhood."""

from dataclasses import dataclass

from django.db import transaction

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import number
from quartiers.territory.actions.upsert import Tally, batches, upsert
from quartiers.territory.indicator_file import IndicatorFile, IndicatorLine
from quartiers.territory.indicators import CATALOGUE
from quartiers.territory.models import Indicator, Neighbourhood

#: Neighbourhoods compared at a time: a few dozen figures each.
LINES_AT_A_TIME = 50
SHOWN = 5


@dataclass(frozen=True)
class IndicatorsReport:
    """What a load did. ``withdrawn`` figures were published before and are not in this file; they were deleted."""

    figures: Tally
    withdrawn: int
    unpublished: int
    without_meaning: tuple[str, ...]


@transaction.atomic
def import_indicators(file: IndicatorFile, *, source: str, year: int | None) -> IndicatorsReport:
    """Make the figures of these neighbourhoods, for the columns of the file, equal to the file.

    Args:
        file: what ``indicator_file.read_indicators`` returned.
        source: who published them, in French.
        year: what they describe; None when it is not known or differs from one column to the next.

    Raises:
        RuleBroken: a line names a neighbourhood that is not loaded.
    """
    _check_known(file)
    tally, withdrawn = Tally(), 0
    for lines in batches(file.lines, LINES_AT_A_TIME):
        rows = [
            Indicator(neighbourhood_id=line.neighbourhood, code=code, value=value, source=source, year=year)
            for line in lines
            for code, value in line.figures.items()
        ]
        withdrawn += _withdraw(lines, file.indicators)
        tally += upsert(rows, key=("neighbourhood_id", "code"))[0]
    unnamed = tuple(code for code in file.indicators if code not in CATALOGUE)
    return IndicatorsReport(tally, withdrawn, file.unpublished, unnamed)


def _check_known(file: IndicatorFile) -> None:
    known = set(Neighbourhood.objects.values_list("code", flat=True))
    unknown = [line for line in file.lines if line.neighbourhood not in known]
    if unknown:
        listed = "\u202f; ".join(
            f"ligne {number(line.line)}, colonne {file.code_column}\u00a0: «\u00a0{line.neighbourhood[:20]}\u00a0»"
            for line in unknown[:SHOWN]
        )
        more = f" et {number(len(unknown) - SHOWN)} autres" if len(unknown) > SHOWN else ""
        raise RuleBroken(
            f"Des quartiers ne sont pas chargés\u00a0: {listed}{more}. "
            "Importez d’abord leurs contours avec import_neighbourhoods, ou corrigez ces codes."
        )


def _withdraw(lines: list[IndicatorLine], indicators: tuple[str, ...]) -> int:
    kept = {(line.neighbourhood, code) for line in lines for code in line.figures}
    stored = Indicator.objects.filter(
        neighbourhood_id__in=[line.neighbourhood for line in lines], code__in=indicators
    ).values_list("pk", "neighbourhood_id", "code")
    gone = [pk for pk, neighbourhood, code in stored if (neighbourhood, code) not in kept]
    Indicator.objects.filter(pk__in=gone).delete()
    return len(gone)
