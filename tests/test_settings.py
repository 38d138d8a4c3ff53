"""Production refuses to start with what is only good on one's own machine, and says which."""

import itertools
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.settings import embedders

STRONG = "a-real-secret-of-more-than-fifty-characters-0123456789abcdef"
FAULTS = {
    "QUARTIERS_DEMO": {"QUARTIERS_DEMO": "1"},
    "QUARTIERS_DEBUG": {"QUARTIERS_DEBUG": "1"},
    "QUARTIERS_SECRET_KEY": {"QUARTIERS_SECRET_KEY": ""},
}
PUBLIC = [{"QUARTIERS_ENV": "production"}, {"QUARTIERS_HOSTS": "emploi.exemple.fr"}]


def start(code: str, folder, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the code in a fresh process with this environment and no other variable of the platform."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QUARTIERS_", "DJANGO_"))}
    given = {"QUARTIERS_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings", **environment}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=kept | given, capture_output=True, text=True)


@pytest.mark.parametrize("public", PUBLIC)
@pytest.mark.parametrize(
    "names", [names for size in (1, 2, 3) for names in itertools.combinations(FAULTS, size)], ids="+".join
)
def test_production_refuses_each_fault_and_names_it(tmp_path, public, names):
    environment = {"QUARTIERS_SECRET_KEY": STRONG, **public}
    for name in names:
        environment |= FAULTS[name]
    started = start("import config.settings", tmp_path, **environment)

    assert started.returncode != 0
    assert "Démarrage refusé en production" in started.stderr
    for name in FAULTS:
        assert (f"- {name}" in started.stderr) == (name in names)


@pytest.mark.parametrize("public", PUBLIC)
def test_the_door_of_gunicorn_refuses_too(tmp_path, public):
    started = start("import config.wsgi", tmp_path, **public)

    assert started.returncode != 0
    assert "QUARTIERS_SECRET_KEY" in started.stderr


def test_a_short_secret_is_refused(tmp_path):
    started = start("import config.settings", tmp_path, QUARTIERS_ENV="production", QUARTIERS_SECRET_KEY="short")

    assert "50 caractères" in started.stderr


def test_without_any_variable_the_platform_starts_on_this_machine(tmp_path):
    started = start("import config.wsgi, config.settings as s; print(s.PRODUCTION)", tmp_path)

    assert started.stdout.strip() == "False", started.stderr


def test_the_deployment_check_is_silent_in_production(tmp_path):
    arguments = ["quartiers", "check", "--deploy", "--fail-level", "WARNING"]
    code = f"import sys; from config.cli import main; sys.argv = {arguments}; main()"
    started = start(
        code, tmp_path, QUARTIERS_ENV="production", QUARTIERS_HOSTS="emploi.exemple.fr", QUARTIERS_SECRET_KEY=STRONG
    )

    assert started.returncode == 0, started.stderr
    assert "no issues" in started.stdout


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("courriel.exemple.fr:587", "ne se lit pas"),
        ("smtp+tls://courriel.exemple.fr", "ne se lit pas"),
        ("smtp://", "ne se lit pas"),
        ("smtps://compte:mot/de/passe@courriel.exemple.fr:465", "ne se lit pas"),
        ("smtp://compte:secret@courriel.exemple.fr:587", "en clair"),
    ],
)
def test_a_mail_server_that_nobody_could_use_safely_is_refused_at_once(tmp_path, url, words):
    started = start("import config.settings", tmp_path, QUARTIERS_SMTP_URL=url)

    assert started.returncode != 0
    assert words in started.stderr


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", "None"),
        ("smtp://127.0.0.1:2525", "('127.0.0.1', 2525, '', '', False, False)"),
        ("smtp+starttls://moi%40a.fr:a%2Fb@mx.exemple.fr", "('mx.exemple.fr', 587, 'moi@a.fr', 'a/b', True, False)"),
        ("smtps://moi:secret@mx.exemple.fr", "('mx.exemple.fr', 465, 'moi', 'secret', False, True)"),
    ],
)
def test_one_variable_says_the_whole_mail_server(tmp_path, url, told):
    code = (
        "import config.settings as s; print((s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_HOST_USER, s.EMAIL_HOST_PASSWORD, "
        "s.EMAIL_USE_TLS, s.EMAIL_USE_SSL) if s.EMAIL_BACKEND.endswith('smtp.EmailBackend') else None)"
    )

    assert start(code, tmp_path, QUARTIERS_SMTP_URL=url).stdout.strip() == told


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"ISSUER": "https://auth.exemple.fr"}, "donnez les trois, ou aucune"),
        ({"SECRET": "secret"}, "donnez les trois, ou aucune"),
        ({"ISSUER": "http://auth.exemple.fr", "ID": "nous", "SECRET": "secret"}, "doit commencer par https://"),
        ({"ISSUER": "auth.exemple.fr", "ID": "nous", "SECRET": "secret"}, "doit commencer par https://"),
    ],
)
def test_a_provider_of_identities_that_is_half_given_or_in_the_open_is_refused_at_once(tmp_path, given, words):
    environment = {f"QUARTIERS_PROCONNECT_{name}": value for name, value in given.items()}
    started = start("import config.settings", tmp_path, **environment)

    assert started.returncode != 0
    assert words in started.stderr


def test_three_variables_name_the_provider_of_identities(tmp_path):
    given = {"ISSUER": "https://auth.exemple.fr/api/v2", "ID": "nous", "SECRET": "secret"}
    environment = {f"QUARTIERS_PROCONNECT_{name}": value for name, value in given.items()}
    started = start("import config.settings as s; print(*s.PROCONNECT.values())", tmp_path, **environment)

    assert started.stdout.split() == list(given.values())


@pytest.mark.parametrize(
    "one",
    ["ville.fr", "http://ville.fr", "https://ville.fr/", "https://ville.fr/page", "https://*", "https://a.fr;x", "*"],
)
def test_a_site_that_is_none_stops_the_start(one):
    with pytest.raises(ImproperlyConfigured, match="QUARTIERS_EMBEDDERS"):
        embedders(["https://www.ville.exemple.fr", one])
