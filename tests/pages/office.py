from tests.pages.walk import Walk

PAGES = [
    Walk("how long data are kept", "/donnees-personnelles/durees/"),
]
