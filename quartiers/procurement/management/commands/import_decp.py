import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone
from tqdm import tqdm

from quartiers.kernel.french import NBSP, number
from quartiers.office.rules import PLATFORM
from quartiers.procurement.actions.decp import DecpReport, import_decp
from quartiers.procurement.rules.decp import EXPLAINED, NUMBERED, Trap
from quartiers.web.commands import HouseCommand

SHOWN = 20


class Command(HouseCommand):
    help = (
        "Charge des contrats publiés (DECP)\u00a0: JSON du schéma réglementaire, ou CSV de decp.info. Rejouable sans "
        "risque\u00a0: un second passage ne change rien. Ce qui est mal écrit est compté et expliqué."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER", help="fichier .json ou .csv")
        parser.add_argument(
            "--json",
            type=Path,
            metavar="RAPPORT",
            nargs="?",
            const=Path("-"),
            help="écrit le rapport en JSON dans ce fichier, ou sur la sortie si aucun nom n’est donné",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with tqdm(desc="Contrats", unit="ko", file=sys.stderr, disable=None, leave=False) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            report = import_decp(options["file"], by=PLATFORM, now=timezone.now(), progress=progress)
        asked: Path | None = options["json"]
        written = json.dumps(report.as_json(), ensure_ascii=False, indent=1)
        if asked == Path("-"):
            self.stdout.write(written)
            return
        if asked is not None:
            asked.write_text(written + "\n", encoding="utf-8")
        for line in lines(report):
            self.stdout.write(line)


def lines(report: DecpReport) -> list[str]:
    """The report, as a terminal shows it."""
    said = list(report.as_json()["sentences"])
    said += report.faults[:SHOWN]
    if report.refused > SHOWN:
        said.append(f"Et {number(report.refused - SHOWN)}{NBSP}autres lignes refusées\u202f; --json les donne.")
    for trap in Trap:
        if report.traps[trap]:
            where = ", ".join(number(one.line) for one in report.examples.get(trap, ()))
            lieu = f" Lignes {where}." if where else ""
            said.append(f"Piège {NUMBERED[trap]}, {number(report.traps[trap])} fois{NBSP}: {EXPLAINED[trap]}{lieu}")
    return said
