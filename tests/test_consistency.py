"""Templates, addresses, names and migrations keep the same manners everywhere."""

import re

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from tests.project import ROOMS, ROOT, files, routes

OUR_MODELS = [model for config in apps.get_app_configs() if config.label in ROOMS for model in config.get_models()]
TEMPLATES = files("quartiers/*/templates/*")
CALLED_BY_NAME = {"400.html", "403.html", "404.html", "409.html", "410.html", "429.html", "500.html"}
INLINE = re.compile(r"<[^>]+\s(style|on[a-z]+)\s*=", re.IGNORECASE)
SCRIPT = re.compile(r"<script(?![^>]*\b(src|nonce|type=\"application/(?:ld\+)?json\"))[^>]*>", re.IGNORECASE)
FRENCH_SLUG = re.compile(r"[a-z0-9-]+(\.[a-z]+)?")
#: Written the same in both languages.
SAME_WORDS = {
    "contrat_de_ville", "lot",
    "code", "commune", "contact", "cycle", "invitation", "latitude", "licence", "longitude", "nature", "organisation",
    "participant", "place", "population", "question", "source",
}  # fmt: skip
ALONE = {"robots.txt", "favicon.ico", "service-worker.js"}
#: What an address that ends without a slash gives: a file of this kind.
FILES = (".json", ".geojson", ".csv", ".ics", ".atom", ".pdf")


def template_name(path) -> str:
    return path.as_posix().rpartition("/templates/")[2]


@pytest.fixture(scope="module")
def sources() -> str:
    """Where a template may be named: Python and templates of the project."""
    paths = [path for path in files("*.py") if "tests" not in path.parts] + TEMPLATES
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


@pytest.mark.parametrize("template", TEMPLATES, ids=template_name)
def test_a_template_is_used(template, sources):
    name = template_name(template)
    with_partial = re.compile(rf'["\']{re.escape(name)}(#[a-z_-]+)?["\']')

    used = name in CALLED_BY_NAME or with_partial.search(sources) is not None
    assert used, f"nobody renders {name}"


@pytest.mark.parametrize("template", TEMPLATES, ids=template_name)
def test_a_template_holds_no_inline_style_and_no_inline_script(template):
    text = template.read_text(encoding="utf-8")

    assert INLINE.search(text) is None
    assert SCRIPT.search(text) is None
    assert "<style" not in text


@pytest.mark.parametrize("template", TEMPLATES, ids=template_name)
def test_a_template_speaks_french_typography(template):
    written = template.read_text("utf-8")
    text = re.sub(r"{[%#{].*?[%#}]}|<script.*?</script>|<[^>]*>|&[a-z#0-9]+;", "§", written, flags=re.S)

    faults = re.findall(r".{0,20}(?:[\w»)] [:?!;%](?!\w)|« |[^\s(]\.\.\.|\w'\w).{0,20}", text)
    assert faults == []
    assert re.findall(r".{0,20}}} (?:km|m|€|h|%)(?!\w).{0,20}", written) == [], "a number leaves its unit at the line"


@pytest.mark.parametrize(("name", "path"), routes().items())
def test_an_address_is_a_plain_slug_and_has_an_english_name(name, path):
    for part in re.sub(r"<[^>]+>", "", path).strip("/^$").split("/"):
        assert part == "" or part in ALONE or FRENCH_SLUG.fullmatch(part), f"{path}: « {part} »"
    assert re.fullmatch(r"([a-z0-9_-]+:)?[a-z0-9_-]+", name), f"{path} has no English name"
    assert path.startswith("api/") or path.endswith(("/", *ALONE, *FILES)) or path == ""


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_a_model_and_its_fields_are_named_in_lower_case_french(model):
    options = model._meta
    fields = [field for field in options.local_fields if field.name != "id" and not field.auto_created]

    assert options.verbose_name != options.object_name.lower() or options.verbose_name in SAME_WORDS
    for name in [options.verbose_name, *(field.verbose_name for field in fields)]:
        first = str(name).split()[0]
        assert first.islower() or first.isupper() or first in {"n°"}, f"{options.label}: « {name} »"
    for field in fields:
        assert field.verbose_name != field.name.replace("_", " ") or field.name in SAME_WORDS


@pytest.mark.parametrize("room", [config.label for config in apps.get_app_configs() if config.label in ROOMS])
def test_the_migrations_of_a_room_have_one_head(room):
    loader = MigrationLoader(None)

    assert len(loader.graph.leaf_nodes(room)) == (1 if room in loader.migrated_apps else 0)


def test_a_data_migration_calls_no_action():
    migrations = files("quartiers/*/migrations/0*.py")

    assert migrations
    for path in migrations:
        assert "actions" not in path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))
