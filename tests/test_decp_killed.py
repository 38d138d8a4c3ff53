"""A load of published contracts in a process of its own, killed where it hurts, then run again."""

import json
import signal

import pytest

from quartiers.procurement.tests.decp_sample import marches, record
from tests.installation import Installation

CONTRACTS, BATCH = 250, 50
SETUP = f"""
import json, os, signal, sys
from pathlib import Path
import django; django.setup()
from django.db import connection
from django.utils import timezone
from quartiers.office.rules import PLATFORM
from quartiers.procurement.actions import decp
decp.BATCH, decp.STEP = {BATCH}, {BATCH}
"""
LOAD = f"""{SETUP}
words, left = sys.argv[2], int(sys.argv[3])

def die_there(execute, sql, params, many, context):
    global left
    result = execute(sql, params, many, context)
    left -= words in sql
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return result

with connection.execute_wrapper(die_there):
    report = decp.import_decp(Path(sys.argv[1]), by=PLATFORM, now=timezone.now(), progress=lambda done, total: None)
print(json.dumps([report.created, report.changed, report.unchanged, report.duplicates]))
"""
STATE = f"""{SETUP}
from quartiers.procurement.models import PublishedContract, PublishedShare
shares = PublishedShare.objects.order_by("axis", "key", "year").values_list("axis", "key", "year", "total")
print(json.dumps([PublishedContract.objects.count(), list(shares)]))
"""
NEVER = ("nothing holds these words", "1")

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_load_that_is_killed_leaves_whole_batches_and_once_run_again_is_as_if_nothing_happened(tmp_path):
    """In the middle of a batch, while shares are counted, and just before: nothing is half, nothing is forgotten."""
    path = tmp_path / "contrats.json"
    path.write_text(json.dumps(marches(*(record(id=str(rank)) for rank in range(CONTRACTS)))))
    own = Installation(tmp_path)

    def load(words: str, times: str) -> list[int] | None:
        process = own.start("-c", LOAD, str(path), words, times)
        said, _ = process.communicate(timeout=120)
        assert process.returncode in (0, -signal.SIGKILL)
        return json.loads(said) if process.returncode == 0 else None

    def state() -> tuple[int, list[object]]:
        return tuple(json.loads(own.run("-c", STATE)))

    assert load("UPDATE SET", "3") is None  # the third batch is written, and not confirmed
    assert state() == (2 * BATCH, [["a-compter", "", 0, 0]])
    assert load("GROUP BY", "3") is None  # all is there but the count of the shares
    assert state() == (CONTRACTS, [["a-compter", "", 0, 0]])
    assert load(*NEVER) == [0, 0, CONTRACTS, 0]
    count, shares = state()
    assert count == CONTRACTS
    assert ["tout", "", 0, CONTRACTS] in shares
    assert all(axis != "a-compter" for axis, *_ in shares)
    assert load(*NEVER) == [0, 0, CONTRACTS, 0]
    assert state() == (count, shares)
