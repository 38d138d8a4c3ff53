"""Around the legal check: who administers the platform confirms rules, an organisation keeps its checks to itself."""

from typing import Any

from quartiers.procurement import rules
from tests import factories, people
from tests.access.doors import SIGN_IN, Door

ADMINISTERED = {"visitor": SIGN_IN, "signed": 403}
ADMIN = {"installation_administrator": 200}
RULE = {"code": "R16"}
MARCHE = rules.project_json(rules.project_from(factories.legal.CONTRACT))


def kept() -> dict[str, Any]:
    return {"check_id": factories.KeptCheck(member__organisation=people.organisation()).pk}


#: Whoever has no organisation in use is refused; another organisation does not know that it exists.
OWNED = {"visitor": SIGN_IN, "signed": 200, "kinds": {"installation_administrator": 403, "stranger": 404}}
ACCESS = {
    "procurement:confirmations": Door(**ADMINISTERED, kinds=ADMIN),
    "procurement:rule_confirm": Door(**ADMINISTERED, kinds=ADMIN, kwargs=RULE),
    "procurement:rule_withdraw": Door(
        **ADMINISTERED, kinds={"installation_administrator": 409}, method="post", kwargs=RULE
    ),
    "procurement:keep": Door(visitor=SIGN_IN, signed=200, kinds={"installation_administrator": 403}),
    "procurement:kept_checks": Door(visitor=SIGN_IN, signed=200, kinds={"installation_administrator": 403}),
    "procurement:kept_check": Door(**OWNED, kwargs=kept),
    "procurement:kept_erase": Door(**OWNED, kwargs=kept),
    "procurement:kept_resume": Door(**OWNED, kwargs=kept),
    "procurement:kept_clauses": Door(**OWNED, kwargs=kept),
    "procurement:kept_note": Door(**OWNED, kwargs=kept),
    "procurement:kept_evidence": Door(**OWNED, kwargs=kept),
    "procurement:note": Door(visitor=200, method="post", data={"marche": MARCHE}),
}
