from quartiers.territory.queries import places
from tests import factories
from tests.pages.walk import Walk


def row() -> None:
    factories.zone_row()
    factories.Indicator(neighbourhood=places.find(places.neighbourhoods(), "QN01199M"), code="abcde", value=120)
    factories.CommuneIndicator(commune=factories.Commune(code="11005"), value=260)


ASKED = "?territoire=departement-11&type=ACI&km=20"
PAGES = [
    Walk("zones blanches", f"/zones-blanches/{ASKED}", before=row),
    Walk("zones blanches, neighbourhoods", f"/zones-blanches/{ASKED}&regarder=quartiers", before=row),
    Walk("zones blanches, an activity", f"/zones-blanches/{ASKED}&activite=batiment", before=row),
    Walk("zones blanches, a distance that is none", "/zones-blanches/?km=loin", before=row),
    Walk("et si, before", f"/zones-blanches/et-si/{ASKED}", before=row),
    Walk("et si, a commune", f"/zones-blanches/et-si/{ASKED}&commune=Village%205", before=row),
    Walk("et si, for who may begin a project", f"/zones-blanches/et-si/{ASKED}&chercher=3", who="member", before=row),
    Walk("et si, an unknown commune", f"/zones-blanches/et-si/{ASKED}&commune=Atlantide", before=row),
    Walk("panorama", "/panorama/departement-11/", before=row),
    Walk("panorama, nothing computed", "/panorama/departement-11/"),
]
