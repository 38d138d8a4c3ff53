"""The ratios that this room promises."""

import json
import random
from datetime import UTC, datetime
from functools import partial
from typing import Any

import numpy as np
from django.db import transaction

from quartiers.actors.actions.data_inclusion import import_structures
from quartiers.actors.actions.organisations import declare_organisation
from quartiers.actors.queries import directory
from quartiers.actors.queries.directory import Near
from quartiers.actors.rules.organisations import NETWORK_OF, known_kind
from quartiers.iae.actions.national import import_national
from quartiers.iae.actions.zones import compute_on
from quartiers.iae.models import FundingLine, FundingPlan, StructureProject, ZoneDistance
from quartiers.iae.national import employer
from quartiers.iae.nearest import EARTH_M, Nearest, gather, nearest_by_kind
from quartiers.iae.plan_list import SPEC as PLANS
from quartiers.iae.queries import employers as queries
from quartiers.iae.queries import funding as plans
from quartiers.iae.queries.zones import Ground
from quartiers.iae.rules.plans import Side
from quartiers.iae.rules.posts import NATIONAL
from quartiers.iae.rules.zones import ZoneKind
from quartiers.kernel.bench import Measure, Trial, Unmeasurable
from quartiers.office.rules import PLATFORM
from quartiers.web.lists import read_listing

NOW, HERE = datetime(2026, 11, 2, tzinfo=UTC), Near("43.213,2.351", "ici", 43.213, 2.351)
EMPLOYERS, POSTS, KILOMETRES, PAGE = 20_000, 5, 50, 20
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


def _said(at: int) -> dict[str, Any]:
    """A structure of the national file with five posts."""
    return {
        "id": f"mesure-{at}",
        "type": "ACI",
        "enseigne": f"Chantier {at}",
        "mis_a_jour_le": "2026-10-20T08:00:00+02:00",
        "postes": [
            {
                "id": at * POSTS + rank,
                "rome": f"Un métier ({'ABFGHKN'[rank]}1{rank}01)",
                "mis_a_jour_le": "2026-10-20T08:00:00+02:00",
                "type_contrat": "CDD insertion",
                "nombre_postes_ouverts": 2,
            }
            for rank in range(POSTS)
        ],
    }


def _placed(at: int, chance: random.Random) -> dict[str, Any]:
    """The same in the data·inclusion schema, somewhere on the mainland."""
    return {
        "source": NATIONAL,
        "id": f"{NATIONAL}--mesure-{at}",
        "nom": f"Chantier {at}",
        "date_maj": "2026-10-20",
        "latitude": chance.uniform(42, 50),
        "longitude": chance.uniform(-4, 8),
        "reseaux_porteurs": ["aci"],
    }


def _placed_as(at: int, kind: str, place: list[float]) -> dict[str, Any]:
    """One of a kind, there; kinds that the schema has no word for are left without one."""
    network = NETWORK_OF.get(known_kind(kind.lower()))
    record = _placed(at, random.Random(at)) | {"latitude": place[0], "longitude": place[1]}
    return record | {"reseaux_porteurs": [network] if network else []}


def _load(first: int, count: int) -> int:
    """Load employers and posts, then undo, so that each round starts alike."""
    with transaction.atomic():
        said = (_said(at) for at in range(first, first + count))
        report = import_national(said, complete=False, by=PLATFORM, now=NOW)
        transaction.set_rollback(True)
    return report.new_posts


