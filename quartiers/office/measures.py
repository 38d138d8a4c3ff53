"""What the journal costs: an action with its line beside one without; a chain proved beside the same rows read."""

import csv
import hashlib
import json
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from django.db import transaction
from django.test import RequestFactory
from django.test.utils import override_settings
from django.urls import resolve, reverse
from django.utils import timezone

from quartiers.kernel.bench import Measure, Trial
from quartiers.office import actions, letters, queries
from quartiers.office.actions.imports import MAX_BYTES, MAX_ROWS
from quartiers.office.models import AuditLine, Mail
from quartiers.office.rules import Author, MailState, Verb
from quartiers.office.table_import import Field, TableSpec
from quartiers.office.table_reading import Difference, batches, compared, readings
from quartiers.office.tables import read_table, write_table

LINES = 20_000
ROWS, COLUMNS, FIELDS = 100_000, 50, 10
MAILS = 100
AUTHOR = Author(1, 1, "0" * 16)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
_keys = count()


def _written() -> Trial:
    """An action that writes one row, in a transaction, with its line of the journal sealed, beside without."""

    def act(*, audited: bool) -> bool:
        with transaction.atomic():
            key = str(next(_keys))
            mail = Mail.objects.create(
                kind="mesure", key=key, recipient="x", subject="x", text="x", token=key, created_at=NOW, due_at=NOW
            )
            if audited:
                actions.audit(Verb.CREATE, kind="office.mail", object_id=mail.pk, by=AUTHOR, now=NOW)
        return True

    return Trial(_often(lambda: act(audited=True)), _often(lambda: act(audited=False)), same=_both)


def _often(work: Callable[[], bool], times: int = 20) -> Callable[[], bool]:
    return lambda: sum(work() for _ in range(times)) == times


def _page() -> Trial:
    """A page that reads two tables and writes a line of the journal, beside the same page without the line."""
    path = reverse("office:retention")
    found = resolve(path)

    def page(*, audited: bool) -> bool:
        request = RequestFactory(headers={"host": "localhost"}).get(path)
        if audited:
            actions.audit(Verb.READ, kind="office.auditline", object_id=None, by=AUTHOR, now=NOW)
        return bool(found.func(request).status_code == 200)

    return Trial(_often(lambda: page(audited=True)), _often(lambda: page(audited=False)), same=_both)


def _verified() -> Trial:
    """A chain of many lines read and proved, beside the same rows read and hashed without a chain."""
    now = timezone.now() - timedelta(hours=1)
    with transaction.atomic():
        for number in range(LINES):
            actions.audit(Verb.READ, kind="people.person", object_id=number % 500, by=AUTHOR, now=now)

    def bare() -> bool:
        digest = hashlib.sha256()
        for line in AuditLine.objects.order_by("pk").iterator(chunk_size=2_000):
            digest.update(json.dumps([line.verb, line.kind, line.object, line.fields]).encode())
        return bool(digest.digest())

    return Trial(lambda: queries.verify().is_whole, bare, same=_both)


def _sent() -> Trial:
    """Mails written, claimed, handed over and settled, among many that have left, beside the same only composed."""
    old = [
        Mail(
            kind="mesure",
            key=f"parti {n}",
            recipient="x",
            token=f"parti {n}",
            state=MailState.SENT,
            created_at=NOW,
            due_at=NOW,
        )
        for n in range(LINES)
    ]
    Mail.objects.bulk_create(old)
    nowhere = override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
    nowhere.enable()

    def write(key: str, number: int) -> Mail:
        given = {"subject": "x", "blocks": [letters.Block("paragraph", ["Bonjour,"])]}
        template = "office/email/layout.html"
        to = f"personne{number}@exemple.fr"
        return actions.write_mail("mesure", to=to, subject="x", template=template, context=given, key=key, now=NOW)

    def ours() -> int:
        key = f"mesure {next(_keys)}"
        for number in range(MAILS):
            write(key, number)
        return actions.send_due(clock=lambda: NOW)

    def theirs() -> int:
        written = [Mail(recipient="x@exemple.fr", subject="x", text="Bonjour,", token=str(n)) for n in range(MAILS)]
        return sum(bool(letters.as_message(one).message().as_bytes()) for one in written)

    return Trial(ours, theirs, same=lambda ours, theirs: ours == theirs == MAILS, close=nowhere.disable)


def _columns_of_a_table() -> tuple[TableSpec, list[str]]:
    """A kind of table of ten fields, in a file of fifty columns."""
    fields = tuple(Field(f"f{at}", f"Colonne {at}", required=at == 0) for at in range(FIELDS))
    spec = TableSpec(
        code="mesure",
        title="",
        noun=("ligne", "lignes"),
        fields=fields,
        key=("f0",),
        may_import=lambda viewer: False,
        existing=lambda keys: {},
        apply=lambda records, by, now: None,
        back="",
    )
    return spec, [f"Colonne {at}" for at in range(COLUMNS)]


def _table_file(folder: Path, rows: int) -> Path:
    _, titles = _columns_of_a_table()
    path = folder / f"{rows}.csv"
    write_table(path, titles, ([str(row), *map(str, range(1, COLUMNS))] for row in range(rows)))
    return path


def _compare(path: Path) -> int:
    """Read a table as the importer does, every row checked and compared; how many would be new."""
    spec, titles = _columns_of_a_table()
    table = read_table(path, max_rows=MAX_ROWS, max_bytes=MAX_BYTES, seek_header=True)
    columns, difference = {one.key: titles.index(one.label) for one in spec.fields}, Difference()
    for batch in batches(readings(spec, table, columns)):
        compared(spec, batch, difference)
    return difference.new


def _ten_times_the_rows() -> Trial:
    folder = tempfile.TemporaryDirectory()
    small, large = _table_file(Path(folder.name), ROWS // 10), _table_file(Path(folder.name), ROWS)
    return Trial(
        candidate=lambda: _compare(large),
        baseline=lambda: sum(_compare(small) for _ in range(10)),
        same=lambda ours, theirs: ours == theirs == ROWS,
        close=folder.cleanup,
    )


def _against_reading_alone() -> Trial:
    folder = tempfile.TemporaryDirectory()
    path = _table_file(Path(folder.name), ROWS // 10)

    def read_alone() -> int:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return sum(1 for _ in csv.reader(file, delimiter=";")) - 1

    return Trial(
        candidate=lambda: _compare(path),
        baseline=read_alone,
        same=lambda ours, theirs: ours == theirs,
        close=folder.cleanup,
    )


def _both(ours: bool, theirs: bool) -> bool:
    return ours and theirs


MEASURES = [
    Measure("page lue avec une ligne du journal contre la même sans", 2.0, "at_most", _page),
    Measure("écriture d’une ligne avec le journal contre sans", 8.0, "at_most", _written),
    Measure("journal de 20 000 lignes prouvé contre lu", 2.5, "at_most", _verified),
    Measure("tableau de 100 000 lignes et 50 colonnes contre dix de 10 000", 1.25, "at_most", _ten_times_the_rows),
    Measure("tableau de 10 000 lignes vérifié contre seulement découpé", 20.0, "at_most", _against_reading_alone),
    Measure("100 courriels écrits et envoyés contre seulement composés", 8.0, "at_most", _sent),
]
