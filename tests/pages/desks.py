"""The front doors, for each kind of user."""

from tests import factories, people
from tests.pages.walk import Walk

PAGES = [
    Walk("home", "/"),
    Walk("home with sessions to come", "/", before=factories.Session),
    Walk("employers and buyers", "/employeurs-et-acheteurs/"),
    Walk("search", "/rechercher/"),
    Walk("search with answers", "/rechercher/?q=les"),
    Walk("search without answer", "/rechercher/?q=zzzz"),
    Walk("search of one letter", "/rechercher/?q=z"),
    *(Walk(f"what waits for a {kind.replace('_', ' ')}", "/espace/", who=kind) for kind in people.KINDS),
]
