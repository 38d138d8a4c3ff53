"""`quartiers locate`: one sentence at the end, nothing overwritten, and a killed run that goes on."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command

from quartiers.kernel.french import NBSP
from tests import factories
from tests.factories import CARCASSONNE
from tests.geocoding_server import Known, geocoding_server

LONGITUDE, LATITUDE = CARCASSONNE
ROWS = 45_000


@pytest.fixture
def source(tmp_path) -> Path:
    factories.Outline()
    factories.Coverage()
    factories.Neighbourhood()
    path = tmp_path / "points.csv"
    path.write_text(f"id;lat;lon\n1;{LATITUDE};{LONGITUDE}\n2;{LATITUDE + 0.02};{LONGITUDE}\n3;;\n")
    return path


@pytest.mark.django_db
class TestCommand:
    def test_it_ends_with_one_sentence(self, source, tmp_path, capsys):
        call_command("locate", source, "--out", tmp_path / "out.csv", "--on", "2024-06-01")

        assert capsys.readouterr().out == (
            f"3{NBSP}lignes au 1er{NBSP}juin{NBSP}2024{NBSP}: 1 oui, 1 non, 0 à vérifier, 1{NBSP}inconnu.\n"
        )

    def test_without_a_day_the_question_is_about_today(self, source, tmp_path, capsys):
        with time_machine.travel(date(2020, 5, 2)):
            call_command("locate", source, "--out", tmp_path / "out.csv")

        assert f"au 2{NBSP}mai{NBSP}2020" in capsys.readouterr().out

    @pytest.mark.parametrize("day", ["demain", "2024-02-30", "01/02/2024"])
    def test_a_day_that_does_not_exist_is_said(self, source, tmp_path, day):
        with pytest.raises(CommandError, match="n’est pas un jour"):
            call_command("locate", source, f"--out={tmp_path / 'out.csv'}", f"--on={day}")

    def test_an_answer_that_exists_is_kept_unless_told(self, source, tmp_path):
        target = tmp_path / "out.csv"
        target.write_text("precious")
        with pytest.raises(CommandError, match="existe déjà"):
            call_command("locate", source, "--out", target)
        assert target.read_text() == "precious"

        call_command("locate", source, "--out", target, "--force")
        assert "qpv_statut" in target.read_text("utf-8-sig")

    def test_a_refusal_leaves_the_answer_that_exists(self, source, tmp_path):
        target = tmp_path / "out.csv"
        target.write_text("precious")
        source.write_text("x;y\n651000;6234000\n")
        with pytest.raises(CommandError, match="Lambert-93"):
            call_command("locate", source, "--out", target, "--force")

        assert target.read_text() == "precious"

    @pytest.mark.parametrize(("name", "said"), [("out.pdf", "finir par .csv ou .xlsx"), ("points.csv", "lui-même")])
    def test_a_name_that_would_lose_something_is_refused(self, source, tmp_path, name, said):
        with pytest.raises(CommandError, match=said):
            call_command("locate", source, "--out", tmp_path / name, "--force")

    def test_remarks_of_the_reading_are_said(self, source, tmp_path, capsys):
        source.write_text(f"id;id;lat;lon\n1;1;{LATITUDE};{LONGITUDE}\n")
        call_command("locate", source, "--out", tmp_path / "out.csv")

        assert "présent plusieurs fois" in capsys.readouterr().out

    def test_addresses_leave_only_if_they_may(self, source, tmp_path, settings, capsys):
        source.write_text("adresse\n12 rue de la Paix 11000 Carcassonne\n")
        with geocoding_server(known={"12 rue de la Paix 11000 Carcassonne": Known("12 Rue de la Paix")}) as service:
            settings.GEOCODING_URL = service.url
            with pytest.raises(CommandError, match="désactivée"):
                call_command("locate", source, "--out", tmp_path / "out.csv", "--no-geocode")
            assert service.seen == []
            call_command("locate", source, "--out", tmp_path / "out.csv", "--on", "2024-06-01")

        assert f"{NBSP}: 1 oui," in capsys.readouterr().out


def command(*words: object, folder: Path) -> "subprocess.Popen[str]":
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'own.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "QUARTIERS_DATA_DIR": str(folder),
    }
    line = [sys.executable, str(settings.BASE_DIR / "manage.py"), *map(str, words)]
    return subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def finished(process: "subprocess.Popen[str]") -> str:
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return said


def wait_for_lines(path: Path, count: int) -> None:
    """Until the file holds so many whole lines."""
    deadline = time.monotonic() + 60
    while not path.exists() or path.read_bytes().count(b"\n") < count:
        assert time.monotonic() < deadline, "the work never began"
        time.sleep(0.005)


def test_a_killed_run_goes_on_and_its_answer_is_that_of_a_run_in_one_go(tmp_path):
    source, target, whole = (tmp_path / name for name in ("in.csv", "out.csv", "whole.csv"))
    lines = (f"{n};{43 + n / 1_000_000:.6f};2,35\n" for n in range(ROWS))
    source.write_text("id;lat;lon\n" + "".join(lines))
    finished(command("migrate", "-v0", folder=tmp_path))

    killed = command("locate", source, "--out", target, "--on", "2024-06-01", folder=tmp_path)
    wait_for_lines(target.with_name("out.csv.reprise"), 2)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    assert not target.exists()
    assert target.with_name("out.csv.reprise").exists()

    said = finished(command("locate", source, "--out", target, "--on", "2024-06-01", folder=tmp_path))
    assert said == finished(command("locate", source, "--out", whole, "--on", "2024-06-01", folder=tmp_path))
    assert target.read_bytes() == whole.read_bytes()
    assert target.read_bytes().count(b"\r\n") == ROWS + 1
    assert not list(tmp_path.glob("*.reprise")) + list(tmp_path.glob("*.partiel*"))
