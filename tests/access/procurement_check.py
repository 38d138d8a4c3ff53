"""The legal check: open to all, nothing is kept."""

from tests.access.doors import Door

CONTRACT = {"kind": "services", "buyer": "local", "value": "260000", "consultation_on": "2026-11-30", "clauses": "1"}
PROJECT = {"kind": "services", "buyer": "local", "value": 260000, "consultation_on": "2026-11-30"}
ACCESS = {
    "procurement:check": Door(visitor=200, method="post", data=CONTRACT),
    "procurement:rules": Door(visitor=200),
    "api-1:procurement_check": Door(visitor=200, method="post", body=PROJECT),
}
