from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from quartiers.actors import inclusion
from quartiers.actors.queries.inclusion import records
from quartiers.kernel.french import NBSP, quantity
from quartiers.web.commands import HouseCommand


class Command(HouseCommand):
    help = (
        "Écrit les structures de l’annuaire au schéma data·inclusion. Celles d’une source ressortent comme elles sont "
        "entrées, champs inconnus compris, avec ce qui a été corrigé ici\u202f; les nôtres ont la source "
        "emploi-quartiers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--output",
            type=Path,
            required=True,
            help="fichier .json, .ndjson ou .csv (sans les champs inconnus)",
        )
        parser.add_argument("--source", default="", help="seulement cette source")
        parser.add_argument("--fictional", action="store_true", help="avec les structures inventées")

    def handle(self, *args: Any, **options: Any) -> None:
        found = records(options["source"], fictional=options["fictional"])
        count = inclusion.write(found, options["output"])
        self.stdout.write(f"{quantity(count, 'structure écrite', 'structures écrites')}{NBSP}: {options['output']}")
