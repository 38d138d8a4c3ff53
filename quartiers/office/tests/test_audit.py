"""The journal: what it writes, what it never writes, and what nobody can do to it unseen."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from quartiers.office import actions, queries
from quartiers.office.models import AuditChain, AuditLine
from quartiers.office.rules import Anchor, Author, Line, Sealed, Verb
from quartiers.office.rules.audit import faults, months_before, pseudonym, seal

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
KEY = b"key"
CORA = Author(user_id=7, organisation_id=3, request_id="r1", cite_id=5)
PERSON = "people.person"
migration = import_module("quartiers.office.migrations.0004_audit")


def write(
    verb: Verb = Verb.READ, object_id: object = 12, *, by: Author = CORA, now: datetime = NOW, **given
) -> AuditLine:
    return actions.audit(verb, kind=PERSON, object_id=object_id, by=by, now=now, **given)


def sentences(**given) -> list[str]:
    return [fault.sentence for fault in queries.verify(**given).faults]


def tamper(sql: str) -> None:
    """What somebody with the rights of the owner does: triggers put aside, then one order."""
    with connection.cursor() as cursor:
        for name in migration.NAMES:
            table = " ON office_auditline" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{table}")
        cursor.execute(sql)


# --- The chain as a rule --------------------------------------------------------------------------------------------

lines = st.builds(
    Line,
    at=st.integers(0, 10**9).map(lambda gap: NOW + timedelta(seconds=gap)),
    verb=st.sampled_from(Verb),
    user_id=st.none() | st.integers(1, 99),
    organisation_id=st.none() | st.integers(1, 99),
    kind=st.just(PERSON),
    object=st.text("0123456789abcdef", max_size=8),
    fields=st.lists(st.sampled_from(["name", "phone"]), unique=True).map(tuple),
    purpose=st.text(max_size=5),
    request_id=st.just(""),
    cite_id=st.none() | st.integers(1, 99),
)


def chained(contents: list[Line]) -> list[Sealed]:
    before, chain = Anchor().seal, []
    for position, line in enumerate(contents, start=1):
        chain.append(Sealed(position, before, seal(KEY, before, line), line))
        before = chain[-1].seal
    return chain


def found(chain: list[Sealed], last: Anchor) -> list[int]:
    return [fault.position for fault in faults(KEY, chain, purged=Anchor(), last=last)]


class TestChain:
    @given(st.lists(lines, max_size=8))
    def test_a_chain_as_it_was_written_has_no_fault(self, contents):
        chain = chained(contents)
        last = Anchor(len(chain), chain[-1].seal) if chain else Anchor()

        assert found(chain, last) == []
        for cut in range(len(chain)):
            anchor = Anchor(chain[cut].position, chain[cut].seal)
            assert list(faults(KEY, chain[cut + 1 :], purged=anchor, last=last)) == []

    @given(st.lists(lines, min_size=1, max_size=8), st.data())
    def test_a_line_taken_away_is_seen_where_it_stood(self, contents, data):
        chain = chained(contents)
        gone = data.draw(st.integers(0, len(chain) - 1))

        assert found(chain[:gone] + chain[gone + 1 :], Anchor(len(chain), chain[-1].seal)) == [gone + 1]

    @given(st.lists(lines, min_size=1, max_size=8), st.data())
    def test_a_line_changed_is_seen_where_it_stands(self, contents, data):
        chain = chained(contents)
        last = Anchor(len(chain), chain[-1].seal)
        at = data.draw(st.integers(0, len(chain) - 1))
        chain[at] = replace(chain[at], line=replace(chain[at].line, kind="people.other"))

        assert found(chain, last) == [at + 1]

    @given(st.lists(lines, min_size=2, max_size=8, unique=True))
    def test_two_lines_that_change_places_are_seen(self, contents):
        chain = chained(contents)
        last = Anchor(len(chain), chain[-1].seal)
        chain[0], chain[1] = replace(chain[1], position=1), replace(chain[0], position=2)

        assert found(chain, last)[0] == 1

    @given(lines)
    def test_without_the_key_no_line_can_be_forged(self, line):
        assert seal(b"other", Anchor().seal, line) != seal(KEY, Anchor().seal, line)

    def test_a_pseudonym_is_found_again_and_tells_nothing(self):
        name = pseudonym(KEY, PERSON, 12)

        assert name == pseudonym(KEY, PERSON, "12")
        assert (
            len({name, pseudonym(KEY, PERSON, 13), pseudonym(KEY, "people.note", 12), pseudonym(b"x", PERSON, 12)})
            == 4
        )

    @given(st.integers(0, 10**9).map(lambda gap: NOW - timedelta(seconds=gap)), st.integers(0, 60))
    def test_months_before_is_before_by_about_as_many_months(self, moment, months):
        gap = moment - months_before(moment, months)

        assert timedelta(days=28 * months) <= gap <= timedelta(days=31 * months)


# --- Writing --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestWriting:
    def test_a_line_says_who_what_when_and_no_value(self):
        line = write(Verb.UPDATE, fields=["phone", "name", "phone"], purpose="mise à jour par le référent")

        assert (line.at, line.verb, line.author) == (NOW, Verb.UPDATE, CORA)
        assert line.fields == ["name", "phone"]
        assert line.object == queries.object_name(PERSON, 12)
        assert line.object != "12"
        assert str(line) == "people.person update"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"fields": ["06 12 34 56 78"]},
            {"fields": ["Awa"]},
            {"purpose": "x" * 201},
            {"purpose": "deux\nlignes"},
        ],
    )
    def test_what_could_be_a_value_is_refused(self, wrong):
        with pytest.raises(ValueError, match=r"a field|a purpose"):
            write(**wrong)
        assert not AuditLine.objects.exists()

    def test_a_kind_is_a_name_of_the_code(self):
        with pytest.raises(ValueError, match="a kind"):
            actions.audit(Verb.READ, kind="Awa Diarra", object_id=1, by=CORA, now=NOW)

    def test_an_action_that_is_undone_leaves_no_line(self):
        with transaction.atomic():
            write()
            transaction.set_rollback(True)

        assert not AuditLine.objects.exists()

    def test_a_line_costs_one_insert_in_its_transaction(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            write()

    def test_a_line_gets_its_place_when_its_transaction_ends(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            write()
            write(Verb.EXPORT, None)
            assert queries.verify().waiting == 2

        verified = queries.verify()
        assert (verified.lines, verified.waiting, verified.is_whole) == (2, 0, True)
        assert [line.position for line in queries.audit_lines().order_by("pk")] == [1, 2]

    def test_lines_that_a_dead_process_left_are_sealed_by_the_next(self):
        for number in range(503):
            write(object_id=number)

        assert actions.seal_lines() == 503
        assert actions.seal_lines() == 0
        assert queries.verify().is_whole

    def test_the_person_can_know_which_organisations_opened_her_file(self):
        write(now=NOW)
        write(Verb.EXPORT, by=Author(9, 4), now=NOW + timedelta(hours=1))
        write(Verb.UPDATE, by=Author(9, 5))
        write(object_id=13, by=Author(9, 6))

        assert queries.readings_of(PERSON, 12) == [
            queries.Reading(4, NOW + timedelta(hours=1)),
            queries.Reading(3, NOW),
        ]


# --- Only growing ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestOnlyGrowing:
    def test_neither_a_line_nor_a_query_can_change_or_erase(self):
        line = write()

        for attempt in (line.save, line.delete, AuditLine.objects.all().delete, AuditLine.objects.all().update):
            with pytest.raises(TypeError, match="only grows"):
                attempt()

    @pytest.mark.parametrize(
        "order",
        [
            "UPDATE office_auditline SET organisation_id = 99",
            "UPDATE office_auditline SET cite_id = 99",
            "UPDATE office_auditline SET at = '2020-01-01 00:00:00+00:00'",
            "UPDATE office_auditline SET position = 50",
            "DELETE FROM office_auditline",
        ],
    )
    def test_the_database_itself_refuses(self, order):
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(migration.SQLITE[2])
        write()
        actions.seal_lines()
        before = AuditLine.objects.values().get()

        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(order)
        assert AuditLine.objects.values().get() == before


# --- Verifying ------------------------------------------------------------------------------------------------------


@pytest.fixture
def five(db) -> None:
    for number in range(5):
        write(object_id=number)
    actions.seal_lines()


@pytest.mark.usefixtures("five")
class TestVerifying:
    def test_a_whole_journal_says_so_and_gives_a_witness(self, capsys):
        call_command("verify_audit")
        said, witness = capsys.readouterr().out.splitlines()

        assert said == "Le journal est entier\u00a0: 5\u00a0lignes relues."
        call_command("verify_audit", "--known", witness.rpartition(" ")[2].rpartition("\u00a0")[2])

    def test_an_empty_journal_is_whole(self):
        tamper("DELETE FROM office_auditline")
        AuditChain.objects.all().delete()

        assert queries.verify().is_whole

    def test_a_line_taken_away_is_named(self):
        tamper("DELETE FROM office_auditline WHERE position = 3")

        assert sentences() == ["La ligne 3 manque."]
        with pytest.raises(CommandError, match=r"rompu.\n- La ligne 3 manque"):
            call_command("verify_audit")

    def test_the_last_lines_taken_away_are_named(self):
        tamper("DELETE FROM office_auditline WHERE position >= 4")

        assert sentences() == ["Les lignes 4 à 5 manquent."]

    def test_a_line_changed_is_named(self):
        tamper("UPDATE office_auditline SET organisation_id = 99 WHERE position = 2")

        assert sentences() == ["La ligne 2 a été modifiée."]

    def test_a_line_added_afterwards_is_named(self):
        tamper("UPDATE office_auditline SET position = 9 WHERE position = 5")

        assert "La ligne 9 a été ajoutée après coup." in sentences()

    def test_the_end_cannot_be_cut_with_its_state(self):
        tamper("DELETE FROM office_auditline WHERE position = 5")
        before = AuditLine.objects.get(position=4)
        AuditChain.objects.update(position=4, seal=before.seal)

        assert sentences() == ["L’état du journal a été modifié, ou la clé n’est plus la même."]

    def test_another_key_opens_nothing(self, settings):
        settings.AUDIT_KEY = "another"

        assert len(sentences()) == 6

    def test_a_witness_kept_elsewhere_shows_a_chain_that_was_written_again(self):
        witness = queries.chain_state().last
        tamper("DELETE FROM office_auditline")
        AuditChain.objects.all().delete()
        for number in range(6):
            write(object_id=number, by=Author(1, 1))
        actions.seal_lines()

        assert sentences() == []
        assert sentences(known=witness) == ["La ligne 5 n’a plus le sceau que vous aviez noté."]

    @pytest.mark.parametrize("text", ["", "5", "5:abc", "x:" + "0" * 64])
    def test_a_witness_that_is_none_is_a_sentence(self, text):
        if text:
            with pytest.raises(CommandError, match="RANG:SCEAU"):
                call_command("verify_audit", "--known", text)
        else:
            call_command("verify_audit")


# --- Purging --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestPurge:
    @pytest.fixture(autouse=True)
    def _two_years(self):
        for month in range(24):
            write(Verb.ANONYMISE if month == 3 else Verb.READ, month, now=NOW - timedelta(days=30 * (24 - month)))
        actions.seal_lines()

    def test_lines_leave_after_twelve_months_and_the_rest_still_proves_itself(self):
        assert actions.purge_audit(now=NOW, dry_run=True) == 11
        assert AuditLine.objects.count() == 24
        assert actions.purge_audit(now=NOW) == 11
        assert actions.purge_audit(now=NOW) == 0

        verified = queries.verify()
        assert (verified.lines, verified.kept, verified.is_whole) == (12, 1, True)
        assert AuditLine.objects.order_by("at").first().verb == Verb.ANONYMISE

    def test_everything_may_leave_and_the_chain_goes_on(self):
        assert actions.purge_audit(now=NOW + timedelta(days=800)) == 23
        write(now=NOW + timedelta(days=801))
        actions.seal_lines()

        assert queries.verify().is_whole
        assert AuditLine.objects.first().position == 25

    def test_a_fact_kept_beyond_can_neither_leave_nor_change(self):
        actions.purge_audit(now=NOW)
        tamper("UPDATE office_auditline SET organisation_id = 99 WHERE position = 4")
        assert sentences() == ["La ligne 4 a été modifiée."]

        tamper("DELETE FROM office_auditline WHERE position = 4")
        assert sentences() == ["Des faits gardés au-delà de la purge, 1 devaient rester, 0 y sont."]

    def test_after_a_purge_a_line_taken_away_is_still_named(self):
        actions.purge_audit(now=NOW)
        tamper("DELETE FROM office_auditline WHERE position = 13")

        assert sentences() == ["La ligne 13 manque."]

    def test_a_witness_of_a_purged_line_is_past_its_use(self):
        witness = Anchor(2, AuditLine.objects.get(position=2).seal)
        actions.purge_audit(now=NOW)

        assert sentences(known=witness) == []

    def test_lines_without_seal_wait(self):
        write(now=NOW - timedelta(days=900))

        assert actions.purge_audit(now=NOW) == 11


# --- Together -------------------------------------------------------------------------------------------------------


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_many_writers_make_one_chain(_round):
    barrier = threading.Barrier(4)

    def work(user: int) -> None:
        barrier.wait()
        try:
            for number in range(25):
                with transaction.atomic():
                    write(object_id=number, by=Author(user, user))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[user]) for user in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    verified = queries.verify()
    assert (verified.lines, verified.waiting, verified.faults) == (100, 0, ())
