"""`quartiers run_demo`: the whole demonstration in one command, with its worker and its server."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections.abc import Iterator
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from quartiers.kernel.french import NBSP
from quartiers.web.commands import HouseCommand

HOST = "127.0.0.1"
PORT_MAX = 65_535
THREADS = 8
READY_S, STOP_S, LOOK_S = 30.0, 10.0, 0.1
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked the demonstration to stop."""


class Command(HouseCommand):
    help = (
        "Prépare la démonstration (base, exemple fictif) puis la sert sur cette machine, sans réseau. "
        "Ctrl+C arrête tout."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port de cette machine (8000 par défaut)")

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        _check_free(port)
        settings.SITE_URL = os.environ.setdefault("QUARTIERS_SITE_URL", f"http://{HOST}:{port}")
        for one in SIGNALS:
            signal.signal(one, _stop)
        try:
            self._prepare()
            with running(worker_command()) as worker, running(server_command(port)) as server:
                _wait_until_ready(port, server)
                self.stdout.write(f"Prêt{NBSP}: http://{HOST}:{port}/   (Ctrl+C pour arrêter)")
                self.stdout.flush()
                _watch({"serveur": server, "travail de fond": worker})
        except Stopped:
            self.stdout.write("Arrêté. Rien n’est perdu.")

    def _prepare(self) -> None:
        self.stdout.write(f"Base de données dans {settings.DATA_DIR}")
        call_command("migrate", verbosity=0)
        call_command("load_demo", stdout=self.stdout)


def worker_command() -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker"]


def server_command(port: int) -> list[str]:
    """One process, so that what it counts and keeps in memory is counted and kept once."""
    bind, threads = f"{HOST}:{port}", str(THREADS)
    options = ["--bind", bind, "--workers", "1", "--threads", threads, "--log-level", "warning"]
    return [sys.executable, "-m", "gunicorn", "config.wsgi:application", *options]


@contextlib.contextmanager
def running(command: list[str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A process of its own session, so that Ctrl+C reaches this command alone, which then stops it."""
    environment = {"QUARTIERS_LOG_LEVEL": "WARNING", **os.environ}
    process = subprocess.Popen(  # noqa: S603  both commands are written above
        command, cwd=settings.BASE_DIR, env=environment, start_new_session=True
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _stop(signum: int, frame: FrameType | None) -> None:
    for one in SIGNALS:
        signal.signal(one, signal.SIG_IGN)
    raise Stopped


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port or PORT_MAX + 1))
        except (OSError, OverflowError) as fault:
            raise CommandError(
                f"Le port {port} ne peut pas servir{NBSP}: un autre programme l’occupe, ou son numéro est réservé. "
                f"Choisissez-en un autre{NBSP}: make run PORT=8001"
            ) from fault


def _wait_until_ready(port: int, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + READY_S
    while time.monotonic() < deadline and server.poll() is None:
        if _answers(port):
            return
        time.sleep(LOOK_S)
    raise CommandError("Le serveur n’a pas démarré. Les lignes ci-dessus disent pourquoi.")


def _answers(port: int) -> bool:
    """Whether the server answers, whatever it says: its pages say the rest."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=READY_S):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _watch(processes: dict[str, "subprocess.Popen[bytes]"]) -> None:
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                raise CommandError(f"Arrêt inattendu{NBSP}: {name}. Les lignes ci-dessus disent pourquoi.")
        time.sleep(LOOK_S * 5)
