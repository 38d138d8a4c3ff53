"""«Les règles» shows every dated value of every room, as a page, as JSON and as a command."""

from datetime import date
from decimal import Decimal
from io import StringIO
from types import ModuleType

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel import disclosure
from quartiers.kernel.dated import Dated, Entry, dated_values
from quartiers.kernel.french import NARROW
from quartiers.web import rooms, rulebook
from quartiers.web.templatetags.rulebook import validity

TODAY = date(2026, 11, 1)
CHECKED = Dated(
    "essai.relu",
    "Durée relue",
    "jours",
    (
        Entry(10, date(2020, 1, 1), date(2023, 12, 31), "ancien décret", None),
        Entry(12_000, date(2024, 1, 1), None, "nouveau décret", date(2026, 6, 1), note="Depuis la réforme."),
    ),
)
ENDED = Dated("essai.fini", "Règle passée", "jours", (Entry(1, None, date(2000, 1, 1), "vieux décret", None),))


@pytest.fixture
def invented_room(monkeypatch):
    """A room whose rules are the two values above."""
    module = ModuleType("quartiers.territory.rules")
    module.CHECKED, module.ENDED = CHECKED, ENDED
    monkeypatch.setattr(rulebook, "room_modules", lambda name: [module])


def test_every_dated_value_of_every_room_is_there_once():
    codes = [rule.code for rule in rulebook.rules(today=TODAY)]
    expected = {value.code for value in dated_values([disclosure, *rooms.room_modules("rules")])}

    assert set(codes) == expected
    assert len(codes) == len(expected)


def test_the_page_the_command_and_the_api_hold_the_same_values(client, db):
    codes = [rule.code for rule in rulebook.rules(today=TODAY)]
    page = client.get("/regles/").content.decode()
    output = StringIO()
    call_command("rules", stdout=output)

    assert [rule["code"] for rule in client.get("/api/rules").json()] == codes
    for code in codes:
        assert f'id="{code}"' in page
        assert code in output.getvalue()


def test_many_rules_are_lines_and_each_opens_its_card_in_a_page_that_stays_light(client, db):
    found = rulebook.rules(today=TODAY)
    whole = client.get("/regles/").content.decode()
    asked = ["", "?etat=a-relire", *sorted({f"?q={rule.part}" for rule in found})]

    assert all(len(client.get(f"/regles/{query}").content) < 60_000 for query in asked)
    for rule in found[::7]:
        assert f'href="?q={rule.code}"' in whole
        card = client.get("/regles/", {"q": rule.code}).content.decode()
        assert f'<article class="carte pile-s" id="{rule.code}">' in card
        assert "Source" in card


def test_a_value_nobody_checked_says_so(client, db):
    assert "non vérifié" in client.get("/regles/").content.decode()
    stale = [rule["current"] for rule in client.get("/api/rules").json() if rule["stale"]]
    assert all(current is None or current["verified_on"] is None for current in stale)


@pytest.mark.usefixtures("invented_room")
def test_the_page_shows_the_value_its_source_its_check_and_its_history(client, db):
    page = client.get("/regles/", {"q": "relue"}).content.decode()

    assert f"12{NARROW}000" in page
    assert "vérifié le" in page
    assert "Depuis la réforme." in page
    assert "ancien décret" in page


@pytest.mark.usefixtures("invented_room")
def test_a_value_out_of_force_says_that_none_applies(client, db):
    page = client.get("/regles/", {"q": "Règle passée"}).content.decode()

    assert "Aucune valeur n’est en vigueur" in page
    assert "aucune valeur en vigueur" in next(
        rule.stale for rule in rulebook.matching(rulebook.rules(today=TODAY), text="passée")
    )


@pytest.mark.usefixtures("invented_room")
def test_the_filter_keeps_the_rules_to_read(client, db):
    page = client.get("/regles/", {"etat": "a-relire"}).content.decode()

    assert "essai.fini" in page
    assert "essai.relu" not in page


def test_a_search_without_answer_says_what_was_searched(client, db):
    page = client.get("/regles/", {"q": "zzz"}).content.decode()

    assert "Aucune règle ne contient ces mots" in page


def test_text_from_the_address_is_escaped(client, db):
    assert "<script>x" not in client.get("/regles/", {"q": "<script>x"}).content.decode()


@pytest.mark.usefixtures("invented_room")
def test_the_command_lists_what_must_be_read_and_fails_on_demand():
    output = StringIO()
    call_command("rules", "--stale", stdout=output)

    assert "essai.fini" in output.getvalue()
    assert "essai.relu" not in output.getvalue()
    with pytest.raises(CommandError, match="à relire"):
        call_command("rules", "--check", stdout=output)


@given(st.integers(-(10**9), 10**9))
def test_a_whole_number_is_shown_without_losing_a_digit(value):
    digits = rulebook.shown(value).replace(NARROW, "").replace("−", "-")

    assert int(digits) == value


@given(st.decimals(0, 10**9, places=3))
def test_a_decimal_is_shown_without_losing_a_digit(value):
    assert Decimal(rulebook.shown(value).replace(NARROW, "").replace(",", ".")) == value


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2024, 1, 1), None, "à partir du"),
        (date(2020, 1, 1), date(2023, 12, 31), "du"),
        (None, date(2000, 1, 1), "jusqu’au"),
        (None, None, "sans date de début ni de fin"),
    ],
)
def test_a_period_is_said_in_words(start, end, words):
    assert validity(Entry(1, start, end, "source", None)).startswith(words)


def test_the_page_asks_the_database_nothing(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/regles/")
