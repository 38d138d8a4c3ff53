"""The line to the mail server: what it knows, what it cannot know, and that a password never travels in the open."""

import ssl
import threading
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from quartiers.office import actions
from quartiers.office.management.commands.worker import repeated
from quartiers.office.models import Mail
from quartiers.office.rules import BACK_OFF, SUBJECT_MAX, MailState, clean_text, one_line, shortened
from tests.factories import Mail as WrittenMail
from tests.mail_server import mail_server

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    with mail_server() as listening:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", listening.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield listening


@pytest.fixture
def certificate(tmp_path):
    """Of localhost, signed by itself: the file, and the context of a server that shows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown, kept = tmp_path / "certificate.pem", tmp_path / "key.pem"
    shown.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    kept.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown, kept)
    return shown, context


def write(count: int = 1) -> None:
    WrittenMail.create_batch(count)


def send(now: datetime = NOW) -> int:
    return actions.send_due(clock=lambda: now)


def states() -> list[str]:
    return list(Mail.objects.order_by("pk").values_list("state", flat=True))


class TestWhatTheLineKnows:
    def test_a_server_that_hangs_up_between_two_mails_leaves_none_uncertain(self, server):
        server.hangs_up_after = 2
        write(5)

        assert send() == 5
        assert len(server.taken) == 5

    def test_one_uncertain_mail_does_not_make_the_others_uncertain(self, server):
        server.hangs_up_after_data = True
        write(3)

        assert send() == 0
        assert states() == [MailState.UNCERTAIN] * 3
        assert len(server.taken) == 3, "each one was handed over on a line of its own"

    def test_a_server_that_never_answers_is_not_waited_for(self, server, settings):
        settings.EMAIL_TIMEOUT = 0.2
        server.stalls = True
        write()

        assert send() == 0
        assert states() == [MailState.UNCERTAIN]

    def test_an_address_that_no_message_can_hold_fails_alone(self, server):
        WrittenMail(recipient="a\nBcc: espion@exemple.fr")
        write()

        assert send() == 1
        assert states() == [MailState.FAILED, MailState.SENT]
        assert server.recipients == ["awa.diarra@exemple.fr"]

    def test_a_server_out_of_reach_puts_off_all_that_is_due_at_once(self, server, settings):
        settings.EMAIL_PORT = 9
        write(60)
        WrittenMail(attempts=len(BACK_OFF))
        send()

        waiting = Mail.objects.filter(state=MailState.READY, due_at=NOW + BACK_OFF[0], attempts=1)
        assert (waiting.count(), states()[-1]) == (60, MailState.FAILED)

    def test_putting_off_costs_as_many_queries_for_one_mail_and_for_a_hundred(
        self, server, settings, django_assert_max_num_queries
    ):
        settings.EMAIL_PORT = 9
        counts = []
        for count in (1, 100):
            write(count)
            with django_assert_max_num_queries(20) as captured:
                send()
            counts.append(len(captured))

        assert counts[0] == counts[1]

    def test_words_of_every_alphabet_arrive_whole(self, server):
        WrittenMail(subject="Éloïse – 日本\u00a0: «\u00a0à demain\u00a0»", text="Çà et là.\n.\nFin\n")

        assert send() == 1
        assert b"Subject: =?utf-8?" in server.taken[0][1]


class TestSecrecy:
    def test_a_password_is_given_after_the_line_is_secret(self, server, settings, certificate, monkeypatch):
        shown, server.certificate = certificate
        monkeypatch.setenv("SSL_CERT_FILE", str(shown))
        server.password = "compte:secret"
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "compte", "secret"
        settings.EMAIL_USE_TLS = True
        write()

        assert send() == 1
        assert server.in_secret

    def test_a_certificate_that_nobody_vouches_for_gets_nothing(self, server, settings, certificate):
        _, server.certificate = certificate
        settings.EMAIL_USE_TLS = True
        write()

        assert send() == 0
        assert (states(), server.taken) == ([MailState.READY], [])

    def test_a_server_that_cannot_speak_in_secret_gets_nothing(self, server, settings):
        settings.EMAIL_USE_TLS = True
        write()

        assert send() == 0
        assert (states(), server.taken) == ([MailState.READY], [])

    def test_a_wrong_password_puts_mails_off(self, server, settings):
        server.password = "compte:secret"
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "compte", "autre"
        write()

        assert send() == 0
        assert states() == [MailState.READY]


def test_the_command_says_what_left_and_what_is_uncertain(server, capsys):
    write(3)
    WrittenMail(state=MailState.CLAIMED, claimed_at=NOW - timedelta(days=400))
    call_command("send_mail")

    assert capsys.readouterr().out.replace("\u00a0", " ") == "3 courriels envoyés. 1 incertain à vérifier.\n"


def test_a_fault_does_not_end_the_work_that_comes_back(caplog):
    turns = []
    again = threading.Event()

    def faulty(over: threading.Event) -> None:
        turns.append(1)
        if len(turns) == 3:
            again.set()
        raise KeyError("secret")

    with repeated(faulty, every_s=0.01):
        assert again.wait(10)
    assert "background work failed" in caplog.text
    assert "secret" not in caplog.text


@given(text=st.text())
def test_a_header_is_one_line_and_says_the_same_twice(text):
    line = one_line(text)

    assert len(line.splitlines()) <= 1
    assert one_line(line) == line
    assert len(shortened(line, SUBJECT_MAX)) <= SUBJECT_MAX


@given(text=st.text())
def test_a_clean_text_is_stored_and_sent_as_it_is(text):
    cleaned = clean_text(text)

    assert cleaned.encode().decode() == cleaned
    assert "\x00" not in cleaned
    assert clean_text(cleaned) == cleaned
