"""The words of published contracts, and what is kept of one of them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

#: Where contracts without a day stand in the order of days: before all others.
UNDATED = date(1900, 1, 1)


class Stated(StrEnum):
    """Whether a contract says that it has a consideration; silence is neither yes nor no."""

    WITH = "avec"
    WITHOUT = "sans"
    UNKNOWN = "inconnu"


class Place(StrEnum):
    """How finely the place of work is known."""

    COMMUNE = "commune"
    POSTCODE = "code_postal"
    DEPARTMENT = "departement"
    REGION = "region"
    COUNTRY = "pays"
    UNKNOWN = "inconnu"


@dataclass(frozen=True, slots=True)
class HolderRow:
    """A company that holds a contract. ``siret`` is empty unless the identifier is one that can exist."""

    identifier: str
    id_kind: str
    siret: str
    name: str
    category: str


@dataclass(frozen=True, slots=True)
class Published:
    """One published contract, cleaned. None and empty texts mean «non renseigné», never zero nor «non».

    ``amount`` is in euros before tax; for a framework it is the most that may be spent. ``ends_on`` is computed:
    first day plus duration. ``sorted_on`` is the day of notification, or ``UNDATED``. ``sme_holder`` tells whether one
    of the holders is a PME, None when the size of none is said. ``traps`` are those met in the record, each once.
    """

    uid: str
    number: str
    concession: bool
    nature: str
    buyer_siret: str
    buyer_name: str
    object: str
    cpv: str
    division: str
    procedure: str
    framework: bool
    framework_number: str
    amount: Decimal | None
    notified_on: date | None
    sorted_on: date
    published_on: date | None
    duration_months: int | None
    ends_on: date | None
    year: int
    place_level: str
    place_code: str
    place_name: str
    commune_code: str
    department_code: str
    social: str
    social_clause: bool
    social_criterion: bool
    reserved: bool
    environmental: str
    environmental_clause: bool
    environmental_criterion: bool
    offers: int | None
    innovative: bool | None
    subcontracting: bool | None
    advance: bool | None
    ccag: str
    price_form: str
    origin_eu: Decimal | None
    origin_france: Decimal | None
    modifications: int
    holder_words: str
    holder_count: int
    sme_holder: bool | None
    traps: str
    holders: tuple[HolderRow, ...]


#: The divisions of the common procurement vocabulary (règlement CE 213/2008), in our words.
DIVISIONS = {
    "03": "Produits agricoles et alimentaires bruts",
    "09": "Énergie et carburants",
    "14": "Produits de carrière et métaux",
    "15": "Alimentation et boissons",
    "16": "Machines agricoles",
    "18": "Vêtements et chaussures",
    "19": "Cuirs, textiles, plastiques",
    "22": "Imprimés",
    "24": "Produits chimiques",
    "30": "Matériel de bureau et informatique",
    "31": "Matériel électrique et éclairage",
    "32": "Télécommunications et son",
    "33": "Matériel médical et soins personnels",
    "34": "Véhicules et transport",
    "35": "Sécurité et secours",
    "37": "Sport, jeux, musique",
    "38": "Laboratoire et optique",
    "39": "Mobilier, ménage, produits d’entretien",
    "41": "Eau captée",
    "42": "Machines industrielles",
    "43": "Machines de chantier",
    "44": "Matériaux de construction",
    "45": "Travaux de construction",
    "48": "Logiciels",
    "50": "Réparation et entretien de matériel",
    "51": "Installation de matériel",
    "55": "Restauration et hébergement",
    "60": "Transport de personnes et de biens",
    "63": "Services liés au transport",
    "64": "Poste et télécommunications",
    "65": "Distribution d’eau et d’énergie",
    "66": "Banque et assurance",
    "70": "Immobilier",
    "71": "Architecture et ingénierie",
    "72": "Services informatiques",
    "73": "Recherche et développement",
    "75": "Administration et sécurité sociale",
    "76": "Services pétroliers et gaziers",
    "77": "Espaces verts, agriculture, forêts",
    "79": "Services aux entreprises",
    "80": "Formation et enseignement",
    "85": "Santé et action sociale",
    "90": "Propreté, déchets, assainissement",
    "92": "Culture, sport, loisirs",
    "98": "Autres services aux personnes et à la collectivité",
}


def division_label(code: str) -> str:
    """The words of a CPV division; its number when nobody knows it.

    >>> division_label("45"), division_label("99"), division_label("")
    ('Travaux de construction', 'Famille 99', 'Famille non renseignée')
    """
    return DIVISIONS.get(code) or (f"Famille {code}" if code else "Famille non renseignée")
