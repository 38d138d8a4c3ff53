"""What import-linter cannot see: keys, purity behind the imports, doors and plan of each room, links between pages."""

import re
import subprocess
import sys

import pytest
from django.apps import apps
from django.db.models import ForeignObject, ManyToManyField

from tests.project import CONTRACTS, FLOORS, ROOMS, ROOT, files, routes

MAX_LINES = 800
MAY_STAND_ABOVE = {"contenttypes", "sessions", "auth"}


def relations() -> list:
    models = [model for config in apps.get_app_configs() if config.label in ROOMS for model in config.get_models()]
    fields = [field for model in models for field in model._meta.get_fields(include_parents=False)]
    return [field for field in fields if isinstance(field, ForeignObject | ManyToManyField) and not field.auto_created]


@pytest.mark.parametrize("field", relations(), ids=str)
def test_a_relation_goes_down_or_stays_in_its_room_and_leaves_no_way_back(field):
    from_room, to_room = field.model._meta.app_label, field.related_model._meta.app_label

    assert to_room in MAY_STAND_ABOVE or FLOORS.index(to_room) <= FLOORS.index(from_room)
    assert field.remote_field.hidden, f'{field} needs related_name="+"'


def pure_modules() -> list[str]:
    kernel = [path for path in files("quartiers/kernel/*.py") if "tests" not in path.parts and path.stem != "__init__"]
    rules = [path for room in ROOMS for path in files(f"quartiers/{room}/rules.py", f"quartiers/{room}/rules/*.py")]
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in kernel + rules]
    return [name.removesuffix(".__init__") for name in names]


@pytest.mark.parametrize("module", pure_modules())
def test_a_pure_module_lives_without_django_and_without_scipy(module):
    blocked = "; ".join(f"sys.modules['{name}'] = None" for name in ("django", "ninja", "pydantic", "scipy", "numpy"))
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; {blocked}; import {module}"], cwd=ROOT, capture_output=True, text=True
    )

    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("room", FLOORS)
def test_the_package_of_a_room_is_empty(room):
    assert (ROOT / "quartiers" / room / "__init__.py").read_text(encoding="utf-8") == ""


def has(room: str, name: str) -> bool:
    return bool(files(f"quartiers/{room}/{name}.py", f"quartiers/{room}/{name}/*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_that_remembers_has_its_doors(room):
    doors = {contract["name"]: contract for contract in CONTRACTS if contract["type"] == "protected"}
    private = [
        f"quartiers.{room}.{name}" for name in ("models", "forms", "views") if room != "web" and has(room, name)
    ]
    protected = doors.get(f"Doors of {room}", {}).get("protected_modules", [])

    assert set(private) <= set(protected), f"pyproject.toml: add them to the contract « Doors of {room} »"


@pytest.mark.parametrize("room", FLOORS)
def test_a_room_has_its_floor_and_its_inner_plan(room):
    floors = next(contract for contract in CONTRACTS if contract["name"].startswith("Floors"))
    inner = next(contract for contract in CONTRACTS if contract["name"].startswith("Inside"))
    pure = next(contract for contract in CONTRACTS if contract["name"].startswith("Rules"))

    assert any(f"quartiers.{room}" in layer.split(" | ") for layer in floors["layers"])
    assert f"quartiers.{room}" in inner["containers"]
    assert {"quartiers.kernel", "quartiers.*.rules"} <= set(pure["source_modules"])


def test_no_file_is_too_long_to_be_read():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in files("*.py", "*.html", "*.css", "*.js", "*.md")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    }

    assert long == {}


def test_no_folder_of_the_project_lies_outside_the_rooms():
    folders = {path.name for path in (ROOT / "quartiers").iterdir() if path.is_dir() and path.name != "__pycache__"}

    assert folders == set(FLOORS)


ROUTES = routes()
NAMESPACES = {name.rpartition(":")[0] for name in ROUTES} - {""}
#: An address named by a template, or by a text of Python: «room:page».
NAMED = re.compile(rf"""["']((?:{"|".join(sorted(NAMESPACES))}):\w+)["']""")


def test_every_address_that_a_template_or_a_module_names_exists():
    """Hypertext is no import: a page that moves must not leave a dead link behind."""
    named = {
        (str(path.relative_to(ROOT)), found)
        for path in files("quartiers/*.html", "quartiers/*.txt", "quartiers/*.py", "config/*.py", "tests/*.py")
        for found in NAMED.findall(path.read_text(encoding="utf-8"))
    }

    assert len(named) > 500
    assert sorted((path, found) for path, found in named if found not in ROUTES) == []
