"""What a structure costs and who funds it: open to all."""

from tests.access.doors import Door

ACCESS = {
    "iae:cost": Door(visitor=200, query={"type": "ACI", "postes": "12", "heures": "26"}),
    "iae:funding": Door(visitor=200),
    "api-1:iae_cost": Door(visitor=200, method="post", body={"kind": "ACI", "posts": 12, "hours_a_week": 26}),
    "api-1:iae_sources": Door(visitor=200),
}
