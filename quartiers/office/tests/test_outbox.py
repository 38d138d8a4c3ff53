"""Mails: written once, sent at most once, shown as uncertain when nobody can know."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel.errors import RuleBroken
from quartiers.office import actions, demo, letters, mail_files, queries
from quartiers.office.models import Mail
from quartiers.office.rules import BACK_OFF, CLAIM_LOST_AFTER, PLATFORM, MailState, may_follow, next_try
from tests.mail_server import MailServer, mail_server

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TEMPLATE = "office/email/layout.html"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.EMAIL_BACKEND = "quartiers.office.mail_files.MailFiles"


@pytest.fixture
def server(settings):
    with mail_server() as listening:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", listening.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield listening


def write(to: str = "awa@exemple.fr", **given) -> Mail:
    known = {
        "subject": "Votre inscription",
        "template": TEMPLATE,
        "context": {"subject": "Bonjour", "blocks": []},
        "key": "séance 1",
        "now": NOW,
    }
    return actions.write_mail("test.mail", to=to, **known | given)


def send(now: datetime = NOW) -> int:
    return actions.send_due(clock=lambda: now)


def again(mail: Mail) -> Mail:
    return Mail.objects.get(pk=mail.pk)


class TestWriting:
    def test_a_mail_of_a_kind_for_one_object_is_written_once_by_recipient(self):
        first, second, other = write(), write(), write(to="bruno@exemple.fr")

        assert first.pk == second.pk
        assert other.pk != first.pk

    @pytest.mark.parametrize("to", ["", "awa", "awa@", "a@b.fr\nBcc: c@d.fr", "a b@c.fr", "awa@exemple.fr, b@c.fr"])
    def test_an_address_that_cannot_be_one_is_refused(self, to):
        with pytest.raises(RuleBroken, match="Par exemple"):
            write(to=to)

    def test_a_capital_letter_makes_nobody_get_a_mail_twice(self):
        assert write(to=" Awa@Exemple.fr").pk == write(to="awa@exemple.fr").pk

    def test_an_address_to_answer_to_is_checked_too(self):
        with pytest.raises(RuleBroken, match="Par exemple"):
            write(reply_to="contact@exemple.fr\nBcc: espion@exemple.fr")

    def test_a_subject_too_long_is_refused_to_who_typed_it_and_shortened_for_who_did_not(self):
        with pytest.raises(RuleBroken, match="Ce sujet compte 10\u202f000 caractères"):
            write(subject="a" * 10_000, draft=True)
        with pytest.raises(RuleBroken, match="caractères"):
            actions.edit_draft(write(draft=True), subject="a" * 201, text="mots", by=PLATFORM, now=NOW)

        assert write(key="séance 2", subject="a" * 10_000).subject == "a" * 199 + "…"

    def test_a_text_loses_what_no_database_can_hold(self):
        mail = write(context={"subject": "", "blocks": [letters.Block("paragraph", ["Bon\x00jour"])]})

        assert "Bonjour" in mail.text

    def test_the_mails_about_one_thing_are_found(self):
        first = write()
        write(key="séance 2")

        assert [mail.pk for mail in queries.mails_about("séance 1")] == [first.pk]
        assert not queries.mails_about("séance 1", kinds=["autre"])

    def test_a_subject_is_one_line_whatever_was_typed(self, server):
        write(subject="Bonjour\r\nBcc: espion@exemple.fr" + " x" * 500)

        assert send() == 1
        message = message_from_bytes(server.taken[0][1], policy=default)
        assert message["Bcc"] is None
        assert message["Subject"].strip().startswith("Bonjour Bcc: espion@exemple.fr x x")
        assert len(message["Subject"].strip()) <= 200

    def test_a_draft_waits_for_a_reader_who_may_change_its_words(self):
        mail = write(draft=True)
        assert send() == 0

        actions.edit_draft(mail, subject="Autre sujet", text="Autres mots", by=PLATFORM, now=NOW)
        actions.release_mail(mail, by=PLATFORM, now=NOW)

        assert send() == 1
        assert (again(mail).subject, again(mail).text) == ("Autre sujet", "Autres mots\n")

    def test_what_has_left_cannot_be_changed_nor_cancelled(self):
        mail = write()
        send()

        with pytest.raises(RuleBroken, match="ne peut plus être modifié"):
            actions.edit_draft(mail, subject="Trop", text="tard", by=PLATFORM, now=NOW)
        with pytest.raises(RuleBroken, match="changé d’état"):
            actions.cancel_mail(mail, by=PLATFORM, now=NOW)

    def test_a_draft_without_words_is_refused(self):
        with pytest.raises(RuleBroken, match="sujet ou le texte"):
            actions.edit_draft(write(draft=True), subject=" ", text="mots", by=PLATFORM, now=NOW)

    def test_a_cancelled_mail_never_leaves(self):
        actions.cancel_mail(write(), by=PLATFORM, now=NOW)

        assert send() == 0

    def test_the_html_part_says_the_same_and_runs_nothing(self):
        html = letters.as_html("Sujet", "Bonjour <b>vous</b>,\n\n- un\n- deux\n\nhttps://exemple.fr/r/a?b=c\n")

        assert "&lt;b&gt;vous&lt;/b&gt;" in html
        assert html.count("<li>") == 2
        assert '<a href="https://exemple.fr/r/a?b=c">' in html


class TestSending:
    def test_without_a_mail_server_a_message_is_a_file_that_one_can_read(self):
        write(attachments=[actions.Attachment("seance.ics", "text/calendar; method=REQUEST", b"BEGIN:VCALENDAR")])

        assert send() == 1
        (path,) = mail_files.folder().iterdir()
        message = message_from_bytes(path.read_bytes(), policy=default)
        assert message["To"] == "awa@exemple.fr"
        assert [part.get_content_type() for part in message.iter_attachments()] == ["text/calendar"]

    def test_a_mail_leaves_once(self, server):
        write()

        assert (send(), send()) == (1, 0)
        assert server.recipients == ["awa@exemple.fr"]

    def test_a_refusal_for_good_is_not_tried_again(self, server):
        server.refusals["awa@exemple.fr"] = "550 no such user"
        mail = write()
        send()

        assert again(mail).state == MailState.FAILED
        assert "550" in again(mail).error
        assert send(NOW + timedelta(days=2)) == 0

    def test_a_refusal_for_a_while_is_tried_again_later(self, server):
        server.refusals["awa@exemple.fr"] = "450 try later"
        mail = write()
        send()
        assert (again(mail).state, again(mail).due_at) == (MailState.READY, NOW + BACK_OFF[0])

        server.refusals.clear()
        assert send(NOW + BACK_OFF[0]) == 1

    def test_a_server_out_of_reach_puts_mails_off_and_ends_by_giving_up(self, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
        mail, now = write(), NOW
        for wait in (*BACK_OFF, timedelta()):
            assert again(mail).state == MailState.READY
            send(now)
            now += wait

        assert again(mail).state == MailState.FAILED

    def test_a_server_that_hangs_up_after_taking_leaves_the_mail_uncertain(self, server: MailServer):
        server.hangs_up_after_data = True
        mail = write()
        send()

        assert again(mail).state == MailState.UNCERTAIN
        assert send(NOW + timedelta(days=3)) == 0

    def test_a_claim_that_nobody_settled_is_uncertain_and_never_leaves_by_itself(self):
        mail = write()
        Mail.objects.update(state=MailState.CLAIMED, claimed_at=NOW)

        assert actions.note_lost_claims(now=NOW + CLAIM_LOST_AFTER) == 0
        assert actions.note_lost_claims(now=NOW + CLAIM_LOST_AFTER + timedelta(seconds=1)) == 1
        assert again(mail).state == MailState.UNCERTAIN
        assert send(NOW + timedelta(days=3)) == 0

    def test_a_person_decides_what_becomes_of_an_uncertain_mail(self):
        first, second = write(), write(key="séance 2")
        Mail.objects.update(state=MailState.UNCERTAIN)

        actions.mark_sent(first, by=PLATFORM, now=NOW)
        actions.send_again(second, by=PLATFORM, now=NOW)

        assert again(first).state == MailState.SENT
        assert send() == 1
        with pytest.raises(RuleBroken, match="changé d’état"):
            actions.mark_sent(first, by=PLATFORM, now=NOW)
        with pytest.raises(RuleBroken, match="changé d’état"):
            actions.send_again(first, by=PLATFORM, now=NOW)


NOTICE = """\
From: MAILER-DAEMON@exemple.fr
To: ne-pas-repondre@localhost
Content-Type: multipart/report; report-type=delivery-status; boundary="b"
MIME-Version: 1.0

