"""Two workers killed in the middle of a thousand mails: none leaves twice, the uncertain ones are shown."""

import json
import os
import re
import signal
import time
from collections import Counter

import pytest

from quartiers.office.rules import MailState
from tests.installation import Installation
from tests.mail_server import mail_server

COUNT = 1_000
KILLED_AFTER = 150
WRITE = f"""
import django; django.setup()
from django.utils import timezone
from quartiers.office import actions
from django.db import transaction
with transaction.atomic():
    for n in range({COUNT}):
        actions.write_mail("essai", to=f"personne{{n}}@exemple.fr", subject="Essai", key="essai", now=timezone.now(),
                           template="office/email/layout.html", context={{"subject": "x", "blocks": []}})
"""
CLAIMS_ARE_LOST = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from quartiers.office import actions
print(actions.note_lost_claims(now=timezone.now() + timedelta(hours=1)))
"""
STATES = """
import django, json; django.setup()
from quartiers.office.queries import mail_counts
print(json.dumps({state.value: count for state, count in mail_counts().items()}))
"""
#: What the administrator reads: the page «Messages», all of it, then the uncertain ones alone.
PAGES = """
import django, json; django.setup()
from django.test import Client
from django.urls import reverse
from tests import people
client, page = Client(SERVER_NAME="127.0.0.1"), reverse("office:mails")
people.sign_in(client, "installation_administrator")
answers = [client.get(page), client.get(f"{page}?etat=uncertain")]
print(json.dumps([answer.content.decode() for answer in answers]))
"""


@pytest.mark.django_db(transaction=True)
def test_two_workers_killed_in_the_middle_send_nothing_twice_and_show_what_is_uncertain(tmp_path):
    """Each worker dies while the server has its message and has not answered: nobody can know what became of it."""
    with mail_server(slow_s=0.002) as server:
        own = Installation(tmp_path, QUARTIERS_SMTP_URL=server.url)
        own.run("-c", WRITE)
        workers = [own.start("manage.py", "send_mail") for _ in range(2)]
        wait_until(lambda: len(server.taken) >= KILLED_AFTER)
        server.stalls = True
        wait_until(lambda: len(server.held) == len(workers))
        for worker in workers:
            os.kill(worker.pid, signal.SIGKILL)
            worker.communicate()
        server.stalls = False
        held = set(server.held)
        assert len(held) == 2
        assert len(server.taken) < COUNT

        assert int(own.run("-c", CLAIMS_ARE_LOST)) == 2
        own.run("manage.py", "send_mail")
        states = json.loads(own.run("-c", STATES))
        everything, uncertain = json.loads(own.run("-c", PAGES))

    assert states == {MailState.UNCERTAIN: 2, MailState.SENT: COUNT - 2}
    assert max(Counter(server.recipients).values()) == 1
    assert len(server.taken) == COUNT, "those that are uncertain had reached the server, and left no second time"
    assert "2\u00a0courriels incertains à décider" in everything
    assert set(re.findall(r"personne\d+@exemple\.fr", uncertain)) == held


def wait_until(so, *, at_most_s: float = 300) -> None:
    end = time.monotonic() + at_most_s
    while not so():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)
