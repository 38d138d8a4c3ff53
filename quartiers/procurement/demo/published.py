"""Some hundreds of published contracts that do not exist, of buyers that do not exist, around the neighbourhoods.

They come in as a file of the schema, by the same door as any other, with a few of its usual faults.
"""

import json
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from quartiers.actors.demo.structures import CARCASSONNE, LOURDES, NARBONNE, TARBES
from quartiers.kernel.french import quantity
from quartiers.office.rules import PLATFORM
from quartiers.procurement.actions.decp import import_decp
from quartiers.procurement.queries import published

CONTRACTS, SEED = 420, 6
DAYS = 1_000
#: Name, commune, how often it writes a social consideration, how often the place is only a department.
BUYERS = (
    ("Ville de Val-Fictif", NARBONNE[0], 0.55, 0.05),
    ("Habitat du Littoral (exemple)", NARBONNE[0], 0.7, 0.0),
    ("Agglomération de l’Exemple", NARBONNE[0], 0.3, 0.1),
    ("Syndicat des eaux de la Fable (exemple)", NARBONNE[0], 0.05, 0.1),
    ("Centre hospitalier des Étangs (exemple)", NARBONNE[0], 0.1, 0.0),
    ("Ville des Remparts (exemple)", CARCASSONNE[0], 0.35, 0.0),
    ("Conseil départemental de l’exemple", CARCASSONNE[0], 0.45, 0.5),
    ("Agglomération des Pins-Fictifs", TARBES[0], 0.4, 0.0),
    ("Office de l’habitat des Pins (exemple)", TARBES[0], 0.75, 0.0),
    ("Lycée du Piémont (exemple)", TARBES[0], 0.0, 0.0),
    ("Ville du Vallon (exemple)", LOURDES[0], 0.2, 0.0),
)
#: CPV, what is bought, months, thousands of euros at least and at most, part of frameworks.
PURCHASES = (
    ("45453100", "Réhabilitation de logements, {place}", (8, 24), (180, 2600), 0.1),
    ("45321000", "Isolation par l’extérieur, {place}", (6, 14), (120, 900), 0.0),
    ("45442100", "Peinture des parties communes, {place}", (4, 36), (45, 260), 0.5),
    ("45233140", "Voirie et trottoirs, {place}", (3, 12), (90, 1200), 0.2),
    ("45331000", "Chauffage et ventilation, {place}", (6, 12), (60, 700), 0.0),
    ("90910000", "Nettoyage des locaux, {place}", (12, 48), (48, 520), 0.7),
    ("90500000", "Collecte et tri des déchets, {place}", (24, 60), (200, 2400), 0.4),
    ("77310000", "Entretien des espaces verts, {place}", (12, 48), (42, 380), 0.6),
    ("55524000", "Repas des écoles, {place}", (12, 36), (90, 1100), 0.8),
    ("15800000", "Denrées en circuit court, {place}", (12, 24), (41, 180), 0.8),
    ("39830000", "Produits d’entretien, {place}", (12, 36), (40, 120), 1.0),
    ("30213000", "Ordinateurs reconditionnés, {place}", (12, 36), (45, 260), 0.9),
    ("79710000", "Surveillance des bâtiments, {place}", (12, 48), (60, 420), 0.5),
    ("71240000", "Maîtrise d’œuvre, {place}", (10, 30), (45, 320), 0.0),
    ("18110000", "Vêtements de travail, {place}", (12, 36), (41, 140), 0.9),
    ("60130000", "Transport à la demande, {place}", (24, 48), (80, 640), 0.6),
    ("80530000", "Formation des agents, {place}", (12, 36), (42, 160), 0.9),
)
PLACES = (
    "groupe scolaire des Tilleuls", "résidence du Canal", "quartier Belle-Garrigue", "médiathèque", "centre technique",
    "mairie annexe", "gymnase des Aiguades", "crèche du Pont", "résidence des Marronniers", "place du Marché",
)  # fmt: skip
FIRMS = (
    "Bâti Fable", "Éco-Façades du Conte", "Propre & Net exemple", "Jardins d’Exemple", "Voirie Imaginaire",
    "Chaufferie Fiction", "Cuisine des Contes", "Ateliers du Canal (exemple)", "Tri et Compagnie exemple",
    "Bureau d’études Chimère",
)  # fmt: skip


