"""A platform of its own, run as processes: on a SQLite file, or on the test database of PostgreSQL."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from django.db import connection

from tests.project import ROOT


class Installation:
    """Runs commands and pieces of Python as another process would."""

    def __init__(self, folder: Path, **variables: str) -> None:
        base = connection.settings_dict
        on_file = connection.vendor == "sqlite"
        url = (
            f"sqlite:///{folder / 'own.sqlite3'}"
            if on_file
            else f"postgres://{base['USER']}@{base['HOST'] or '127.0.0.1'}:{base['PORT'] or 5432}/{base['NAME']}"
        )
        self.environment = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "QUARTIERS_DATA_DIR": str(folder),
            **variables,
        }
        if on_file:  # the tables of the test database: to migrate anew would cost twenty times more
            connection.ensure_connection()
            with closing(sqlite3.connect(folder / "own.sqlite3")) as copy:
                connection.connection.backup(copy)

    def start(self, *words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, *words], env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
        )

    def run(self, *words: str) -> str:
        """What the process said; it must end well."""
        process = self.start(*words)
        said, _ = process.communicate(timeout=600)
        assert process.returncode == 0, said
        return said.strip()
