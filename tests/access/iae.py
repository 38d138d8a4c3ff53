"""Insertion by economic activity: simulators, open to all."""

from tests.access.doors import Door

ANSWER = {"auteur": "employer", "employeur": "AI", "place": ["QPV"], "age": ["JEUNE"]}
ACCESS = {
    "iae:simulators": Door(visitor=200),
    "iae:eligibility": Door(visitor=200, method="post", data=ANSWER),
    "iae:pass": Door(visitor=200, method="post", data={"debut": "2025-01-01"}),
    "iae:geiq": Door(visitor=200, method="post", data={"auteur": "geiq"}),
    "iae:kinds": Door(visitor=200),
    "api-1:iae_criteria": Door(visitor=200),
    "api-1:iae_eligibility": Door(
        visitor=200, method="post", body={"author": "employer", "employer_kind": "AI", "criteria": ["QPV"]}
    ),
    "api-1:iae_pass": Door(visitor=200, method="post", body={"start_on": "2025-01-01"}),
    "api-1:iae_geiq_criteria": Door(visitor=200),
    "api-1:iae_geiq": Door(visitor=200, method="post", body={"criteria": ["QPV"]}),
}
