from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from quartiers.office import actions
from quartiers.web.commands import HouseCommand


class Command(HouseCommand):
    help = (
        "Efface tout ce qui a passé sa date, pièce par pièce. Rejouable sans risque\u00a0; « quartiers worker » le "
        "fait chaque nuit, et chaque minute pour les tâches et leurs fichiers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="compter sans rien effacer")

    def handle(self, *args: Any, **options: Any) -> None:
        dry_run = options["dry_run"]
        for one in actions.purge_all(now=timezone.now(), dry_run=dry_run):
            verb = "à effacer" if dry_run else "effacé"
            self.stdout.write(f"{one.retention.what}\u00a0: {verb}, {one.retention.counted(one.count)}.")
        if dry_run:
            self.stdout.write("Essai, rien n’est effacé.")
