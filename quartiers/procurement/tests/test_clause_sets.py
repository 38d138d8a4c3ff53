"""A set of clauses: its texts are made one's own, checked as they are typed, and go on with their contract."""

import io
from datetime import date

import pytest
from django.urls import reverse
from docx import Document

from quartiers.office.rules import Author
from quartiers.procurement import rules
from quartiers.procurement.actions.legal import keep_check
from quartiers.procurement.forms.check import MAX_CLAUSES, opened_with
from quartiers.procurement.models import KeptCheck
from quartiers.procurement.rules.catalogue import CLAUSES, as_written, blanks, by_code, chosen
from quartiers.procurement.tests.sentences import UNLAWFUL
from tests import factories, people
from tests.factories import procurement

pytestmark = pytest.mark.django_db
SET, DOCUMENT, CHECK = "/achats/clauses/dossier/", "/achats/clauses/dossier/document/", "/achats/controle/"
SORTING, HOURS = "tri-sept-flux", "heures-insertion"
MINE = "Le titulaire trie ses déchets en sept flux,\r\nchaque jour."


def paragraphs(answer) -> list[str]:
    return [one.text for one in Document(io.BytesIO(answer.content)).paragraphs]


class TestTexts:
    def test_each_clause_opens_with_the_text_of_the_catalogue_and_what_is_left_to_choose(self, client):
        page = client.get(SET, {"c": [HOURS]}).content.decode()

        assert by_code(HOURS).text in page
        assert "Reste à choisir\u00a0: [nombre], [contact]" in page or "Reste à choisir : [nombre], [contact]" in page
        assert blanks("sans crochet") == []

    def test_what_is_typed_is_kept_and_checked_beside_its_clause(self, client):
        typed = {"c": [SORTING, HOURS], f"texte_{SORTING}": UNLAWFUL["R05"][0], f"texte_{HOURS}": "Dix heures."}
        page = client.post(SET, typed).content.decode()
        first, second = page.index(f'id="constats-{SORTING}"'), page.index(f'id="constats-{HOURS}"')

        assert UNLAWFUL["R05"][0] in page
        assert "Dix heures." in page
        assert "elle exige ou favorise un lieu" in page[first:second]
        assert "Rien à signaler dans cette clause" in page[second:]

    def test_as_one_types_only_what_is_said_comes_back(self, client):
        typed = {"c": [SORTING], f"texte_{SORTING}": UNLAWFUL["R05"][0]}
        answer = client.post(SET, typed, headers={"HX-Request": "true"}).content.decode()

        assert "<textarea" not in answer
        assert "<h1" not in answer
        assert 'id="resultat"' in answer
        assert f'id="constats-{SORTING}"' in answer
        assert "elle exige ou favorise un lieu" in answer

    def test_a_clause_is_added_or_taken_away_and_the_other_texts_stay(self, client):
        typed = {"c": [SORTING], f"texte_{SORTING}": "Le mien."}
        chosen_only = client.post(SET, typed | {"ajouter": HOURS}).content.decode()
        added = client.post(SET, typed | {"ajouter": HOURS, "prendre": "1"}).content.decode()
        gone = client.post(
            SET, {"c": [SORTING, HOURS], f"texte_{HOURS}": "Le mien.", "retirer": SORTING}
        ).content.decode()

        assert f'name="texte_{HOURS}"' not in chosen_only
        assert "Le mien." in added
        assert by_code(HOURS).text in added
        assert "Le mien." in gone
        assert f'name="texte_{SORTING}"' not in gone

    def test_the_document_carries_the_text_that_was_typed(self, client):
        answer = client.post(DOCUMENT, {"c": [SORTING], f"texte_{SORTING}": MINE + " \x0b"})

        assert answer["Content-Disposition"] == 'attachment; filename="clauses.docx"'
        assert any(
            one.startswith("Le titulaire trie ses déchets en sept flux,\nchaque jour.") for one in paragraphs(answer)
        )
        assert by_code(SORTING).text not in paragraphs(answer)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "Ce texte est vide"),
            (" \r\n ", "Ce texte est vide"),
            ("a" * 6_000, "trop long"),
            ("a\x00b", "illisible"),
        ],
    )
    def test_a_text_that_cannot_be_written_is_said_beside_it_and_nothing_is_lost(self, client, text, said):
        typed = {"c": [SORTING, HOURS], f"texte_{SORTING}": text, f"texte_{HOURS}": "Dix heures."}
        for address in (SET, DOCUMENT):
            answer = client.post(address, typed)
            page = answer.content.decode()

            assert answer.status_code == 200
            assert "text/html" in answer["Content-Type"]
            assert said in page
            assert "Dix heures." in page

    def test_the_document_holds_the_set_in_the_order_of_a_consultation(self, client):
        answer = client.get(DOCUMENT, {"c": ["critere-carbone", SORTING, "zero-phyto"]})
        paper = Document(io.BytesIO(answer.content))

        assert [one.text for one in paper.paragraphs if one.style.name == "Heading 1"] == [
            "Cahier des clauses techniques particulières",
            "Cahier des clauses administratives particulières",
            "Règlement de la consultation, critères",
        ]
        assert any("sept flux" in one.text for one in paper.paragraphs)
        assert "fr-FR" in paper.styles.element.xml
        assert "à faire relire par un juriste" in paper.sections[0].footer.paragraphs[0].text

    def test_hostile_addresses_do_no_harm(self, client):
        for codes in (["<script>"], ["x" * 5_000], ["compost"] * 500, ["a\x00b"]):
            answer = client.get(SET, {"c": codes, "contrat": "9" * 30})
            assert answer.status_code == 200
            assert "<script>alert" not in answer.content.decode()
        assert client.post(SET, {"c": SORTING, f"texte_{SORTING}": "<script>alert(1)"}).status_code == 200

    def test_it_costs_as_many_queries_for_one_clause_or_thirty(self, client, django_assert_num_queries):
        for codes in ([CLAUSES[0].code], [one.code for one in CLAUSES]):
            with django_assert_num_queries(1):
                client.post(SET, {"c": codes})


