"""`quartiers openapi`: the description of the API, written where the repository keeps it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config.api import api

COMMITTED = Path(settings.BASE_DIR) / "docs" / "openapi.json"


def description() -> str:
    """The OpenAPI description as JSON, keys sorted, so that two versions compare line by line."""
    schema = api.get_openapi_schema(path_prefix="/api/")
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True, default=str) + "\n"


class Command(BaseCommand):
    help = "Écrit la description de l’API (OpenAPI) dans docs/openapi.json. Un test la compare à ce que l’API répond."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, default=COMMITTED, metavar="FICHIER", help="où l’écrire")

    def handle(self, *args: Any, **options: Any) -> None:
        options["out"].write_text(description(), encoding="utf-8")
        self.stdout.write(f"La description de l’API est écrite dans {options['out']}.")
