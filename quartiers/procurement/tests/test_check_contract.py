"""The command: what it prints, how it ends, what it says of a file it cannot read. It never opens the database."""

import io
import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

CONTRACT = {"kind": "services", "buyer": "local", "value": 50000, "consultation_on": "2026-11-30"}
GREEN = CONTRACT | {"environmental_condition": True, "environmental_criterion": True}


@pytest.fixture
def project(tmp_path):
    def written(content) -> str:
        path = tmp_path / "marche.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return str(path)

    return written


def answer(path: str) -> tuple[list[dict], int]:
    out = io.StringIO()
    try:
        call_command("check_contract", path, "--json", stdout=out)
    except SystemExit as end:
        return json.loads(out.getvalue()), int(end.code)
    return json.loads(out.getvalue()), 0


def test_it_prints_five_words_of_each_finding_and_ends_with_one_when_something_blocks(project):
    findings, end = answer(project(CONTRACT))

    assert end == 1
    assert [one["code"] for one in findings if one["severity"] == "block"] == ["R01", "R02"]
    assert all(set(one) == {"code", "severity", "article", "message", "remedy"} for one in findings)


def test_it_ends_with_zero_when_nothing_blocks(project):
    findings, end = answer(project(GREEN))

    assert end == 0
    assert {one["severity"] for one in findings} <= {"warn", "info"}


def test_it_reads_aloud_without_json(project, capsys):
    call_command("check_contract", project(GREEN))

    assert "0\u00a0point bloque" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "ligne 1, colonne 1"),
        (b"{", "ligne 1"),
        (b"\xff\xfe{\x00}\x00", "UTF-8"),
        (b"[]", "ne décrit pas un marché"),
        (b"[" * 100_000, "trop de niveaux"),
        (b'{"value": NaN}', "NaN"),
        (
            b'{"kind": "works", "buyer": "local", "consultation_on": "2026-11-30", "value": ' + b"9" * 5000 + b"}",
            "value",
        ),
        (b'{"kind": "works", "buyer": "local", "consultation_on": "2026-11-30", "value": 1e400}', "value"),
        (b'{"kind": "gold"}', "works, supplies, services"),
        (json.dumps(GREEN)[:-1].encode() + b', "hours_due": 1, "hours_total": 1e-999999}', "hours_total"),
        (json.dumps(GREEN)[:-1].encode() + b', "duration_months": 1e99999999999999999999}', "duration_months"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_two_and_a_kind_sentence(project, content, said):
    with pytest.raises(CommandError) as refused:
        call_command("check_contract", project(content), "--json")

    assert refused.value.returncode == 2
    assert said in str(refused.value)


def test_a_file_that_is_not_there_ends_with_two():
    with pytest.raises(CommandError, match="ne peut pas être ouvert") as refused:
        call_command("check_contract", "/nowhere/marche.json")

    assert refused.value.returncode == 2


def test_a_byte_order_mark_and_a_broken_character_do_no_harm(project):
    clause = {"stage": "condition", "text": "L’entreprise est implantée dans le département \ud800\x00."}
    content = b"\xef\xbb\xbf" + json.dumps(GREEN | {"clauses": [clause]}).encode()
    findings, end = answer(project(content))

    assert end == 1
    assert "R05" in {one["code"] for one in findings}


def test_a_number_that_no_field_reads_does_no_harm(project):
    content = json.dumps(GREEN)[:-1].encode() + b', "unknown": 1e99999999999999999999}'

    assert answer(project(content))[1] == 0


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_it_prints_json_whatever_the_encoding_of_the_output(project, encoding):
    command = [sys.executable, "manage.py", "check_contract", project(CONTRACT)]
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    read, told = (
        subprocess.run([*command, *more], cwd=settings.BASE_DIR, env=environment, capture_output=True)
        for more in (["--json"], [])
    )

    assert (read.returncode, told.returncode, told.stderr) == (1, 1, b"")
    assert json.loads(read.stdout)[0]["message"].startswith("Aucun critère")


def test_it_lives_without_a_database(project, tmp_path):
    environment = os.environ | {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "QUARTIERS_DATA_DIR": str(tmp_path),
    }
    command = [sys.executable, "manage.py", "check_contract", project(CONTRACT), "--json"]
    run = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)

    assert (run.returncode, run.stderr) == (1, "")
    assert json.loads(run.stdout)[0]["code"] == "R01"
