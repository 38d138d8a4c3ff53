"""Invented records of published contracts, one for each trap; written for these tests."""

import copy
from typing import Any

COMPANY = "73282932000074"


def luhn(thirteen: str) -> str:
    """A SIRET that can exist, from its first thirteen figures."""
    values = [int(one) for one in thirteen + "0"]
    total = sum(value if at % 2 else value * 2 - 9 * (value > 4) for at, value in enumerate(values))
    return f"{thirteen}{(10 - total % 10) % 10}"


BUYER, OTHER_BUYER = luhn("2111006950001"), luhn("2111026260001")
SOUND: dict[str, Any] = {
    "id": "2026-001",
    "acheteur": {"id": BUYER, "nom": "Ville de Carcazens"},
    "nature": "Marché",
    "objet": "Nettoyage des écoles",
    "codeCPV": "90911200",
    "techniques": {"technique": ["Accord-cadre"]},
    "modalitesExecution": {"modaliteExecution": ["Bons de commande"]},
    "marcheInnovant": False,
    "ccag": "Fournitures courantes et services",
    "offresRecues": 4,
    "attributionAvance": True,
    "sousTraitanceDeclaree": False,
    "procedure": "Appel d'offres ouvert",
    "lieuExecution": {"code": "11069", "typeCode": "Code commune"},
    "dureeMois": 24,
    "dateNotification": "2025-06-30",
    "datePublicationDonnees": "2025-07-15",
    "montant": 240000,
    "formePrix": "Unitaire",
    "origineUE": 0.9,
    "origineFrance": 0.6,
    "titulaires": [{"titulaire": {"typeIdentifiant": "SIRET", "id": COMPANY}}],
    "considerationsSociales": {"considerationSociale": ["Clause sociale"]},
    "considerationsEnvironnementales": {"considerationEnvironnementale": ["Critère environnemental"]},
    "modifications": [],
}
CONCESSION: dict[str, Any] = {
    "id": "DSP-7",
    "autoriteConcedante": {"id": OTHER_BUYER},
    "nature": "Délégation de service public",
    "objet": "Exploitation de la halle",
    "procedure": "Procédure négociée ouverte",
    "dureeMois": 60,
    "dateSignature": "2024-01-15",
    "datePublicationDonnees": "2024-02-01",
    "dateDebutExecution": "2024-03-01",
    "valeurGlobale": 1_200_000,
    "montantSubventionPublique": 0,
    "concessionnaires": [{"concessionnaire": {"typeIdentifiant": "SIRET", "id": COMPANY}}],
    "considerationsSociales": {"considerationSociale": ["Concession réservée"]},
    "considerationsEnvironnementales": {"considerationEnvironnementale": ["Clause environnementale"]},
}


def record(**changes: Any) -> dict[str, Any]:
    """A sound record but for these fields."""
    return copy.deepcopy(SOUND) | changes


def marches(*records: Any, concessions: tuple[Any, ...] = ()) -> dict[str, Any]:
    return {"marches": {"marche": list(records), "contrat-concession": list(concessions)}}
