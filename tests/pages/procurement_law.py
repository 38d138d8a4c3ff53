from tests import factories
from tests.pages.walk import Walk, send_empty

ADMIN = "installation_administrator"
RULE = "/achats/controle/confirmations/R16/"

PAGES = [
    Walk("rules to confirm", "/achats/controle/confirmations/", who=ADMIN, before=factories.RuleConfirmation),
    Walk("confirm a rule", RULE, who=ADMIN),
    Walk("confirm a rule, nothing said", RULE, who=ADMIN, steps=send_empty),
    Walk("a rule that is confirmed", RULE, who=ADMIN, before=factories.RuleConfirmation),
]
