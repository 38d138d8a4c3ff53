"""What a load of published contracts costs beside reading and cleaning alone, and what a page among many costs."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from subprocess import PIPE
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from quartiers.kernel.bench import Measure, Trial, Unmeasurable
from quartiers.office.rules import PLATFORM
from quartiers.procurement import published_lists
from quartiers.procurement.actions.decp import import_decp
from quartiers.procurement.actions.decp_writing import write, write_shares
from quartiers.procurement.decp_files import JsonContract, Reading, TableContract, read
from quartiers.procurement.models import PublishedContract, PublishedShare
from quartiers.procurement.queries import published
from quartiers.procurement.rules.decp import columns, normalised, of_row
from quartiers.web.lists import read_listing

NOW = datetime(2026, 11, 2, tzinfo=UTC)
CONTRACTS = 20_000
FEW, MANY = 1_000, 100_000
BATCH = 2_000
#: A day from which every contract is recent.
LONG_AGO = date(2022, 1, 1)
MOST_BYTES = 300_000_000
#: A process that loads a file, then says the most that it held, in kilobytes.
PEAK = """
import sys
import django; django.setup()
from django.core.management import call_command
call_command("import_decp", sys.argv[1])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def _record(rank: int, department: str = "11") -> dict[str, Any]:
    day = date(2020 + rank % 6, 1 + rank % 12, 1 + rank % 28)
    return {
        "id": f"{day.year}-{rank:06d}",
        "acheteur": {"id": _siret(rank % 400)},
        "nature": "Marché",
        "objet": f"Rénovation énergétique du groupe scolaire n° {rank}, lot {rank % 7}",
        "codeCPV": f"45{rank % 1000:03d}000",
        "techniques": {"technique": ["Accord-cadre" if rank % 4 == 0 else "Sans objet"]},
        "modalitesExecution": {"modaliteExecution": ["Bons de commande"]},
        "idAccordCadre": "",
        "marcheInnovant": False,
        "ccag": "Travaux",
        "offresRecues": rank % 7,
        "attributionAvance": True,
        "tauxAvance": 0.3,
        "typeGroupementOperateurs": "Pas de groupement",
        "sousTraitanceDeclaree": False,
        "procedure": "Procédure adaptée",
        "lieuExecution": {"code": f"{department}{rank % 400:03d}", "typeCode": "Code commune"},
        "dureeMois": 1 + rank % 48,
        "dateNotification": day.isoformat(),
        "datePublicationDonnees": day.isoformat(),
        "montant": 40_000 + rank * 1.5,
        "typesPrix": {"typePrix": ["Définitif ferme"]},
        "formePrix": "Forfaitaire",
        "origineUE": 0.7,
        "origineFrance": 0.3,
        "titulaires": [
            {"titulaire": {"typeIdentifiant": "SIRET", "id": _siret(1_000 + (rank + one) % 9_000)}}
            for one in range(1 + (rank % 10 == 0))
        ],
        "considerationsSociales": {
            "considerationSociale": ["Clause sociale" if rank % 3 == 0 else "Pas de considération sociale"]
        },
        "considerationsEnvironnementales": {"considerationEnvironnementale": ["Critère environnemental"]},
        "modifications": [],
    }


def _siret(rank: int) -> str:
    start = f"0009{rank:05d}0001"
    values = [int(one) for one in start + "0"]
    return f"{start}{-sum(one if at % 2 else one * 2 - 9 * (one > 4) for at, one in enumerate(values)) % 10}"


def _written(count: int) -> tuple[Any, Path]:
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / "contrats.json"
    with path.open("w", encoding="utf-8") as file:
        file.write('{"marches": {"marche": [\n')
        file.writelines(f"{',' if rank else ''}{json.dumps(_record(rank))}\n" for rank in range(count))
        file.write("]}}")
    return folder, path


def _quiet(done: int, total: int) -> None:
    """Progress is for people."""


def _load(path: Path) -> int:
    """Load the file for good, into tables that are empty."""
    return import_decp(path, by=PLATFORM, now=NOW, progress=_quiet).created


def _are_there(ours: int, theirs: int) -> bool:
    """Whether all are stored and counted; outside the clock, the tables are emptied for the next round."""
    whole = published.whole()
    told = (ours, published.contracts().count(), whole.total if whole else 0)
    _empty()
    return told == (theirs, theirs, theirs)


def _empty() -> None:
    with connection.cursor() as cursor:
        for model in (PublishedContract, PublishedShare):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608  # names of our tables


def _reload(path: Path) -> int:
    report = import_decp(path, by=PLATFORM, now=NOW, progress=_quiet)
    return report.unchanged


def _read_and_clean(path: Path) -> int:
    """Each contract read, cleaned, and put as values with its print; nothing else."""
    return sum(columns(one) is not None for one in _cleaned(path))


def _cleaned(path: Path) -> Iterator[Any]:
    for one in read(path, Reading()):
        if isinstance(one, JsonContract):
            yield normalised(one.record, concession=one.concession, today=NOW.date())[0]
        elif isinstance(one, TableContract):
            yield of_row(one.rows, today=NOW.date())[0]


