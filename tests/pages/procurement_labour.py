from tests import people
from tests.factories import labour
from tests.pages.walk import Walk, send_empty

LIST = "/achats/valeurs/"
HERE = f"{LIST}{people.SLUG}/"


def signed() -> None:
    """A trade that is settled, a rate that is still to be validated."""
    cite = people.cite()
    labour.signed(cite)
    labour.signed(cite, subject="rate", rate=labour.Decimal("0.07"), to_validate=True)


PAGES = [
    Walk("values of territories", LIST, before=signed),
    Walk("values of a territory", HERE, before=signed),
    Walk("values of a territory, who signs", HERE, who="coordinator", before=signed),
    Walk("values of a territory, none signed", HERE, before=people.cite),
    Walk("sign a value", f"{HERE}signer/?valeur=painting", who="coordinator"),
    Walk("sign a value, nothing typed", f"{HERE}signer/", who="coordinator", steps=send_empty),
    Walk(
        "hours of a territory", f"/achats/heures/?exemple=1&territoire={people.SLUG}", steps=send_empty, before=signed
    ),
]
