"""Rows written by the thousand are those that the ORM would have written."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from quartiers.office import bulk
from quartiers.office.models import Job
from quartiers.office.rules import JobState

NOW, LATER = datetime(2026, 11, 3, 8, tzinfo=UTC), datetime(2026, 11, 4, 8, tzinfo=UTC)
WORDS = "l’été\u00a0; «\t»\\N\n\\fin"
COLUMNS = ("token", "kind", "state", "payload", "result", "error", "created_at", "heard_at", "is_writing", "done")


def jobs(count, first=0):
    made = bulk.copies(Job(kind="mesure", created_at=NOW, expires_at=LATER, error=WORDS), count)
    for rank, one in enumerate(made, first):
        one.token, one.payload = f"jeton {rank}", {"rang": rank, "texte": [WORDS, None]}
    return made


def stored():
    return list(Job.objects.order_by("token").values_list(*COLUMNS))


def test_rows_are_those_that_the_orm_writes(db):
    bulk.insert(jobs(3))
    found = stored()
    Job.objects.all().delete()
    Job.objects.bulk_create(jobs(3))

    assert found == stored()
    assert found[0][2:4] == (JobState.WAITING, {"rang": 0, "texte": [WORDS, None]})


def test_keys_are_given_and_never_those_of_others(db):
    before = jobs(1)[0]
    before.save()
    rows = jobs(3, first=1)
    bulk.insert(rows)
    after = jobs(1, first=4)[0]
    after.save()

    assert [Job.objects.get(pk=one.pk).token for one in rows] == ["jeton 1", "jeton 2", "jeton 3"]
    assert len({before.pk, after.pk, *(one.pk for one in rows)}) == 5
    rows[0].save()  # is there: changed, not written twice
    assert Job.objects.count() == 5


def test_only_the_fields_that_are_named_change(db):
    rows = jobs(3)
    bulk.insert(rows)
    for rank, one in enumerate(rows[:2]):
        one.kind, one.done, one.result, one.heard_at = "autre", 9, {"rang": rank}, LATER
    bulk.update(rows[:2], ["kind", "result", "heard_at"])
    bulk.update(rows[2:], ["heard_at"])  # twice in one transaction

    columns = ("kind", "result", "heard_at", "done")
    assert list(Job.objects.order_by("token").values_list(*columns)) == [
        ("autre", {"rang": 0}, LATER, 0), ("autre", {"rang": 1}, LATER, 0), ("mesure", {}, None, 0),
    ]  # fmt: skip


def test_nothing_to_write_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        bulk.insert([])
        bulk.update([], ["kind"])


@pytest.mark.django_db(transaction=True)
def test_rows_are_not_written_outside_a_transaction():
    with pytest.raises(TransactionManagementError):
        bulk.insert(jobs(1))
    with transaction.atomic():
        bulk.insert(jobs(1))
    assert connection.in_atomic_block is False
    assert Job.objects.count() == 1
