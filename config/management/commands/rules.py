"""`quartiers rules`: every dated value, or those that need a reader."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from quartiers.kernel.french import NBSP, quantity, short_day
from quartiers.web.rulebook import Rule, matching, rules, shown


class Command(BaseCommand):
    help = (
        f"Montre les valeurs datées de toutes les pièces{NBSP}: valeur en vigueur, source, date de vérification. "
        "Avec --check, sort en erreur si l’une d’elles doit être relue."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stale", action="store_true", help="seulement celles qu’il faut relire, et pourquoi")
        parser.add_argument("--check", action="store_true", help="sortir en erreur s’il y en a à relire")

    def handle(self, *args: Any, **options: Any) -> None:
        everything = rules(today=localdate())
        stale = matching(everything, stale_only=True)
        chosen = stale if options["stale"] or options["check"] else everything
        for rule in chosen:
            self.stdout.write(_line(rule))
        self.stdout.write(f"{quantity(len(chosen), 'valeur')}, dont {len(stale)} à relire.")
        if options["check"] and stale:
            raise CommandError(f"{quantity(len(stale), 'valeur')} à relire. Lisez la source, puis datez l’entrée.")


def _line(rule: Rule) -> str:
    if rule.current is None:
        return f"{rule.code}\n    {rule.label}\n    {rule.stale}"
    entry = rule.current
    checked = f"vérifiée le {short_day(entry.verified_on)}" if entry.verified_on else "non vérifiée"
    note = f" ({rule.stale})" if entry.verified_on and rule.stale else ""
    return (
        f"{rule.code}\n    {rule.label}{NBSP}: {shown(entry.value)} {rule.unit}\n    {entry.source} – {checked}{note}"
    )
