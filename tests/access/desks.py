"""The front doors: public pages, and the page of who works here."""

from tests import pages
from tests.access.doors import SIGN_IN, Door

MINE = Door(visitor=SIGN_IN, signed=200)
ACCESS = {
    "desks:home": Door(visitor=200),
    "desks:desk": MINE,
    "desks:count": MINE,
    "desks:neighbourhood": Door(visitor=200, kwargs={"code": pages.NEIGHBOURHOOD}),
    "desks:search": Door(visitor=200, query={"q": "tilleuls"}),
    "desks:economy": Door(visitor=200),
}
