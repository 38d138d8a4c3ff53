from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.utils import timezone

from quartiers.actors import inclusion
from quartiers.actors.actions.data_inclusion import import_structures
from quartiers.actors.actions.inclusion_report import InclusionReport, not_believed, remarks, said_first
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, quantity
from quartiers.office.rules import PLATFORM
from quartiers.web.commands import HouseCommand, track

SHOWN = 20


class Command(HouseCommand):
    help = (
        "Charge des structures au schéma data·inclusion (JSON, NDJSON ou CSV). Rejouable sans risque\u00a0: un second "
        "passage ne change rien, et ce qui a été corrigé ici n’est jamais écrasé."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="fichier .json, .ndjson, .jsonl ou .csv")
        parser.add_argument(
            "--complete",
            action="store_true",
            help="le fichier contient toutes les structures de ses sources\u00a0: celles qui n’y sont plus quittent "
            "l’annuaire",
        )
        parser.add_argument(
            "--withdraw-all",
            action="store_true",
            help="avec --complete, croire le fichier même s’il retire plus de la moitié d’une source",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise RuleBroken(f"Ce fichier n’existe pas{NBSP}: {path}. Vérifiez le chemin.")
        report = import_structures(
            inclusion.read(path),
            complete=options["complete"],
            withdraw_all=options["withdraw_all"],
            by=PLATFORM,
            now=timezone.now(),
            track=partial(track, label="Structures"),
        )
        for line in sentences(report):
            self.stdout.write(line)


def sentences(report: InclusionReport) -> list[str]:
    """What a load did, one French sentence a line."""
    said = [said_first(report), *(str(fault) for fault in report.faults[:SHOWN])]
    if report.fault_count > SHOWN:
        said.append(f"Et {quantity(report.fault_count - SHOWN, 'autre erreur', 'autres erreurs')}.")
    said += [*remarks(report), *not_believed(report)]
    if any(report.not_believed.values()):
        said.append("Si le fichier est vraiment complet, relancez avec --withdraw-all.")
    return said
