from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel.errors import RuleBroken
from quartiers.procurement.rules.decp import EXPLAINED, NUMBERED, Trap, division_label, normalised, of_row, values
from quartiers.procurement.rules.decp.values import ENVIRONMENTAL, SOCIAL, considerations
from quartiers.procurement.rules.decp.values.numbers import AMOUNT_MAX
from quartiers.procurement.tests.decp_sample import BUYER, COMPANY, CONCESSION, OTHER_BUYER, SOUND, record

TODAY = date(2026, 11, 2)


def read(**changes):
    return normalised(record(**changes), today=TODAY)


def traps_of(**changes):
    return {note.trap for note in read(**changes)[1]}


def test_a_sound_record_has_no_trap_and_says_what_it_says():
    made, notes = normalised(SOUND, today=TODAY)
    assert notes == []
    assert (made.uid, made.number, made.buyer_siret) == (f"{BUYER}2026-001", "2026-001", BUYER)
    assert (made.division, made.framework, made.amount) == ("90", True, Decimal("240000.00"))
    assert (made.notified_on, made.ends_on, made.year) == (date(2025, 6, 30), date(2027, 6, 30), 2025)
    assert (made.commune_code, made.department_code) == ("11069", "11")
    assert (made.social, made.social_clause, made.social_criterion, made.reserved) == ("avec", True, False, False)
    assert (made.environmental, made.environmental_clause, made.environmental_criterion) == ("avec", False, True)
    assert [one.siret for one in made.holders] == [COMPANY]


def test_a_concession_begins_when_its_execution_does():
    made, notes = normalised(CONCESSION, concession=True, today=TODAY)
    assert made.concession
    assert made.uid.startswith(OTHER_BUYER)
    assert (made.notified_on, made.ends_on) == (date(2024, 1, 15), date(2029, 3, 1))
    assert made.reserved
    assert made.amount == Decimal("1200000.00")
    assert {note.trap for note in notes} == {Trap.PLACE}


@pytest.mark.parametrize(
    "written",
    [
        ["Clause sociale", "Critère social"],
        "Clause sociale, Critère social",
        [{"considerationSociale": "Clause sociale"}, {"considerationSociale": "Critère social"}],
        {"considerationSociale": "Clause sociale, Critère social"},
    ],
)
def test_trap_1_a_list_is_read_in_every_form_and_the_form_is_told(written):
    made, notes = read(considerationsSociales=written)
    assert (made.social, made.social_clause, made.social_criterion) == ("avec", True, True)
    assert {note.trap for note in notes} == {Trap.SHAPE}


@pytest.mark.parametrize("word", ["Oui", "Non", "", 3, {}, None, "Clause sociale d’insertion"])
def test_trap_2_a_word_outside_the_list_says_neither_yes_nor_no(word):
    made, notes = read(considerationsSociales={"considerationSociale": [word]})
    assert made.social == "inconnu"
    assert Trap.UNKNOWN_WORD in {note.trap for note in notes}


def test_trap_3_a_contradiction_leaves_the_consideration_that_somebody_chose():
    made, notes = read(
        considerationsEnvironnementales={
            "considerationEnvironnementale": ["Clause environnementale", "Pas de considération environnementale"]
        }
    )
    assert (made.environmental, made.environmental_clause) == ("avec", True)
    assert {note.trap for note in notes} == {Trap.CONTRADICTION}


def test_without_consideration_is_a_word_of_its_own_and_silence_is_not():
    assert read(considerationsSociales={"considerationSociale": ["Pas de considération sociale"]})[0].social == "sans"
    assert read(considerationsSociales={"considerationSociale": []})[0].social == "inconnu"
    assert read(considerationsSociales=None)[0].social == "inconnu"


@pytest.mark.parametrize("worth", [1e17, float("inf"), float("nan"), -5, 0, "NC", [], True, 10**300, "1e400", 0.2])
def test_trap_4_an_amount_that_nobody_can_believe_is_set_aside(worth):
    made, notes = read(montant=worth)
    assert made.amount is None
    assert Trap.AMOUNT in {note.trap for note in notes}


