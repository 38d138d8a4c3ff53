from typing import Any

from django.utils import timezone

from quartiers.kernel.french import quantity
from quartiers.office import actions, queries
from quartiers.web.commands import HouseCommand, track


class Command(HouseCommand):
    help = "Envoie les courriels en attente, une fois. Le travail de fond (quartiers worker) le fait sans cesse."

    def handle(self, *args: Any, **options: Any) -> None:
        uncertain = actions.note_lost_claims(now=timezone.now())
        waiting = queries.due_mails(at=timezone.now())
        sent = sum(track(actions.sendings(clock=timezone.now), label="Courriels", total=waiting))
        tail = f" {quantity(uncertain, 'incertain')} à vérifier." if uncertain else ""
        self.stdout.write(f"{quantity(sent, 'courriel envoyé', 'courriels envoyés')}.{tail}")
