"""Zones blanches: open to all."""

from tests import factories
from tests.access.doors import Door


def here() -> dict[str, str]:
    factories.Commune()
    return {"ending": "csv"}


ACCESS = {
    "iae:zones": Door(visitor=200),
    "iae:zones_table": Door(visitor=200, kwargs=here),
    "iae:what_if": Door(visitor=200),
    "api-1:iae_zones": Door(visitor=409, query={"territory": "departement-99"}),
}