def test_trap_4_the_ceiling_of_amounts_stands_at_ten_thousand_million():
    assert read(montant=10_000_000_000)[0].amount == Decimal("10000000000.00")
    assert read(montant=10_000_000_000.01)[0].amount is None


def test_trap_4_one_euro_is_kept_and_told():
    made, notes = read(montant=1)
    assert made.amount == 1
    assert {note.trap for note in notes} == {Trap.AMOUNT}


def test_trap_5_a_number_with_spaces_and_slashes_becomes_one_that_an_address_holds():
    made, notes = read(id=" 2026 / LOT 03 ")
    assert made.uid == f"{BUYER}2026_LOT_03"
    assert {note.trap for note in notes} == {Trap.NUMBER}


def test_trap_5_two_long_numbers_never_become_one():
    first, second = read(id="x" * 60 + "1")[0], read(id="x" * 60 + "2")[0]
    assert first.uid != second.uid
    assert len(first.uid) <= 64
    assert read(id=10**5000)[0].uid != read(id=10**5000 + 1)[0].uid


@pytest.mark.parametrize("day", ["0022-04-29", "5021-02-18", "2028-01-01", "2024-02-30", "hier", 20240101, [3], "NC"])
def test_trap_6_a_day_that_nobody_can_believe_is_set_aside(day):
    made, notes = read(dateNotification=day)
    assert (made.notified_on, made.year, made.ends_on) == (None, 0, None)
    assert Trap.DAY in {note.trap for note in notes}


def test_trap_6_days_are_believed_from_1990_to_the_end_of_next_year():
    assert read(dateNotification="1990-01-01")[0].year == 1990
    assert read(dateNotification="1989-12-31")[0].year == 0
    assert read(dateNotification="2027-12-31")[0].year == 2027
    assert read(dateNotification="30/06/2025")[0].notified_on == date(2025, 6, 30)


@pytest.mark.parametrize("months", ["NC", 0, -3, 1201, 2.5, "douze", True, {}])
def test_trap_7_without_a_duration_the_end_is_not_known(months):
    made, notes = read(dureeMois=months)
    assert (made.duration_months, made.ends_on) == (None, None)
    assert Trap.DURATION in {note.trap for note in notes}


def test_the_end_of_a_contract_is_never_a_day_that_does_not_exist():
    assert read(dateNotification="2024-01-31", dureeMois=1)[0].ends_on == date(2024, 2, 29)
    assert read(dateNotification="2024-10-31", dureeMois=1)[0].ends_on == date(2024, 11, 30)
    assert read(dureeMois=1200)[0].ends_on == date(2125, 6, 30)


@pytest.mark.parametrize(
    ("said", "meant"), [("oui", True), ("NON", False), (1, True), ("0", False), ("peut-être", None)]
)
def test_trap_8_a_yes_is_read_in_every_form(said, meant):
    made, notes = read(marcheInnovant=said)
    assert made.innovative is meant
    assert {note.trap for note in notes} == {Trap.BOOLEAN}


@pytest.mark.parametrize("count", [0, -1, 10_001, "beaucoup", 1e400])
def test_trap_9_a_contract_that_was_given_had_an_offer(count):
    made, notes = read(offresRecues=count)
    assert made.offers is None
    assert {note.trap for note in notes} == {Trap.OFFERS}


@pytest.mark.parametrize(
    ("held", "sirets"),
    [
        ([{"typeIdentifiant": "SIRET", "id": COMPANY}], [COMPANY]),
        ({"titulaire": {"typeIdentifiant": "SIRET", "id": f"{COMPANY[:9]} {COMPANY[9:]}"}}, [COMPANY]),
        ([{"titulaire": "typeIdentifiant"}, {"titulaire": "id"}], []),
        ([{"titulaire": {"typeIdentifiant": "SIRET", "id": "12345678900023"}}], [""]),
        ("Entreprise Dupont", []),
        ([None, 3, [], {}], []),
    ],
)
def test_trap_10_holders_are_found_however_they_are_nested(held, sirets):
    made, notes = read(titulaires=held)
    assert [one.siret for one in made.holders] == sirets
    assert Trap.HOLDER in {note.trap for note in notes}


