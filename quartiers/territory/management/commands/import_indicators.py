from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from quartiers.kernel.french import NBSP, number, quantity
from quartiers.territory import actions
from quartiers.territory.indicator_file import read_indicators
from quartiers.territory.management.sentences import listed, tally_sentence
from quartiers.web.commands import HouseCommand


class Command(HouseCommand):
    help = (
        "Importe les indicateurs publiés par quartier ou par commune, depuis un tableau (CSV, XLSX, ODS)\u00a0: une "
        "ligne par quartier ou par commune, une colonne par indicateur. Une case vide, ou couverte par le "
        "secret statistique, reste «\u00a0non publié\u00a0», jamais zéro. Rejouable sans risque. "
        "Tout est importé, ou rien."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="FICHIER", help="tableau avec une colonne code_qp, ou code_commune"
        )
        parser.add_argument("--source", default="Insee", help="qui publie ces chiffres (par défaut, l’Insee)")
        parser.add_argument("--year", type=int, help="année que décrivent les chiffres, si c’est la même pour tous")

    def handle(self, *args: Any, **options: Any) -> None:
        file = read_indicators(options["file"])
        report = actions.import_indicators(file, source=options["source"], year=options["year"])
        place = "commune" if file.is_of_communes else "quartier"
        self.stdout.write(f"{quantity(len(file.lines), place)}, {quantity(len(file.indicators), 'indicateur')} lus.")
        self.stdout.write(tally_sentence("Chiffres", report.figures))
        self.stdout.write(f"Non publiés{NBSP}: {number(report.unpublished)}.")
        if report.withdrawn:
            self.stdout.write(f"Publiés auparavant et retirés{NBSP}: {number(report.withdrawn)}.")
        if report.left_aside:
            left = f"{number(len(report.left_aside))} ({listed(report.left_aside)})"
            self.stdout.write(f"Communes qui ne sont pas chargées ici, laissées de côté{NBSP}: {left}.")
        if report.without_meaning:
            self.stdout.write(f"Libellés à vérifier{NBSP}: {listed(report.without_meaning)}.")
