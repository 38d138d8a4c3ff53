from typing import Any

from tests.pages.walk import Walk, send_empty


def tick_two(tab: Any) -> None:
    """Answer with two criteria of level 2, for a lending structure."""
    tab.select_option("[name=employeur]", "AI")
    tab.check("[value=QPV]")
    tab.check("[value=JEUNE]")
    send_empty(tab)


def tick_against(tab: Any) -> None:
    """Answer with two criteria that exclude each other."""
    tab.check("[value=SENIOR]")
    tab.check("[value=JEUNE]")
    send_empty(tab)


def date_a_pass(tab: Any) -> None:
    """A PASS with one suspension and one prolongation."""
    tab.fill("[name=debut]", "2025-01-01")
    tab.click("[value=suspension]")
    tab.fill("[name=suspension_0_debut]", "2025-06-01")
    tab.fill("[name=suspension_0_fin]", "2025-08-31")
    tab.click("[value=prolongation]")
    tab.select_option("[name=prolongation_0_motif]", "SENIOR")
    tab.fill("[name=prolongation_0_fin]", "2027-12-31")
    tab.locator("main form .btn-primary").click()
    tab.wait_for_load_state()


PAGES = [
    Walk("simulators", "/simulateurs/"),
    Walk("eligibility", "/simulateurs/eligibilite/"),
    Walk("eligibility, nothing ticked", "/simulateurs/eligibilite/", steps=send_empty),
    Walk("eligibility, a yes", "/simulateurs/eligibilite/", steps=tick_two),
    Walk("eligibility, two criteria against each other", "/simulateurs/eligibilite/", steps=tick_against),
    Walk("PASS", "/simulateurs/pass-iae/"),
    Walk("PASS without a date", "/simulateurs/pass-iae/", steps=send_empty),
    Walk("PASS with its periods", "/simulateurs/pass-iae/", steps=date_a_pass),
    Walk("aid to a GEIQ", "/simulateurs/geiq/"),
    Walk("aid to a GEIQ, nothing ticked", "/simulateurs/geiq/", steps=send_empty),
    Walk("who does what", "/simulateurs/structures/"),
]
