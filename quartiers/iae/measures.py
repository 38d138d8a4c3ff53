"""The ratios that this room promises."""

import random

import numpy as np

from quartiers.iae.nearest import EARTH_M, Nearest, gather, nearest_by_kind
from quartiers.kernel.bench import Measure, Trial, Unmeasurable

COMMUNES, WITHIN_M, SEED = 34_900, 20_000.0, 5
#: About as many structures of each kind as France has.
KINDS = {"ACI": 1_900, "AI": 660, "EI": 960, "EITI": 60, "ETTI": 320, "GEIQ": 200, "OPCS": 120, "inconnu": 40}


def _ground() -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Communes over the mainland, and structures near some of them: two columns of degrees each, and the kinds."""
    draw = np.random.default_rng(SEED)
    communes = np.column_stack((draw.uniform(42.5, 50.8, COMMUNES), draw.uniform(-4.5, 8.0, COMMUNES)))
    kinds = [kind for kind, count in KINDS.items() for _ in range(count)]
    random.Random(SEED).shuffle(kinds)
    near = communes[draw.integers(0, COMMUNES, len(kinds))] + draw.normal(0, 0.02, (len(kinds), 2))
    return communes, near, kinds


def _trial() -> Trial:
    """All communes by all kinds, trees built on both sides; the same distances, structures and counts."""
    try:
        from sklearn.neighbors import BallTree  # noqa: PLC0415 - a baseline of development
    except ImportError as missing:
        raise Unmeasurable("scikit-learn n’est pas installé.") from missing
    communes, structures, kinds = _ground()
    words = np.asarray(kinds)

    def candidate() -> dict[str, Nearest]:
        places = gather(communes[:, 0], communes[:, 1])
        return dict(nearest_by_kind(places, structures[:, 0], structures[:, 1], kinds, within_m=WITHIN_M))

    def baseline() -> dict[str, Nearest]:
        asked, answers = np.radians(communes), {}
        for kind in KINDS:
            chosen = np.flatnonzero(words == kind)
            tree = BallTree(np.radians(structures[chosen]), metric="haversine")
            distances, ranks = tree.query(asked, k=1)
            within = tree.query_radius(asked, r=WITHIN_M / EARTH_M, count_only=True)
            answers[kind] = Nearest(distances[:, 0] * EARTH_M, chosen[ranks[:, 0]], within)
        return answers

    return Trial(candidate=candidate, baseline=baseline, same=_agree)


def _agree(ours: dict[str, Nearest], theirs: dict[str, Nearest]) -> bool:
    return ours.keys() == theirs.keys() and all(
        np.allclose(ours[kind].distance_m, theirs[kind].distance_m, rtol=0, atol=0.01)
        and np.array_equal(ours[kind].rank, theirs[kind].rank)
        and np.array_equal(ours[kind].within, theirs[kind].within)
        for kind in ours
    )


MEASURES = [
    Measure(
        name="structure la plus proche et nombre à 20 km, 34 900 communes et 8 types, face à BallTree",
        target=20.0,
        sense="at_least",
        setup=_trial,
    )
]
