import logging
import secrets
import threading
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
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

Work = Callable[[threading.Event], None]
logger = logging.getLogger("quartiers.jobs")
LOOK_EVERY_S = 0.3
CLEAN_EVERY_S = 60.0
MAIL_EVERY_S = 2.0
LEAVE_S = 30.0


class Command(HouseCommand):
    help = (
        "Fait le travail de fond\u00a0: adresses, fichiers, courriels. Chaque minute, reprend ce qu’un arrêt a "
        "interrompu et efface ce qui a passé sa date. Ctrl+C, ou SIGTERM, finit la tâche en cours puis s’arrête."
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
        with repeated(clean, every_s=CLEAN_EVERY_S), repeated(send_mails, every_s=MAIL_EVERY_S):
            worker.run()


@contextmanager
def repeated(work: Work, *, every_s: float) -> Iterator[None]:
    """Do it now, then again and again in a thread of its own, so that a long job delays nobody.

    The thread is told to stop, and waited for: a mail that is leaving leaves whole.
    """
    over = threading.Event()
    _once(work, over)
    thread = threading.Thread(target=_until, args=[work, over, every_s], name=work.__name__, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(LEAVE_S)


def clean(over: threading.Event) -> None:
    """Queue again what a dead worker left, erase what has passed its date, seal the journal, start what is due."""
    now = timezone.now()
    actions.rescue_jobs(now=now)
    actions.purge_expired(now=now)
    actions.seal_lines()
    actions.start_due_timers(now=now)


def send_mails(over: threading.Event) -> None:
    """Send what is due; what a dead worker was sending is shown as uncertain."""
    actions.note_lost_claims(now=timezone.now())
    actions.send_due(clock=timezone.now, stop=over.is_set)


def _until(work: Work, over: threading.Event, every_s: float) -> None:
    while not over.wait(every_s):
        close_old_connections()
        _once(work, over)
        connection.close()


def _once(work: Work, over: threading.Event) -> None:
    """A busy database waits for the next turn; a fault is told, and keeps neither other work nor the next turn."""
    try:
        work(over)
    except DatabaseError as error:
        logger.warning("background work put off", extra=_fields(work, error))
    except Exception as error:
        logger.error("background work failed", extra=_fields(work, error))


def _fields(work: Work, error: Exception) -> dict[str, dict[str, str]]:
    return {"fields": {"work": work.__name__, "error": type(error).__name__}}
