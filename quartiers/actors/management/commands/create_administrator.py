from argparse import ArgumentParser
from typing import Any

from django.utils.timezone import now

from quartiers.actors import actions
from quartiers.kernel.french import NBSP
from quartiers.office.rules import PLATFORM
from quartiers.web.commands import HouseCommand


class Command(HouseCommand):
    help = (
        "Invite une personne à administrer la plateforme, par exemple la première. Le courriel part, et le lien "
        "s’affiche ici\u202f: il sert une fois, pendant quatorze jours. Un second appel remplace le lien."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="COURRIEL", help="adresse de la personne")

    def handle(self, *args: Any, **options: Any) -> None:
        link = actions.invite(options["email"], organisation=None, by=PLATFORM, now=now())
        self.stdout.write(f"Ouvrez ce lien{NBSP}: {link}")
