"""How far the nearest structure is, and how many stand within a distance, for many places at once. Exact.

Points become vectors on a sphere, and places are gathered in cells, cells in larger cells. The middle and the radius
of a cell bound the distance from each of its places to each structure, by the inequality of the triangle: from the
largest cells down to the places, fewer and fewer structures remain to be compared. Distances are those of the great
circle, as the crow flies.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Mean radius of the Earth, metres (IUGG).
EARTH_M = 6_371_008.8
#: Edge of the smallest cells, in radii of the sphere: some 19 km. Each larger cell holds 3 × 3 × 3 of them.
CELL = 0.003
DEPTH = 3
#: Cells on each side of the middle of the sphere, rounded up to encode three coordinates in one number.
SPAN = 1_024
#: What rounding may do to a bound, in radii of the sphere: less than a centimetre.
SLACK = 1e-9
#: Places compared at once.
BLOCK = 4_096
Numbers = NDArray[np.float64]
Ranks = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Nearest:
    """For each place, in the order they were given.

    Args:
        distance_m: great-circle distance to the nearest structure, metres; infinite when there is none.
        rank: position of that structure among those given; -1 when there is none.
        within: structures within the threshold, bound included.
    """

    distance_m: Numbers
    rank: Ranks
    within: Ranks


@dataclass(frozen=True)
class Level:
    """Cells of one size, or the places themselves.

    Args:
        middles: one row each, in radii of the sphere.
        radii: straight line from the middle to the farthest place; zero for a place.
        parents: the cell of the level above that holds each.
    """

    middles: Numbers
    radii: Numbers
    parents: Ranks


@dataclass(frozen=True)
class Places:
    """Places gathered once for every kind of structure: their order by cell, and the levels, largest cells first."""

    order: Ranks
    levels: tuple[Level, ...]


def gather(latitudes: Sequence[float] | Numbers, longitudes: Sequence[float] | Numbers) -> Places:
    """Gather places in cells. Degrees, WGS 84; at least one place."""
    vectors = unit_vectors(latitudes, longitudes)
    digits = np.floor(vectors / CELL).astype(np.int64) + 3 ** (DEPTH + 3)
    keys = np.zeros(len(vectors), dtype=np.int64)
    for depth in range(DEPTH - 1, -1, -1):
        part = digits // 3**depth
        keys = keys * 27 + (part % 3) @ [9, 3, 1] if depth < DEPTH - 1 else part @ [SPAN * SPAN, SPAN, 1]
    order = np.argsort(keys, kind="stable")
    keys, vectors = keys[order], vectors[order]
    levels, above = [], np.zeros(len(keys), dtype=np.int64)
    for depth in range(DEPTH - 1, -1, -1):
        part = keys // 27**depth
        begins = np.flatnonzero(np.r_[True, part[1:] != part[:-1]])
        levels.append(_cells(vectors, begins, above[begins]))
        above = np.repeat(np.arange(len(begins)), np.diff(np.r_[begins, len(keys)]))
    levels.append(Level(vectors, np.zeros(len(vectors)), above))
    return Places(order, tuple(levels))


def nearest(
    places: Places,
    latitudes: Sequence[float] | Numbers,
    longitudes: Sequence[float] | Numbers,
    *,
    within_m: float,
) -> Nearest:
    """The nearest of these structures to each place, and how many stand within a distance.

    Args:
        places: from ``gather``.
        latitudes: of the structures, degrees; there may be none.
        longitudes: of the structures, degrees.
        within_m: threshold, metres.
    """
    count = len(places.order)
    found = Nearest(np.full(count, np.inf), np.full(count, -1), np.zeros(count, dtype=np.int64))
    if len(latitudes) == 0:
        return found
    shortest, rank, within = _descend(places.levels, unit_vectors(latitudes, longitudes), chord(within_m))
    found.distance_m[places.order] = 2 * EARTH_M * np.arcsin(np.minimum(shortest / 2, 1.0))
    found.rank[places.order] = rank
    found.within[places.order] = within
    return found


def nearest_by_kind(
    places: Places,
    latitudes: Sequence[float] | Numbers,
    longitudes: Sequence[float] | Numbers,
    kinds: Sequence[str],
    *,
    within_m: float,
) -> Mapping[str, Nearest]:
    """The same for each kind apart; ranks are positions among all the structures given.

    A structure of unknown kind carries its own word, and so is counted apart.
    """
    lat, lon, words = np.asarray(latitudes, float), np.asarray(longitudes, float), np.asarray(kinds)
    answers = {}
    for kind in np.unique(words):
        chosen = np.flatnonzero(words == kind)
        found = nearest(places, lat[chosen], lon[chosen], within_m=within_m)
        answers[str(kind)] = Nearest(found.distance_m, chosen[found.rank], found.within)
    return answers


def unit_vectors(latitudes: Sequence[float] | Numbers, longitudes: Sequence[float] | Numbers) -> Numbers:
    """Points of the unit sphere, one row each."""
    lat, lon = np.radians(np.asarray(latitudes, float)), np.radians(np.asarray(longitudes, float))
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))


def chord(metres: float) -> float:
    """The straight line under an arc of the Earth, in radii; an arc longer than half the Earth counts as half."""
    return float(2 * np.sin(min(metres / EARTH_M, np.pi) / 2))


def _cells(vectors: Numbers, begins: Ranks, parents: Ranks) -> Level:
    """The cells that begin there among sorted places."""
    sizes = np.diff(np.r_[begins, len(vectors)])
    middles = np.add.reduceat(vectors, begins) / sizes[:, None]
    apart = _lengths(vectors - np.repeat(middles, sizes, axis=0))
    return Level(middles, np.maximum.reduceat(apart, begins), parents)


def _descend(levels: Sequence[Level], structures: Numbers, threshold: float) -> tuple[Numbers, Ranks, Ranks]:
    """For each place, by cell: straight line to the nearest structure, its rank, how many within the threshold.

    At each level a cell keeps the structures that may be the nearest of one of its places, and those that the
    threshold may part; those within it for all its places are counted and, unless they may be the nearest, left.
    """
    *cells, places = levels
    ranks, doubtful = np.arange(len(structures)), np.ones(len(structures), dtype=bool)
    counts, within = np.array([len(structures)]), np.zeros(1, dtype=np.int64)
    for level in cells:
        pairs, starts, at = _pairs(level, counts)
        ranks, doubtful = ranks.take(at), doubtful.take(at)
        apart = _apart(level, pairs, structures, ranks)
        reach = level.radii + SLACK
        sure = doubtful & (apart <= np.repeat(threshold - reach, pairs))
        doubtful &= ~sure & (apart <= np.repeat(threshold + reach, pairs))
        kept = doubtful | (apart <= np.repeat(np.minimum.reduceat(apart, starts) + 2 * reach, pairs))
        within = within.take(level.parents) + np.add.reduceat(sure, starts, dtype=np.int64)
        counts = np.add.reduceat(kept, starts, dtype=np.int64)
        ranks, doubtful = ranks[kept], doubtful[kept]

    blocks = [_arrive(block, counts, ranks, doubtful, structures, threshold) for block in _blocks(places)]
    shortest, nearest_ranks, close = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
    return shortest, nearest_ranks, within.take(places.parents) + close


def _arrive(
    places: Level, counts: Ranks, ranks: Ranks, doubtful: Flags, structures: Numbers, threshold: float
) -> tuple[Numbers, Ranks, Ranks]:
    """What is left for the places themselves: the exact distances to what their cells kept."""
    pairs, starts, at = _pairs(places, counts)
    ranks = ranks.take(at)
    apart = _apart(places, pairs, structures, ranks)
    shortest = np.minimum.reduceat(apart, starts)
    ties = np.flatnonzero(apart == np.repeat(shortest, pairs))
    close = np.add.reduceat(doubtful.take(at) & (apart <= threshold), starts, dtype=np.int64)
    return shortest, ranks.take(ties.take(np.searchsorted(ties, starts))), close


def _blocks(level: Level) -> Iterator[Level]:
    """The level by parts that fit in the processor's own memory."""
    for first in range(0, len(level.radii), BLOCK):
        part = slice(first, first + BLOCK)
        yield Level(level.middles[part], level.radii[part], level.parents[part])


def _pairs(level: Level, counts: Ranks) -> tuple[Ranks, Ranks, Ranks]:
    """Each cell takes what its parent kept: how many, where they start, where each stood."""
    pairs = counts.take(level.parents)
    ends = np.cumsum(pairs)
    starts = ends - pairs
    begins = (np.cumsum(counts) - counts).take(level.parents)
    return pairs, starts, np.arange(ends[-1]) + np.repeat(begins - starts, pairs)


def _apart(level: Level, pairs: Ranks, structures: Numbers, ranks: Ranks) -> Numbers:
    """From each middle to the structures of its pairs, in a straight line."""
    gaps = structures.take(ranks, axis=0)
    gaps -= np.repeat(level.middles, pairs, axis=0)
    return _lengths(gaps)


def _lengths(rows: Numbers) -> Numbers:
    lengths: Numbers = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return lengths
