from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.utils import timezone

from quartiers.actors import inclusion
from quartiers.actors.actions.data_inclusion import InclusionReport, import_structures
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
    said = [
        f"{quantity(report.read, 'fiche lue', 'fiches lues')}{NBSP}: "
        f"{quantity(report.created, 'nouvelle', 'nouvelles')}, {quantity(report.changed, 'modifiée')}, "
        f"{quantity(report.unchanged, 'inchangée')}, {quantity(report.refused, 'refusée')}."
    ]
    said += [str(fault) for fault in report.faults[:SHOWN]]
    if report.fault_count > SHOWN:
        said.append(f"Et {quantity(report.fault_count - SHOWN, 'autre erreur', 'autres erreurs')}.")
    if report.withdrawn:
        said.append(
            f"{quantity(report.withdrawn, 'structure n’est plus dans le fichier et quitte', PLURAL_GONE)} l’annuaire."
        )
    for source, count in report.not_believed.items():
        said.append(
            f"{source}{NBSP}: le fichier ne cite plus {quantity(count, 'structure')}, plus de la moitié. Rien n’est "
            "retiré. S’il est vraiment complet, relancez avec --withdraw-all."
            if count
            else f"{source}{NBSP}: une fiche ne dit pas qui elle est. Rien n’est retiré de l’annuaire."
        )
    if report.unknown_words:
        listed = ", ".join(sorted(report.unknown_words)[:SHOWN])
        said.append(f"Mots inconnus de cette version du schéma, gardés tels quels{NBSP}: {listed}.")
    if report.without_commune:
        said.append(
            f"{quantity(report.without_commune, 'fiche cite', 'fiches citent')} une commune qui n’est pas chargée ici."
        )
    if report.wrong_sirets:
        said.append(f"{quantity(report.wrong_sirets, 'SIRET')} à la clé fausse, gardés dans la fiche de la source.")
    return said


PLURAL_GONE = "structures ne sont plus dans le fichier et quittent"
