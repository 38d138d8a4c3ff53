"""Invented activities, conventions and posts of the invented employers; one announcement is old, on purpose."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from quartiers.actors.queries.organisations import declared_here
from quartiers.iae.actions import employers as actions
from quartiers.iae.models import Post
from quartiers.iae.queries.employers import sheet_of, state_of_sheet
from quartiers.iae.rules.activities import Activity
from quartiers.iae.rules.posts import Contract
from quartiers.kernel.french import quantity
from quartiers.office.rules import PLATFORM

CLAUSE = "Réhabilitation de 96 logements, quartier des Tilleuls (exemple)"


@dataclass(frozen=True)
class Sketch:
    """An announcement: who, what, ROME code, how many, contract, confirmed how many days ago, for which contract."""

    employer: str
    title: str
    rome: str
    openings: int = 1
    contract: Contract = Contract.CDDI
    days: int = 5
    market: str = ""


ACTIVITIES = {
    "Chantier des Aiguades": (Activity.FARMING, Activity.GREEN),
    "Régie des Tilleuls": (Activity.CLEANING, Activity.GREEN, Activity.UPKEEP),
    "Ateliers du Canal (exemple)": (Activity.CRAFT, Activity.MOBILITY, Activity.RECYCLING),
    "Coup de Main Narbonne (exemple)": (Activity.CLEANING, Activity.CARE, Activity.GREEN),
    "Intérim Solidaire des Corbières (exemple)": (Activity.BUILDING, Activity.LOGISTICS),
    "Blanchisserie des Remparts (exemple)": (Activity.TEXTILE,),
    "Chantier des Lices (exemple)": (Activity.BUILDING,),
    "Ressourcerie du Pont Vieux (exemple)": (Activity.RECYCLING, Activity.SALES),
    "Nettoyage Plus (exemple)": (Activity.CLEANING,),
    "Régie du Viguier (exemple)": (Activity.CLEANING, Activity.SOCIAL),
    "Chantier de l’Adour (exemple)": (Activity.GREEN,),
    "Bigorre Intérim Insertion (exemple)": (Activity.BUILDING, Activity.INDUSTRY, Activity.LOGISTICS),
    "Aide et Travail (exemple)": (Activity.CARE, Activity.CLEANING),
    "Chantier du Gave (exemple)": (Activity.TEXTILE, Activity.CATERING),
}
POSTS = (
    Sketch("Chantier des Aiguades", "Ouvrier maraîcher", "A1414", 4),
    Sketch("Chantier des Aiguades", "Agent d’entretien des espaces verts", "A1203", 3, days=12),
    Sketch("Régie des Tilleuls", "Agent de propreté des parties communes", "K2204", 2),
    Sketch("Régie des Tilleuls", "Manœuvre de second œuvre", "F1704", 2, days=3, market=CLAUSE),
    Sketch("Ateliers du Canal (exemple)", "Réparateur de vélos", "I1607", 2, days=70),
    Sketch("Ateliers du Canal (exemple)", "Menuisier d’atelier", "H2206", 1, days=8),
    Sketch("Intérim Solidaire des Corbières (exemple)", "Manœuvre du bâtiment", "F1704", 6, Contract.MISSION),
    Sketch("Intérim Solidaire des Corbières (exemple)", "Préparateur de commandes", "N1103", 4, Contract.MISSION),
    Sketch("Coup de Main Narbonne (exemple)", "Aide-ménager à domicile", "K1304", 5, Contract.CDDU),
    Sketch("Blanchisserie des Remparts (exemple)", "Employé de blanchisserie", "K2206", 2, days=20),
    Sketch("Groupement Emploi Littoral (exemple)", "Maçon en alternance", "F1703", 3, Contract.PROFESSIONAL),
    Sketch("Chantier des Lices (exemple)", "Ouvrier du patrimoine bâti", "F1612", 5),
    Sketch("Ressourcerie du Pont Vieux (exemple)", "Valoriste en ressourcerie", "K2304", 3, days=15),
    Sketch("Nettoyage Plus (exemple)", "Agent de nettoyage de bureaux", "K2204", 4, days=40),
    Sketch("Régie du Viguier (exemple)", "Médiateur de quartier", "K1204", 1, Contract.CDD, days=120),
    Sketch("Chantier de l’Adour (exemple)", "Agent des espaces naturels", "A1202", 4),
    Sketch("Bigorre Intérim Insertion (exemple)", "Opérateur de conditionnement", "H3302", 3, Contract.MISSION),
    Sketch("Aide et Travail (exemple)", "Aide à domicile", "K1304", 3, Contract.CDDU),
    Sketch("Chantier du Gave (exemple)", "Agent de lingerie hôtelière", "K2206", 3),
)


def load(today: date, now: datetime) -> str:
    """Add the invented posts, once; one French sentence says what was done."""
    if Post.objects.exists():
        return "Les postes d’exemple sont déjà là."
    names = {*ACTIVITIES, *(one.employer for one in POSTS)}
    known = {one.name: one.pk for one in declared_here(names) if one.fictional}
    for name, activities in ACTIVITIES.items():
        if name in known:
            _say(known[name], activities, today, now)
    made = [_announce(known[one.employer], one, today, now) for one in POSTS if one.employer in known]
    return f"Les employeurs inventés annoncent {quantity(sum(made), 'poste')}."


def _say(number: int, activities: tuple[Activity, ...], today: date, now: datetime) -> None:
    stored = state_of_sheet(sheet_of(number))
    asked = {
        "activities": [one.value for one in activities],
        "convention_from": f"{today.year}-01-01",
        "convention_to": f"{today.year}-12-31",
    }
    actions.change_sheet(number, asked, base=stored, by=PLATFORM, now=now)


def _announce(number: int, one: Sketch, today: date, now: datetime) -> int:
    asked = {
        "title": one.title,
        "rome": one.rome,
        "openings": one.openings,
        "contract": one.contract.value,
        "is_clause": bool(one.market),
        "market": one.market,
        "hours_a_week": 26 if one.contract is Contract.CDDI else None,
        "description": "Un poste inventé pour la démonstration, avec un encadrant et un accompagnement.",
    }
    on = today - timedelta(days=one.days)
    actions.add_post(number, asked, by=PLATFORM, now=now, on=on)
    return one.openings
