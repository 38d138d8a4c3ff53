from tests.pages.walk import Walk

PAGES = [
    Walk("journal", "/administration/journal/", who="installation_administrator"),
    Walk("journal without answer", "/administration/journal/?objet=zzz", who="data_protection_officer"),
    Walk("journal, closed", "/administration/journal/", status=403, who="member"),
    Walk("how long data are kept", "/donnees-personnelles/durees/"),
]
