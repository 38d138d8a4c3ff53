"""Published contracts: open to all."""

from tests import factories, pages
from tests.access.doors import Door


def contract() -> dict[str, str]:
    return {"uid": factories.PublishedContract().pk}


ACCESS = {
    "procurement:published": Door(visitor=200),
    "procurement:published_contract": Door(visitor=200, kwargs=contract),
    "procurement:published_shares": Door(visitor=200, kwargs=lambda: {"axis": "acheteur"}),
    "procurement:published_opportunities": Door(visitor=200),
    "procurement:published_near": Door(visitor=200, kwargs={"code": pages.NEIGHBOURHOOD}),
    "api-1:published_contracts": Door(visitor=200),
    "api-1:published_contract": Door(visitor=200, kwargs=contract),
    "api-1:published_shares": Door(visitor=200),
    "api-1:published_near": Door(visitor=200, kwargs={"code": pages.NEIGHBOURHOOD}),
    "api-1:published_opportunities_geojson": Door(visitor=200, query={"department": "11"}),
}
ACCESS |= {
    "procurement:coming": Door(visitor=200),
    "procurement:coming_calendar": Door(visitor=200),
    "procurement:coming_feed": Door(visitor=200),
    "procurement:coming_months": Door(visitor=200),
    "api-1:coming": Door(visitor=200),
}
