"""Two workers killed in the middle of a thousand mails: none leaves twice, the uncertain ones are shown."""

import os
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
import django; django.setup()
from quartiers.office.queries import mail_counts
print({state.value: count for state, count in mail_counts().items()})
"""


@pytest.mark.django_db(transaction=True)
def test_two_workers_killed_in_the_middle_send_nothing_twice_and_show_what_is_uncertain(tmp_path):
    with mail_server(slow_s=0.002) as server:
        own = Installation(tmp_path, QUARTIERS_SMTP_URL=server.url)
        own.run("-c", WRITE)
        workers = [own.start("manage.py", "send_mail") for _ in range(2)]
        while len(server.taken) < KILLED_AFTER:
            time.sleep(0.01)
        for worker in workers:
            os.kill(worker.pid, signal.SIGKILL)
            worker.communicate()
        assert len(server.taken) < COUNT

        uncertain = int(own.run("-c", CLAIMS_ARE_LOST))
        own.run("manage.py", "send_mail")
        states = eval(own.run("-c", STATES))  # noqa: S307  printed by this very test

    assert uncertain <= 2
    assert max(Counter(server.recipients).values()) == 1
    assert states.get(MailState.UNCERTAIN, 0) == uncertain
    assert states[MailState.SENT] == COUNT - uncertain
    assert len(server.taken) >= COUNT - uncertain
