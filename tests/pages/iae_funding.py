from tests.pages.walk import Walk

COST = "/simulateurs/cout-structure/"
FILLED = f"{COST}?type=ACI&postes=12&heures=26&encadrement=98200&fonctionnement=80000&ventes=130000&rsa=5"
PAGES = [
    Walk("cost of a structure", COST),
    Walk("cost of a structure, counted", FILLED),
    Walk("cost of a structure, refused", f"{COST}?type=EI&postes=beaucoup&heures=26&rsa=2", status=422),
    Walk("who may fund a structure", "/financer-une-structure/"),
]
