"""How the journal calls what stands in this room."""

KINDS = {
    "iae.employer": "une fiche d’employeur d’insertion",
    "iae.funding_plan": "un plan de financement",
    "iae.national_load": "un chargement d’employeurs et de postes",
    "iae.post": "un poste",
    "iae.project": "un projet de structure",
}
