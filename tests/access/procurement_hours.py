"""Responsible procurement: the hub and the simulator of hours, open to all."""

from tests.access.doors import Door

LOT = {"lots": "1", "lot_0_montant": "260000", "lot_0_metier": "demolition", "taux": "5", "annee": "1600"}
ACCESS = {
    "procurement:hub": Door(visitor=200),
    "procurement:hours": Door(visitor=200, method="post", data=LOT),
    "api-1:procurement_hours": Door(visitor=200, method="post", body={"lots": [{"amount": 260000}]}),
}