--b
Content-Type: text/plain

Votre message est revenu.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.exemple.fr

Final-Recipient: rfc822; awa@exemple.fr
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 unknown user

--b
Content-Type: text/rfc822-headers

Message-ID: <{token}@127.0.0.1>
Subject: Votre inscription

--b--
"""


def test_a_mail_that_opens_an_account_loses_its_words_as_soon_as_it_has_left(server):
    mail = write(secret=True)
    send()

    assert again(mail).text == ""
    assert b"<html" in server.taken[0][1]


class TestBounces:
    def test_a_notice_marks_the_mail_it_speaks_of(self, tmp_path, capsys):
        mail = write()
        send()
        path = tmp_path / "avis.eml"
        path.write_text(NOTICE.format(token=mail.token))
        call_command("bounces", path)

        assert again(mail).state == MailState.BOUNCED
        assert again(mail).error == "smtp; 550 5.1.1 unknown user"
        assert "1\u00a0courriel noté" in capsys.readouterr().out

    def test_a_mailbox_and_a_folder_are_read_message_by_message(self, tmp_path, capsys):
        mails = [write(to=f"personne{n}@exemple.fr") for n in range(4)]
        send()
        box, folder = tmp_path / "boite", tmp_path / "dossier" / "new"
        folder.mkdir(parents=True)
        notices = [NOTICE.format(token=mail.token) for mail in mails]
        box.write_text("".join(f"From daemon Mon Nov 23 10:00:00 2026\n{notice}\n" for notice in notices[:3]))
        (folder / "1").write_text(notices[3])
        call_command("bounces", box, tmp_path / "dossier")

        assert set(Mail.objects.values_list("state", flat=True)) == {MailState.BOUNCED}
        assert "4\u00a0messages lus" in capsys.readouterr().out

    def test_a_file_that_is_not_there_is_told(self, tmp_path):
        with pytest.raises(CommandError, match="ne s’ouvre pas"):
            call_command("bounces", tmp_path / "rien.eml")

    def test_a_notice_read_twice_is_noted_once(self, tmp_path, capsys):
        mail = write()
        send()
        path = tmp_path / "avis.eml"
        path.write_text(NOTICE.format(token=mail.token))
        call_command("bounces", path, path)

        assert "1\u00a0courriel noté" in capsys.readouterr().out

    @pytest.mark.parametrize(
        "text",
        ["", "Subject: bonjour\n\nUn mot.", NOTICE.format(token="x" * 43), NOTICE.replace("failed", "delayed")],
    )
    def test_anything_else_changes_nothing(self, tmp_path, text):
        mail = write()
        send()
        path = tmp_path / "autre.eml"
        path.write_text(text.replace("{token}", mail.token))
        call_command("bounces", path)

        assert again(mail).state == MailState.SENT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Bonjour,\n\nVotre page\u00a0:\n\nhttps://x.fr/a",
            ["<p>Bonjour,</p>", '<a href="https://x.fr/a">Votre page</a>'],
        ),
        (
            "Venez-vous\u202f? Répondez d’un clic :\n\nhttps://x.fr",
            ["<p>Venez-vous\u202f?</p>", ">Répondez d’un clic</a>"],
        ),
        ("Voici\nLa page :\n\nhttps://x.fr", ["<p>Voici</p>", ">La page</a>"]),
        ("<b>Lire</b> :\n\nhttps://x.fr", ['<a href="https://x.fr">&lt;b&gt;Lire&lt;/b&gt;</a>']),
        ("Bonjour.\n\nhttps://x.fr", ["<p>Bonjour.</p>", ">https://x.fr</a>"]),
        ("https://x.fr", [">https://x.fr</a>"]),
    ],
)
def test_a_link_says_where_it_leads(text, said):
    html = "".join(line.strip() for line in letters.as_html("Sujet", text).splitlines())

    for one in said:
        assert one in html
    assert html.count("<a ") == 1


class TestAddressesThatGiveMailsBack:
    def came_back(self, key: str = "séance 1", now: datetime = NOW) -> None:
        mail = write(key=key, now=now)
        send(now)
        actions.note_bounce(mail.token, reason="550 inconnu", now=now)

    def test_nothing_that_nobody_waits_for_leaves_for_them(self):
        self.came_back()
        withheld = write(to="AWA@exemple.fr", key="rappel", automatic=True)
        other = write(to="bruno@exemple.fr", key="rappel", automatic=True)

        assert (withheld.state, other.state) == (MailState.CANCELLED, MailState.READY)
        assert "est revenu" in withheld.error
        assert withheld.settled_at == NOW
        assert send() == 1

    def test_what_the_person_asks_for_leaves_and_opens_the_address_again(self):
        self.came_back()
        asked = write(key="liens")
        assert asked.state == MailState.READY
        send(NOW + timedelta(hours=1))

        assert write(key="rappel", automatic=True).state == MailState.READY
        actions.note_bounce(asked.token, reason="550 inconnu", now=NOW + timedelta(hours=2))
        assert write(key="rappel 2", automatic=True).state == MailState.CANCELLED

    def test_it_is_forgotten_with_the_recipient(self):
        self.came_back()
        actions.purge_mails(now=NOW + timedelta(days=91))

        assert write(key="rappel", automatic=True).state == MailState.READY


class TestForgetting:
    def test_words_and_recipient_leave_after_their_days_the_rest_stays(self):
        mail, late = write(), NOW + timedelta(days=91)
        send()

        assert actions.purge_mails(now=NOW + timedelta(days=89)) == 0
        assert actions.purge_mails(now=late, dry_run=True) == 1
        assert actions.purge_mails(now=late) == 1
        assert actions.purge_mails(now=late) == 0
        kept = again(mail)
        assert (kept.recipient, kept.text, kept.subject) == ("", "", "")
        assert (kept.kind, kept.state) == ("test.mail", MailState.SENT)

    def test_files_of_this_machine_leave_too(self, django_capture_on_commit_callbacks):
        write(), write(key="séance 2", now=NOW + timedelta(days=91))
        assert send(NOW + timedelta(days=91)) == 2

        with django_capture_on_commit_callbacks(execute=True):
            actions.purge_mails(now=NOW + timedelta(days=91))
        assert len(list(mail_files.folder().iterdir())) == 1

    def test_a_draft_past_its_date_never_leaves(self):
        mail = write(draft=True)
        actions.purge_mails(now=NOW + timedelta(days=91))

        assert again(mail).state == MailState.CANCELLED
        with pytest.raises(RuleBroken, match="changé d’état"):
            actions.release_mail(mail, by=PLATFORM, now=NOW)

    def test_erasing_costs_as_many_queries_for_a_hundred(self, django_assert_max_num_queries):
        counts = []
        for count in (1, 100):
            for n in range(count):
                write(to=f"personne{n}@exemple.fr", key=str(count))
            with django_assert_max_num_queries(10) as captured:
                assert actions.purge_mails(now=NOW + timedelta(days=91)) == count
            counts.append(len(captured))

        assert counts[0] == counts[1]

    def test_a_person_who_is_forgotten_receives_nothing_more(self):
        write(to="Awa@exemple.fr")

        assert actions.erase_mails_to("awa@exemple.fr", now=NOW) == 1
        assert send() == 0
        assert not Mail.objects.filter(recipient__icontains="awa").exists()


@given(state=st.sampled_from(MailState), then=st.sampled_from(MailState))
def test_what_was_sent_never_waits_again(state, then):
    if state in {MailState.SENT, MailState.BOUNCED, MailState.CANCELLED}:
        assert not may_follow(state, MailState.READY)
    if then == MailState.CLAIMED:
        assert may_follow(state, then) == (state == MailState.READY)


@given(attempts=st.integers(1, 20))
def test_waits_never_shorten_and_end(attempts):
    first, second = next_try(attempts, now=NOW), next_try(attempts + 1, now=NOW)

    assert second is None or (first is not None and first <= second)
    assert (first is None) == (attempts > len(BACK_OFF))


def test_the_demonstration_has_a_campaign_to_read_and_a_doubt_to_settle():
    first, second = demo.load(NOW.date()), demo.load(NOW.date())

    (campaign,) = queries.campaigns()
    assert (campaign.drafts, first) == (12, "Une campagne de 12 courriels attend d’être relue.")
    assert queries.mail_counts()[MailState.UNCERTAIN] == 1
    assert "déjà" in second
    assert send() == 0
