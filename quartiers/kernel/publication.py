"""Proof before a publication: the bounds of every masked figure, over margins and earlier publications.

Batch only: scipy is imported at the moment of the proof (extra ``stats``), never by a web worker.
"""

import importlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from quartiers.kernel.disclosure import THRESHOLDS, Audience, Cell, Masked, PublishedList, PublishedTable
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP

_Limit = tuple[int, int | None]


@dataclass(frozen=True)
class Publication:
    """What is or was published, as figures and the sums that hold between them.

    Args:
        figures: by name; a figure has the same name in every publication that shows it.
        sums: (name of the total, names of its parts).
    """

    figures: Mapping[str, Cell]
    sums: tuple[tuple[str, tuple[str, ...]], ...]


def list_publication(published: PublishedList, name: str) -> Publication:
    """A list with its total: figures « name/0 », « name/1 »… and « name »."""
    parts = tuple(f"{name}/{index}" for index in range(len(published.cells)))
    figures = dict(zip(parts, published.cells, strict=True)) | {name: published.total}
    return Publication(figures, ((name, parts),))


def table_publication(published: PublishedTable, name: str) -> Publication:
    """A table with its margins: figures « name/row/column », « name/row/* », « name/*/column » and « name »."""
    height, width = len(published.row_totals), len(published.column_totals)
    rows = [(f"{name}/{i}/*", tuple(f"{name}/{i}/{j}" for j in range(width))) for i in range(height)]
    columns = [(f"{name}/*/{j}", tuple(f"{name}/{i}/{j}" for i in range(height))) for j in range(width)]
    figures: dict[str, Cell] = {
        f"{name}/{i}/{j}": c for i, row in enumerate(published.cells) for j, c in enumerate(row)
    }
    figures |= {f"{name}/{i}/*": cell for i, cell in enumerate(published.row_totals)}
    figures |= {f"{name}/*/{j}": cell for j, cell in enumerate(published.column_totals)}
    figures[name] = published.total
    totals = [(name, tuple(total for total, _ in rows)), (name, tuple(total for total, _ in columns))]
    return Publication(figures, (*rows, *columns, *totals))


def check_publication(
    publication: Publication, *, earlier: Sequence[Publication] = (), audience: Audience, on: date
) -> None:
    """Refuse a publication from which a masked figure could be read, alone or with the earlier ones.

    Args:
        publication: what is about to be published.
        earlier: what has been published before, with the same names for the same figures.
        audience: who will read.
        on: day of the publication, for the thresholds.

    Raises:
        RuleBroken: a masked figure has fewer possible values than the threshold; the sentence names the figures.
    """
    threshold = THRESHOLDS[audience].count.on(on)
    betrayed = [name for name, (low, high) in bounds([publication, *earlier]).items() if high - low + 1 < threshold]
    if betrayed:
        raise RuleBroken(
            f"Cette publication permettrait de retrouver des chiffres masqués{NBSP}: {', '.join(sorted(betrayed))}. "
            "Regroupez des lignes ou masquez d’autres chiffres, puis recommencez."
        )


def bounds(publications: Sequence[Publication]) -> dict[str, tuple[float, float]]:
    """For each figure that stays masked everywhere, the smallest and the largest whole value it may have.

    Two linear programmes a figure: batch only, never in a page.

    Raises:
        RuleBroken: what is published contradicts itself.
    """
    known, masks = _merged(publications)
    names = sorted(masks)
    position = {name: index for index, name in enumerate(names)}
    rows, sides = [], []
    for total, parts in {one for publication in publications for one in publication.sums}:
        row, side = [0] * len(names), 0
        for name, sign in [(total, -1), *((part, 1) for part in parts)]:
            if name in known:
                side -= sign * known[name]
            else:
                row[position[name]] += sign
        rows.append(row)
        sides.append(side)
    limits = [_limit(masks[name]) for name in names]
    return {name: _interval(position[name], rows, sides, limits) for name in names}


def _merged(publications: Iterable[Publication]) -> tuple[dict[str, int], dict[str, Masked]]:
    """What is known once all is read together: the figures shown somewhere, and the others."""
    known: dict[str, int] = {}
    masks: dict[str, Masked] = {}
    for name, cell in ((name, cell) for publication in publications for name, cell in publication.figures.items()):
        if isinstance(cell, int):
            known[name] = cell
        elif name not in masks or masks[name].below is None:
            masks[name] = cell
    return known, {name: mask for name, mask in masks.items() if name not in known}


def _limit(mask: Masked) -> _Limit:
    return 0, None if mask.below is None else mask.below - 1


def _interval(index: int, rows: list[list[int]], sides: list[int], limits: list[_Limit]) -> tuple[float, float]:
    """Whole numbers only, and a millionth of tolerance for the solver."""
    low, high = (_extreme(index, sign, rows, sides, limits) for sign in (1, -1))
    return math.ceil(low - 1e-6), high if high == math.inf else math.floor(high + 1e-6)


def _extreme(index: int, sign: int, rows: list[list[int]], sides: list[int], limits: list[_Limit]) -> float:
    """The smallest (``sign`` 1) or the largest (``sign`` -1) value of one unknown."""
    objective = [0] * len(limits)
    objective[index] = sign
    answer = _linprog()(objective, A_eq=rows or None, b_eq=sides or None, bounds=limits, method="highs")
    if answer.status == 3:
        return math.inf
    if not answer.success:
        raise RuleBroken(
            "Les chiffres publiés se contredisent. Vérifiez que chaque total est la somme de ses parties."
        )
    return float(answer.x[index])


def _linprog() -> Any:
    """The solver (HiGHS), imported here and nowhere else."""
    return importlib.import_module("scipy.optimize").linprog
