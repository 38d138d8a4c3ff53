from typing import Any

from tests.pages.walk import Walk, send_empty


def type_amounts(tab: Any) -> None:
    """Two lots, one of them wrong; the hours of the first appear without sending."""
    tab.fill("[name=lot_0_montant]", "260 000")
    tab.wait_for_selector("#heures-0 b")
    tab.fill("[name=lot_1_montant]", "beaucoup")
    tab.wait_for_selector("#resultat .n-warn")


PAGES = [
    Walk("responsible procurement", "/achats/"),
    Walk("hours of insertion", "/achats/heures/"),
    Walk("hours, nothing typed", "/achats/heures/", steps=send_empty),
    Walk("hours, the worked example sent", "/achats/heures/?exemple=1", steps=send_empty),
    Walk("hours as they are typed", "/achats/heures/", steps=type_amounts),
]
