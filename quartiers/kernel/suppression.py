"""Secondary suppression: which figures of a table to mask besides the small ones, so that no margin betrays any.

A table with its margins is a circulation: each cell, each margin and the total is an edge, and what enters a node
leaves it. How far a masked cell may move while everything shown stays true is then a flow through the other masked
cells: exact, in whole numbers, and without a solver.
"""

import heapq
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Edge:
    """One figure of a table: it flows from ``tail`` to ``head``."""

    tail: str
    head: str
    value: int


@dataclass(frozen=True)
class _Arc:
    """A way to push from one node to another by moving one edge up or down, and how far at most."""

    edge: int
    target: str
    capacity: float


def suppress(edges: Sequence[Edge], threshold: int) -> tuple[set[int], bool]:
    """The indices of the edges to mask, and whether one may say that they are all below the threshold.

    Each masked edge keeps at least ``threshold`` possible values for who reads the others.

    Args:
        edges: a circulation of whole numbers, 0 or more.
        threshold: figures below it are masked.
    """
    small = {index for index, edge in enumerate(edges) if edge.value < threshold}
    need = threshold - 1
    if all(_room(edges, small, one, need, ceiling=need) >= need for one in small):
        return small, True
    return _spread(edges, small, need), False


def _spread(edges: Sequence[Edge], small: set[int], need: int) -> set[int]:
    """The masked edges plus, for each that could be recovered, the cheapest way round it."""
    masked, waiting = set(small), sorted(small)
    while waiting:
        one = waiting.pop()
        if _room(edges, masked, one, need, ceiling=math.inf) < need:
            added = _way_round(edges, masked, one, need) - masked
            masked |= added
            waiting += sorted(added)
    return masked


def _room(edges: Sequence[Edge], masked: set[int], one: int, need: int, *, ceiling: float) -> float:
    """How many units an edge may move, up and down together, while all that is shown stays true; ``need`` suffices."""
    edge, others = edges[one], masked - {one}
    up = min(ceiling - edge.value, _flow(edges, others, edge.head, edge.tail, need, ceiling))
    down = min(edge.value, _flow(edges, others, edge.tail, edge.head, need, ceiling))
    return up + down


def _flow(edges: Sequence[Edge], usable: set[int], source: str, sink: str, need: int, ceiling: float) -> int:
    """Units that the usable edges carry from source to sink, counted up to ``need`` (Edmonds-Karp)."""
    moved = dict.fromkeys(usable, 0)
    carried = 0
    while carried < need:
        path = _shortest(_arcs(edges, moved, ceiling), source, sink, lambda arc: 0)
        if path is None:
            break
        step = min(need - carried, *(arc.capacity for arc in path))
        for arc in path:
            moved[arc.edge] += int(step) if arc.target == edges[arc.edge].head else -int(step)
        carried += int(step)
    return carried


def _way_round(edges: Sequence[Edge], masked: set[int], one: int, need: int) -> set[int]:
    """The edges to mask so that this one may grow by ``need``: the smallest figures first."""
    others = dict.fromkeys(set(range(len(edges))) - {one}, 0)
    arcs = {
        node: [arc for arc in leaving if arc.capacity >= need]
        for node, leaving in _arcs(edges, others, math.inf).items()
    }
    price = [0 if index in masked else 1 + edge.value for index, edge in enumerate(edges)]
    path = _shortest(arcs, edges[one].head, edges[one].tail, lambda arc: price[arc.edge])
    return {arc.edge for arc in path or []}


def _arcs(edges: Sequence[Edge], moved: Mapping[int, int], ceiling: float) -> dict[str, list[_Arc]]:
    """Where one may go from each node: along an edge that may grow, against an edge that may shrink."""
    arcs: dict[str, list[_Arc]] = {node: [] for edge in edges for node in (edge.tail, edge.head)}
    for index in sorted(moved):
        edge, value = edges[index], edges[index].value + moved[index]
        if value < ceiling:
            arcs[edge.tail].append(_Arc(index, edge.head, ceiling - value))
        if value > 0:
            arcs[edge.head].append(_Arc(index, edge.tail, value))
    return arcs


def _shortest(
    arcs: Mapping[str, list[_Arc]], source: str, sink: str, price: Callable[[_Arc], int]
) -> list[_Arc] | None:
    """The cheapest path, then the one of fewest arcs (Dijkstra); None when there is none."""
    queue: list[tuple[int, int, str]] = [(0, 0, source)]
    best: dict[str, tuple[int, int]] = {source: (0, 0)}
    via: dict[str, tuple[str, _Arc]] = {}
    while queue:
        paid, steps, node = heapq.heappop(queue)
        if node == sink:
            return _walk(via, source, sink)
        for arc in arcs.get(node, []):
            cost = (paid + price(arc), steps + 1)
            if arc.target not in best or cost < best[arc.target]:
                best[arc.target] = cost
                via[arc.target] = (node, arc)
                heapq.heappush(queue, (*cost, arc.target))
    return None


def _walk(via: Mapping[str, tuple[str, _Arc]], source: str, sink: str) -> list[_Arc]:
    path: list[_Arc] = []
    while sink != source:
        sink, arc = via[sink]
        path.append(arc)
    return path[::-1]
