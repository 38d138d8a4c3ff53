"""How far the nearest structure is, and how many stand within a distance, for many places at once. Exact.

Points become vectors on a sphere, and places are gathered in cells, cells in larger cells, each as full as the others
so that numpy compares whole tables. The middle and the radius of a cell bound the distance from each of its places to
each structure, by the inequality of the triangle: from the largest cells down to the places, fewer and fewer
structures remain to be compared. Distances are those of the great circle, as the crow flies.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Mean radius of the Earth, metres (IUGG).
EARTH_M = 6_371_008.8
#: Places of the smallest cells; each larger cell holds 3 × 3 of the smaller ones.
LEAF, SIDE, DEPTH = 16, 3, 3
#: What rounding may do to a bound, in radii of the sphere: less than a centimetre.
SLACK = 1e-9
#: Largest cells that go down together: few enough for the processor's own memory.
BLOCK = 9
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
    """Cells of one size.

    Args:
        middles: three rows, a column for each cell, in radii of the sphere.
        radii: straight line from the middle to the farthest place.
    """

    middles: Numbers
    radii: Numbers


@dataclass(frozen=True)
class Pairs:
    """Each cell of a level with each structure that the cell above kept, cell by cell.

    Args:
        cells: of each pair.
        begins: the first pair of each cell.
        kept: where the structure of each pair stood among those kept above.
    """

    cells: Ranks
    begins: Ranks
    kept: Ranks

    def count(self, chosen: Ranks) -> Ranks:
        """How many of the chosen pairs each cell has."""
        return np.bincount(self.cells.take(chosen), minlength=len(self.begins))


@dataclass(frozen=True)
class Places:
    """Places gathered once for every kind of structure.

    Args:
        count: how many places were given.
        order: which place stands where, cell by cell; the first ones stand twice when the last cell is not full.
        points: the same in radii of the sphere: three coordinates, the smallest cells, the places of each.
        levels: cells that hold ``SIDE`` × ``SIDE`` cells, the largest first and the smallest last.
    """

    count: int
    order: Ranks
    points: Numbers
    levels: tuple[Level, ...]


def gather(latitudes: Sequence[float] | Numbers, longitudes: Sequence[float] | Numbers) -> Places:
    """Gather places in cells that all hold as many. Degrees, WGS 84; at least one place."""
    lat, lon = np.asarray(latitudes, float), np.asarray(longitudes, float)
    sizes = [LEAF * SIDE ** (2 * depth) for depth in range(DEPTH - 1, -1, -1)]
    order = np.resize(np.arange(len(lat)), -(-len(lat) // sizes[0]) * sizes[0])
    side, above = round(np.sqrt(len(order) / sizes[0])), len(order)
    for size in sizes:
        order = _sorted_within(order, lon, above)
        order = _sorted_within(order, lat, size * side)
        side, above = SIDE, size
    points = _columns(unit_vectors(lat[order], lon[order]))
    return Places(len(lat), order, points.reshape(3, -1, LEAF), tuple(_cells(points, size) for size in sizes))


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
    shape = places.count
    found = Nearest(np.full(shape, np.inf), np.full(shape, -1), np.zeros(shape, dtype=np.int64))
    if len(latitudes) == 0:
        return found
    structures = _columns(unit_vectors(latitudes, longitudes))
    blocks = [_descend(block, structures, chord(within_m)) for block in _blocks(places)]
    shortest, rank, within = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
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
    from_axis = np.cos(lat)
    return np.column_stack((from_axis * np.cos(lon), from_axis * np.sin(lon), np.sin(lat)))


def chord(metres: float) -> float:
    """The straight line under an arc of the Earth, in radii; an arc longer than half the Earth counts as half."""
    return float(2 * np.sin(min(metres / EARTH_M, np.pi) / 2))


def _columns(vectors: Numbers) -> Numbers:
    """Three rows, one a coordinate: numpy reads each of them at full speed."""
    return np.ascontiguousarray(vectors.T)


def _sorted_within(order: Ranks, degrees: Numbers, size: int) -> Ranks:
    """The same places, each run of this size in the order of these degrees."""
    runs = np.arange(len(order)) // size
    return order.take(np.argsort(runs * 1_000.0 + degrees.take(order)))


def _cells(points: Numbers, size: int) -> Level:
    """Cells of this many places."""
    held = points.reshape(3, -1, size)
    middles = held.mean(axis=2)
    apart = ((held - middles[:, :, None]) ** 2).sum(axis=0)
    return Level(middles, np.sqrt(apart.max(axis=1)))


def _blocks(places: Places) -> Iterator[Places]:
    """The places of a few of the largest cells at a time."""
    for first in range(0, len(places.levels[0].radii), BLOCK):
        parts = [slice(first * SIDE ** (2 * depth), (first + BLOCK) * SIDE ** (2 * depth)) for depth in range(DEPTH)]
        levels = tuple(
            Level(one.middles[:, part], one.radii[part]) for one, part in zip(places.levels, parts, strict=True)
        )
        yield Places(places.count, places.order, places.points[:, parts[-1]], levels)


def _descend(places: Places, structures: Numbers, threshold: float) -> tuple[Numbers, Ranks, Ranks]:
    """For each place, cell by cell: straight line to the nearest structure, its rank, how many within the threshold.

    At each level a cell keeps the structures that may be the nearest of one of its places, and those that the
    threshold may part; those within it for all its places are counted and, unless they may be the nearest, left.
    """
    total, above = structures.shape[1], 1
    ranks, doubtful = np.arange(total), np.ones(total, dtype=bool)
    counts, within = np.array([total]), np.zeros(1, dtype=np.int64)
    for level in places.levels:
        shared = len(level.radii) // above
        pairs = _pairs(counts, shared)
        ranks, doubtful = ranks.take(pairs.kept), doubtful.take(pairs.kept)
        apart = np.sqrt(_squares(level.middles, pairs, structures, ranks))
        reach = level.radii + SLACK
        sure = doubtful & (apart <= (threshold - reach).take(pairs.cells))
        doubtful &= ~sure & (apart <= (threshold + reach).take(pairs.cells))
        nearest_of_one = apart <= (np.minimum.reduceat(apart, pairs.begins) + 2 * reach).take(pairs.cells)
        kept = np.flatnonzero(doubtful | nearest_of_one)
        within = np.repeat(within, shared) + pairs.count(np.flatnonzero(sure))
        counts, ranks, doubtful = pairs.count(kept), ranks.take(kept), doubtful.take(kept)
        above = len(level.radii)

    pairs = _pairs(counts, 1)
    squares = _squares(places.points, pairs, structures, ranks)
    shortest, first = _first_shortest(squares, pairs, ranks)
    counted = squares <= np.where(doubtful, threshold**2, -1.0)[:, None]
    close = np.add.reduceat(counted, pairs.begins, axis=0, dtype=np.int64)
    return np.sqrt(shortest).ravel(), first.ravel(), (within[:, None] + close).ravel()


def _first_shortest(squares: Numbers, pairs: Pairs, ranks: Ranks) -> tuple[Numbers, Ranks]:
    """For each place of each cell the smallest square and its structure; of equal structures the first given."""
    shortest = np.minimum.reduceat(squares, pairs.begins, axis=0)
    # Written from the last tie to the first: the first stays.
    ties, place = (found[::-1] for found in np.nonzero(squares == shortest.take(pairs.cells, axis=0)))
    first = np.empty(shortest.shape, dtype=np.int64)
    first[pairs.cells.take(ties), place] = ranks.take(ties)
    return shortest, first


def _pairs(counts: Ranks, shared: int) -> Pairs:
    """Each of the cells that share a parent takes what it kept; every parent kept something."""
    sizes = np.repeat(counts, shared)
    begins = np.cumsum(sizes) - sizes
    cells = np.repeat(np.arange(len(sizes)), sizes)
    kept = (np.repeat(np.cumsum(counts) - counts, shared) - begins).take(cells)
    kept += np.arange(len(cells))
    return Pairs(cells, begins, kept)


def _squares(middles: Numbers, pairs: Pairs, structures: Numbers, ranks: Ranks) -> Numbers:
    """Straight lines from each middle, or each place of each cell, to the structures of its pairs, squared."""
    total: Numbers = np.zeros(1)
    for mine, theirs in zip(middles, structures, strict=True):
        gaps = mine.take(pairs.cells, axis=0)
        gaps -= theirs.take(ranks) if gaps.ndim == 1 else theirs.take(ranks)[:, None]
        gaps *= gaps
        total = total + gaps
    return total
