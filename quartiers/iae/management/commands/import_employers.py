from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.utils import timezone

from quartiers.actors import inclusion
from quartiers.iae.actions.national import NationalReport, import_national
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
        for line in sentences(report):
            self.stdout.write(line)


def sentences(report: NationalReport) -> list[str]:
    """What a load did, one French sentence a line."""
    said = [
        f"{quantity(report.read, 'employeur lu', 'employeurs lus')}{NBSP}: {quantity(report.known, 'déjà connu')}, "
        f"{quantity(report.added, 'ajouté')}, {quantity(report.refused, 'refusé')}.",
        f"Postes{NBSP}: {quantity(report.new_posts, 'nouveau', 'nouveaux')}, "
        f"{quantity(report.changed_posts, 'modifié')}, {quantity(report.unchanged_posts, 'inchangé')}, "
        f"{quantity(report.closed_posts, 'clos', 'clos')}.",
    ]
    said += [str(fault) for fault in report.faults[:SHOWN]]
    if report.fault_count > SHOWN:
        said.append(f"Et {quantity(report.fault_count - SHOWN, 'autre erreur', 'autres erreurs')}.")
    if report.unplaced:
        said.append(
            f"Ce fichier ne donne aucune position{NBSP}: {quantity(report.unplaced, 'employeur ajouté', ADDED)} sans "
            "point sur la carte. Chargez ensuite le fichier data·inclusion, qui les place."
        )
    return said


ADDED = "employeurs ajoutés"
