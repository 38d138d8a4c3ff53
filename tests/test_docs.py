"""Nothing that a person may type, set or read is left undocumented, and nothing documented is invented."""

import importlib
import re
from datetime import date

import pytest

from quartiers.web.rulebook import rules
from tests.project import ROOT, commands, environment_variables

DOCS = ROOT / "docs"
GUIDE = sorted((DOCS / "guide").glob("*.md"))
TERM = re.compile(r"^\|(?P<term>[^|]+)\|\s*`(?P<identifier>[\w.]+)`\s*\|", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|mailto:|#|/)(?P<target>[^)#\s]+)")
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def read(*names: str) -> str:
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


def terms() -> list[tuple[str, str]]:
    return [(found["term"].strip(), found["identifier"]) for found in TERM.finditer(read("docs/glossary.md"))]


@pytest.mark.parametrize("command", commands())
def test_a_command_is_in_the_operations_guide(command):
    assert f"`quartiers {command}" in read("docs/operations.md"), "add its line to the table of docs/operations.md"


@pytest.mark.parametrize("variable", sorted(environment_variables()))
def test_a_variable_is_in_the_operations_guide(variable):
    assert f"`{variable}`" in read("docs/operations.md"), "add its line to the table of docs/operations.md"


def test_the_operations_guide_names_no_variable_and_no_command_that_does_not_exist():
    text = read("docs/operations.md")

    assert set(re.findall(r"`((?:QUARTIERS|DATABASE)_[A-Z_]+)`", text)) <= environment_variables()
    assert set(re.findall(r"^\| `quartiers (\w+)", text, re.MULTILINE)) <= set(commands())


@pytest.mark.parametrize(("term", "identifier"), terms())
def test_a_term_of_the_glossary_exists_in_the_code(term, identifier):
    module, _, name = identifier.rpartition(".")
    try:
        importlib.import_module(identifier)
    except ModuleNotFoundError:
        assert hasattr(importlib.import_module(module), name), f"« {term} »: {identifier} does not exist"


def test_the_glossary_has_terms():
    assert len(terms()) >= 10


@pytest.mark.parametrize("code", [rule.code for rule in rules(today=date(2026, 1, 1))])
def test_a_dated_value_is_explained_in_the_guide(code):
    guide = "\n".join(page.read_text(encoding="utf-8") for page in GUIDE)

    assert f"`{code}`" in guide, f"explain {code} in docs/guide/ (regles.md lists them)"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_of_the_documentation_links_to_files_that_exist(page):
    for found in LINK.finditer(page.read_text(encoding="utf-8")):
        assert (page.parent / found["target"]).exists(), f"{found['target']} does not exist"


def test_every_decision_is_numbered_once_and_says_its_consequences():
    numbers = [path.name[:4] for path in sorted((DOCS / "adr").glob("*.md"))]

    assert len(numbers) == len(set(numbers))
    for path in (DOCS / "adr").glob("*.md"):
        assert re.search(r"^(## )?\**Consequences", path.read_text(encoding="utf-8"), re.MULTILINE | re.IGNORECASE), (
            path
        )
