from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from quartiers.kernel.french import quantity
from quartiers.office import actions
from quartiers.web.commands import HouseCommand


class Command(HouseCommand):
    help = (
        "Efface les tâches et les fichiers temporaires dont la date est passée. Rejouable sans risque\u00a0; "
        "« quartiers worker » le fait chaque minute."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="compter sans rien effacer")

    def handle(self, *args: Any, **options: Any) -> None:
        purge = actions.purge_expired(now=timezone.now(), dry_run=options["dry_run"])
        jobs = quantity(purge.jobs, "tâche")
        folders = quantity(purge.folders, "dossier orphelin", "dossiers orphelins")
        if options["dry_run"]:
            self.stdout.write(f"À effacer\u00a0: {jobs}, {folders}. Essai, rien n’est effacé.")
        else:
            self.stdout.write(f"Effacés\u00a0: {jobs}, {folders}.")
