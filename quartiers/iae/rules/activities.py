"""What structures of insertion do, in the words of those who look for one; our own list, read from ROME codes.

A ROME code is a letter and four digits (France Travail, version 4). The longest beginning that is listed decides.
"""

import re
from collections.abc import Iterable
from types import MappingProxyType

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.kernel.words import Worded

ROME = re.compile(r"[A-N]\d{4}", re.ASCII)


class Activity(Worded):
    """A field of work; the value stands in addresses and files, the label is what people read."""

    GREEN = "espaces_verts", "espaces verts et nature"
    FARMING = "maraichage", "maraîchage et agriculture"
    BUILDING = "batiment", "bâtiment et travaux publics"
    CLEANING = "proprete", "propreté et entretien"
    RECYCLING = "reemploi", "réemploi, tri et recyclage"
    TEXTILE = "textile", "textile et blanchisserie"
    CATERING = "restauration", "restauration et cuisine"
    CARE = "services_personne", "aide à domicile et services à la personne"
    LOGISTICS = "logistique", "logistique, transport et manutention"
    MOBILITY = "mobilite", "garage et mobilité solidaires"
    INDUSTRY = "industrie", "industrie et conditionnement"
    UPKEEP = "maintenance", "maintenance et petits travaux"
    SALES = "vente", "vente et boutique solidaire"
    OFFICE = "bureau", "accueil, bureau et numérique"
    SOCIAL = "animation", "animation et médiation"
    SECURITY = "securite", "gardiennage et sécurité"
    CRAFT = "artisanat", "artisanat et culture"


#: Beginnings of ROME codes.
BEGINNINGS: MappingProxyType[str, Activity] = MappingProxyType(
    {
        "A": Activity.FARMING,
        "A12": Activity.GREEN,
        "B": Activity.CRAFT,
        "B18": Activity.TEXTILE,
        "C": Activity.OFFICE,
        "D": Activity.SALES,
        "E": Activity.CRAFT,
        "F": Activity.BUILDING,
        "G": Activity.CATERING,
        "G12": Activity.SOCIAL,
        "G15": Activity.CLEANING,
        "H": Activity.INDUSTRY,
        "H24": Activity.TEXTILE,
        "I": Activity.UPKEEP,
        "I16": Activity.MOBILITY,
        "J": Activity.CARE,
        "K12": Activity.SOCIAL,
        "K13": Activity.CARE,
        "K22": Activity.CLEANING,
        "K2206": Activity.TEXTILE,
        "K2304": Activity.RECYCLING,
        "K25": Activity.SECURITY,
        "L": Activity.CRAFT,
        "M": Activity.OFFICE,
        "N": Activity.LOGISTICS,
    }
)

#: The domains of the ROME, by their letter.
ROME_DOMAINS: MappingProxyType[str, str] = MappingProxyType(
    {
        "A": "agriculture, espaces verts, animaux",
        "B": "arts et façonnage",
        "C": "banque, assurance, immobilier",
        "D": "commerce et vente",
        "E": "communication et médias",
        "F": "bâtiment et travaux publics",
        "G": "hôtellerie, restauration, loisirs",
        "H": "industrie",
        "I": "installation et maintenance",
        "J": "santé",
        "K": "services à la personne et à la collectivité",
        "L": "spectacle",
        "M": "support à l’entreprise",
        "N": "transport et logistique",
    }
)


def activity_of(rome: str) -> Activity | None:
    """The activity of a ROME code; None where the list says nothing.

    >>> activity_of("A1203").label, activity_of("K2304").label, activity_of("K1801")
    ('espaces verts et nature', 'réemploi, tri et recyclage', None)
    """
    found = [BEGINNINGS[rome[:length]] for length in range(1, 6) if rome[:length] in BEGINNINGS]
    return found[-1] if found else None


def activities_of(romes: Iterable[str]) -> list[Activity]:
    """The activities of these codes, each once, in the order of the list."""
    found = {activity_of(rome) for rome in romes}
    return [one for one in Activity if one in found]


def check_rome(text: str) -> str:
    """A ROME code as it is kept.

    >>> check_rome(" a1203 ")
    'A1203'

    Raises:
        RuleBroken: a letter from A to N and four digits are wanted.
    """
    code = text.strip().upper()
    if not ROME.fullmatch(code):
        raise RuleBroken(
            f"Ce code ROME n’existe pas. Une lettre de A à N et quatre chiffres, par exemple{NBSP}: A1203."
        )
    return code
