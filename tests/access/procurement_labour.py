"""Values of territories: read by all, signed by who coordinates the Cité, second factor shown."""

from typing import Any

from tests import people
from tests.access.doors import SIGN_IN, Door
from tests.factories import labour

SIGNERS = {"coordinator": 200, "installation_administrator": 200}
THERE = {"slug": people.SLUG}


def value() -> dict[str, Any]:
    return THERE | {"value_id": labour.signed(people.cite()).pk}


ACCESS = {
    "procurement:territories": Door(visitor=200),
    "procurement:values": {
        "": Door(visitor=200, kwargs=THERE),
        "a territory that is not there": Door(visitor=404, kwargs={"slug": "nulle-part"}),
    },
    "procurement:sign_value": Door(visitor=SIGN_IN, signed=403, kinds=SIGNERS, kwargs=THERE),
    "procurement:withdraw_value": Door(
        visitor=SIGN_IN, signed=403, kinds=dict.fromkeys(SIGNERS, 302), kwargs=value, method="post"
    ),
    "api-1:procurement_values": {
        "": Door(visitor=200, kwargs=THERE),
        "a territory that is not there": Door(visitor=404, kwargs={"slug": "nulle-part"}),
    },
}
