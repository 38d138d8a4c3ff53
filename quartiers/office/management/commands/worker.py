import logging
import secrets
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME, task_backends
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker

from quartiers.office import actions
from quartiers.web.commands import HouseCommand

logger = logging.getLogger("quartiers.jobs")
LOOK_EVERY_S = 0.3
CLEAN_EVERY_S = 60.0


class Command(HouseCommand):
    help = (
        "Fait le travail de fond\u00a0: adresses, fichiers. Chaque minute, reprend ce qu’un arrêt a interrompu et "
        "efface ce qui a passé sa date. Ctrl+C, ou SIGTERM, finit la tâche en cours puis s’arrête."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="faire ce qui attend, puis s’arrêter")

    def handle(self, *args: Any, **options: Any) -> None:
        if not isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend):
            raise CommandError("Ce réglage de QUARTIERS_TASKS_BACKEND fait le travail sans « quartiers worker ».")
        for name in ("django_tasks", "django_tasks_db"):
            logging.getLogger(name).setLevel(logging.WARNING)
        worker = Worker(
            queue_names=[DEFAULT_TASK_QUEUE_NAME],
            excluded_queue_names=[],
            interval=LOOK_EVERY_S,
            batch=options["once"],
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=secrets.token_hex(16),
        )
        worker.configure_signals()
        with cleaning():
            worker.run()


@contextmanager
def cleaning() -> Iterator[None]:
    """Clean now, then every minute in a thread of its own, so that a long job delays nobody's erasure."""
    over = threading.Event()
    clean()
    threading.Thread(target=_clean_until, args=[over], name="cleaning", daemon=True).start()
    try:
        yield
    finally:
        over.set()


def clean() -> None:
    """Queue again what a dead worker left, erase what has passed its date; a busy database waits for the next turn."""
    now = timezone.now()
    try:
        actions.rescue_jobs(now=now)
        actions.purge_expired(now=now)
    except DatabaseError as error:
        logger.warning("cleaning put off", extra={"fields": {"error": type(error).__name__}})


def _clean_until(over: threading.Event) -> None:
    while not over.wait(CLEAN_EVERY_S):
        close_old_connections()
        clean()
        connection.close()