class TestWholeCheck:
    def test_a_set_goes_whole_into_the_check_of_the_contract_with_its_texts(self, client):
        codes = [one.code for one in CLAUSES if one.family == "reemploi-btp"]
        by_address = client.get(CHECK, {"c": codes}).context["form"]
        by_form = client.post(CHECK, {"c": codes, "dossier": "1", f"texte_{codes[0]}": "Le mien."}).context["form"]

        texts = {by_address[f"clause_{rank}_text"].initial for rank in range(by_address.count)}
        assert texts == {one.text for one in chosen(codes)}
        assert by_address.initial["environmental_condition"]
        assert by_address.initial["environmental_criterion"]
        assert not by_address.initial["social_condition"]
        assert "Le mien." in {by_form[f"clause_{rank}_text"].initial for rank in range(by_form.count)}


class TestContract:
    @pytest.fixture
    def contract(self):
        return procurement.contract(people.organisation(), consultation_on="2026-11-30")

    def test_from_the_contract_to_the_clauses_to_the_check_the_contract_stays(self, client, contract):
        people.sign_in(client, "member")
        about = f"contrat={contract.pk}"
        opened = client.get(reverse("procurement:contract", args=[contract.pk])).content.decode()
        catalogue = client.get("/achats/clauses/", {"contrat": contract.pk, "q": "tri"}).content.decode()
        chosen_set = client.get(SET, {"c": [SORTING], "contrat": contract.pk}).content.decode()
        address = reverse("procurement:check_of_contract", args=[contract.pk])
        check = client.post(address, {"c": [SORTING], f"texte_{SORTING}": "Le mien.", "contrat": contract.pk})
        page = check.content.decode()

        assert about in opened
        assert catalogue.count(f'name="contrat" value="{contract.pk}"') == 2
        assert contract.name in chosen_set
        assert f'formaction="{address}"' in chosen_set
        assert "Le mien." in page
        assert f'name="contrat" value="{contract.pk}"' in page
        assert check.context["form"]["value"].value() == "260000"

    def test_a_contract_that_its_reader_may_not_see_is_none(self, client, contract):
        stranger = client.get(SET, {"c": [SORTING], "contrat": contract.pk}).content.decode()
        people.sign_in(client, "member")
        elsewhere = procurement.contract(factories.Organisation(name="Bailleur d’ailleurs"))

        assert contract.name not in stranger
        assert (
            elsewhere.operation.name not in client.get(SET, {"c": [SORTING], "contrat": elsewhere.pk}).content.decode()
        )
        assert client.post(reverse("procurement:check_of_contract", args=[elsewhere.pk])).status_code == 404

    def test_the_operation_lists_the_clauses_of_its_contract_and_leads_back_to_them(self, client, contract):
        people.sign_in(client, "member")
        address = reverse("procurement:operation", args=[contract.operation_id])
        assert f"contrat={contract.pk}" in client.get(address).content.decode()

        for title in ("Premier", "Dernier"):
            kept(contract, title=title)
        last = KeptCheck.objects.order_by("-pk")[0]
        page = client.get(address).content.decode()
        assert last.get_absolute_url() in page
        assert "1\u00a0clause contrôlée" in page
        assert reverse("procurement:kept_resume", args=[last.pk]) in page

    def test_the_operation_asks_the_same_for_one_kept_check_and_for_many(
        self, client, contract, django_assert_max_num_queries
    ):
        people.sign_in(client, "member")
        address = reverse("procurement:operation", args=[contract.operation_id])
        kept(contract)
        with django_assert_max_num_queries(40) as one:
            client.get(address)
        for _ in range(10):
            kept(contract)
        with django_assert_max_num_queries(len(one)):
            client.get(address)


