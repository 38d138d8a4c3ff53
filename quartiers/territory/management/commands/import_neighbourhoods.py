from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from quartiers.kernel.french import NARROW, NBSP, day, number, quantity
from quartiers.territory import actions, reference
from quartiers.territory.contours import ContourFile, read_contours
from quartiers.territory.management.sentences import listed, tally_sentence
from quartiers.territory.rules import Generation
from quartiers.web.commands import HouseCommand, track

FRANCE, NOTHING = "france", "aucun"


class Command(HouseCommand):
    help = (
        "Importe les contours des quartiers prioritaires, depuis un GeoJSON en WGS\u00a084 ou le zip officiel de "
        "data.gouv.fr. Répare les contours incohérents et dit lesquels. Rejouable sans risque\u00a0: le même fichier "
        "deux fois ne change rien. Tout est importé, ou rien."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER", help="fichier .geojson, .json ou .zip")
        parser.add_argument(
            "--generation",
            type=int,
            required=True,
            choices=[generation.value for generation in Generation],
            help="liste de 2015 (codes QP) ou de 2024 (codes QN)",
        )
        parser.add_argument(
            "--covers",
            nargs="+",
            action="extend",
            default=[],
            metavar="CODE",
            help="départements dont le fichier contient tous les quartiers, en plus de ceux qu’il cite\u00a0: la "
            "plateforme pourra y répondre «\u00a0non\u00a0». «\u00a0france\u00a0» pour tous\u202f; "
            "«\u00a0aucun\u00a0» si le fichier est partiel",
        )
        parser.add_argument("--source", default="", help="qui publie ces contours (par défaut, l’ANCT)")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="supprime les quartiers des départements couverts que le fichier ne contient plus",
        )
        parser.add_argument("--dry-run", action="store_true", help="fait tout, montre le résultat, n’écrit rien")

    def handle(self, *args: Any, **options: Any) -> None:
        file = read_contours(options["file"], Generation(options["generation"]))
        covers = _covers(file, options["covers"])
        with transaction.atomic():
            self._import_missing_communes(file, covers)
            report = actions.import_neighbourhoods(
                file,
                covers=covers,
                source=options["source"] or f"ANCT, quartiers prioritaires {file.generation.value}, Licence Ouverte",
                now=timezone.now(),
                replace=options["replace"],
            )
            transaction.set_rollback(options["dry_run"])
        self._tell(file, report)
        if options["dry_run"]:
            self.stdout.write(f"Essai{NBSP}: rien n’a été écrit.")

    def _import_missing_communes(self, file: ContourFile, covers: frozenset[str]) -> None:
        missing = actions.departments_not_loaded(file, covers)
        if missing:
            self.stdout.write(f"Communes de {listed(missing)}{NBSP}: pas encore chargées, import d’abord.")
            report = actions.import_communes(missing, track=partial(track, label="Communes"))
            self.stdout.write(tally_sentence("Communes", report.communes))

    def _tell(self, file: ContourFile, report: actions.NeighbourhoodsReport) -> None:
        if report.already:
            self.stdout.write(f"Fichier déjà importé le {day(timezone.localdate(report.already))}.")
        self.stdout.write(tally_sentence("Quartiers", report.neighbourhoods))
        least, most = (number(function(one.precision_m for one in file.contours), 1) for function in (min, max))
        span = most if least == most else f"{least} à {most}"
        self.stdout.write(
            f"Précision des contours{NBSP}: {span}{NBSP}m ({quantity(file.decimals, 'décimale')} dans le fichier)."
        )
        if file.repaired:
            self.stdout.write(f"Contours réparés{NBSP}: {number(len(file.repaired))}.")
        for contour in file.repaired:
            self.stdout.write(f"  {contour.code} {contour.name}{NBSP}: {contour.repair}")
        for remark in file.remarks:
            self.stdout.write(remark)
        self._tell_ground(report)

    def _tell_ground(self, report: actions.NeighbourhoodsReport) -> None:
        if report.unknown_communes:
            self.stdout.write(
                f"Communes inconnues du code officiel géographique, sans doute fusionnées{NARROW}; les quartiers sont "
                f"gardés sans ce lien{NBSP}: {listed(report.unknown_communes)}."
            )
        if report.absent:
            fate = "supprimés" if report.removed else "gardés, ajoutez --replace pour les supprimer"
            self.stdout.write(f"Quartiers absents de ce fichier ({fate}){NBSP}: {listed(report.absent, 50)}.")
        covered = listed(report.covered, 110) or "aucun"
        self.stdout.write(
            f"Départements couverts en entier, où la réponse peut être «{NBSP}non{NBSP}»{NBSP}: {covered}."
        )


def _covers(file: ContourFile, asked: list[str]) -> frozenset[str]:
    """Departments that the file holds in full: those it names, and those the operator vouches for."""
    words = {word.lower() for word in asked}
    if NOTHING in words:
        return frozenset()
    if FRANCE in words or file.national:
        return frozenset(one.code for one in reference.departments())
    return file.departments | reference.checked_departments(asked)
