"""Gaps: which places are too far, for whom, and what the pages say of it."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from quartiers.actors.actions.data_inclusion import import_structures
from quartiers.iae.actions.zones import compute_zones
from quartiers.iae.models import ZoneBatch, ZoneDistance
from quartiers.iae.nearest import gather, nearest
from quartiers.iae.queries.panorama import panorama
from quartiers.iae.queries.zones import zones
from quartiers.iae.rules.activities import Activity
from quartiers.iae.rules.zones import ZoneKind, band, is_gap
from quartiers.office.rules import PLATFORM
from quartiers.territory.queries import grounds, places
from tests import factories, people
from tests.factories import employers

LATER = datetime(2026, 11, 3, 8, tzinfo=UTC)
ASKED = "territoire=departement-11&type=ACI&km=20"
PANORAMA = "/panorama/departement-11/"
PAGE, WHAT_IF = f"/zones-blanches/?{ASKED}", f"/zones-blanches/et-si/?{ASKED}"
metres = st.one_of(st.none(), st.integers(0, 2_000_000))
kilometres = st.integers(1, 200)


@pytest.fixture
def row(db):
    return factories.zone_row()


def text(response):
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


@given(metres, kilometres)
def test_a_band_is_beyond_the_threshold_exactly_in_a_gap(distance, km):
    assert (band(distance, km) >= 2) == is_gap(distance, km)


@given(metres, kilometres, kilometres)
def test_a_larger_threshold_never_makes_a_gap(distance, km, more):
    assert is_gap(distance, km) or not is_gap(distance, max(km, more))


def test_each_place_has_a_distance_for_each_kind(row):
    assert (row.computed, row.places) == (9, 6)
    assert ZoneDistance.objects.count() == 9 * 6
    found = dict(ZoneDistance.objects.filter(kind="ACI").values_list("place", "distance_m"))
    assert found["11001"] == 0
    assert 8_000 < found["11002"] < 8_200
    assert abs(found["QN01199M"] - found["11005"]) < 5


def test_no_structure_of_a_kind_leaves_the_distance_empty(row):
    assert set(ZoneDistance.objects.filter(kind="GEIQ").values_list("distance_m", "structure")) == {(None, None)}


def test_any_siae_is_the_nearest_of_its_five_kinds(row):
    columns = ("place", "distance_m", "structure", "within_20")
    both = [list(ZoneDistance.objects.filter(kind=kind).values_list(*columns)) for kind in ("SIAE", "ACI")]
    assert both[0] == both[1]


def test_an_activity_keeps_only_the_structures_that_say_they_do_it(row, client):
    doing = factories.Organisation(name="Jardin d’ailleurs", kind="aci")
    factories.Site(organisation=doing, latitude=43.2130, longitude=2.3522 + 0.4)
    employers.EmployerSheet(organisation=doing, activities="|espaces_verts|")
    where, kind = grounds.territory("departement-11"), ZoneKind.ACI

    def seen(activity):
        found = zones(where, kind, 20, neighbourhoods=False, activity=activity)
        return {one.code: one for one in found.spots}, found.doing, found.silent

    green, doing_it, silent = seen(Activity.GREEN)
    assert (doing_it, silent) == (1, 1)
    assert (green["11005"].distance_m, green["11005"].structure) == (0, "Jardin d’ailleurs")
    assert 32_000 < green["11001"].distance_m < 33_000
    assert (green["11005"].within_20, green["11001"].within_20) == (1, 0)
    none, doing_it, _ = seen(Activity.TEXTILE)
    assert {one.distance_m for one in none.values()} == {None}
    assert doing_it == 0

    page = text(client.get(f"{PAGE}&activite=espaces_verts"))
    assert "atelier et chantier d’insertion en espaces verts et nature" in page
    assert "n’a pas dit ce qu’elle fait" in page
    answer = client.get("/api/iae/zones-blanches?territory=departement-11&kind=ACI&activity=espaces_verts").json()
    assert answer["activity"] == "espaces_verts"
    assert {one["code"]: one["gap"] for one in answer["places"]}["11001"]
    assert client.get(f"{PAGE}&activite=rien").status_code == 200


@given(st.lists(st.tuples(st.floats(42, 50), st.floats(-4, 8)), min_size=1, max_size=12))
def test_the_nearest_of_an_activity_is_never_nearer_than_the_nearest_of_all(points):
    places = gather([47.0, 43.2], [2.0, 2.35])
    whole = nearest(places, [one for one, _ in points], [one for _, one in points], within_m=20_000)
    some = points[::2]
    part = nearest(places, [one for one, _ in some], [one for _, one in some], within_m=20_000)
    assert (part.distance_m >= whole.distance_m).all()
    assert (part.within <= whole.within).all()


def test_the_same_batch_twice_computes_nothing(row):
    again = compute_zones(now=LATER)
    assert (again.computed, again.unchanged) == (0, 9)
    assert not ZoneBatch.objects.filter(computed_at=LATER).exists()


def test_a_new_structure_computes_its_kinds_again_and_no_other(row):
    factories.Site(
        organisation=factories.Organisation(name="Nouveau", kind="aci"), latitude=43.2130, longitude=2.3522 + 0.4
    )
    assert compute_zones(now=LATER).computed == 2
    assert set(ZoneBatch.objects.filter(computed_at=LATER).values_list("kind", flat=True)) == {"ACI", "SIAE"}
    assert ZoneDistance.objects.get(kind="ACI", place="11005").distance_m == 0


def test_a_closed_structure_does_not_count(row):
    closed = factories.Organisation(name="Chantier fermé", kind="aci", closed_on=LATER.date())
    factories.Site(organisation=closed, latitude=43.2130, longitude=2.3522 + 0.4)
    compute_zones(now=LATER)
    assert ZoneDistance.objects.get(kind="ACI", place="11005").distance_m > 20_000


def test_a_structure_without_position_is_counted_as_such(row):
    factories.Site(organisation=factories.Organisation(name="Sans adresse", kind="aci"))
    compute_zones(now=LATER)
    assert ZoneBatch.objects.get(pk="ACI").unplaced == 1
    assert ZoneBatch.objects.get(pk="ACI").structures == 1


def test_nothing_is_computed_where_no_place_is_loaded(db):
    assert compute_zones(now=LATER).places == 0
    assert not ZoneBatch.objects.exists()


def test_the_sentence_says_how_many_people_live_too_far(client, row):
    page = text(client.get(PAGE))
    assert "<b>900 habitants</b> vivent à plus de 20 km d’un atelier et chantier d’insertion" in page
    assert "<b>2 communes sur 5</b>" in page


def test_who_signs_in_sees_her_own_territory_first(client, row):
    far = factories.Department(code="99", region=factories.Region(code="84"))
    town = factories.Commune(code="99001", department=far, epci=factories.Epci(code="200099999", name="CC à elle"))
    people.sign_in(client, "member")
    site = factories.Site(organisation=people.organisation(), commune=town, is_main=True)
    for address in ("/zones-blanches/", "/zones-blanches/et-si/"):
        assert client.get(address).context["where"].key == "departement-99"
        assert client.get(f"{address}?territoire=departement-11").context["where"].key == "departement-11"
    type(site.organisation).objects.filter(pk=site.organisation_id).update(kind="epci")
    assert client.get("/zones-blanches/").context["where"].key == "epci-200099999"


def test_a_stranger_who_begins_a_project_signs_in_and_comes_back_to_what_she_chose(client, row):
    page = client.get(f"{PAGE}&activite=batiment").content.decode()
    asked = html.unescape(re.search(r'href="([^"]+)">Commencer un projet de structure', page)[1])
    shown = client.get(asked, follow=True)
    assert "Connectez-vous : vous y arriverez aussitôt, avec ce que vous aviez choisi." in text(shown)
    hidden = re.search(r'name="next"\s+value="([^"]+)"', shown.content.decode())
    member = people.member()
    member.set_password("quatre girafes en vélo")
    member.save()
    sent = {"login": member.email, "password": "quatre girafes en vélo", "next": html.unescape(hidden[1])}
    arrived = client.post("/compte/connexion/", sent, follow=True)

    assert arrived.redirect_chain[-1][0] == asked
    form = arrived.context["form"]
    assert [form[name].value() for name in ("way", "kind", "activity")] == ["zone_blanche", "aci", "batiment"]
    assert "Village 5 (11005)" in arrived.context["offered"]


def test_the_panorama_leads_to_the_employers_of_its_territory(client, placed):
    page = client.get("/panorama/departement-11/").content.decode()
    assert "/employeurs/?territoire=departement-11" in page
    found = client.get("/employeurs/?territoire=departement-11").context["listing"]
    assert 0 < found.total < client.get("/employeurs/").context["listing"].total
    assert "territoire=departement-11" in client.get("/communes/11001/").content.decode()


def test_the_threshold_is_the_one_that_was_asked(client, row):
    assert "<b>3 communes sur 5</b>" in text(client.get(PAGE.replace("20", "10")))
    assert "<b>Aucun habitant</b> ne vit à plus de 50 km" in text(client.get(PAGE.replace("20", "50")))


def test_a_structure_of_unknown_kind_is_told_apart_and_fills_no_gap(client, row):
    page = text(client.get(PAGE))
    assert "structures de nature inconnue" in page
    assert "<b>2 communes sur 5</b>" in page


def test_jobseekers_are_a_column_only_where_a_source_is_loaded(client, row):
    asked = f"{PAGE}&regarder=quartiers"
    assert "emandeurs d’emploi" not in text(client.get(asked)).split("<main")[1].split("</main")[0]
    factories.Indicator(neighbourhood=places.find(places.neighbourhoods(), "QN01199M"), code="abcde", value=120)
    assert "120 demandeurs d’emploi" in text(client.get(asked))


@pytest.mark.parametrize(
    "query", ["km=loin", "km=0", "km=201", "territoire=region-99", "type=inconnu", "regarder=ciel"]
)
def test_what_cannot_be_read_is_said_with_a_link_to_its_field(client, row, query):
    page = text(client.get(f"/zones-blanches/?{query}"))
    assert "<title>Erreur : " in page
    assert 'href="#id_' in page


def test_the_files_hold_every_place_with_its_mark(client, row):
    lines = client.get(f"/zones-blanches/tableau/csv/?{ASKED}").getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 6
    assert "à plus de 20 km" in lines[0]
    assert "demandeurs d’emploi" not in lines[0]
    assert sum(";oui;" in line for line in lines) == 2
    assert client.get(f"/zones-blanches/tableau/xlsx/?{ASKED}").getvalue()[:2] == b"PK"
    assert client.get("/zones-blanches/tableau/csv/?territoire=region-99").status_code == 409


def test_the_api_agrees_with_the_page(client, row):
    found = client.get("/api/iae/zones-blanches?territory=departement-11&kind=ACI").json()
    assert (found["people"], found["gaps"]) == (900, 2)
    assert [one["gap"] for one in found["places"]] == [True, True, False, False, False]
    assert client.get("/api/iae/zones-blanches?territory=departement-99").status_code == 409
    assert client.get("/api/iae/zones-blanches?territory=departement-11&km=0").status_code == 422


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}&regarder=quartiers", f"{WHAT_IF}&commune=Village 3", PANORAMA])
def test_one_or_a_hundred_places_cost_the_same_queries(client, row, path):
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    towns = factories.communes({"code": f"118{rank:02d}", "centre": (3.0 + rank / 100, 43.0)} for rank in range(100))
    for rank, town in enumerate(towns):
        factories.Neighbourhood(code=f"QN011{rank:02d}N", centre=(3.0 + rank / 100, 43.0), communes=[town])
        factories.Site(organisation=factories.Organisation(name=f"C{rank}", kind="aci"), latitude=43, longitude=4)
    compute_zones(now=LATER)
    client.get(path)
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few)
    assert len(few) <= 22


def test_a_placed_structure_counts_who_gains(client, row):
    page = text(client.get(f"{WHAT_IF}&commune=village 5"))
    assert "<b>900 habitants</b> gagneraient un atelier et chantier d’insertion à moins de 20 km" in page
    assert "<b>1 quartier</b> sortirait de la zone blanche" in page
    assert "Les Tilleuls" in page


def test_a_pin_answers_as_the_commune_under_it(client, row):
    page = text(client.get(f"{WHAT_IF}&latitude=43,2130&longitude=2,7522"))
    assert "<b>900 habitants</b> gagneraient" in page


def test_the_best_place_is_found_among_communes(client, row):
    page = text(client.get(f"{WHAT_IF}&chercher=1"))
    assert "<b>900 habitants</b> gagneraient" in page
    assert "c’est la meilleure, exactement" in page
    served = text(client.get(f"{WHAT_IF.replace('20', '50')}&chercher=3"))
    assert "<b>Aucun habitant</b> n’y gagnerait" in served


API = "/api/iae/et-si?territory=departement-11&kind=ACI"


@pytest.mark.parametrize(
    ("page", "machine"),
    [
        ("commune=Village 5", "commune=village%205"),
        ("commune=11003", "commune=11003"),
        ("latitude=43,2&longitude=2,7", "latitude=43.2&longitude=2.7"),
        ("chercher=1", "seek=1"),
        ("chercher=3&activite=espaces_verts", "seek=3&activity=espaces_verts"),
        ("km=5&chercher=2", "km=5&seek=2"),
    ],
)
def test_what_one_more_would_change_is_the_same_by_machine(client, row, page, machine):
    doing = factories.Organisation(name="Jardin", kind="aci")
    factories.Site(organisation=doing, latitude=43.2130, longitude=2.3522)
    employers.EmployerSheet(organisation=doing, activities="|espaces_verts|")
    compute_zones(now=LATER)
    seen, found = client.get(f"{WHAT_IF}&{page}").context, client.get(f"{API}&{machine}").json()

    assert found["people"] == seen["change"].people > 0
    assert found["people_before"] - found["people"] == found["people_after"] == seen["change"].left
    assert [(one["commune"], one["gain"]) for one in found["openings"]] == [
        (one.spot.code, one.gain) for one in seen["found"]
    ]
    assert [one["code"] for one in found["communes"]] == [one.spot.code for one in seen["change"].towns]
    assert [one["code"] for one in found["neighbourhoods"]] == [one.spot.code for one in seen["change"].quarters]


def test_a_machine_is_told_what_is_sure_and_where_jobseekers_are_known(client, row):
    one = client.get(f"{API}&seek=1").json()
    several = client.get(f"{API}&km=5&seek=2").json()
    everyone = client.get(f"{API}&seek=5").json()
    named = client.get(f"{API}&commune=Village 5").json()

    assert (one["guaranteed"], several["guaranteed"], everyone["guaranteed"]) == (1.0, 0.75, 1.0)
    assert (named["guaranteed"], named["jobseekers"]) == (None, None)
    factories.Indicator(neighbourhood=places.find(places.neighbourhoods(), "QN01199M"), code="abcde", value=120)
    assert client.get(f"{API}&commune=Village 5").json()["jobseekers"] == 120
    assert "120 demandeurs d’emploi" in text(client.get(f"{WHAT_IF}&commune=Village 5"))


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 409), ("&commune=Atlantide", 409), ("&latitude=43", 409), ("&seek=9", 422),
        ("&latitude=nan&longitude=2", 422), ("&activity=rien", 422),
    ],
)  # fmt: skip
def test_a_machine_that_does_not_say_where_is_told_so(client, row, query, status):
    assert client.get(f"{API}{query}").status_code == status


def test_a_search_opens_what_a_territory_lacks(client, row):
    page = text(client.get("/rechercher/", {"q": "carcassonne agglo"}))
    assert "Zones blanches d’un territoire" in page
    address = re.search(r'href="(/zones-blanches/[^"]*epci[^"]*)"', page)[1].replace("&amp;", "&")
    assert "vivent à plus de 20 km" in text(client.get(address))
    assert "Zones blanches d’un territoire" not in text(client.get("/rechercher/", {"q": "atlantide"}))


def test_an_activity_counts_only_who_does_it(client, row):
    page = text(client.get(f"{WHAT_IF}&activite=textile&commune=Village 1"))
    assert "un atelier et chantier d’insertion en textile et blanchisserie à moins de 20 km avec Village 1" in page
    assert "n’a pas dit ce qu’elle fait" in page


def test_the_answer_opens_a_project_for_who_may_begin_one_and_the_project_leads_back(client, row):
    asked = f"{WHAT_IF}&activite=textile&commune=Village 5"
    stranger = text(client.get(asked))
    assert "En faire un projet" not in stranger
    assert 'href="/simulateurs/cout-structure/"' in stranger
    assert 'href="/financer-une-structure/"' in stranger
    people.sign_in(client, "member")
    page = text(client.get(asked))
    address = re.search(r'href="(/projets-de-structures/nouveau/[^"]+)"[^>]*>En faire un projet à Village 5', page)[1]
    form = client.get(address.replace("&amp;", "&"))

    assert 'value="Village 5 (11005)"' in text(form)
    typed = {"name": "Atelier textile", "way": "zone_blanche", "kind": "aci", "activity": "textile"}
    typed |= {"commune": "Village 5 (11005)", "bearer_kind": "inconnu", "decision": "attendue"}
    project = client.post("/projets-de-structures/nouveau/", typed, follow=True)
    back = re.search(r'href="([^"]+)">Voir qui gagnerait', text(project))[1].replace("&amp;", "&")
    assert "territoire=departement-11&type=ACI&activite=textile" in back
    assert "avec Village 5" in text(client.get(back))


def test_each_of_the_places_found_has_its_pin_and_the_pages_stay_light(client, row):
    factories.communes(
        {"code": f"11{rank + 100}", "name": f"Commune de l’Aude numéro {rank}", "population": rank}
        for rank in range(260)
    )
    compute_zones(now=LATER)
    page = client.get(f"{WHAT_IF.replace('20', '5')}&chercher=3")

    assert text(page).count('class="epingle"') == text(page).count(" de plus, ") == 3
    assert text(page).count("<option>") == 200
    assert all(len(client.get(path).content) < 60_000 for path in (PAGE, WHAT_IF, f"{PAGE}&tout=1"))
    assert len(page.content) < 60_000


def test_the_whole_list_comes_page_by_page_and_each_stays_light(client, row):
    same = {"population": 90, "centre": (3.9, 43.9)}
    factories.communes(
        {"code": f"11{rank + 100}", "name": f"Commune de l’Aude numéro {rank}", **same} for rank in range(260)
    )
    compute_zones(now=LATER)
    whole = f"{PAGE}&tout=1"
    first, last = client.get(whole), client.get(f"{whole}&page=99")

    assert "1 à 100 sur 26" in text(first)
    assert ("Les précédents" in text(first), "Les suivants" in text(first)) == (False, True)
    assert ("Les précédents" in text(last), "Les suivants" in text(last)) == (True, False)
    assert max(len(one.content) for one in (first, last)) < 60_000


def test_a_kind_that_is_not_known_is_far_from_nobody(row):
    line = panorama(grounds.territory("departement-11"), on=LATER.date()).lines[-1]

    assert (line.kind, line.towns, line.people) == (ZoneKind.UNKNOWN, None, None)


def test_the_form_under_the_map_asks_what_the_page_showed(client, row):
    page = text(client.get(f"{PAGE}&regarder=quartiers&activite=textile")).split('id="essayer"')[1]
    hidden = re.findall(r'type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', page)

    assert dict(hidden) == {"territoire": "departement-11", "type": "ACI", "activite": "textile", "km": "20"}
    answer = text(client.get("/zones-blanches/et-si/", {**dict(hidden), "commune": "Village 5"}))
    assert "gagneraient un atelier et chantier d’insertion en textile" in answer
    assert "<option>Village 5</option>" in text(client.get(PAGE))


def test_a_live_answer_is_the_part_that_changes(client, row):
    part = text(client.get(f"{WHAT_IF}&commune=Village 5", headers={"HX-Request": "true"}))
    assert part.startswith('<div id="reponse"')
    assert "<b>900 habitants</b> gagneraient" in part


@pytest.mark.parametrize(
    "query",
    ["commune=Atlantide", "latitude=43,2", "latitude=nord&longitude=2", "latitude=nan&longitude=2", "chercher=9"],
)
def test_a_place_that_cannot_be_read_is_said(client, row, query):
    page = text(client.get(f"{WHAT_IF}&{query}"))
    assert "<title>Erreur : " in page
    assert "gagnerai" not in page


def test_pages_live_before_anything_is_computed(client, db):
    factories.Commune()
    assert "Rien n’est encore calculé ici" in text(client.get("/zones-blanches/"))
    assert "Rien n’est encore calculé ici" in text(client.get("/zones-blanches/et-si/?chercher=2"))


def test_unknown_is_not_a_choice(client, row):
    assert ZoneKind.UNKNOWN.label == "une structure de nature inconnue"
    assert "<title>Erreur" in text(client.get("/zones-blanches/?type=inconnu"))


@pytest.fixture
def placed(row):
    one = factories.Organisation(name="Entreprise du Canal", kind="ei")
    for _ in range(2):
        factories.Site(organisation=one, commune_id="11002", latitude=43.2130, longitude=2.45, is_main=False)
    compute_zones(now=LATER)


def test_the_panorama_counts_a_structure_once_and_who_is_far(client, placed):
    page = text(client.get("/panorama/departement-11/"))
    assert "1 structure d’insertion pour 1 500 habitants ; 500 vivent à plus de 20 km" in page
    line = page.split("Entreprise d’insertion (EI)")[1].split("</tr>")[0]
    assert "0,667" in line
    assert "1 sur 5" in line
    assert "Habitants à plus de 20 km" in page
    assert 'href="/zones-blanches/et-si/?territoire=departement-11"' in page
    assert 'href="/simulateurs/cout-structure/"' in page


def test_the_panorama_counts_the_posts_that_are_confirmed(client, placed):
    here = factories.Commune(code="11001")
    found = panorama(grounds.territory("departement-11"), on=timezone.localdate())
    assert found.whole.openings is None
    assert "non publié" in text(client.get("/panorama/departement-11/"))

    chantier = factories.Organisation(name="Chantier qui recrute", kind="aci")
    factories.Site(organisation=chantier, commune=here)
    employers.Post(organisation=chantier, openings=7)
    employers.Post(organisation=chantier, openings=3, confirmed_on=timezone.localdate() - timedelta(days=200))
    lines = {
        one.kind: one.openings for one in panorama(grounds.territory("departement-11"), on=timezone.localdate()).lines
    }
    assert (lines[ZoneKind.SIAE], lines[ZoneKind.ACI], lines[ZoneKind.EI]) == (7, 7, 0)


def test_the_panorama_of_what_is_not_loaded_is_not_found(client, placed):
    for key in ("departement-99", "commune-11002", "rien", "epci-200035715-x"):
        assert client.get(f"/panorama/{key}/").status_code == 404
    assert client.get("/panorama/region-76/").status_code == 200


def test_the_panorama_says_what_is_not_computed(client, db):
    factories.Commune()
    page = text(client.get("/panorama/departement-11/"))
    assert "non calculé" in page
    assert "Aucune commune n’est trop loin" not in page


def record(key, *networks, code="11001", name="Chantier"):
    """A structure of the national schema."""
    said = {"source": "dora", "id": f"dora--{key}", "nom": f"{name} {key}", "date_maj": "2026-11-01"}
    return said | {"code_insee": code, "reseaux_porteurs": list(networks)}


def load(records, day, *, complete=False):
    now = datetime(2026, 11, day, 23, 30, tzinfo=UTC)
    import_structures(records, complete=complete, withdraw_all=True, by=PLATFORM, now=now)


def changes(client):
    found = client.get("/api/iae/panorama/departement-11").json()["changes"]
    names = {move: [one["name"] for one in found[move]] for move in ("came", "left", "changed")}
    return found["structures_on"], names


def test_the_panorama_says_what_the_last_load_brought_changed_and_took_away(client, row):
    assert "Aucun fichier officiel n’est encore chargé" in text(client.get(PANORAMA))
    load([record("a", "aci"), record("b", "ei"), record("c", "ai")], 10)
    day, names = changes(client)
    assert (day, names["came"]) == ("2026-11-10", ["Chantier a", "Chantier b", "Chantier c"])

    load([record("a", "aci"), record("b", "ei", name="Nouveau nom"), record("d", "aci")], 12, complete=True)
    day, names = changes(client)
    assert (day, names) == (
        "2026-11-12",
        {"came": ["Chantier d"], "left": ["Chantier c"], "changed": ["Nouveau nom b"]},
    )
    page = text(client.get(PANORAMA))
    assert "Structures, le 12 novembre 2026" in page
    assert "Parties : Chantier c" in page.replace("Partie :", "Parties :")

    load([record("a", "aci"), record("b", "ei", name="Nouveau nom"), record("d", "aci")], 14, complete=True)
    assert changes(client)[0] == "2026-11-12"


def test_a_structure_of_elsewhere_or_that_employs_nobody_is_not_a_change_here(client, row):
    load([record("a", "aci", code="11002"), record("b", "ccas-cias"), record("c", "aci", code="31001")], 10)
    assert changes(client)[1] == {"came": ["Chantier a"], "left": [], "changed": []}


def test_a_structure_that_comes_back_is_a_change(client, row):
    load([record("a", "aci"), record("b", "ei")], 10)
    load([record("b", "ei")], 11, complete=True)
    load([record("a", "aci")], 12)
    assert changes(client) == ("2026-11-12", {"came": [], "left": [], "changed": ["Chantier a"]})


def test_the_panorama_says_what_the_last_load_of_posts_changed(client, row):
    when = datetime(2026, 11, 12, 8, tzinfo=UTC)
    here = factories.Organisation(name="Qui recrute", kind="aci")
    factories.Site(organisation=here, commune_id="11001")
    employers.EmployerSheet(organisation=here, seen_on=when.date())
    for rank, is_open in enumerate((True, True, False)):
        told = {"source": "emplois-de-linclusion", "external_id": str(rank), "changed_at": when}
        employers.Post(organisation=here, is_open=is_open, **told)
    employers.Post(organisation=here, source="emplois-de-linclusion", external_id="9", changed_at=LATER)

    found = client.get("/api/iae/panorama/departement-11").json()["changes"]
    assert (found["posts_on"], found["posts_told"], found["posts_closed"]) == ("2026-11-12", 2, 1)
    assert "<b>2</b> annonces nouvelles ou modifiées" in text(client.get(PANORAMA))


def test_networks_are_counted_once_by_member_whoever_names_them(client, row):
    load([record("a", "aci", "coorace"), record("b", "ei", "coorace", "emmaus-france")], 10)
    network = factories.Organisation(name="Fédération Coorace", kind="reseau")
    came = client.get("/api/iae/panorama/departement-11").json()["changes"]["came"]
    member = next(one["id"] for one in came if one["name"] == "Chantier a")
    left = factories.Organisation(name="Réseau quitté", kind="reseau")
    factories.NetworkMember(network=network, member_id=member, since=LATER.date(), until=None)
    factories.NetworkMember(network=left, member_id=member, until=LATER.date())

    found = client.get("/api/iae/panorama/departement-11").json()["networks"]
    assert {one["name"].casefold(): one["members"] for one in found} == {
        "fédération coorace": 2,
        "emmaus-france": 1,
    }
    page = text(client.get(PANORAMA))
    assert "Réseaux présents" in page
    assert f"?reseau={network.pk}" in page


def test_density_by_jobseekers_is_a_column_only_where_a_source_is_loaded(client, row):
    assert "demandeurs d’emploi" not in text(client.get(PANORAMA))
    assert client.get("/api/iae/panorama/departement-11").json()["jobseekers"] is None
    factories.Indicator(neighbourhood=places.find(places.neighbourhoods(), "QN01199M"), code="abcde", value=500)
    factories.Site(organisation=factories.Organisation(name="Ici", kind="aci"), commune_id="11001")

    found = client.get("/api/iae/panorama/departement-11").json()
    line = {one["kind"]: one for one in found["kinds"]}["ACI"]
    assert (found["jobseekers"], line["structures"], line["per_1000_jobseekers"]) == (500, 1, 2.0)
    assert "Pour 1 000 demandeurs d’emploi des quartiers" in text(client.get(PANORAMA))


def test_the_panorama_of_what_is_not_loaded_is_a_refusal_for_machines(client, row):
    assert client.get("/api/iae/panorama/departement-99").status_code == 409
    assert client.get("/api/iae/panorama/PARTOUT").status_code == 422