def test_a_holder_named_twice_is_one_holder_and_a_foreign_one_keeps_its_number():
    twice = [{"titulaire": {"typeIdentifiant": "TVA", "id": "BE0123456789", "denominationSociale": "Werk"}}] * 2
    made, notes = read(titulaires=twice)
    assert [(one.identifier, one.siret, one.name) for one in made.holders] == [("BE0123456789", "", "Werk")]
    assert notes == []


def test_trap_11_france_is_in_the_union():
    made, notes = read(origineUE=0.3, origineFrance=0.7)
    assert (made.origin_eu, made.origin_france) == (None, None)
    assert {note.trap for note in notes} == {Trap.ORIGIN}
    assert read(origineUE=0.5, origineFrance=0.5)[1] == []


@pytest.mark.parametrize(
    ("written", "code"), [("45262700-8", "45262700"), ("45", "45000000"), ("travaux", ""), ("4", ""), (45262700.5, "")]
)
def test_trap_12_a_cpv_has_eight_figures_or_none(written, code):
    made, notes = read(codeCPV=written)
    assert (made.cpv, made.division) == (code, code[:2])
    assert {note.trap for note in notes} == {Trap.CPV}


@pytest.mark.parametrize(
    ("code", "kind", "level", "commune", "department"),
    [
        ("11", "Code département", "departement", "", "11"),
        ("11", "Code commune", "departement", "", "11"),
        ("974", "Code département", "departement", "", "974"),
        ("11100", "Code postal", "code_postal", "", "11"),
        ("20200", "Code postal", "code_postal", "", "2B"),
        ("76", "Code région", "region", "", ""),
        ("FR", "Code pays", "pays", "", ""),
        ("", "", "inconnu", "", ""),
        ("1106900", "Code commune", "inconnu", "", ""),
    ],
)
def test_trap_13_a_place_that_is_no_commune_is_told(code, kind, level, commune, department):
    made, notes = read(lieuExecution={"code": code, "typeCode": kind})
    assert (made.place_level, made.commune_code, made.department_code) == (level, commune, department)
    assert {note.trap for note in notes} == {Trap.PLACE}


def test_the_place_of_a_commune_in_corsica_is_in_its_department():
    made, notes = read(lieuExecution={"code": "2a004", "typeCode": "commune"})
    assert (made.commune_code, made.department_code, notes) == ("2A004", "2A", [])


def test_the_last_credible_modification_gives_the_state():
    first = {"id": 1, "dateNotificationModification": "2026-01-10", "montant": 300000, "dureeMois": 30}
    later = {"id": 2, "dateNotificationModification": "2026-03-10", "montant": 1}
    coming = {"id": 3, "dateNotificationModification": "2027-03-10", "montant": 999999}
    made, notes = read(modifications=[{"modification": one} for one in (later, coming, first)])
    assert (made.amount, made.duration_months, made.modifications) == (Decimal("300000.00"), 30, 3)
    assert {note.trap for note in notes} >= {Trap.MODIFICATION}


def test_trap_15_a_modification_numbered_zero_is_applied_and_told():
    made, notes = read(modifications=[{"modification": {"id": 0, "montant": 250000}}])
    assert made.amount == 250000
    assert {note.trap for note in notes} == {Trap.MODIFICATION}


def test_a_modification_that_is_no_object_is_told_and_left():
    made, notes = read(modifications=["avenant", {"modification": 3}])
    assert made.amount == 240000
    assert {note.trap for note in notes} == {Trap.SHAPE}


def test_text_that_no_database_keeps_is_cleaned_and_told():
    made, notes = read(objet="Nettoyage\x00 des \ud800écoles\n" + "x" * 2000)
    assert made.object.startswith("Nettoyage des écoles x")
    assert len(made.object) == 1000
    assert {note.trap for note in notes} == {Trap.TEXT}
    assert all(note.value.isprintable() for note in notes)


