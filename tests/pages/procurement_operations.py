from tests import people
from tests.factories import procurement
from tests.pages.walk import Walk, send_empty

LIST = "/achats/operations/"


def full() -> None:
    """An operation with a contract of two lots, at known addresses."""
    made = procurement.contract(people.organisation(), lots=2)
    made.operation.place = "Rue des Tilleuls"
    made.operation.save()


PAGES = [
    Walk("operations, none yet", LIST, who="member"),
    Walk("operations", LIST, who="member", before=full),
    Walk("new operation", f"{LIST}ajouter/", who="member"),
    Walk("new operation, nothing typed", f"{LIST}ajouter/", steps=send_empty, who="member"),
]
