"""The note of reasons: who needs it, who does not, what it says, and a file that any word processor opens."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given

from quartiers.kernel.errors import RuleBroken
from quartiers.procurement.documents import reasons_document
from quartiers.procurement.rules import Buyer, Exemption, Kind, Project, check, needs_note, note_of_reasons
from quartiers.procurement.tests.test_kept_rules import projects

SERVICES = Project(
    Kind.SERVICES, Buyer.LOCAL, Decimal(216_000), date(2026, 11, 30), social_exemption=Exemption.NO_LINK
)
WORKS = replace(
    SERVICES, kind=Kind.WORKS, value=Decimal(900_000), operation_value=Decimal(5_404_000), duration_months=Decimal(5)
)
SHORT = replace(WORKS, social_exemption=Exemption.SHORT_WORKS)
CONCESSION = replace(SERVICES, concession=True, value=Decimal(5_404_000))
TODAY = date(2026, 12, 1)


def words(project: Project, title: str = "Nettoyage des écoles") -> str:
    document = Document(BytesIO(reasons_document(note_of_reasons(project), project, title=title, today=TODAY)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return (
        "\n".join([*(one.text for one in document.paragraphs), *cells]).replace("\u00a0", " ").replace("\u202f", " ")
    )


@given(projects)
def test_the_page_offers_a_note_exactly_where_one_can_be_written(project):
    if needs_note(project, check(project)):
        assert note_of_reasons(project).to_show
    else:
        with pytest.raises(RuleBroken):
            note_of_reasons(project)


@pytest.mark.parametrize("motive", [Exemption.AVAILABLE, Exemption.NO_LINK, Exemption.RESTRICTS])
def test_each_motive_asks_for_its_facts_and_cites_its_line(motive):
    note = note_of_reasons(replace(SERVICES, social_exemption=motive))

    assert note.motive == motive.label
    assert note.article == f"CCP, art. L2112-2-1, II, {list(Exemption).index(motive) + 1}°"
    assert len(note.to_show) >= 2
    assert "L2184-1" in note.kept


def test_short_works_have_their_note_under_six_months_only():
    assert note_of_reasons(SHORT).article.endswith("4°")
    with pytest.raises(RuleBroken, match="Le motif ne vaut que sous 6 mois"):
        note_of_reasons(replace(SHORT, duration_months=Decimal(6)))
    with pytest.raises(RuleBroken, match="il manque la durée"):
        note_of_reasons(replace(SHORT, duration_months=None))
    with pytest.raises(RuleBroken, match="ne vaut que pour des travaux"):
        note_of_reasons(replace(SERVICES, social_exemption=Exemption.SHORT_WORKS))


def test_a_concession_cites_its_own_article_and_has_two_motives():
    assert note_of_reasons(CONCESSION).article == "CCP, art. L3114-2-1"
    with pytest.raises(RuleBroken, match="ne vaut pas pour une concession"):
        note_of_reasons(replace(CONCESSION, social_exemption=Exemption.AVAILABLE))


def test_an_entity_keeps_its_note_by_any_means():
    note = note_of_reasons(replace(SERVICES, buyer=Buyer.ENTITY, value=Decimal(432_000)))

    assert "tout moyen approprié" in note.kept
    assert "L2184-1" not in note.kept


@pytest.mark.parametrize(
    ("project", "said"),
    [
        (replace(SERVICES, value=Decimal(215_999)), "n’a pas à porter"),
        (replace(SERVICES, consultation_on=date(2026, 8, 21)), "n’a pas à porter"),
        (replace(SERVICES, defence=True), "n’a pas à porter"),
        (replace(SERVICES, social_condition=True), "est prévue"),
        (replace(SERVICES, social_exemption=None), "Aucun motif"),
    ],
)
def test_who_needs_no_note_gets_none(project, said):
    with pytest.raises(RuleBroken, match=said):
        note_of_reasons(project)


def test_the_document_says_the_contract_the_motive_and_what_is_left_to_write():
    said = words(SHORT)

    for expected in (
        "Nettoyage des écoles",
        "CCP, art. L2112-2-1, III",
        "Valeur de l’opération",
        "5 404 000 €",
        "5 mois",
        "lancée le 30 novembre 2026",
        "Ce sont des travaux de moins de six mois (CCP, art. L2112-2-1, II, 4°).",
        "Quelle est la durée totale des travaux",
        "1er décembre 2026",
        "ne remplace pas l’avis",
    ):
        assert expected in said
    assert said.count("[À compléter]") == 2
    assert "{{" not in said


def test_a_duration_of_ten_months_is_not_one_and_an_unknown_one_is_left_to_write():
    assert "10 mois" in words(replace(SERVICES, duration_months=Decimal(10)))
    assert "4,5 mois" in words(replace(SERVICES, duration_months=Decimal("4.5")))
    assert "[À compléter]" in words(replace(SERVICES, duration_months=None), title="")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("</w:t></w:p><w:p>", "</w:t></w:p><w:p>"),
        ("{{ 7 * 7 }} {% for %}", "{{ 7 * 7 }} {% for %}"),
        ("R & D < 3 > \x0b\ud800fin", "R & D < 3 > fin"),
    ],
)
def test_a_hostile_title_is_a_title(title, shown):
    assert shown in words(SERVICES, title)