CONTRACT = {
    "kind": "services", "buyer": "state", "value": 500_000.5, "consultation_on": "2026-11-30", "concession": False,
    "duration_months": 24, "environmental_condition": True, "environmental_criterion": True,
    "social_exemption": "restricts",
    "reserved_to": ["siae", "ea_esat"], "social_services": True, "hours_due": 10, "hours_total": 1000.25,
    "penalty_per_hour": 40, "modalities": 1, "notice_cites_reservation": False, "derogations_listed": True, "lots": 1,
    "no_allotment_reason": "Un seul objet", "required_turnover": 1, "advance_rate": 0.305, "running_costs": 2,
    "global_contract": True, "sme_share": 0.1, "holder_is_sme": True,
    "clauses": [{"stage": "criterion", "text": "Le titulaire trie.", "proof": "a", "control": "b", "penalty": "c",
                 "label": "d", "binds": "performance"}],
}  # fmt: skip


def kept(contract, title: str = "Travaux") -> KeptCheck:
    by = Author(None, people.organisation().pk)
    project = rules.project_from(CONTRACT)
    return keep_check(project, title=title, contract_id=contract.pk, by=by, now=procurement.NOW)


class TestKept:
    def test_a_kept_check_opens_again_as_it_was_described(self, client):
        project = rules.project_from(CONTRACT)
        form = opened_with(project, today=date(2026, 11, 30))

        assert form.is_valid(), form.errors
        assert form.project() == project
        least = rules.project_from({name: CONTRACT[name] for name in ("kind", "buyer", "value", "consultation_on")})
        bare = opened_with(least, today=date(2026, 11, 30))
        assert bare.is_valid(), bare.errors
        assert bare.project() == least

    def test_its_page_leads_to_the_check_and_to_the_clauses_as_a_document(self, client):
        contract = procurement.contract(people.organisation())
        found = kept(contract)
        people.sign_in(client, "member")
        page = client.get(found.get_absolute_url()).content.decode()
        again = client.get(reverse("procurement:kept_resume", args=[found.pk]))
        document = client.get(reverse("procurement:kept_clauses", args=[found.pk]))

        assert reverse("procurement:kept_resume", args=[found.pk]) in page
        assert reverse("procurement:kept_clauses", args=[found.pk]) in page
        assert "Le titulaire trie." in again.content.decode()
        assert f'name="contrat" value="{contract.pk}"' in again.content.decode()
        assert "Clause 1" in paragraphs(document)
        assert "Le titulaire trie." in paragraphs(document)

    def test_a_kept_check_without_clause_has_no_document_and_one_with_too_many_says_so(self, client):
        people.sign_in(client, "member")
        clause = CONTRACT["clauses"][0]
        none, many = (
            keep_check(
                rules.project_from(CONTRACT | {"clauses": clauses}),
                title="Marché", by=Author(None, people.organisation().pk), now=procurement.NOW,
            )
            for clauses in ([], [clause] * (MAX_CLAUSES + 1))
        )  # fmt: skip

        assert client.get(reverse("procurement:kept_clauses", args=[none.pk])).status_code == 404
        refused = client.get(reverse("procurement:kept_resume", args=[many.pk]))
        assert refused.status_code == 409
        assert "plus de 40 clauses" in refused.content.decode()

    def test_a_clause_left_as_in_the_catalogue_keeps_its_title(self):
        known = by_code(SORTING)

        assert as_written(known.as_clause(), 1).title == known.title
        assert as_written(rules.project_from(CONTRACT).clauses[0], 3).title == "Clause 3"
