"""The committed description of the API is the one that it serves."""

import json
import sys
from collections import Counter

from django.core.management import call_command
from ninja import Schema

from config.management.commands.openapi import COMMITTED, description
from tests.project import ROOT


def test_the_committed_description_is_up_to_date():
    assert (ROOT / "docs" / "openapi.json").read_text(encoding="utf-8") == description(), "run: quartiers openapi"


def test_the_served_description_is_the_committed_one(client):
    assert client.get("/api/openapi.json").json() == json.loads(COMMITTED.read_text(encoding="utf-8"))


def test_the_command_writes_where_it_is_told(tmp_path, capsys):
    call_command("openapi", out=tmp_path / "api.json")

    assert (tmp_path / "api.json").read_text(encoding="utf-8") == description()
    assert "api.json" in capsys.readouterr().out


def test_no_two_answers_share_a_name():
    """The description holds one schema for a name: a second one would silently take the place of the first."""
    names = Counter(
        one for name, module in list(sys.modules.items()) if name.startswith("quartiers.") for one in own(module)
    )

    assert [name for name, count in names.items() if count > 1] == []


def own(module):
    """Names of the schemas that a module of the API defines."""
    found = [one for one in vars(module).values() if isinstance(one, type) and issubclass(one, Schema)]
    return [one.__name__ for one in found if one.__module__ == module.__name__]


def test_every_operation_says_what_it_does_in_french():
    operations = [operation for path in json.loads(description())["paths"].values() for operation in path.values()]

    assert operations
    for operation in operations:
        assert operation["summary"]
        assert operation["description"]
        assert operation["operationId"].isidentifier()
