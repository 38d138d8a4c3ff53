"""`quartiers check_contract`: what the law asks of a contract in preparation. Reads a file, never the database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import quantity
from quartiers.procurement.rules import Finding, Severity, blocks, check
from quartiers.procurement.rules.reading import read_project
from quartiers.web.commands import HouseCommand

BLOCKED, UNREADABLE = 1, 2
NOTHING = "Rien à signaler. Ce contrôle ne remplace pas l’avis d’un juriste."


class Command(HouseCommand):
    help = (
        "Contrôle un marché décrit en JSON\u00a0: environnement, condition sociale, clauses. "
        "Code de sortie 0 si rien ne bloque, 1 si quelque chose bloque, 2 si le fichier est illisible."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FICHIER", help="un marché en JSON\u202f; - pour l’entrée standard")
        parser.add_argument("--json", action="store_true", help="la liste des constats en JSON, et rien d’autre")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            findings = check(read_project(_content(options["file"])))
        except RuleBroken as broken:
            raise CommandError(broken.message, returncode=UNREADABLE) from broken
        self.stdout.write(_json(findings, self.stdout.encoding) if options["json"] else _read(findings))
        if blocks(findings):
            sys.exit(BLOCKED)


def _json(findings: list[Finding], encoding: str | None) -> str:
    """JSON that stays JSON on a terminal or in a pipe that is not in UTF-8."""
    is_utf8 = (encoding or "utf-8").lower().replace("-", "") == "utf8"
    return json.dumps([one.as_data() for one in findings], ensure_ascii=not is_utf8, indent=2)


def _content(name: str) -> bytes:
    """The bytes of the file.

    Raises:
        RuleBroken: it cannot be opened.
    """
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as error:
        raise RuleBroken("Ce fichier ne peut pas être ouvert. Vérifiez son nom et vos droits.") from error


def _read(findings: list[Finding]) -> str:
    if not findings:
        return NOTHING
    counts = {severity: sum(one.severity is severity for one in findings) for severity in Severity}
    head = (
        f"{quantity(counts[Severity.BLOCK], 'point bloque', 'points bloquent')}, "
        f"{counts[Severity.WARN]} à revoir, {counts[Severity.INFO]} à savoir. "
        "Ce contrôle ne remplace pas l’avis d’un juriste."
    )
    lines = [
        f"[{one.severity.label}] {one.code} {one.message}\n    À faire\u00a0: {one.remedy}\n    {one.article}"
        for one in findings
    ]
    return "\n".join([head, "", *lines])
