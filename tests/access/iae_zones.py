"""Zones blanches: open to all."""

from tests import factories
from tests.access.doors import Door


def aude() -> dict[str, str]:
    factories.Commune()
    return {"key": "departement-11"}


def here() -> dict[str, str]:
    factories.Commune()
    return {"ending": "csv"}


ACCESS = {
    "iae:zones": Door(visitor=200),
    "iae:zones_table": Door(visitor=200, kwargs=here),
    "iae:what_if": Door(visitor=200),
    "iae:panorama": Door(visitor=200, kwargs=aude),
    "api-1:iae_panorama": Door(visitor=200, kwargs=aude),
    "api-1:iae_what_if": Door(visitor=409, query={"territory": "departement-99"}),
    "api-1:iae_zones": Door(visitor=409, query={"territory": "departement-99"}),
}
