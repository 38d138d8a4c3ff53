"""After the purge nothing of a person stands in the files of an installation: database, its log, mails."""

from pathlib import Path

import pytest
from django.db import connection

from tests.installation import Installation

LIVE = """
import django; django.setup()
from datetime import UTC, datetime, timedelta
from quartiers.exchanges import actions
from quartiers.exchanges.rules import Nature
from tests import factories
start = datetime(2020, 12, 8, 9, 0, tzinfo=UTC)
session = factories.Session(starts_at=start, cycle__slug="ancien")
for number in range(200):
    who = actions.Identity(f"personne{number}@fichier.exemple.fr", "Chloé", "Introuvable", "Ville")
    need = actions.NewNeed("Une question tout à fait intime", Nature.JURIDIQUE)
    asked = actions.Asked(who, [session], needs=[need])
    actions.register(session.cycle, asked, now=start - timedelta(days=30))
"""
PURGE = """
import django; django.setup()
from datetime import UTC, datetime
from quartiers.office.actions import purge_all
purge_all(now=datetime(2021, 12, 9, 12, 0, tzinfo=UTC))
"""
TRACES = ("@fichier.exemple.fr", "Introuvable", "tout à fait intime")


def held(folder: Path) -> bytes:
    """Every byte of every file."""
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.django_db(transaction=True)
def test_a_purge_leaves_nothing_in_the_files(tmp_path):
    own = Installation(tmp_path)
    own.run("-c", LIVE)
    before = held(tmp_path)
    own.run("-c", PURGE)
    after = held(tmp_path)

    assert [trace for trace in TRACES if trace.encode() in after] == []
    if connection.vendor == "sqlite":
        assert [trace for trace in TRACES if trace.encode() not in before] == []
