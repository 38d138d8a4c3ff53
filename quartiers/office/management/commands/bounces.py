from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from quartiers.kernel.french import quantity
from quartiers.office import actions
from quartiers.office.bounces import bounces_of
from quartiers.web.commands import HouseCommand


class Command(HouseCommand):
    help = "Lit des avis de non-distribution (fichiers .eml) et note les courriels revenus. Rejouable sans risque."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", type=Path, nargs="+", help="fichiers .eml, un message par fichier")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        messages = (path.read_bytes() for path in options["paths"])
        noted = sum(actions.note_bounce(one.token, reason=one.reason, now=now) for one in bounces_of(messages))
        self.stdout.write(
            f"{quantity(len(options['paths']), 'message lu', 'messages lus')}, "
            f"{quantity(noted, 'courriel noté non distribué', 'courriels notés non distribués')}."
        )
