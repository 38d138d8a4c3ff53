"""What one more structure would change: who gains, the best place, the best few. Pure numpy, no Django."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quartiers.iae.nearest import EARTH_M, chord, unit_vectors

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
#: Candidates compared at once, so that memory stays small.
BLOCK = 512


@dataclass(frozen=True)
class Served:
    """Places with people.

    Args:
        latitudes: degrees.
        longitudes: degrees.
        people: residents of each, never negative.
        distances_m: to the nearest structure today; infinite when there is none.
    """

    latitudes: Numbers
    longitudes: Numbers
    people: Numbers
    distances_m: Numbers


@dataclass(frozen=True)
class Choice:
    """One more structure, by greed: position of the candidate, people it brings, people brought so far."""

    candidate: int
    gain: float
    total: float


def after(served: Served, latitude: float, longitude: float) -> Numbers:
    """Distance from each place to its nearest structure once one more stands here, metres; never more than before."""
    straight = np.linalg.norm(_vectors(served) - unit_vectors([latitude], [longitude])[0], axis=1)
    shorter: Numbers = np.minimum(served.distances_m, 2 * EARTH_M * np.arcsin(np.minimum(straight / 2, 1.0)))
    return shorter


def gained(served: Served, latitude: float, longitude: float, *, threshold_m: float) -> Flags:
    """Which places leave the gap once a structure stands here."""
    return (served.distances_m > threshold_m) & (after(served, latitude, longitude) <= threshold_m)


def gains(
    served: Served,
    latitudes: Sequence[float] | Numbers,
    longitudes: Sequence[float] | Numbers,
    *,
    threshold_m: float,
) -> Numbers:
    """People who leave the gap for each candidate, every candidate against every place: exact."""
    cover, people = _cover(served, latitudes, longitudes, threshold_m)
    brought: Numbers = cover @ people
    return brought


def best_places(
    served: Served,
    latitudes: Sequence[float] | Numbers,
    longitudes: Sequence[float] | Numbers,
    *,
    threshold_m: float,
    count: int,
) -> list[Choice]:
    """The candidates that bring most people, one after the other; fewer than asked when nothing more is brought.

    The first is the best, exactly. Together they bring at least 1 - (1 - 1/k)^k of what the best k would, so more than
    63 %: people covered are a monotone submodular function of the places chosen (Nemhauser, Wolsey, Fisher, 1978).
    Of equal candidates the first given is kept.
    """
    cover, people = _cover(served, latitudes, longitudes, threshold_m)
    left, total, chosen = people.copy(), 0.0, list[Choice]()
    while len(chosen) < count and len(cover):
        brought = cover @ left
        best = int(np.argmax(brought))
        gain = float(brought[best])
        if gain <= 0:
            break
        total += gain
        chosen.append(Choice(best, gain, total))
        left[cover[best]] = 0
    return chosen


def bound(count: int) -> float:
    """The part of the best that greed is sure to reach with so many structures.

    >>> bound(1), round(bound(2), 2), round(bound(100), 2)
    (1.0, 0.75, 0.63)
    """
    return 1 - (1 - 1 / count) ** count


def _cover(
    served: Served, latitudes: Sequence[float] | Numbers, longitudes: Sequence[float] | Numbers, threshold_m: float
) -> tuple[Flags, Numbers]:
    """For each candidate, which places of the gap it would bring within the threshold; and the people of the gap."""
    gap = np.flatnonzero(served.distances_m > threshold_m)
    places, people = _vectors(served)[gap], served.people[gap]
    candidates, limit = unit_vectors(latitudes, longitudes), chord(threshold_m)
    cover = np.zeros((len(candidates), len(gap)), dtype=bool)
    for first in range(0, len(candidates), BLOCK):
        some = candidates[first : first + BLOCK]
        straight = np.sqrt(((some[:, None, :] - places[None, :, :]) ** 2).sum(axis=2))
        cover[first : first + BLOCK] = straight <= limit
    return cover, people


def _vectors(served: Served) -> Numbers:
    return unit_vectors(served.latitudes, served.longitudes)
