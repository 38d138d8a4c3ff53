"""Charters: published ones are open to all; who follows one writes it, who signs it reads it."""

from typing import Any

from tests import factories, people
from tests.access.doors import SIGN_IN, Door
from tests.factories import charters, procurement

OWNERS = ("member", "administrator", "coordinator", "partner", "observer", "data_protection_officer")


def own() -> dict[str, Any]:
    return {"charter_id": charters.charter(people.organisation()).pk}


def published() -> dict[str, Any]:
    return {"charter_id": charters.charter(people.organisation(), is_published=True).pk}


def signed() -> dict[str, Any]:
    """Of another organisation, signed by that of everyone but the stranger."""
    owner = factories.Organisation(name="Bailleur d’ailleurs")
    made = charters.charter(owner, signatories=[owner.pk, people.organisation().pk])
    return {"charter_id": made.pk}


def own_commitment() -> dict[str, Any]:
    made = charters.charter(people.organisation())
    return {"charter_id": made.pk, "commitment_id": charters.commitment(made).pk}


def own_operation() -> dict[str, Any]:
    made = charters.charter(people.organisation())
    operation = procurement.operation(people.organisation())
    charters.bind(made, operation)
    return {"charter_id": made.pk, "operation_id": operation.pk}


def theirs(kwargs: Any, *, method: str = "get", done: int = 200) -> Door:
    return Door(visitor=SIGN_IN, signed=404, kinds=dict.fromkeys(OWNERS, done), kwargs=kwargs, method=method)


NOT_HERS = {"installation_administrator": 403}
ACCESS = {
    "procurement:charters": Door(visitor=200),
    "procurement:create_charter": Door(visitor=SIGN_IN, signed=200, kinds=NOT_HERS),
    "procurement:charter": {
        "own": theirs(own),
        "published": Door(visitor=200, kwargs=published),
        "signed": theirs(signed),
    },
    "procurement:edit_charter": {
        "own": theirs(own),
        "signed": theirs(signed, done=403),
        "published": Door(visitor=SIGN_IN, signed=403, kinds=dict.fromkeys(OWNERS, 200), kwargs=published),
    },
    "procurement:close_charter": theirs(own),
    "procurement:reopen_charter": theirs(own, method="post", done=302),
    "procurement:add_commitment": theirs(own),
    "procurement:edit_commitment": theirs(own_commitment),
    "procurement:remove_commitment": theirs(own_commitment, method="post", done=302),
    "procurement:bind_operation": theirs(own, method="post", done=422),
    "procurement:unbind_operation": theirs(own_operation, method="post", done=302),
    "api-1:charters": Door(visitor=200),
    "api-1:charter": {
        "published": Door(visitor=200, kwargs=published),
        "not published": Door(visitor=404, kwargs=own),
    },
}
