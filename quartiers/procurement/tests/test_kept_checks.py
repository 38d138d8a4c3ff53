"""Checks that an organisation keeps: asked, found, by whom, when, under which rules. Nobody else reads them."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document

from quartiers.kernel.errors import RuleBroken
from quartiers.office.queries import audit_lines
from quartiers.office.rules import Author
from quartiers.procurement.actions.legal import confirm_rule, erase_check, keep_check, purge_kept_checks
from quartiers.procurement.demo import legal as demo
from quartiers.procurement.models import KeptCheck
from quartiers.procurement.queries import legal as queries
from quartiers.procurement.rules import EDITION, project_from, project_json
from tests import factories, people
from tests.factories.legal import CONTRACT

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LIST, KEEP, NOTE = "/achats/controle/gardes/", "/achats/controle/garder/", "/achats/controle/note/"
PROJECT = project_from(CONTRACT)
MARCHE = project_json(PROJECT)
NIR = "1 84 12 76 451 089 46"


@pytest.fixture
def by():
    membership = factories.Membership()
    return Author(membership.user_id, membership.organisation_id)


def text(response):
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_a_check_is_kept_with_who_when_and_which_rules(by):
    confirm_rule("R16", source="Légifrance, article 5", by=by, now=NOW)
    kept = keep_check(PROJECT, title=" Nettoyage  des écoles ", by=by, now=NOW)

    kept.refresh_from_db()
    assert (kept.title, kept.kept_by_id, kept.organisation_id, kept.kept_at) == (
        "Nettoyage des écoles", by.user_id, by.organisation_id, NOW,
    )  # fmt: skip
    assert (kept.edition, kept.confirmed) == (EDITION, ["R16"])
    assert (kept.blocked, kept.warned) == (2, 1)
    again = queries.reopened(kept)
    assert again.project == PROJECT
    assert again.comparison.is_same
    assert again.is_under_same_rules
    assert audit_lines().filter(kind="procurement.check").get().verb == "create"


def test_a_rule_confirmed_since_shows_beside_a_check_that_does_not_change(by):
    clause = {"stage": "condition", "text": "Le titulaire transmet le casier judiciaire de chaque salarié."}
    kept = keep_check(project_from(CONTRACT | {"clauses": [clause]}), title="Nettoyage", by=by, now=NOW)
    confirm_rule("R16", source="Légifrance, article 5", by=by, now=NOW)

    again = queries.reopened(KeptCheck.objects.get(pk=kept.pk))
    assert [(then.severity, now.severity) for then, now in again.comparison.changed] == [("warn", "block")]
    assert [one.severity for one in again.then if one.code == "R16"] == ["warn"]
    assert not again.is_under_same_rules


@pytest.mark.parametrize(
    ("title", "clause", "said"),
    [("", "", "Il manque le nom"), (NIR, "", "sécurité sociale"), ("Nettoyage", f"Salarié {NIR}", "sécurité sociale")],
)
def test_a_check_is_not_kept(by, title, clause, said):
    project = project_from(CONTRACT | {"clauses": [{"stage": "condition", "text": clause}]})

    with pytest.raises(RuleBroken, match=said):
        keep_check(project, title=title, by=by, now=NOW)
    assert not KeptCheck.objects.exists()


def test_whoever_has_no_organisation_keeps_nothing():
    with pytest.raises(RuleBroken, match="aucune organisation"):
        keep_check(PROJECT, title="Nettoyage", by=Author(factories.User().pk, None), now=NOW)


def test_only_its_organisation_erases_a_check(by):
    kept = keep_check(PROJECT, title="Nettoyage", by=by, now=NOW)
    stranger = factories.Membership(organisation__name="Ailleurs")

    with pytest.raises(RuleBroken, match="n’est plus là"):
        erase_check(kept.pk, by=Author(stranger.user_id, stranger.organisation_id), now=NOW)
    erase_check(kept.pk, by=by, now=NOW)

    assert not KeptCheck.objects.exists()
    assert audit_lines().filter(kind="procurement.check").count() == 2


def test_a_check_past_its_time_is_erased():
    factories.KeptCheck(kept_at=datetime(2016, 11, 23, tzinfo=UTC))
    young = factories.KeptCheck(kept_at=datetime(2016, 11, 25, tzinfo=UTC))

    assert purge_kept_checks(now=NOW, dry_run=True) == 1
    assert KeptCheck.objects.count() == 2
    assert purge_kept_checks(now=NOW) == 1
    assert KeptCheck.objects.get() == young


def test_the_buyer_keeps_what_she_checked_and_finds_it_again(client):
    people.sign_in(client, "member")
    asked = text(client.post(KEEP, {"marche": MARCHE}))
    assert "2 points bloquent" in asked
    assert "Erreur" not in asked

    page = text(client.post(KEEP, {"marche": MARCHE, "title": "Nettoyage des écoles"}, follow=True))
    for expected in (
        "Ce contrôle est gardé",
        "Nettoyage des écoles",
        "« L’entreprise est implantée dans le département. »",
        "À écrire à la place",
        "260 000 €",
        "La réponse serait la même",
        "Les règles n’ont pas changé",
    ):
        assert expected in page
    assert "Nettoyage des écoles" in text(client.get(LIST))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": "Nettoyage", "marche": ""}, "Il manque le marché"),
        ({"title": "Nettoyage", "marche": "{"}, "pas du JSON"),
        ({"title": "Nettoyage", "marche": '{"kind": "gold"}'}, "works, supplies, services"),
        ({"title": "", "marche": MARCHE}, "Il manque le nom"),
        ({"title": "x\x00", "marche": MARCHE}, "caractère illisible"),
    ],
)
def test_what_cannot_be_kept_is_told_and_what_was_typed_stays(client, sent, said):
    people.sign_in(client, "member")
    page = text(client.post(KEEP, sent))

    assert "Erreur" in page
    assert said in page
    assert not KeptCheck.objects.exists()


def test_a_broken_contract_that_comes_from_nowhere_asks_for_one(client):
    people.sign_in(client, "member")

    assert client.post(KEEP, {"marche": "{"}).status_code == 200
    assert client.post(KEEP).status_code == 200


def test_a_check_of_another_organisation_does_not_exist(client):
    kept = factories.KeptCheck(member__organisation=people.organisation(), title="Nettoyage secret")
    people.sign_in(client, "stranger")

    assert "Nettoyage secret" not in text(client.get(LIST))
    for path in ("", "effacer/", "note/"):
        assert client.get(f"{LIST}{kept.pk}/{path}").status_code == 404
    assert client.post(f"{LIST}{kept.pk}/effacer/").status_code == 404
    assert KeptCheck.objects.count() == 1


def test_a_check_is_erased_after_a_page_that_says_what_is_lost(client):
    kept = factories.KeptCheck(member__organisation=people.organisation())
    people.sign_in(client, "member")

    assert "ne reviendra pas" in text(client.get(f"{LIST}{kept.pk}/effacer/"))
    assert "est effacé" in text(client.post(f"{LIST}{kept.pk}/effacer/", follow=True))
    assert not KeptCheck.objects.exists()


def test_whoever_kept_it_may_leave_and_the_check_stays(client):
    kept = factories.KeptCheck(member__organisation=people.organisation(), kept_by=None)
    people.sign_in(client, "member")

    assert "un compte effacé" in text(client.get(f"{LIST}{kept.pk}/"))
    assert "compte effacé" in text(client.get(LIST))


def test_the_note_of_reasons_comes_from_the_page_or_from_a_kept_check(client):
    kept = factories.KeptCheck(member__organisation=people.organisation(), title="Nettoyage & cie")
    answer = client.post(NOTE, {"marche": MARCHE})
    assert answer["Content-Disposition"].startswith('attachment; filename="note-des-motifs-')
    assert "L2112-2-1, III" in Document(BytesIO(answer.content)).paragraphs[1].text

    people.sign_in(client, "member")
    assert f"{LIST}{kept.pk}/note/" in text(client.get(f"{LIST}{kept.pk}/"))
    document = Document(BytesIO(client.get(f"{LIST}{kept.pk}/note/").content))
    assert document.tables[0].rows[0].cells[1].text == "Nettoyage & cie"


@pytest.mark.parametrize(
    ("marche", "said"),
    [
        ("", "JSON lisible"),
        (project_json(project_from(CONTRACT | {"value": 1})), "n’a pas à porter"),
        (project_json(project_from(CONTRACT | {"social_exemption": None})), "Aucun motif"),
    ],
)
def test_a_note_that_nobody_needs_is_refused_in_french(client, marche, said):
    answer = client.post(NOTE, {"marche": marche})

    assert answer.status_code == 409
    assert said in text(answer)


def test_the_list_costs_the_same_for_one_and_for_thirty(client, django_assert_max_num_queries):
    people.sign_in(client, "member")
    factories.KeptCheck(member__organisation=people.organisation())
    client.get(LIST)
    with django_assert_max_num_queries(15) as one:
        client.get(LIST)
    for _ in range(30):
        factories.KeptCheck(member__organisation=people.organisation())

    with django_assert_max_num_queries(len(one)):
        assert "1 à 20 sur 31" in text(client.get(LIST))


def test_the_page_of_the_check_leads_to_the_note_and_to_what_is_kept(client):
    typed = {
        "kind": "services", "buyer": "local", "value": "260 000", "consultation_on": "2026-11-30", "clauses": "1",
        "social_exemption": "no_link", "clause_0_text": "Le titulaire livre l’école « Les Tilleuls » avant 11 h.",
    }  # fmt: skip
    page = client.post("/achats/controle/", typed)
    assert "Écrire la note des motifs" in text(page)
    assert "Garder ce contrôle" not in text(page)
    assert client.post(NOTE, {"marche": page.context["marche"]}).status_code == 200
    assert "Écrire la note" not in text(client.post("/achats/controle/", typed | {"social_exemption": ""}))

    people.sign_in(client, "member")
    page = client.post("/achats/controle/", typed, headers={"HX-Request": "true"})
    assert "Garder ce contrôle" in text(page)
    client.post(KEEP, typed | {"marche": page.context["marche"], "title": "Repas"})
    assert queries.reopened(KeptCheck.objects.get()).project.clauses[0].text == typed["clause_0_text"]


def test_the_list_of_rules_says_which_one_this_installation_confirmed(client):
    assert "Confirmer les règles relues" not in text(client.get("/achats/controle/regles/"))
    factories.RuleConfirmation(confirmed_by=factories.User(last_name="Cazals"))
    page = text(client.get("/achats/controle/regles/"))

    assert "RGPD, article 5, lu le 20 novembre 2026" in page
    assert "par cette installation" in page
    assert "Cazals" not in page


def test_the_demonstration_keeps_two_checks_once():
    membership = factories.Membership(user__email=demo.BUYER)

    assert "2" in demo.load(NOW)
    assert demo.load(NOW) == ""
    assert [row.blocked for row in queries.kept_checks(membership.organisation_id)] == [0, 2]


def test_the_demonstration_keeps_nothing_without_its_buyer():
    assert demo.load(NOW) == ""
