from typing import Any

from django.utils import timezone

from quartiers.kernel.french import quantity
from quartiers.office import actions
from quartiers.web.commands import HouseCommand


class Command(HouseCommand):
    help = "Envoie les courriels en attente, une fois. Le travail de fond (quartiers worker) le fait sans cesse."

    def handle(self, *args: Any, **options: Any) -> None:
        uncertain = actions.note_lost_claims(now=timezone.now())
        sent = actions.send_due(clock=timezone.now)
        tail = f" {quantity(uncertain, 'incertain')} à vérifier." if uncertain else ""
        self.stdout.write(f"{quantity(sent, 'courriel envoyé', 'courriels envoyés')}.{tail}")
