"""What the project tests walk: rooms, files, routes, operations of the API, commands."""

import importlib
import os
import pkgutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.core.management import get_commands
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(settings.BASE_DIR)
ROOMS = [room.rpartition(".")[2] for room in settings.ROOMS]
FLOORS = ["kernel", *ROOMS]
CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = CONFIGURATION["tool"]["importlinter"]["contracts"]


def files(*patterns: str) -> list[Path]:
    """The project's files that match, without what is vendored or installed: those that git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        listed_paths = [str(p.relative_to(ROOT)) for pattern in patterns for p in ROOT.rglob(pattern.lstrip("*/"))]
    else:
        listed_paths = listed.stdout.splitlines()
    paths = [ROOT / name for name in listed_paths if "vendor" not in name and not name.startswith((".venv", "var"))]
    return [path for path in paths if path.is_file()]


def modules(room: str) -> Iterator[ModuleType]:
    """The modules of a room, its tests and migrations left out."""
    package = importlib.import_module(f"quartiers.{room}")
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not {"tests", "migrations"} & set(found.name.split(".")):
            yield importlib.import_module(found.name)


def routes(resolver: URLResolver | None = None, namespace: str = "", prefix: str = "") -> dict[str, str]:
    """Every named route of the project: its full name and its path pattern."""
    found: dict[str, str] = {}
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            found |= routes(entry, inner, path)
        elif isinstance(entry, URLPattern):
            found[f"{namespace}{entry.name}"] = path
    return found


def commands() -> list[str]:
    """The commands of the platform itself."""
    return sorted(name for name, app in get_commands().items() if str(app).startswith(("quartiers", "config")))


def environment_variables() -> set[str]:
    """Every variable that the settings read."""
    source = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")
    words = source.replace('"', " ").replace("'", " ").replace("`", " ").split()
    return {word for word in words if word.startswith("QUARTIERS_") and word.isupper()} | {"DATABASE_URL"}


def on_postgresql() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")