def _four_times_the_employers() -> Trial:
    return Trial(
        candidate=partial(_load, 0, EMPLOYERS // 5),
        baseline=lambda: [_load(part * EMPLOYERS // 20, EMPLOYERS // 20) for part in range(4)],
        same=lambda ours, theirs: ours == sum(theirs),
    )


def _against_reading_alone() -> Trial:
    """The same file in memory, parsed, checked and understood, and nothing written."""
    count = EMPLOYERS // 10
    lines = [json.dumps(_said(at)) for at in range(count)]

    def load() -> int:
        with transaction.atomic():
            report = import_national(map(json.loads, lines), complete=False, by=PLATFORM, now=NOW)
            transaction.set_rollback(True)
        return report.new_posts

    def read() -> int:
        found = [employer(json.loads(line), rank, on=NOW.date())[0] for rank, line in enumerate(lines, start=1)]
        return sum(len(one.posts) for one in found if one)

    return Trial(candidate=load, baseline=read, same=lambda ours, theirs: ours == theirs)


def _all_the_gaps() -> Trial:
    """All communes by all kinds, computed and written, against the ORM that writes as many rows and no more."""
    communes, structures, kinds = _ground()
    import_structures(
        (_placed_as(at, kind, place) for at, (kind, place) in enumerate(zip(kinds, structures.tolist(), strict=True))),
        complete=False,
        by=PLATFORM,
        now=NOW,
    )
    held = Ground([f"{at:05d}" for at in range(COMMUNES)], communes[:, 0], communes[:, 1])
    counts = {"within_10": 1, "within_20": 2, "within_30": 3}

    def ours() -> int:
        with transaction.atomic():
            compute_on(held, now=NOW)
            written = ZoneDistance.objects.count()
            transaction.set_rollback(True)
        return written

    def orm() -> int:
        with transaction.atomic():
            for kind in ZoneKind:
                rows = (ZoneDistance(kind=kind, place=one, distance_m=1, structure=1, **counts) for one in held.codes)
                ZoneDistance.objects.bulk_create(rows, batch_size=2_000)
            written = ZoneDistance.objects.count()
            transaction.set_rollback(True)
        return written

    return Trial(candidate=ours, baseline=orm, same=lambda mine, theirs: mine == theirs == COMMUNES * len(ZoneKind))


def _posts_from_a_place() -> Trial:
    """The first page of 100,000 posts from a place, against reading all those that are around."""
    chance = random.Random(SEED)
    import_structures((_placed(at, chance) for at in range(EMPLOYERS)), complete=False, by=PLATFORM, now=NOW)
    import_national((_said(at) for at in range(EMPLOYERS)), complete=False, by=PLATFORM, now=NOW)

    def page() -> list[int]:
        rows = queries.posts(NOW.date(), HERE, KILOMETRES)
        return [rows.order_by().count(), *rows.order_by("square", "pk").values_list("pk", flat=True)[:PAGE]]

    def everything() -> list[int]:
        rows = [
            (directory.metres(row), row.pk)
            for row in queries.posts(NOW.date(), HERE, KILOMETRES).order_by().iterator()
        ]
        return [len(rows), *(pk for _, pk in sorted(rows)[:PAGE])]

    return Trial(candidate=page, baseline=everything, same=lambda ours, theirs: ours == theirs)


def _plans(owner: int, count: int) -> None:
    """Projects of one organisation, each with its plan of five lines."""
    words = {"owner_id": owner, "created_at": NOW}
    projects = StructureProject.objects.bulk_create(
        StructureProject(name=f"Projet {at}", way="zone_blanche", **words) for at in range(count)
    )
    made = FundingPlan.objects.bulk_create(
        FundingPlan(project=one, name=f"Plan de {one.name}", first_year=2027, years=3, **words) for one in projects
    )
    charge, resource = {"side": Side.CHARGE, "code": "salaires"}, {"side": Side.RESOURCE, "code": "epci"}
    FundingLine.objects.bulk_create(
        FundingLine(plan=plan, year=2027 + rank % 3, amount=1000 * rank, basis="hypothese", **side)
        for plan in made
        for rank, side in enumerate((charge, resource, charge, resource, resource))
    )


def _many_plans() -> Trial:
    """The first page of plans of an organisation that has ten thousand, against one that has a hundred."""
    owners = [
        declare_organisation({"name": f"Mesure {at}", "kind": "epci"}, by=PLATFORM, now=NOW).pk for at in range(2)
    ]
    for owner, count in zip(owners, (10_000, 100), strict=True):
        _plans(owner, count)

    def page(owner: int) -> int:
        return len(read_listing(PLANS, plans.listed(owner, ()), {}, path="/").rows)

    return Trial(
        candidate=partial(page, owners[0]),
        baseline=partial(page, owners[1]),
        same=lambda ours, theirs: ours == theirs == PAGE,
    )


MEASURES = [
    Measure(
        name="structure la plus proche et nombre à 20 km, 34 900 communes et 8 types, face à BallTree",
        target=20.0,
        sense="at_least",
        setup=_trial,
    ),
    Measure(
        "zones blanches de 34 900 communes pour 9 types, calculées et écrites, face à leur seule écriture par l’ORM",
        3.0,
        "at_least",
        _all_the_gaps,
    ),
    Measure(
        "charger 2 000 employeurs et 10 000 postes, face à leur seule lecture", 10.0, "at_most", _against_reading_alone
    ),
    Measure("charger quatre fois plus d’employeurs et de postes", 1.25, "at_most", _four_times_the_employers),
    Measure(
        "vingt postes parmi 100 000 autour d’un lieu, face à la lecture de tous ceux qui sont autour",
        1.0,
        "at_most",
        _posts_from_a_place,
        clock="wall",
    ),
    Measure("une page de plans de financement parmi 10 000, face à 100", 1.5, "at_most", _many_plans, clock="wall"),
]