def _against_cleaning_alone() -> Trial:
    folder, path = _written(MANY)
    return Trial(
        candidate=partial(_load, path),
        baseline=partial(_read_and_clean, path),
        same=_are_there,
        close=folder.cleanup,
    )


def _again() -> Trial:
    """The same file once more: every contract is known, nothing is written."""
    folder, path = _written(CONTRACTS)
    import_decp(path, by=PLATFORM, now=NOW, progress=_quiet)

    def close() -> None:
        folder.cleanup()
        _empty()

    return Trial(
        candidate=partial(_reload, path),
        baseline=partial(_read_and_clean, path),
        same=lambda ours, theirs: ours == theirs,
        close=close,
    )


def _four_times_the_rows() -> Trial:
    small_folder, small = _written(MANY // 4)
    large_folder, large = _written(MANY)

    def close() -> None:
        small_folder.cleanup()
        large_folder.cleanup()

    def load(path: Path) -> int:
        found = _load(path)
        _empty()
        return found

    return Trial(
        candidate=partial(load, large),
        baseline=partial(load, small),
        same=lambda ours, theirs: ours == 4 * theirs,
        close=close,
    )


def _memory() -> Trial:
    """The most that the command holds in a process of its own, beside the limit; the same in each round."""
    folder, path = _written(MANY)
    with folder:
        peak = _peak_of_the_command(path)
    _empty()
    return Trial(candidate=lambda: peak, baseline=lambda: MOST_BYTES, same=lambda ours, theirs: ours > 0)


def _peak_of_the_command(path: Path) -> int:
    """Bytes, as Linux counts them."""
    if not Path("/proc/self/status").exists():
        raise Unmeasurable("La mémoire d’un programme ne se lit ici que sous Linux.")
    held = connection.settings_dict
    url = (
        f"sqlite:///{held['NAME']}"
        if connection.vendor == "sqlite"
        else f"postgres://{held['USER']}@{held['HOST'] or '127.0.0.1'}:{held['PORT'] or 5432}/{held['NAME']}"
    )
    own = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    if held.get("PASSWORD"):
        own["PGPASSWORD"] = held["PASSWORD"]
    said = subprocess.run(  # noqa: S603  # this very program
        [sys.executable, "-c", PEAK, str(path)], env=own, cwd=settings.BASE_DIR, stdout=PIPE, text=True, check=True
    )
    return int(said.stdout.split()[-1]) * 1024


def _many_and_few() -> None:
    """A department that has 100,000 contracts, and one that has 1,000; once for all the measures that read them."""
    if published.contracts().count() == MANY + FEW:
        return
    _empty()
    with transaction.atomic():
        for count, department in ((MANY, "11"), (FEW, "65")):
            for start in range(0, count, BATCH):
                cleaned = [
                    normalised(_record(rank, department) | {"id": f"{department}-{rank}"}, today=NOW.date())[0]
                    for rank in range(start, min(start + BATCH, count))
                ]
                write([columns(one) for one in cleaned], now=NOW, fictional=True)
        write_shares()


def _a_page_among_many() -> Trial:
    """The first page of a department that has 100,000 contracts, beside that of one that has 1,000."""
    _many_and_few()

    def page(department: str) -> int:
        asked = {"departement": department}
        spec = published_lists.spec(asked, today=NOW.date())
        return len(read_listing(spec, published.contracts(), asked, path="/").rows)

    return Trial(candidate=partial(page, "11"), baseline=partial(page, "65"), same=lambda ours, theirs: ours == theirs)


def _near_among_many() -> Trial:
    """Who bought near: 250 contracts of one commune among 100,000, beside 250 of 125 communes among 1,000."""
    _many_and_few()

    def near(department: str, communes: range) -> int:
        codes = [f"{department}{rank:03d}" for rank in communes]
        return published.near(codes, department, today=LONG_AGO).placed

    return Trial(
        candidate=partial(near, "11", range(1)),
        baseline=partial(near, "65", range(200, 325)),  # two contracts in each
        same=lambda ours, theirs: ours == theirs,
    )


MEASURES = [
    Measure(
        "charger 100 000 contrats publiés, face à leur lecture et leur mise en forme seules",
        1.5,
        "at_most",
        _against_cleaning_alone,
    ),
    Measure(
        "recharger 20 000 contrats publiés sans rien changer, face à leur mise en forme seule", 1.5, "at_most", _again
    ),
    Measure(
        "charger 100 000 contrats publiés, face à 25 000 (4\u00a0: le temps suit le nombre)",
        4 * 1.25,
        "at_most",
        _four_times_the_rows,
    ),
    Measure(
        "mémoire d’un chargement de 100 000 contrats publiés, face à 300 Mo", 1, "at_most", _memory, clock="result"
    ),
    Measure(
        "la page d’un département de 100 000 contrats publiés, face à un de 1 000",
        1.5,
        "at_most",
        _a_page_among_many,
        clock="wall",
        calls=20,
        quantile=0.95,
    ),
    Measure(
        "qui achète près d’un quartier\u00a0: 250 contrats parmi 100 000, face à 250 parmi 1 000",
        1.5,
        "at_most",
        _near_among_many,
        clock="wall",
        calls=20,
        quantile=0.95,
    ),
]
