"""The workshop of clauses: each text is lawful and complete, a set is checked as a whole and leaves as a document."""

import re
from datetime import date
from decimal import Decimal

import pytest

from quartiers.procurement.rules import EDITION, RESERVED_SHARE, Buyer, Kind, Project, Stage, check
from quartiers.procurement.rules.catalogue import CLAUSES, FAMILIES, JOBS, chosen, find

SET = "/achats/clauses/dossier/"


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda one: one.code)
def test_each_clause_passes_the_legal_check_on_its_own(clause):
    project = Project(Kind.SERVICES, Buyer.LOCAL, Decimal(50_000), date(2026, 11, 30), clauses=(clause.as_clause(),))

    assert [one.code for one in check(project) if one.clause is not None] == []
    for part in (clause.title, clause.text, clause.proof, clause.control, clause.penalty, clause.link, clause.serves):
        assert part
        assert not re.search(r"'| [%€:;?!]", part), (
            "French typography: no plain space before a sign, no straight quote"
        )


def test_each_family_has_clauses_and_known_jobs():
    assert {one.family for one in CLAUSES} == {one.code for one in FAMILIES}
    assert {code for one in FAMILIES for code in one.jobs} == set(JOBS)
    assert all(re.fullmatch(r"[A-N]\d{4}", code) for code in JOBS)
    assert len({one.code for one in CLAUSES}) == len(CLAUSES)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda one: one.code)
def test_each_family_says_its_work_and_has_something_to_ask_to_note_and_to_leave_open(family):
    stages = {one.stage for one in find(family=family.code)}

    assert family.asks
    assert family.work
    assert family.jobs
    assert family.activities
    assert family.kinds
    assert stages & {Stage.SPECIFICATION, Stage.CONDITION}
    assert Stage.CRITERION in stages
    assert Stage.VARIANT in stages or family.social


def test_a_reserved_lot_says_in_its_notice_the_articles_and_the_share_of_the_edition():
    share = RESERVED_SHARE.on(date.fromisoformat(EDITION))
    reserved = {one.code: one for one in CLAUSES if one.notice}
    articles = {"reserve-siae": "L. 2113-13", "reserve-ea-esat": "L. 2113-12", "reserve-mixte": "L. 2113-14"}

    assert reserved.keys() == articles.keys()
    for code, article in articles.items():
        assert article in reserved[code].notice
        assert "R. 2113-7" in reserved[code].notice
        assert f"au moins {share}\u00a0%" in reserved[code].notice
        assert reserved[code].text.startswith(reserved[code].notice)


def test_what_is_bought_keeps_the_families_that_serve_it():
    works, supplies = ({one.family for one in find(kind=kind)} for kind in ("works", "supplies"))

    assert "eau-sol" in works - supplies
    assert "textile" in supplies - works
    assert {"insertion", "reserve"} <= works & supplies
    assert find(kind="autre") == []


def test_words_find_clauses_by_title_job_and_purchase():
    assert {one.family for one in find("PEINTURE en bâtiment")} == {"renovation-energetique", "apprentissage"}
    assert {one.family for one in find("K2204")} >= {"nettoyage"}
    assert {one.family for one in find("5552")} == {"restauration"}
    assert find("zzzz") == []
    assert {one.stage for one in find(stage="criterion")} == {Stage.CRITERION}
    assert find() == list(CLAUSES)


def test_a_set_holds_each_clause_once_and_no_unknown_one():
    assert [one.code for one in chosen(["compost", "inconnu", "compost", "retouche"])] == ["compost", "retouche"]


@pytest.mark.django_db
class TestPages:
    def test_a_family_says_what_it_asks_and_what_work_it_gives(self, client):
        text = client.get("/achats/clauses/").content.decode()

        assert all(one.asks in text for one in FAMILIES[:3])
        assert all(clause.title in text for clause in CLAUSES)

    def test_the_whole_catalogue_keeps_under_sixty_kilobytes(self, client):
        assert len(client.get("/achats/clauses/").content) < 60_000

    def test_a_set_without_a_criterion_says_so_and_a_whole_one_does_not(self, client):
        lacking = client.get(SET, {"c": ["tri-sept-flux"]}).content.decode()
        whole = client.get(SET, {"c": ["tri-sept-flux", "critere-carbone"]}).content.decode()

        assert "Aucun critère ne tient compte de l’environnement" in lacking
        assert "Rien à signaler" in whole

    def test_the_same_hours_twice_are_seen_in_a_set(self, client):
        text = client.get(SET, {"c": ["heures-insertion", "critere-insertion", "tri-sept-flux"]}).content.decode()

        assert "Les mêmes heures" not in text

    def test_a_set_says_what_its_check_could_not_know(self, client):
        text = client.get(SET, {"c": ["tri-sept-flux"]}).content.decode()

        assert "sans connaître le montant" in text

    def test_the_machine_reads_the_clauses_of_the_page(self, client):
        every = client.get("/api/achats/clauses").json()
        works = client.get("/api/achats/clauses", {"kind": "works"}).json()
        criteria = client.get("/api/achats/clauses", {"stage": "criterion", "family": "insertion"}).json()

        assert [one["code"] for one in every] == [one.code for one in CLAUSES]
        assert [one["code"] for one in criteria] == ["critere-insertion"]
        assert criteria[0]["family"]["jobs"]
        assert all("works" in one["family"]["kinds"] for one in works)
        assert len(works) < len(every)
        assert client.get("/api/achats/clauses", {"stage": "autre"}).status_code == 422

    def test_hostile_addresses_do_no_harm(self, client):
        for codes in (["<script>"], ["x" * 5_000], ["compost"] * 500, ["a\x00b"]):
            answer = client.get(SET, {"c": codes})
            assert answer.status_code == 200
            assert "<script>alert" not in answer.content.decode()

    def test_it_costs_as_many_queries_for_one_clause_or_thirty(self, client, django_assert_num_queries):
        for codes in ([CLAUSES[0].code], [one.code for one in CLAUSES]):
            with django_assert_num_queries(1):
                client.get(SET, {"c": codes})
