from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from quartiers.kernel.french import quantity
from quartiers.office import actions
from quartiers.office.bounces import bounce_of, messages_in
from quartiers.web.commands import HouseCommand


class Command(HouseCommand):
    help = (
        "Lit des avis de non-distribution (fichiers .eml, boîtes mbox, dossiers) et note les courriels revenus. "
        "Rejouable sans risque."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", type=Path, nargs="+", help="fichiers .eml, boîtes mbox ou dossiers de messages")

    def handle(self, *args: Any, **options: Any) -> None:
        now, read, noted = timezone.now(), 0, 0
        for path in options["paths"]:
            for raw in messages_in(path):
                read += 1
                found = bounce_of(raw)
                noted += found is not None and actions.note_bounce(found.token, reason=found.reason, now=now)
        self.stdout.write(
            f"{quantity(read, 'message lu', 'messages lus')}, "
            f"{quantity(noted, 'courriel noté non distribué', 'courriels notés non distribués')}."
        )
