from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.utils import timezone

from quartiers.actors import inclusion
from quartiers.iae.actions.national import import_national
from quartiers.iae.actions.national_report import sentences
from quartiers.iae.national import RESULTS
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, quantity
from quartiers.office.rules import PLATFORM
from quartiers.web.commands import HouseCommand, track

SHOWN = 20


class Command(HouseCommand):
    help = (
        "Charge les employeurs d’insertion et leurs postes, depuis le fichier ouvert de la plateforme nationale (API "
        "siaes). Rejouable sans risque\u00a0: un second passage ne change rien."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="fichier .json, .ndjson ou .jsonl")
        parser.add_argument(
            "--complete",
            action="store_true",
            help="le fichier contient tous les employeurs\u00a0: les annonces de ceux qui n’y sont plus sont closes",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise RuleBroken(f"Ce fichier n’existe pas{NBSP}: {path}. Vérifiez le chemin.")
        report = import_national(
            inclusion.read(path, key=RESULTS),
            complete=options["complete"],
            by=PLATFORM,
            now=timezone.now(),
            track=partial(track, label="Employeurs"),
        )
        for line in [*sentences(report), *map(str, report.faults[:SHOWN])]:
            self.stdout.write(line)
        if report.fault_count > SHOWN:
            self.stdout.write(f"Et {quantity(report.fault_count - SHOWN, 'autre erreur', 'autres erreurs')}.")
