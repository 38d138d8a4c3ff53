"""Around the legal check: who administers the platform confirms rules."""

from tests.access.doors import SIGN_IN, Door

ADMINISTERED = {"visitor": SIGN_IN, "signed": 403}
ADMIN = {"installation_administrator": 200}
RULE = {"code": "R16"}
ACCESS = {
    "procurement:confirmations": Door(**ADMINISTERED, kinds=ADMIN),
    "procurement:rule_confirm": Door(**ADMINISTERED, kinds=ADMIN, kwargs=RULE),
    "procurement:rule_withdraw": Door(
        **ADMINISTERED, kinds={"installation_administrator": 409}, method="post", kwargs=RULE
    ),
}
