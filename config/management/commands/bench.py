"""`quartiers bench`: the ratios that the platform promises, room by room."""

import json
import logging
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from config.scratch import scratch_database
from quartiers.kernel.bench import Measure, Outcome, Unmeasurable, run
from quartiers.kernel.french import NARROW, NBSP, number
from quartiers.web.rooms import room_modules

VERDICTS = {"ok": "tenu", "short": "manqué", "no verdict": "sans avis"}
COLUMNS = (("", 0), ("rapport", 10), ("de … à …", 19), ("cible", 10), ("exact", 7), ("", 10))


def all_measures() -> list[Measure]:
    """The measures of every room, from the lowest floor up."""
    return [measure for module in room_modules("measures") for measure in module.MEASURES]


class Command(BaseCommand):
    help = (
        "Mesure des rapports entre le travail de la plateforme et une référence, dans une base provisoire. "
        "Vérifie que les résultats sont identiques, et sort en erreur s’ils ne le sont pas."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="n’écrire que le résultat, en JSON")
        parser.add_argument("--only", metavar="NOM", help="seulement les mesures dont le nom contient ce texte")
        parser.add_argument("--rounds", type=int, default=0, metavar="N", help="nombre de tours (sous 7, sans avis)")

    def handle(self, *args: Any, **options: Any) -> None:
        measures = _chosen(all_measures(), options["only"])
        before = os.getloadavg()[0]
        with _quiet(), scratch_database():
            outcomes = _run_all(measures, rounds=options["rounds"])
        if options["json"]:
            self.stdout.write(json.dumps({"measures": [one.as_json() for one in outcomes]}, ensure_ascii=False))
        else:
            self.stdout.write(_table(outcomes, load=(before, os.getloadavg()[0])))
        if inexact := [one.name for one in outcomes if not one.exact]:
            raise CommandError(
                f"Résultats différents de la référence : {', '.join(inexact)}.".replace(" :", f"{NBSP}:")
            )


@contextmanager
def _quiet() -> Iterator[None]:
    """No log line of the measured requests between the bar and the table."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def _chosen(measures: list[Measure], only: str | None) -> list[Measure]:
    chosen = [one for one in measures if not only or only.lower() in one.name.lower()]
    if not chosen:
        names = ", ".join(one.name for one in measures)
        raise CommandError(f"Aucune mesure ne porte ce nom. Choisissez parmi{NBSP}: {names}.")
    return chosen


def _run_all(measures: list[Measure], *, rounds: int) -> list[Outcome]:
    """Run them one after the other; what cannot run here is said on the error output."""
    outcomes = []
    total = sum(rounds or one.rounds for one in measures)
    with tqdm(total=total, file=sys.stderr, unit="tour", leave=False) as bar:
        for measure in measures:
            bar.set_description(measure.name)
            try:
                outcomes.append(run(measure, rounds=rounds, tick=bar.update))
            except Unmeasurable as missing:
                bar.write(f"{measure.name}{NBSP}: non mesuré. {missing}", file=sys.stderr)
                bar.update(rounds or measure.rounds)
    return outcomes


def _table(outcomes: list[Outcome], *, load: tuple[float, float]) -> str:
    width = max(len(one.name) for one in outcomes) if outcomes else 0
    lines = [_line([head for head, _ in COLUMNS], width), *(_line(_cells(one), width) for one in outcomes)]
    charge = f"Charge de la machine{NBSP}: {number(load[0], 2)} avant, {number(load[1], 2)} après."
    return "\n".join([*lines, "", charge])


def _cells(one: Outcome) -> list[str]:
    ratio = one.as_json()["ratio"]
    sign = "≥" if one.sense == "at_least" else "≤"
    return [
        one.name,
        _times(ratio["median"]),
        f"{_times(ratio['min'])} à {_times(ratio['max'])}",
        f"{sign}{NARROW}{_times(one.target)}",
        "oui" if one.exact else "NON",
        VERDICTS[one.verdict],
    ]


def _times(ratio: float) -> str:
    return f"{number(ratio, 1 if ratio >= 10 else 2)}{NBSP}×"


def _line(cells: list[str], width: int) -> str:
    return "  ".join([cells[0].ljust(width), *(cell.rjust(COLUMNS[i + 1][1]) for i, cell in enumerate(cells[1:]))])
