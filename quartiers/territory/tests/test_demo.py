"""The demonstration: real communes, invented neighbourhoods that say so, and one command that starts it all."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import date
from pathlib import Path

import pytest
import shapely
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from quartiers.territory import demo, queries
from quartiers.territory.queries import places
from quartiers.territory.rules import Generation, Verdict

TODAY = date(2026, 11, 23)
IN_NARBONNE, FAR_FROM_ALL = (43.1863, 3.0158), (43.05, 2.20)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demonstration, loaded once for the module, and removed after it."""
    with django_db_blocker.unblock():
        demo.load(TODAY)
        yield
        call_command("flush", interactive=False, verbosity=0)
        connection.close()


@pytest.mark.django_db
def test_the_invented_neighbourhoods_all_say_that_they_are(loaded):
    rows = list(places.neighbourhoods())

    assert len(rows) == len(demo.SKETCHES)
    assert all(row.fictional and "fictif" in row.source for row in rows)


@pytest.mark.django_db
def test_no_invented_code_can_be_a_real_one(loaded):
    assert all(re.fullmatch(r"Q[NP]099\w{3}", row.code) for row in places.neighbourhoods())
    assert not places.departments().filter(code="099").exists()


@pytest.mark.django_db
def test_a_point_of_the_example_is_inside_and_the_answer_says_fictional(loaded):
    answer = queries.answer(*IN_NARBONNE, on=TODAY)

    assert (answer.verdict, answer.match.name, answer.fictional) == (Verdict.YES, "Les Tilleuls", True)


@pytest.mark.django_db
def test_even_a_no_says_that_the_list_is_invented(loaded):
    answer = queries.answer(*FAR_FROM_ALL, on=TODAY)

    assert (answer.verdict, answer.match, answer.fictional) == (Verdict.NO, None, True)


@pytest.mark.django_db
def test_the_two_lists_show_each_case(loaded):
    overlaps = {row.name: places.overlaps(row) for row in places.neighbourhoods() if row.generation == 2024}
    older = {row.name: places.overlaps(row) for row in places.neighbourhoods() if row.generation == 2015}

    assert {one.name for one in overlaps["Belle-Garrigue"]} == {"Belle-Garrigue Nord", "Belle-Garrigue Sud"}
    assert overlaps["Les Aiguades"] == older["Le Moulin-Neuf"] == []
    assert 0.5 < overlaps["Les Tilleuls"][0].share < 1
    assert overlaps["Le Vallon"][0].share == pytest.approx(1)


@pytest.mark.django_db
def test_the_figures_leave_some_unpublished(loaded):
    figures = places.figures(places.neighbourhoods().get(code="QN09903M"))

    assert {one.meaning.code for one in figures if one.value is None} == {"tx_f_empl"}
    assert all("fictif" in one.source for one in figures if one.value is not None)


@pytest.mark.django_db
def test_a_second_load_changes_nothing_and_reads_no_commune(loaded, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert demo.load(TODAY) == "L’exemple est déjà chargé."


@pytest.mark.django_db
def test_invented_neighbourhoods_are_never_added_to_real_ones(loaded):
    places.neighbourhoods().filter(code="QN09901M").update(fictional=False)
    places.neighbourhoods().exclude(code="QN09901M").delete()

    assert "n’est pas ajouté" in demo.load(TODAY)
    assert places.neighbourhoods().count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("generation", Generation)
def test_every_drawn_contour_is_valid_and_stands_in_its_commune(loaded, generation):
    for contour in demo.drawn(generation).contours:
        commune = places.communes().defer(None).get(pk=contour.communes[0])
        shape = shapely.from_wkb(contour.geometry)
        assert shape.is_valid
        assert shapely.covers(shapely.from_wkb(bytes(commune.geometry)), shape), contour.name


@pytest.mark.django_db
def test_load_demo_refuses_an_installation_that_is_no_demonstration():
    with pytest.raises(CommandError, match="QUARTIERS_DEMO=1"):
        call_command("load_demo")


@pytest.mark.django_db
def test_load_demo_says_what_it_did(loaded, settings, capsys):
    settings.DEMO = True
    call_command("load_demo")

    assert "L’exemple est déjà chargé." in capsys.readouterr().out


@pytest.mark.parametrize("port", [0, 70_000, "taken"])
def test_a_port_that_cannot_serve_is_told_kindly(port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        number = other.getsockname()[1] if port == "taken" else port
        with pytest.raises(CommandError, match="make run PORT=8001"):
            call_command("run_demo", port=number)


def test_run_demo_serves_then_stops_everything_when_asked(tmp_path: Path):
    """The whole command, as a newcomer runs it: on SQLite, in an empty folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {
        "QUARTIERS_DATA_DIR": str(tmp_path),
        "QUARTIERS_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    environment.pop("QUARTIERS_TASKS_BACKEND", None)
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_demo", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:
        try:
            lines = []
            for line in running.stdout:
                lines.append(line)
                if line.startswith("Prêt"):
                    break
            assert f"http://127.0.0.1:{port}/" in lines[-1]
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/departments", timeout=10) as answer:
                assert b"Aude" in answer.read()
            running.send_signal(signal.SIGTERM)
            assert "Rien n’est perdu" in running.stdout.read()
            assert running.wait(20) == 0
        finally:
            running.kill()
    deadline = time.monotonic() + 10
    with socket.socket() as after:
        while after.connect_ex(("127.0.0.1", port)) == 0:
            assert time.monotonic() < deadline, "the server is still there"
            time.sleep(0.1)
