"""Rules that nobody had read: an administrator of the installation says where she read them, and takes it back."""

from datetime import UTC, datetime

import pytest

from quartiers.kernel.errors import RuleBroken
from quartiers.office.queries import audit_lines
from quartiers.office.rules import Author
from quartiers.procurement.actions.legal import confirm_rule, withdraw_confirmation
from quartiers.procurement.models import RuleConfirmation
from quartiers.procurement.queries.legal import confirmed_codes, rule_lines
from tests import factories, people

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LIST = "/achats/controle/confirmations/"
SOURCE = "Légifrance, RGPD, article 5"


@pytest.fixture
def by():
    return Author(factories.User().pk, None)


def text(response):
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_a_confirmed_rule_weighs_as_its_text_says_and_the_journal_knows(by):
    made = confirm_rule("R16", source=f" {SOURCE} ", by=by, now=NOW)

    assert (made.source, made.confirmed_by_id, made.confirmed_at) == (SOURCE, by.user_id, NOW)
    assert confirmed_codes() == {"R16"}
    assert next(one.weight for one in rule_lines() if one.rule.code == "R16") == "block"
    assert list(audit_lines().values_list("kind", "verb", "fields")) == [
        ("procurement.rule", "update", ["confirmation"])
    ]


def test_a_confirmation_that_is_taken_back_stays_written(by):
    confirm_rule("R16", source=SOURCE, by=by, now=NOW)
    withdraw_confirmation("R16", by=by, now=NOW)
    confirm_rule("R16", source="Lu de nouveau", by=by, now=NOW)

    assert confirmed_codes() == {"R16"}
    assert list(RuleConfirmation.objects.order_by("pk").values_list("source", "ended_at")) == [
        (SOURCE, NOW),
        ("Lu de nouveau", None),
    ]


@pytest.mark.parametrize(
    ("code", "source", "said"),
    [
        ("R99", SOURCE, "n’existe pas"),
        ("R01", SOURCE, "déjà été relu"),
        ("R16", "  ", "le texte lu"),
        ("R16", "1 84 12 76 451 089 46", "sécurité sociale"),
        ("R18", SOURCE, "déjà confirmée"),
    ],
)
def test_a_confirmation_is_refused(by, code, source, said):
    factories.RuleConfirmation(code="R18")

    with pytest.raises(RuleBroken, match=said):
        confirm_rule(code, source=source, by=by, now=NOW)

    assert confirmed_codes() == {"R18"}


def test_what_nobody_confirmed_is_not_taken_back(by):
    with pytest.raises(RuleBroken, match="n’est pas confirmée"):
        withdraw_confirmation("R16", by=by, now=NOW)


def test_a_code_that_no_rule_has_any_more_is_left_aside():
    factories.RuleConfirmation(code="R77")

    assert confirmed_codes() == frozenset()


def test_the_administrator_confirms_from_the_page_and_takes_it_back(client):
    people.sign_in(client, "installation_administrator")
    page = text(client.get(f"{LIST}R16/"))
    assert "Aujourd’hui, elle prévient. Confirmée, elle bloque." in page

    page = text(client.post(f"{LIST}R16/", {"source": SOURCE}, follow=True))
    assert "La règle R16 est confirmée" in page
    assert SOURCE in page

    assert "Retirer cette confirmation" in text(client.get(f"{LIST}R16/"))
    page = text(client.post(f"{LIST}R16/retirer/", follow=True))
    assert "La confirmation de la règle R16 est retirée" in page
    assert confirmed_codes() == frozenset()


@pytest.mark.parametrize("source", ["", "\x00", "x" * 301])
def test_a_source_that_says_nothing_is_refused_beside_its_field(client, source):
    people.sign_in(client, "installation_administrator")
    response = client.post(f"{LIST}R16/", {"source": source})

    assert response.status_code == 200
    assert "Erreur" in text(response)
    assert confirmed_codes() == frozenset()


@pytest.mark.parametrize("code", ["R01", "R99", "x"])
def test_a_rule_that_is_read_or_unknown_has_no_page(client, code):
    people.sign_in(client, "installation_administrator")

    assert client.get(f"{LIST}{code}/").status_code == 404


def test_the_list_costs_the_same_however_many_are_confirmed(client, django_assert_max_num_queries):
    people.sign_in(client, "installation_administrator")
    client.get(LIST)
    with django_assert_max_num_queries(12) as empty:
        client.get(LIST)
    for code in ("R05", "R06", "R16"):
        factories.RuleConfirmation(code=code, confirmed_by=factories.User())

    with django_assert_max_num_queries(len(empty)):
        client.get(LIST)


def test_the_hub_shows_the_door_to_who_administers_only(client):
    assert "Confirmer des règles" not in text(client.get("/achats/"))
    people.sign_in(client, "installation_administrator")

    assert "Confirmer des règles" in text(client.get("/achats/"))
