import sys
from argparse import ArgumentParser, ArgumentTypeError, BooleanOptionalAction
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone
from tqdm import tqdm

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, day, number, quantity
from quartiers.territory import actions
from quartiers.territory.actions.files import journal_path
from quartiers.territory.geocoding import NATIONAL_SERVICE, geocoder
from quartiers.web.commands import HouseCommand

KINDS = (".csv", ".xlsx")


class Command(HouseCommand):
    help = (
        "Complète un fichier d’adresses ou de coordonnées (CSV, XLSX, ODS)\u00a0: les mêmes colonnes, puis "
        "le quartier, le statut (oui, non, à vérifier, inconnu) et la raison. Seules les adresses partent, vers le "
        f"{NATIONAL_SERVICE}. Interrompu, le même appel reprend où il s’est arrêté."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER", help="fichier .csv, .xlsx ou .ods, avec ses titres")
        parser.add_argument("--out", type=Path, required=True, metavar="FICHIER", help="réponse, .csv ou .xlsx")
        parser.add_argument(
            "--on", type=_day, metavar="AAAA-MM-JJ", help="jour que concerne la question (par défaut, aujourd’hui)"
        )
        parser.add_argument(
            "--geocode",
            action=BooleanOptionalAction,
            default=True,
            help="chercher les adresses par le service national\u00a0; --no-geocode\u00a0: rien ne part",
        )
        parser.add_argument(
            "--resume",
            action=BooleanOptionalAction,
            default=True,
            help="reprendre un travail interrompu\u00a0; --no-resume\u00a0: tout recommencer",
        )
        parser.add_argument("--force", action="store_true", help="remplacer la réponse si elle existe déjà")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        on = options["on"] or today
        check_target(options["file"], options["out"], force=options["force"])
        with tqdm(desc="Lignes", file=sys.stderr, disable=None, leave=False) as bar:
            report = actions.locate_file(
                options["file"],
                [options["out"]],
                on=on,
                geocoder=geocoder(today=today) if options["geocode"] else None,
                progress=lambda done, total: _show(bar, done, total),
                resume=options["resume"],
            )
        for remark in report.remarks:
            self.stdout.write(remark)
        self.stdout.write(
            f"{quantity(report.rows, 'ligne')} au {day(on)}{NBSP}: {number(report.yes)} oui, {number(report.no)} non, "
            f"{number(report.check)} à vérifier, {quantity(report.unknown, 'inconnu')}."
        )


def check_target(source: Path, target: Path, *, force: bool) -> None:
    """Refuse a name that would lose something.

    Raises:
        RuleBroken: neither CSV nor XLSX, the file itself, or an answer that exists without a work to resume.
    """
    if target.suffix.lower() not in KINDS:
        raise RuleBroken(f"Le nom de la réponse doit finir par .csv ou .xlsx{NBSP}: «{NBSP}{target.name}{NBSP}».")
    if source.exists() and target.exists() and source.samefile(target):
        raise RuleBroken("La réponse ne peut pas remplacer le fichier lui-même. Donnez un autre nom à --out.")
    if target.exists() and not force and not journal_path(target).exists():
        raise RuleBroken(
            f"Le fichier «{NBSP}{target.name}{NBSP}» existe déjà. Donnez un autre nom, ou ajoutez --force pour le "
            "remplacer."
        )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(
            f"«{NBSP}{text}{NBSP}» n’est pas un jour. Écrivez-le ainsi{NBSP}: 2024-01-31."
        ) from error


def _show(bar: "tqdm[Any]", done: int, total: int) -> None:
    bar.total = total
    bar.update(done - bar.n)
