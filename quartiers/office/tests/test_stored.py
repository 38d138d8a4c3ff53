"""Files that somebody gave: what they are, where they stand, who looks at them, when they leave."""

import io
import os
import socket
import stat
import struct
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel.errors import RuleBroken
from quartiers.office import actions, files, queries
from quartiers.office.downloads import file_response
from quartiers.office.models import AuditLine, Job, StoredFile
from quartiers.office.rules import Author, FileKind, JobState, ScanState, Verb, clean_name, recognise
from quartiers.office.rules.audit import months_before
from quartiers.office.rules.stored import MAX_BYTES, NAME_MAX, ODT_TYPE
from quartiers.office.scanner import ClamAV, NoScanner, ScannerUnavailable, scanner

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
CORA = Author(7, 3)
PDF = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40 + b"\0\0\0\0IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40 + b"\xff\xd9"


def package(parts: dict[str, bytes], **options) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


XLSX = package({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"})
DOCX = package({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"})
ODT = package({"mimetype": ODT_TYPE.encode(), "content.xml": b"<a/>"})


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


# --- What a file is -------------------------------------------------------------------------------------------------


class TestKind:
    @pytest.mark.parametrize(
        ("content", "name", "kind"),
        [
            (PDF, "photo.png", FileKind.PDF),
            (PNG, "x.pdf", FileKind.PNG),
            (JPEG, "", FileKind.JPEG),
            (XLSX, "x.zip", FileKind.XLSX),
            (DOCX, "x", FileKind.DOCX),
            (ODT, "x", FileKind.ODT),
            ("prénom;âge\nAwa;31".encode(), "liste.csv", FileKind.CSV),
            ("prénom;âge".encode("cp1252"), "liste.CSV", FileKind.CSV),
            (b"bonjour\r\n", "mot.txt", FileKind.TEXT),
        ],
        ids=["pdf", "png", "jpeg", "xlsx", "docx", "odt", "csv", "csv in windows", "text"],
    )
    def test_the_bytes_decide_not_the_name(self, content, name, kind):
        assert recognise(content, name) is kind

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "vide"),
            (b"x" * (MAX_BYTES + 1), "dépasse 10"),
            (b"MZ\x90\x00\x03binary", "ne reconnaissons pas"),
            (b"\x81\x8d\x8f\x90", "ne reconnaissons pas"),
            (b"<!DOCTYPE html><p>", "page web"),
            (b"  <svg onload='x'>", "page web"),
            (b"a;b\n<script>x</script>", "page web"),
            (PDF[:-7], "abîmé"),
            (PNG[:-8], "abîmé"),
            (PDF + XLSX, "en contient un autre"),
            (JPEG + XLSX, "en contient un autre"),
            (JPEG[:8] + b"%PDF-1.4" + JPEG[8:], "en contient un autre"),
            (b"texte %PDF-1.4", "en contient un autre"),
            (b"PK\x03\x04" + b"\0" * 60, "abîmé"),
            (package({"a.txt": b"x"}), "ne reconnaissons pas"),
            (package({"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b""}), "macros"),
            (package({"[Content_Types].xml": b"", "xl/workbook.xml": b"\0" * (101 * 1024**2)}), "démesuré"),
            (package({"[Content_Types].xml": b"", **{f"xl/{n}.xml": b"" for n in range(2001)}}), "démesuré"),
            (XLSX + b"behind", "en contient un autre"),
        ],
        ids=range(19),
    )
    def test_what_is_not_accepted_is_refused_with_a_sentence(self, content, said):
        with pytest.raises(RuleBroken, match=said):
            recognise(content)

    def test_a_zip_behind_something_else_is_two_files(self):
        shifted = io.BytesIO(XLSX[:0])
        shifted.write(b"PK\x03\x04" + b"junk")
        shifted.write(XLSX)
        with pytest.raises(RuleBroken, match="en contient un autre"):
            recognise(shifted.getvalue())

    def test_a_locked_document_says_so(self):
        locked = bytearray(DOCX)
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = locked.find(mark)
            locked[at + offset] |= 1
        with pytest.raises(RuleBroken, match="mot de passe"):
            recognise(bytes(locked))

    def test_parts_that_overlap_are_a_bomb(self):
        bomb = bytearray(package({"[Content_Types].xml": b"a" * 500, "xl/workbook.xml": b"b" * 500}))
        second = bomb.rfind(b"PK\x01\x02")
        bomb[second + 42 : second + 46] = struct.pack("<L", 0)
        with pytest.raises(RuleBroken, match="démesuré"):
            recognise(bytes(bomb))

    @given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", PDF[:5], PNG[:8], JPEG[:3]]))
    def test_any_bytes_have_a_kind_or_a_sentence(self, content, start):
        with suppress(RuleBroken):
            assert recognise(start + content) in FileKind

    @given(st.text(max_size=300), st.sampled_from(FileKind))
    def test_a_name_leads_nowhere_and_says_what_the_file_is(self, name, kind):
        clean = clean_name(name, kind)

        assert clean.endswith(f".{kind.value}")
        assert not set('/\\\0\r\n"<>:|?*') & set(clean)
        assert not clean.startswith(".")
        assert len(clean) <= NAME_MAX + 5


# --- Keeping --------------------------------------------------------------------------------------------------------


def keep(content: bytes = PDF, **given) -> StoredFile:
    return actions.store_file(
        [content[:5], content[5:]],
        **{
            "name": "attestation.exe",
            "owner_kind": "people.person",
            "owner_id": 12,
            "by": CORA,
            "now": NOW,
            "expires_at": NOW + timedelta(days=30),
        }
        | given,
    )


@pytest.mark.django_db
class TestKeeping:
    def test_it_stands_under_a_random_name_outside_the_web_for_the_platform_alone(self, settings):
        stored = keep()
        path = files.stored_path(stored.token)

        assert (stored.name, stored.kind, stored.size) == ("attestation.pdf", FileKind.PDF, len(PDF))
        assert path.read_bytes() == PDF
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert "attestation" not in str(path)
        assert not path.is_relative_to(settings.STATIC_ROOT)
        assert list(queries.stored_files("people.person", 12)) == [stored]
        assert not queries.stored_files("people.person", 13).exists()

    def test_it_never_stays_longer_than_promised(self):
        stored = keep(expires_at=NOW + timedelta(days=9999))

        assert stored.expires_at == months_before(NOW, -24)

    def test_what_is_refused_leaves_nothing(self, tmp_path):
        with pytest.raises(RuleBroken, match="dépasse"):
            keep(b"x" * (MAX_BYTES + 1))

        assert not StoredFile.objects.exists()
        assert not list(tmp_path.glob("files/**/*"))

    def test_without_a_scanner_it_says_so(self):
        assert keep().scan == ScanState.UNSCANNED
        assert ScanState.UNSCANNED.label == "non analysé"

    def test_it_is_served_as_an_attachment_that_no_browser_shows(self):
        response = file_response(keep(name="attestation été.pdf"), by=CORA, now=NOW)

        assert b"".join(response) == PDF
        response.close()
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert "no-store" in response["Cache-Control"]

    def test_who_gave_read_and_erased_is_in_the_journal(self, django_capture_on_commit_callbacks):
        stored = keep()
        actions.open_stored_file(stored, by=CORA, now=NOW)
        with django_capture_on_commit_callbacks(execute=True):
            actions.erase_stored_file(stored, by=CORA, now=NOW)

        assert list(AuditLine.objects.order_by("pk").values_list("verb", flat=True)) == [
            Verb.CREATE, Verb.READ, Verb.DELETE,
        ]  # fmt: skip
        assert not files.stored_path(stored.token).exists()

    @pytest.mark.parametrize("state", [ScanState.WAITING, ScanState.INFECTED])
    def test_what_is_not_known_to_be_safe_does_not_leave(self, state):
        stored = keep()
        stored.scan = state
        with pytest.raises(RuleBroken, match="ne peut pas être ouvert"):
            file_response(stored, by=CORA, now=NOW)

    def test_what_is_past_its_date_does_not_leave_even_before_the_purge(self):
        with pytest.raises(RuleBroken, match="passé sa date"):
            file_response(keep(), by=CORA, now=NOW + timedelta(days=30))


@pytest.mark.django_db
class TestPurge:
    def test_files_leave_at_their_date_with_their_bytes(self):
        old, recent = keep(), keep(expires_at=NOW + timedelta(days=60))
        later = NOW + timedelta(days=31)

        assert actions.purge_stored(now=later, dry_run=True) == 1
        assert actions.purge_stored(now=later) == 1
        assert actions.purge_stored(now=later) == 0
        assert [files.stored_path(one.token).exists() for one in (old, recent)] == [False, True]

    def test_bytes_of_a_transaction_that_was_undone_leave_too(self):
        with transaction.atomic():
            stored = keep()
            transaction.set_rollback(True)
        path = files.stored_path(stored.token)
        os.utime(path, (NOW.timestamp(),) * 2)

        assert actions.purge_stored(now=NOW + timedelta(minutes=9)) == 0
        assert actions.purge_stored(now=NOW + timedelta(minutes=11)) == 1
        assert not path.exists()


# --- The scanner ----------------------------------------------------------------------------------------------------


@contextmanager
def clamd(answer: bytes) -> Iterator[tuple[str, int, list[bytes]]]:
    """A daemon that speaks INSTREAM on a port of this machine, takes one file, and gives this answer."""
    received: list[bytes] = []

    def serve(link: socket.socket) -> None:
        with link:
            assert link.recv(10, socket.MSG_WAITALL) == b"zINSTREAM\0"
            content = b""
            while size := struct.unpack("!L", link.recv(4, socket.MSG_WAITALL))[0]:
                content += link.recv(size, socket.MSG_WAITALL)
            received.append(content)
            link.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=lambda: serve(server.accept()[0]), daemon=True)
        thread.start()
        yield *server.getsockname(), received
        thread.join(5)


@pytest.mark.django_db
class TestScanner:
    def scanned(self, settings, answer: bytes) -> StoredFile:
        with clamd(answer) as (host, port, received):
            settings.CLAMAV = f"{host}:{port}"
            stored = keep()
            assert stored.scan == ScanState.WAITING
            actions.run_job(Job.objects.get().pk, clock=lambda: NOW)
        assert received == [PDF]
        return StoredFile.objects.get(pk=stored.pk)

    def test_a_clean_file_may_leave(self, settings):
        assert self.scanned(settings, b"stream: OK\0").may_leave

    def test_a_harmful_file_is_erased_and_says_so(self, settings):
        stored = self.scanned(settings, b"stream: Eicar-Signature FOUND\0")

        assert (stored.scan, stored.may_leave) == (ScanState.INFECTED, False)
        assert not files.stored_path(stored.token).exists()

    def test_an_answer_that_is_none_keeps_the_file_waiting(self, settings):
        assert self.scanned(settings, b"INSTREAM size limit exceeded. ERROR\0").scan == ScanState.WAITING
        assert Job.objects.get().state == JobState.FAILED

    def test_a_scanner_that_is_away_keeps_the_file_waiting_and_the_job_can_start_again(self, settings):
        with socket.create_server(("127.0.0.1", 0)) as server:
            settings.CLAMAV = f"127.0.0.1:{server.getsockname()[1]}"
        stored = keep()
        actions.run_job(Job.objects.get().pk, clock=lambda: NOW)

        assert StoredFile.objects.get(pk=stored.pk).scan == ScanState.WAITING
        assert "antivirus" in Job.objects.get().error
        assert actions.job_kind(actions.SCAN_JOB).repeatable

    def test_a_file_erased_meanwhile_is_no_work(self, settings):
        settings.CLAMAV = "127.0.0.1:9"
        stored = keep()
        stored.delete()
        actions.run_job(Job.objects.get().pk, clock=lambda: NOW)

        assert Job.objects.get().state == JobState.DONE

    def test_the_variable_chooses(self, settings, tmp_path):
        assert isinstance(scanner(), NoScanner)
        assert scanner().scan(tmp_path) is ScanState.UNSCANNED
        settings.CLAMAV = "clamav.exemple.fr:3310"
        assert scanner() == ClamAV("clamav.exemple.fr", 3310)

    def test_a_file_that_is_not_there_is_no_answer(self, tmp_path):
        with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(ScannerUnavailable):
            ClamAV(*server.getsockname()).scan(tmp_path / "gone")
