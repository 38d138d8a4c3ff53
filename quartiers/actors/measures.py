"""What the directory and its loads cost."""

import json
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from data_inclusion.schema import v1
from django.db import transaction

from quartiers.actors import inclusion
from quartiers.actors.actions.data_inclusion import import_structures
from quartiers.actors.models import Site
from quartiers.actors.queries import directory
from quartiers.actors.queries.directory import Near
from quartiers.kernel.bench import Measure, Trial
from quartiers.office.rules import PLATFORM

NOW = datetime(2026, 11, 2, tzinfo=UTC)
STRUCTURES, MANY = 20_000, 100_000
KILOMETRES, PAGE = 20, 20
HERE = Near("43.213,2.351", "ici", 43.213, 2.351)


def _record(at: int, chance: Random) -> dict[str, Any]:
    return {
        "source": "mesure",
        "id": f"mesure--{at}",
        "nom": f"Structure {at}",
        "date_maj": "2026-01-05",
        "description": "Accueille, conseille et accompagne vers l’emploi les habitants du quartier.",
        "commune": "Carcassonne",
        "code_postal": "11000",
        "adresse": f"{at} rue de l’Exemple",
        "latitude": chance.uniform(42, 50),
        "longitude": chance.uniform(-4, 8),
        "courriel": "contact@exemple.fr",
        "reseaux_porteurs": ["aci"],
    }


def _written(count: int) -> tuple[Any, Path]:
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / "structures.json"
    chance = Random(3)
    inclusion.write((_record(at, chance) for at in range(count)), path)
    return folder, path


def _load(path: Path) -> int:
    """Load the file, then undo, so that each round starts alike."""
    with transaction.atomic():
        report = import_structures(inclusion.read(path), complete=True, by=PLATFORM, now=NOW)
        transaction.set_rollback(True)
    return report.created


def _read_and_check(path: Path) -> int:
    return sum(v1.Structure.model_validate(one) is not None for one in json.loads(path.read_bytes()))


def _against_checking_alone() -> Trial:
    folder, path = _written(STRUCTURES)
    return Trial(
        candidate=partial(_load, path),
        baseline=partial(_read_and_check, path),
        same=lambda ours, theirs: ours == theirs,
        close=folder.cleanup,
    )


def _four_times_the_rows() -> Trial:
    small_folder, small = _written(STRUCTURES // 4)
    large_folder, large = _written(STRUCTURES)

    def close() -> None:
        small_folder.cleanup()
        large_folder.cleanup()

    return Trial(
        candidate=partial(_load, large),
        baseline=lambda: [_load(small) for _ in range(4)],
        same=lambda ours, theirs: ours == sum(theirs),
        close=close,
    )


def _a_page_among_many() -> Trial:
    """The first page from a place, against the distances of all the places computed at once in memory."""
    chance = Random(3)
    import_structures((_record(at, chance) for at in range(MANY)), complete=False, by=PLATFORM, now=NOW)

    def page() -> list[int]:
        rows = directory.structures_near(HERE, KILOMETRES)
        total = rows.order_by().count()
        return [total, *rows.order_by("square", "pk").values_list("pk", flat=True)[:PAGE]]

    def everywhere() -> list[int]:
        columns = ("organisation", "latitude", "longitude")
        rows = np.array(Site.objects.order_by().values_list(*columns), dtype=float)
        north, east = np.radians(rows[:, 1]), np.radians(rows[:, 2] - HERE.longitude)
        here = np.radians(HERE.latitude)
        half = np.sin((north - here) / 2) ** 2 + np.cos(here) * np.cos(north) * np.sin(east / 2) ** 2
        metres = 2 * directory.EARTH_METRES * np.arcsin(np.sqrt(half))
        order = np.argsort(metres)
        return [int((metres <= KILOMETRES * 1000).sum()), *rows[order[:PAGE], 0].astype(int).tolist()]

    return Trial(candidate=page, baseline=everywhere, same=lambda ours, theirs: ours == theirs)


MEASURES = [
    Measure("charger 20 000 structures, face à leur seule vérification", 5.0, "at_most", _against_checking_alone),
    Measure("charger quatre fois plus de structures", 1.25, "at_most", _four_times_the_rows),
    Measure(
        "une page de l’annuaire parmi 100 000 structures, face au calcul de toutes les distances",
        3.0,
        "at_least",
        _a_page_among_many,
        clock="wall",
    ),
]
