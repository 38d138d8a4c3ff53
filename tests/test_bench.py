"""`quartiers bench`: every room's measures, one JSON object and nothing else on the output."""

import json
import subprocess
import sys
from contextlib import nullcontext

import pytest
from django.core.management import CommandError, call_command

from config.management.commands import bench
from quartiers.kernel.bench import Measure, Trial, Unmeasurable
from tests.project import ROOT


def instant() -> int:
    return sum(range(2000))


@pytest.fixture
def measures(monkeypatch):
    """What the command finds, instead of the rooms' own measures; without a database."""
    chosen: list[Measure] = []
    monkeypatch.setattr(bench, "all_measures", lambda: chosen)
    monkeypatch.setattr(bench, "scratch_database", nullcontext)
    return chosen


def test_names_are_unique_and_targets_are_set():
    names = [measure.name for measure in bench.all_measures()]

    assert len(names) == len(set(names)) > 0
    assert all(measure.target > 0 and measure.rounds >= 7 for measure in bench.all_measures())


def test_the_json_holds_what_it_promises_and_nothing_else_is_printed(measures, capsys):
    measures.append(Measure("exemple", 0.1, "at_least", lambda: Trial(instant, instant, same=int.__eq__)))
    call_command("bench", "--json")

    (one,) = json.loads(capsys.readouterr().out)["measures"]
    assert one["name"] == "exemple"
    assert one["exact"] is True
    assert one["target"] == 0.1
    assert one["verdict"] in {"ok", "no verdict"}
    assert one["ratio"]["min"] <= one["ratio"]["median"] <= one["ratio"]["max"]


def test_a_mismatch_exits_non_zero_and_names_the_measure(measures, capsys):
    measures.append(Measure("fausse", 0.1, "at_least", lambda: Trial(instant, lambda: 0, same=int.__eq__)))

    with pytest.raises(CommandError, match="fausse"):
        call_command("bench", "--json")
    assert json.loads(capsys.readouterr().out)["measures"][0]["exact"] is False


def test_what_cannot_be_measured_here_is_said_and_left_out(measures, capsys):
    def absent() -> Trial:
        raise Unmeasurable("PostGIS n’est pas installé.")

    measures.append(Measure("absente", 1, "at_least", absent))
    call_command("bench", "--json")
    shown = capsys.readouterr()

    assert json.loads(shown.out) == {"measures": []}
    assert "PostGIS n’est pas installé." in shown.err


def test_an_unknown_name_says_which_exist(measures):
    measures.append(Measure("exemple", 1, "at_least", lambda: Trial(instant, instant, same=int.__eq__)))

    with pytest.raises(CommandError, match="exemple"):
        call_command("bench", "--only", "zzz")


def test_the_real_command_prints_json_alone_and_leaves_the_data_alone(tmp_path):
    code = "from config.cli import main; main()"
    command = [sys.executable, "-c", code, "bench", "--json", "--only", "page publique", "--rounds", "1"]
    environment = {"QUARTIERS_DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["measures"][0]["verdict"] == "no verdict"
    assert list(tmp_path.iterdir()) == []
