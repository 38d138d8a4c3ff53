from typing import Any

from tests import factories, people
from tests.pages.walk import Walk, send_empty

ADMIN, MEMBER = "installation_administrator", "member"
RULE = "/achats/controle/confirmations/R16/"
KEPT = "/achats/controle/gardes/"
NUMBER = 71


def kept() -> Any:
    """A check under the rules of another day: something changed since."""
    return factories.KeptCheck(
        pk=NUMBER,
        member__organisation=people.organisation(),
        title="Nettoyage des écoles, lot 2",
        findings=[
            {
                "code": "R09", "severity": "warn", "article": "CCP", "message": "Les mêmes heures comptent deux fois.",
                "remedy": "Séparez-les.", "clause": 0, "quote": "Le titulaire réserve 300 heures.", "missing": False,
            }
        ],
    )  # fmt: skip


PAGES = [
    Walk("rules to confirm", "/achats/controle/confirmations/", who=ADMIN, before=factories.RuleConfirmation),
    Walk("confirm a rule", RULE, who=ADMIN),
    Walk("confirm a rule, nothing said", RULE, who=ADMIN, steps=send_empty),
    Walk("a rule that is confirmed", RULE, who=ADMIN, before=factories.RuleConfirmation),
    Walk("kept checks", KEPT, who=MEMBER, before=kept),
    Walk("kept checks, none", KEPT, who=MEMBER),
    Walk("a kept check", f"{KEPT}{NUMBER}/", who=MEMBER, before=kept),
    Walk("a kept check that is not there", f"{KEPT}{NUMBER}/", who=MEMBER, status=404),
    Walk("erase a kept check", f"{KEPT}{NUMBER}/effacer/", who=MEMBER, before=kept),
    Walk("keep a check", "/achats/controle/garder/", who=MEMBER),
    Walk("keep a check, nothing said", "/achats/controle/garder/", who=MEMBER, steps=send_empty),
]
