from tests.pages.walk import COMMUNE, DEPARTMENT, EPCI, NEIGHBOURHOOD, OLDER, Walk, send_empty

INSIDE = "latitude=43.2130&longitude=2.3522&le=2024-06-01"
PAGES = [
    Walk("address", "/adresse/"),
    Walk("address, nothing typed", "/adresse/", steps=send_empty),
    Walk("point to place", "/adresse/point/"),
    Walk("point inside a neighbourhood", f"/adresse/point/?{INSIDE}"),
    Walk("point far from any", "/adresse/point/?latitude=43.9&longitude=2.35"),
    Walk("point where nothing is loaded", "/adresse/point/?latitude=48.85&longitude=2.35"),
    Walk("point that is no point", "/adresse/point/?latitude=abc&longitude="),
    Walk("file of addresses", "/fichier/"),
    Walk("file of addresses, nothing chosen", "/fichier/", steps=send_empty),
    Walk("file whose answer was erased", f"/fichier/{'t' * 43}/", status=410),
    Walk("neighbourhoods", "/quartiers/"),
    Walk("neighbourhoods without answer", "/quartiers/?q=zzz"),
    Walk("neighbourhood", f"/quartiers/{NEIGHBOURHOOD}/"),
    Walk("neighbourhood of the older list", f"/quartiers/{OLDER}/"),
    Walk("neighbourhood that is not there", "/quartiers/QN99999Z/", status=404),
    Walk("communes", "/communes/"),
    Walk("commune", f"/communes/{COMMUNE}/"),
    Walk("places", "/territoires/"),
    Walk("department", f"/territoires/departement/{DEPARTMENT}/"),
    Walk("intercommunality", f"/territoires/intercommunalite/{EPCI}/"),
    Walk("open data", "/donnees/"),
]
