"""`quartiers load_demo`: the demonstration data of every room."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.timezone import localdate

from quartiers.web.commands import HouseCommand
from quartiers.web.rooms import room_modules


class Command(HouseCommand):
    help = (
        "Charge l’exemple de la démonstration, pièce par pièce : communes réelles, quartiers inventés. "
        "Rejouable sans risque : un second passage ne change rien."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Cette installation n’est pas une démonstration. Ajoutez QUARTIERS_DEMO=1 pour y charger l’exemple."
            )
        for module in room_modules("demo"):
            self.stdout.write(module.load(localdate()))
