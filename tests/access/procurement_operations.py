"""Operations: who follows or buys writes; amounts are confidential, others get 404, the installation too."""

from typing import Any

from tests import people
from tests.access.doors import SIGN_IN, Door
from tests.factories import procurement

OWNERS = ("member", "administrator", "coordinator", "partner", "observer", "data_protection_officer")


def of_operation() -> dict[str, Any]:
    return {"operation_id": procurement.operation(people.organisation()).pk}


def of_contract() -> dict[str, Any]:
    return {"contract_id": procurement.contract(people.organisation()).pk}


def theirs(kwargs: Any) -> Door:
    """A page of the organisation that follows or buys."""
    return Door(visitor=SIGN_IN, signed=404, kinds=dict.fromkeys(OWNERS, 200), kwargs=kwargs)


ACCESS = {
    "procurement:operations": Door(visitor=SIGN_IN, signed=200, kinds={"installation_administrator": 403}),
    "procurement:create_operation": Door(visitor=SIGN_IN, signed=200, kinds={"installation_administrator": 403}),
    "procurement:operation": theirs(of_operation),
    "procurement:edit_operation": theirs(of_operation),
    "procurement:create_contract": theirs(of_operation),
    "procurement:contract": theirs(of_contract),
    "procurement:edit_contract": theirs(of_contract),
    "procurement:check_of_contract": theirs(of_contract),
    "procurement:sheet": theirs(of_contract),
    "api-1:operations": Door(visitor=401, signed=200),
    "api-1:operation": Door(visitor=401, signed=404, kinds=dict.fromkeys(OWNERS, 200), kwargs=of_operation),
}
