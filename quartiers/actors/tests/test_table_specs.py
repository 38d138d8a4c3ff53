"""A directory kept in a spreadsheet comes in, and comes in again without a change."""

from datetime import UTC, datetime

import pytest

from quartiers.actors.models import Organisation, Site
from quartiers.actors.rules.organisations import OrganisationKind
from quartiers.actors.table_specs import ORGANISATIONS, read_kind
from quartiers.kernel.errors import RuleBroken
from quartiers.office import actions
from quartiers.office.rules import Author

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
BY = Author(None, None)
FILE = """Structure;Type de structure;N° SIRET;Mail;Adresse;CP;Commune
Régie des Tilleuls;Régie de quartier;732 829 320 00074;accueil@exemple.fr;12 rue de la Paix;11100;Narbonne
Centre social;centre social;;;;;
"""


def result(content: str, *, write: bool = True) -> dict:
    job = actions.deposit_table(ORGANISATIONS, [content.encode()], name="annuaire.csv", by=BY, now=NOW)
    steps = [lambda: actions.choose_columns(job, ORGANISATIONS, job.result["columns"], by=BY, now=NOW)]
    steps += [lambda: actions.import_ready_rows(job, now=NOW)] if write else []
    for step in [lambda: None, *steps]:
        step()
        actions.run_job(job.pk, clock=lambda: NOW)
        job.refresh_from_db()
    return job.result


@pytest.mark.django_db
class TestOrganisations:
    def test_a_directory_comes_in_with_its_places_and_again_without_a_change(self):
        assert result(FILE)["new"] == 2
        one = Organisation.objects.get(name="Régie des Tilleuls")
        assert (one.kind, one.siret) == ("regie_de_quartier", "73282932000074")
        assert Site.objects.get(organisation=one).postcode == "11100"

        again = result(FILE, write=False)
        assert (again["new"], again["changed"], again["same"]) == (0, 0, 2)

    def test_a_change_is_seen_and_only_what_the_file_says_changes(self):
        result(FILE)
        assert result(FILE.replace("accueil@", "contact@"))["changed"] == 1
        assert Organisation.objects.get(siret="73282932000074").email == "contact@exemple.fr"

    def test_a_wrong_siret_and_an_unknown_kind_are_explained(self):
        faults = result("Nom;Nature;SIRET\nA;association;12\nB;nébuleuse;\n", write=False)["faults"]

        assert [one["column"] for one in faults] == ["SIRET", "Nature"]
        assert "14 chiffres" in faults[0]["message"]


@pytest.mark.parametrize("kind", OrganisationKind)
def test_each_kind_is_read_by_its_words_and_by_its_value(kind):
    assert read_kind(kind.value) == kind.value
    assert read_kind(kind.label.upper()) == kind.value


def test_a_kind_that_is_none_is_refused():
    with pytest.raises(RuleBroken, match="n’est pas connue"):
        read_kind("nébuleuse")