@pytest.mark.parametrize("buyer", [{}, {"id": "211"}, {"id": None}, "x", [], 3, {"id": float("nan")}])
def test_without_a_buyer_a_record_is_refused_with_a_sentence(buyer):
    with pytest.raises(RuleBroken, match="SIRET de l’acheteur"):
        read(acheteur=buyer)


@pytest.mark.parametrize("identifier", [None, "", "  ", "///", [], {}])
def test_without_a_number_a_record_is_refused_with_a_sentence(identifier):
    with pytest.raises(RuleBroken, match="numéro du contrat"):
        read(id=identifier)


def test_rows_of_one_contract_give_its_holders():
    row = {
        "uid": f"{BUYER}7", "id": "7", "acheteur_id": BUYER, "acheteur_nom": "Ville", "objet": "Voirie",
        "codeCPV": "45233140", "dateNotification": "2025-01-31", "dureeMois": "12", "montant": "90000.0",
        "lieuExecution_code": "11069", "lieuExecution_typeCode": "commune", "marcheInnovant": "oui",
        "considerationsSociales": "Clause sociale, Critère social", "considerationsEnvironnementales": "",
        "titulaire_typeIdentifiant": "SIRET", "titulaire_id": COMPANY, "titulaire_nom": "Alpha",
        "modification_id": "2", "techniques": "Accord-cadre",
    }  # fmt: skip
    made, notes = of_row([row, row | {"titulaire_id": BUYER, "titulaire_nom": "Bêta"}], today=TODAY)
    assert notes == []
    assert [one.name for one in made.holders] == ["Alpha", "Bêta"]
    assert (made.social, made.environmental, made.innovative, made.framework) == ("avec", "inconnu", True, True)
    assert (made.ends_on, made.modifications) == (date(2026, 1, 31), 2)


def test_each_trap_has_its_number_and_its_sentence():
    assert set(EXPLAINED) == set(Trap) == set(NUMBERED)
    assert (NUMBERED[Trap.SHAPE], NUMBERED[Trap.PLACE], NUMBERED[Trap.ABSENT_FILE]) == (1, 13, 16)
    assert division_label("45") == "Travaux de construction"


# --- Laws -----------------------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELD = st.sampled_from([*SOUND, *CONCESSION])


@given(JSON)
def test_any_json_value_is_a_contract_or_a_sentence(value):
    with pytest.raises(RuleBroken):
        normalised(value, today=TODAY)


@given(st.dictionaries(FIELD, JSON, max_size=6), st.booleans())
def test_any_value_in_any_field_gives_columns_that_fit(changes, concession):
    try:
        made, _ = normalised(record(**changes), concession=concession, today=TODAY)
    except RuleBroken:
        return
    assert len(made.uid) <= 64
    assert len(made.object) <= 1000
    assert made.amount is None or 1 <= made.amount <= AMOUNT_MAX
    assert made.social in ("avec", "sans", "inconnu")
    assert len(made.commune_code) in (0, 5)
    assert all(len(one.identifier) <= 40 and len(one.name) <= 255 for one in made.holders)
    assert "\x00" not in made.object + made.uid + made.buyer_name + made.place_code


@given(JSON)
def test_each_reader_gives_for_its_answer_the_same_answer(value):
    for once in (values.amount, values.offers, values.duration, values.cpv, values.number, values.siret, values.text):
        found = once(value)
        assert once(found) == found
    found = values.day(value, TODAY)
    assert values.day(found.isoformat() if found else "", TODAY) == found


@given(st.lists(st.sampled_from([*SOCIAL, "Oui", ""]) | JSON, max_size=4))
def test_a_consideration_is_with_only_when_one_is_named(words):
    stated, found = considerations(words, SOCIAL)
    assert (stated == "avec") == bool(found)
    assert considerations(words, ENVIRONMENTAL)[0] in ("avec", "sans", "inconnu")
