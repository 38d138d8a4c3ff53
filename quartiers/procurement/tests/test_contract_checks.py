"""A contract and its legal checks: opened with what is known, kept on the contract, taken away as evidence."""

import hashlib
import io
import json
import zipfile
from datetime import date

import pytest
from django.urls import reverse

from quartiers.office.rules import Author
from quartiers.procurement import rules
from quartiers.procurement.actions.legal import keep_check
from quartiers.procurement.models import KeptCheck
from quartiers.procurement.queries.legal import checks_of_contract
from quartiers.procurement.queries.operations import contract_lines, known_of
from tests import factories, people
from tests.factories import procurement

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 29)
OLD = {
    "kind": "services", "buyer": "local", "value": 500_000, "consultation_on": "2026-11-30",
    "environmental_condition": True, "environmental_criterion": True, "social_exemption": "restricts",
}  # fmt: skip


@pytest.fixture
def contract():
    return procurement.contract(people.organisation(), lots=2, consultation_on="2026-11-30")


def kept(contract, who: int | None = None, **more) -> KeptCheck:
    by = Author(who, people.organisation().pk)
    project = rules.project_from(OLD | more)
    return keep_check(project, title="Travaux", contract_id=contract.pk, by=by, now=procurement.NOW)


def test_the_check_opens_with_what_is_known_of_the_contract_and_of_its_operation(client, contract):
    lines = contract_lines([contract.operation_id], on=DAY)
    known = known_of(lines[0], lines)
    people.sign_in(client, "member")
    page = client.get(reverse("procurement:check_of_contract", args=[contract.pk])).content.decode()

    assert (known["value"], known["operation_value"]) == ("520000", "520000")
    assert (known["hours_due"], known["lots"]) == (510, 2)
    assert 'value="520000"' in page
    assert 'value="2026-11-30"' in page
    assert f'name="contrat" value="{contract.pk}"' in page


def test_a_check_is_kept_on_the_contract_that_its_reader_may_see_and_on_no_other(client, contract):
    people.sign_in(client, "member")
    elsewhere = procurement.contract(factories.Organisation(name="Bailleur d’ailleurs"))
    asked = {"title": "Travaux", "marche": json.dumps(OLD)}

    opened = client.post(reverse("procurement:keep"), {"marche": asked["marche"], "contrat": contract.pk})
    assert f'value="{contract.pk}"' in opened.content.decode()
    for number in (contract.pk, elsewhere.pk, ""):
        assert client.post(reverse("procurement:keep"), asked | {"contrat": number}).status_code == 302
    found = KeptCheck.objects.order_by("pk").values_list("contract_id", flat=True)
    assert list(found) == [contract.pk, None, None]


def test_the_contract_shows_its_checks_and_what_today_s_rules_say_of_them(client, contract):
    made = kept(contract)
    (state,) = checks_of_contract(contract.pk, people.organisation().pk)
    assert (state.is_same, state.blocks_today) == (True, False)
    assert checks_of_contract(contract.pk, None) == []
    assert checks_of_contract(contract.pk, factories.Organisation(name="Bailleur d’ailleurs").pk) == []

    KeptCheck.objects.filter(pk=made.pk).update(findings=[])
    people.sign_in(client, "member")
    page = client.get(reverse("procurement:contract", args=[contract.pk])).content.decode()
    assert made.get_absolute_url() in page
    assert "à refaire" in page


def test_the_evidence_says_who_checked_what_when_under_which_rules(client, contract):
    made = kept(contract, people.member(email="karim@exemple.fr").pk)
    people.sign_in(client, "member")

    answers = [client.get(reverse("procurement:kept_evidence", args=[made.pk])) for _ in range(2)]
    pack = zipfile.ZipFile(io.BytesIO(answers[0].content))
    told = pack.read("lisez-moi.txt").decode()

    assert "attachment" in answers[0]["Content-Disposition"]
    assert set(pack.namelist()) == {
        "lisez-moi.txt", "marche.json", "constats.json", "regles.json", "note-des-motifs.docx",
    }  # fmt: skip
    for word in ("Travaux", "Régie des Tilleuls", str(made.kept_by), "2 nov. 2026", "R04"):
        assert word in told.replace("\u00a0", " ")
    assert hashlib.sha256(pack.read("marche.json")).hexdigest() in told
    assert rules.project_from(json.loads(pack.read("marche.json"))) == rules.project_from(OLD)
    assert json.loads(pack.read("regles.json"))["edition"]


def test_without_a_motive_there_is_no_note(client, contract):
    made = kept(contract, social_exemption=None, social_condition=True)
    people.sign_in(client, "member")

    pack = zipfile.ZipFile(io.BytesIO(client.get(reverse("procurement:kept_evidence", args=[made.pk])).content))
    assert "note-des-motifs.docx" not in pack.namelist()


def test_the_page_of_a_contract_asks_the_same_for_one_check_and_for_many(
    client, contract, django_assert_max_num_queries
):
    people.sign_in(client, "member")
    address = reverse("procurement:contract", args=[contract.pk])
    kept(contract)
    with django_assert_max_num_queries(25) as one:
        client.get(address)
    for _ in range(20):
        kept(contract)
    with django_assert_max_num_queries(len(one)):
        client.get(address)
