"""Looks at the installation: its database, its migrations, its data folder, and what each room says of itself.

A room brings ``health.py`` with ``checks(now) -> list[Check]``; a check that breaks is itself a broken check.
"""

import logging
import tempfile
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from quartiers.kernel.health import Check, Health
from quartiers.web.rooms import room_modules

logger = logging.getLogger(__name__)
DATABASE = "Base de données"


def all_checks(now: datetime) -> list[Check]:
    """The checks of every room, from the lowest floor up; without a database, no other is possible."""
    if not _database_answers():
        return [Check(DATABASE, Health.BROKEN, "La base de données ne répond pas. Vérifiez qu’elle est démarrée.")]
    answers = Check(DATABASE, Health.OK, "La base de données répond.")
    return [answers, *(check for module in room_modules("health") for check in _careful(module.checks, now))]


def checks(now: datetime) -> list[Check]:
    return [_migrations(), _data_folder()]


def without_database(checks: list[Check]) -> bool:
    return any(check.name == DATABASE and check.health is Health.BROKEN for check in checks)


def installed_version() -> str:
    return version("emploi-et-quartiers")


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _careful(look: Callable[[datetime], list[Check]], now: datetime) -> list[Check]:
    """What the room says, or that it could not say it; only the kind of error is logged."""
    try:
        return look(now)
    except Exception as error:
        logger.error("health check failed", extra={"fields": {"room": look.__module__, "error": type(error).__name__}})
        name = look.__module__.split(".")[1]
        return [Check(name, Health.BROKEN, "Cette vérification a échoué. Lisez les journaux du service.")]


def _migrations() -> Check:
    executor = MigrationExecutor(connection)
    late = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if late:
        return Check("Migrations", Health.BROKEN, f"{len(late)} à appliquer. Lancez « quartiers migrate ».")
    return Check("Migrations", Health.OK, "Toutes sont appliquées.")


def _data_folder() -> Check:
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
            file.write(b"1")
    except OSError:
        return Check(
            "Dossier des données", Health.BROKEN, "On ne peut pas y écrire. Vérifiez la place libre et les droits."
        )
    return Check("Dossier des données", Health.OK, "On peut y écrire.")
