"""Which columns place the rows: recognised whatever their writing, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.territory.file_columns import ROLE_OF, Columns, find_columns
from quartiers.territory.tests.contour_files import refusal


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (["Nom", "ADRESSE"], Columns(address=(1,))),
        (["Ville", "Code postal", "Adresse"], Columns(address=(2, 1, 0))),
        (["n° de voie", "type_voie", "Libellé voie", "CP", "Commune"], Columns(address=(0, 1, 2, 3, 4))),
        (["adresse1", "code_postal", "VILLE"], Columns(address=(0, 1, 2))),
        (["Latitude", "LONGITUDE"], Columns(0, 1)),
        (["lng", "lat"], Columns(1, 0)),
        (["X (WGS84)", "Y (WGS84)"], Columns(1, 0)),
        (["adresse", "lat", "lon"], Columns(1, 2)),
        (["Adresse", "Adresse postale"], Columns(address=(0,))),
        (["Numéro", "Adresse"], Columns(address=(1,))),
    ],
)
def test_common_titles_are_recognised(header, columns):
    assert find_columns(header) == columns


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (["nom", "prénom"], "ne dit pas où trouver l’adresse"),
        (["ville", "code postal"], "ne dit pas où trouver l’adresse"),
        (["lat", "nom"], "ne dit pas où trouver la longitude"),
        (["lon", "adresse_"], ""),
        (["lat", "latitude wgs84", "lon"], "Plusieurs colonnes peuvent donner la latitude"),
        (["adresse postale", "adresse du domicile"], "Plusieurs colonnes peuvent donner l’adresse"),
        (["N°", "voie", "cp", "ville"], "peut être le numéro dans la rue, ou celui d’un dossier"),
    ],
)
def test_a_doubt_is_said_with_what_was_found_and_what_is_expected(header, said):
    assert said in refusal(lambda: find_columns(header))
    if "où trouver" in said:
        message = refusal(lambda: find_columns(header))
        assert all(title in message for title in [*header, "latitude", "code postal"])


@given(st.lists(st.text(max_size=20) | st.sampled_from(sorted(ROLE_OF)), max_size=12))
def test_any_header_gives_columns_of_the_table_or_a_sentence(header):
    found: list[Columns] = []
    message = refusal(lambda: found.append(find_columns(header)))

    assert bool(message) != bool(found)
    for columns in found:
        chosen = [*(columns.point or ()), *columns.address]
        assert chosen
        assert len(set(chosen)) == len(chosen)
        assert all(0 <= column < len(header) for column in chosen)


@given(
    st.lists(
        st.sampled_from(["nom", "téléphone", "n°", "numéro", "date de naissance", "adresse", "ville"]), unique=True
    )
)
def test_only_columns_of_an_address_are_chosen_to_leave(header):
    found: list[Columns] = []
    refusal(lambda: found.append(find_columns(header)))

    assert {header[column] for columns in found for column in columns.address} <= {"adresse", "ville"}
