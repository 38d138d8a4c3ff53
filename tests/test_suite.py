"""The suite is as severe as it says."""

import os
import socket
import subprocess
import sys

import pytest
from django.conf import settings
from django.template import Context, Template, engines
from hypothesis import settings as hypothesis_settings


def test_an_undefined_variable_in_a_template_fails():
    with pytest.raises(pytest.fail.Exception, match="nobody gave it"):
        engines["django"].from_string("{{ unknown }}").render({})


def test_a_condition_on_an_undefined_variable_does_not_fail():
    assert Template("{% if unknown %}oui{% else %}non{% endif %}").render(Context()) == "non"


def test_no_socket_leaves_this_machine():
    with pytest.raises(pytest.fail.Exception, match="without network"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with socket.socket() as plain, pytest.raises(pytest.fail.Exception, match="without network"):
        plain.connect(("192.0.2.1", 80))


def test_nothing_is_written_beside_the_project():
    assert settings.DATA_DIR.name.startswith("quartiers-tests-")
    assert not settings.DATA_DIR.is_relative_to(settings.BASE_DIR)


def test_properties_have_no_deadline():
    assert hypothesis_settings.default.deadline is None


@pytest.mark.parametrize(
    ("marker", "options", "status"),
    [("browser", ["--require-all"], 1), ("browser", [], 0), ("real_data", ["--require-all"], 0)],
)
def test_a_skipped_browser_test_fails_only_when_all_is_required(tmp_path, marker, options, status):
    skipped = tmp_path / "test_skipped.py"
    skipped.write_text(f"import pytest\n\n@pytest.mark.{marker}\ndef test_it():\n    pytest.skip('absent')\n")
    environment = {key: value for key, value in os.environ.items() if key != "QUARTIERS_REQUIRE_ALL"}
    command = [sys.executable, "-m", "pytest", "-q", "-c", "pyproject.toml", "-p", "conftest", str(skipped), *options]

    run = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)

    assert run.returncode == status, run.stdout + run.stderr
