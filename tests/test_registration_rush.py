"""Crowds and workers at the same moment, on both databases: never beyond the quota, never a reminder twice."""

import json

import pytest

from tests.installation import Installation

PREPARE = """
import django; django.setup()
from tests import factories
print(factories.Session(quota=3).pk)
"""
RUSH = """
import django, sys, threading; django.setup()
from django.db import connections
from django.utils import timezone
from quartiers.exchanges import actions
from quartiers.exchanges.models import Session
session = Session.objects.select_related("cycle").get(pk={session})
faults = []
def ask(number):
    try:
        for turn in range(10):
            who = actions.Identity(f"p{process}-{{number}}-{{turn}}@exemple.fr", "Awa", "Diarra")
            actions.register(session.cycle, actions.Asked(who, [session]), now=timezone.now())
            # As at the end of a request: the pool has fewer connections than there are threads.
            connections.close_all()
    except Exception as error:
        faults.append(repr(error))
    finally:
        connections.close_all()
threads = [threading.Thread(target=ask, args=[number]) for number in range(10)]
for thread in threads: thread.start()
for thread in threads: thread.join()
if faults: sys.exit("; ".join(faults))
"""
COUNT = """
import django, json; django.setup()
from collections import Counter
from quartiers.exchanges.models import Registration
print(json.dumps(Counter(Registration.objects.values_list("place", flat=True))))
"""


@pytest.mark.django_db(transaction=True)
def test_two_hundred_requests_at_once_never_pass_the_quota(tmp_path):
    own = Installation(tmp_path)
    session = own.run("-c", PREPARE)
    rushes = [own.start("-c", RUSH.format(session=session, process=process)) for process in range(2)]
    for rush in rushes:
        rush.communicate(timeout=180)
        assert rush.returncode == 0

    assert json.loads(own.run("-c", COUNT)) == {"confirmed": 3, "waiting": 197}


REMIND = """
import django; django.setup()
from datetime import timedelta
from quartiers.exchanges import actions
from quartiers.exchanges.models import Session
for _ in range(3):
    actions.send_reminders(now=Session.objects.get().starts_at - timedelta(hours=1))
"""
INVITED = """
import django; django.setup()
from tests import factories
session = factories.Session()
for number in range(60):
    factories.Registration(session=session, participant=factories.Participant(email=f"p{number}@exemple.fr"))
"""
WRITTEN = """
import django, json; django.setup()
from collections import Counter
from quartiers.office.queries import mails
print(json.dumps(sorted(set(Counter(mails().values_list("recipient", flat=True)).values())) + [mails().count()]))
"""


@pytest.mark.django_db(transaction=True)
def test_three_workers_that_remind_at_the_same_moment_write_each_reminder_once(tmp_path):
    own = Installation(tmp_path)
    own.run("-c", INVITED)
    workers = [own.start("-c", REMIND) for _ in range(3)]
    for worker in workers:
        worker.communicate(timeout=180)
        assert worker.returncode == 0

    assert json.loads(own.run("-c", WRITTEN)) == [1, 60]