def load(today: date, now: datetime) -> str:
    """Load the invented contracts, once; a French sentence says what was done."""
    if published.whole() is not None:
        return "Les contrats publiés sont déjà là."
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contrats.json"
        path.write_text(json.dumps({"marches": {"marche": list(_records(today))}}), encoding="utf-8")
        report = import_decp(path, by=PLATFORM, now=now, progress=lambda done, total: None, fictional=True)
    return f"{quantity(report.created, 'contrat publié inventé', 'contrats publiés inventés')}."


def siret(rank: int, office: int = 1) -> str:
    """A number with right keys, of a company that cannot be: none begins with zeros."""
    return _keyed(f"{_keyed(f'00099{rank:03d}')}{office:04d}")


def _keyed(start: str) -> str:
    """The same figures with their key at the end, as SIREN and SIRET have it."""
    values = [int(one) for one in reversed(start)]
    total = sum(value if at % 2 else value * 2 - 9 * (value > 4) for at, value in enumerate(values))
    return f"{start}{-total % 10}"


def _records(today: date) -> list[dict[str, Any]]:
    chance = Random(SEED)  # noqa: S311  # invented data, always the same
    return [_record(rank, chance, today) for rank in range(CONTRACTS)]


def _record(rank: int, chance: Random, today: date) -> dict[str, Any]:
    at = chance.choices(range(len(BUYERS)), weights=[6, 5, 5, 2, 3, 5, 4, 5, 4, 2, 3])[0]
    buyer, commune, social, vague = BUYERS[at]
    cpv, what, months, worth, frames = chance.choice(PURCHASES)
    notified = today - timedelta(days=chance.randrange(20, DAYS))
    draw, green = chance.random(), chance.random()
    place = {"code": commune, "typeCode": "Code commune"}
    if chance.random() < vague:
        place = {"code": commune[:2], "typeCode": "Code département"}
    firms = chance.sample(range(len(FIRMS)), 2 if chance.random() < 0.1 else 1)
    said = (
        ["Clause sociale", *(["Critère social"] if draw < social / 3 else [])]
        if draw < social
        else ["Pas de considération sociale"]
        if draw < 0.93
        else ["Oui"]
    )
    if cpv.startswith(("77", "90", "30")) and draw < social / 4:
        said = ["Marché réservé"]
    return {
        "id": f"{notified.year}-{rank:04d}",
        "acheteur": {"id": siret(at), "nom": buyer},
        "nature": "Marché",
        "objet": what.format(place=chance.choice(PLACES)),
        "codeCPV": cpv,
        "techniques": {"technique": ["Accord-cadre" if chance.random() < frames else "Sans objet"]},
        "marcheInnovant": False,
        "ccag": "Travaux" if cpv.startswith("45") else "Fournitures courantes et services",
        "offresRecues": chance.choice((1, 2, 2, 3, 3, 4, 5, 6, 0)),
        "attributionAvance": chance.random() < 0.4,
        "sousTraitanceDeclaree": chance.random() < 0.2,
        "procedure": chance.choice(("Procédure adaptée", "Procédure adaptée", "Appel d’offres ouvert")),
        "lieuExecution": place,
        "dureeMois": chance.randint(*months) if chance.random() > 0.04 else "NC",
        "dateNotification": notified.isoformat(),
        "datePublicationDonnees": (notified + timedelta(days=15)).isoformat(),
        "montant": chance.randint(*worth) * 1_000 if chance.random() > 0.01 else 1,
        "formePrix": "Unitaire",
        "titulaires": [
            {"titulaire": {"typeIdentifiant": "SIRET", "id": siret(100 + one), "denominationSociale": FIRMS[one]}}
            for one in firms
        ],
        "considerationsSociales": {"considerationSociale": said},
        "considerationsEnvironnementales": {
            "considerationEnvironnementale": (
                ["Critère environnemental", "Clause environnementale"]
                if green < 0.25
                else ["Critère environnemental"]
                if green < 0.6
                else ["Pas de considération environnementale"]
            )
        },
        "modifications": [],
    }
