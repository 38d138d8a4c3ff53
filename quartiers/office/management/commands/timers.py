from typing import Any

from django.utils import timezone

from quartiers.office import queries
from quartiers.web.commands import HouseCommand


class Command(HouseCommand):
    help = "Liste ce qui revient de soi-même\u00a0: quand, la dernière fois avec son résultat, la prochaine fois."

    def handle(self, *args: Any, **options: Any) -> None:
        for one in queries.timer_lines(now=timezone.now()):
            self.stdout.write(f"{one.label} ({one.name}), {one.when}")
            self.stdout.write(f"  dernière fois\u00a0: {one.last}")
            self.stdout.write(f"  prochaine fois\u00a0: {one.next}")
