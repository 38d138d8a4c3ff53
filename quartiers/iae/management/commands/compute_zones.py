import sys
from typing import Any

from django.utils import timezone
from tqdm import tqdm

from quartiers.iae.actions.zones import compute_zones
from quartiers.kernel.french import number
from quartiers.web.commands import HouseCommand


class Command(HouseCommand):
    help = (
        "Calcule les zones blanches\u00a0: la distance de chaque commune et de chaque quartier à chaque type de "
        "structure. Rejouable sans risque\u00a0: ce qui n’a pas changé n’est pas recalculé."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with tqdm(desc="Types", file=sys.stderr, disable=None, leave=False) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            report = compute_zones(now=timezone.now(), progress=progress)
        self.stdout.write(
            f"{number(report.places)} communes et quartiers\u00a0: {report.computed} types calculés, "
            f"{report.unchanged} inchangés."
        )
