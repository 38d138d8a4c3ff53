from tests.pages.walk import Walk

SET = "/achats/clauses/dossier/?c=tri-sept-flux&c=heures-insertion&c=critere-carbone"
PAGES = [
    Walk("clauses", "/achats/clauses/"),
    Walk("clauses for works", "/achats/clauses/?achat=works"),
    Walk("clauses, none found", "/achats/clauses/?q=zzzz"),
    Walk("clause", "/achats/clauses/tri-sept-flux/"),
    Walk("set of clauses", SET),
    Walk("set of clauses that lacks a criterion", "/achats/clauses/dossier/?c=heures-insertion"),
    Walk("set of clauses, empty", "/achats/clauses/dossier/"),
]
