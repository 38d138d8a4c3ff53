"""Invented structures around four towns, of many kinds, with networks and authorisations."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from quartiers.actors.actions import networks
from quartiers.actors.actions import organisations as actions
from quartiers.actors.demo import moved
from quartiers.actors.invented import ORGANISATIONS
from quartiers.actors.models import Organisation, Site
from quartiers.actors.rules.authorisations import Act
from quartiers.actors.rules.organisations import OrganisationKind as Kind
from quartiers.kernel.french import quantity
from quartiers.office.rules import PLATFORM
from quartiers.territory.queries import places

#: Code of the commune, postcode, latitude and longitude of its middle.
NARBONNE = ("11262", "11100", 43.1840, 3.0040)
CARCASSONNE = ("11069", "11000", 43.2130, 2.3510)
TARBES = ("65440", "65000", 43.2330, 0.0740)
LOURDES = ("65286", "65100", 43.0950, -0.0460)
Town = tuple[str, str, float, float]


@dataclass(frozen=True)
class Sketch:
    """A structure: name, kind, town, thousandths of a degree north and east of its middle, street, what it does."""

    name: str
    kind: Kind
    town: Town
    north: int
    east: int
    street: str
    does: str = ""


#: Those of the demonstration who already have people.
KNOWN = {
    "ville": (NARBONNE, 1, 2, "1 place de l’Exemple", "Conduit la politique de la ville, avec l’État."),
    "prefecture": (CARCASSONNE, 3, 4, "5 cours des Exemples", "Copilote les Cités pour l’État."),
    "emploi": (NARBONNE, -6, -11, "12 avenue de l’Exemple", "Inscrit, conseille et accompagne vers l’emploi."),
    "mission": (NARBONNE, 4, -6, "3 rue des Exemples", "Accompagne les jeunes de 16 à 25 ans."),
    "regie": (NARBONNE, -3, 9, "8 allée des Tilleuls", "Emploie des habitants pour l’entretien du quartier."),
    "chantier": (NARBONNE, -14, 6, "20 chemin des Aiguades", "Maraîchage et espaces verts, en contrat d’insertion."),
    "centre": (NARBONNE, 7, 5, "2 passage des Fictions", "Accueil, garde d’enfants, ateliers de français."),
    "agglo": (TARBES, 2, 3, "4 place des Pins", "Porte le contrat de ville de l’agglomération."),
}
SKETCHES = (
    Sketch("Ateliers du Canal (exemple)", Kind.ACI, NARBONNE, -8, 14, "15 quai des Exemples", "Menuiserie et vélos."),
    Sketch("Intérim Solidaire des Corbières (exemple)", Kind.ETTI, NARBONNE, 9, -14, "31 avenue de l’Exemple"),
    Sketch("Coup de Main Narbonne (exemple)", Kind.AI, NARBONNE, 3, 11, "6 rue de la Fable", "Ménage et jardin."),
    Sketch("Blanchisserie des Remparts (exemple)", Kind.EI, NARBONNE, -17, -3, "9 rue des Étangs"),
    Sketch("Groupement Emploi Littoral (exemple)", Kind.GEIQ, NARBONNE, 16, 2, "2 rue de l’Alternance"),
    Sketch("Atelier adapté de la Clape (exemple)", Kind.EA, NARBONNE, 21, 25, "1 chemin du Massif"),
    Sketch("PLIE du Narbonnais (exemple)", Kind.PLIE, NARBONNE, 0, -3, "7 rue du Conte"),
    Sketch("Cap emploi du littoral (exemple)", Kind.CAP_EMPLOI, NARBONNE, 6, 16, "18 boulevard de l’Exemple"),
    Sketch("Équipe de rue Les Passeurs (exemple)", Kind.PREVENTION_SPECIALISEE, NARBONNE, -4, 4, "3 rue des Passeurs"),
    Sketch("Femmes et droits du littoral (exemple)", Kind.CIDFF, NARBONNE, 1, -8, "5 rue de l’Égalité"),
    Sketch("Français pour tous (exemple)", Kind.ORGANISME_DE_FORMATION_FLE, NARBONNE, -2, -1, "11 rue des Mots"),
    Sketch("Habitat de Narbonne (exemple)", Kind.BAILLEUR, NARBONNE, 12, 7, "40 avenue des Logis"),
    Sketch("CCAS de l’exemple", Kind.CCAS, CARCASSONNE, 1, -2, "2 rue de l’Entraide"),
    Sketch("Mission locale de la Cité (exemple)", Kind.MISSION_LOCALE, CARCASSONNE, -3, 6, "14 rue des Remparts"),
    Sketch(
        "France Travail, agence du Viguier (exemple)", Kind.FRANCE_TRAVAIL, CARCASSONNE, 8, -12, "22 rue du Viguier"
    ),
    Sketch("Chantier des Lices (exemple)", Kind.ACI, CARCASSONNE, -9, 9, "Chemin des Lices", "Pierre et patrimoine."),
    Sketch("Ressourcerie du Pont Vieux (exemple)", Kind.ACI, CARCASSONNE, -5, 12, "4 quai de l’Aude"),
    Sketch("Nettoyage Plus (exemple)", Kind.EI, CARCASSONNE, 14, -6, "Zone de l’Exemple"),
    Sketch("Régie du Viguier (exemple)", Kind.REGIE_DE_QUARTIER, CARCASSONNE, 11, -15, "6 place du Viguier"),
    Sketch("Centre social Ozanam (exemple)", Kind.CENTRE_SOCIAL, CARCASSONNE, 6, -9, "1 rue des Voisins"),
    Sketch("École de la deuxième chance (exemple)", Kind.E2C, CARCASSONNE, 2, 15, "30 avenue de l’Élan"),
    Sketch("Insertion et probation (exemple)", Kind.SPIP, CARCASSONNE, 0, 7, "Allée du Palais"),
    Sketch("Conseil citoyen du Viguier (exemple)", Kind.CONSEIL_CITOYEN, CARCASSONNE, 10, -13, "Maison de quartier"),
    Sketch(
        "Département, service social (exemple)", Kind.SERVICE_SOCIAL_DEPARTEMENT, CARCASSONNE, 5, 1, "8 allée Fable"
    ),
    Sketch("Chantier de l’Adour (exemple)", Kind.ACI, TARBES, -6, 8, "3 quai de l’Adour", "Espaces naturels."),
    Sketch("Bigorre Intérim Insertion (exemple)", Kind.ETTI, TARBES, 4, -9, "17 rue des Pyrénées"),
    Sketch("Aide et Travail (exemple)", Kind.AI, TARBES, -1, 5, "2 rue du Marché"),
    Sketch("Mission locale des Pins (exemple)", Kind.MISSION_LOCALE, TARBES, 3, 10, "6 rue des Pins"),
    Sketch("France Travail, agence de Laubadère (exemple)", Kind.FRANCE_TRAVAIL, TARBES, 13, 4, "1 rue de l’Exemple"),
    Sketch("Centre social du Vallon (exemple)", Kind.CENTRE_SOCIAL, TARBES, 15, 6, "9 rue du Vallon"),
    Sketch("Maison des familles (exemple)", Kind.CAF, TARBES, -4, -4, "10 place de l’Exemple"),
    Sketch("Foyer des jeunes travailleurs (exemple)", Kind.RS_FJT, TARBES, -8, -7, "5 rue du Foyer"),
    Sketch("Atelier adapté de Bigorre (exemple)", Kind.EA, TARBES, 18, -12, "Zone du Pic"),
    Sketch("Aéronautique des Pyrénées (exemple)", Kind.ENTREPRISE, TARBES, 25, -20, "Parc de l’Exemple"),
    Sketch("Chantier du Gave (exemple)", Kind.ACI, LOURDES, -3, 5, "4 quai du Gave", "Hôtellerie et linge."),
    Sketch("Lourdes Services (exemple)", Kind.AI, LOURDES, 4, -2, "12 rue de l’Exemple"),
    Sketch("Régie d’Ophite (exemple)", Kind.REGIE_DE_QUARTIER, LOURDES, 9, 7, "1 place d’Ophite"),
    Sketch("Accueil de jour (exemple)", Kind.CHRS, LOURDES, 1, 3, "7 rue de l’Accueil"),
    Sketch("Information jeunesse (exemple)", Kind.PIJ_BIJ, LOURDES, -1, -4, "3 place du Conte"),
    Sketch("Hôteliers engagés (exemple)", Kind.CLUB_D_ENTREPRISES, LOURDES, 2, -6, "25 avenue de l’Exemple"),
)
SOCIAL, QUARTERS, ALL = (
    "Réseau solidaire Sud (exemple)",
    "Réseau des régies Sud (exemple)",
    "Inter-réseau Sud (exemple)",
)
NETWORKS = {
    SOCIAL: (
        Kind.RESEAU,
        ("Ateliers du Canal (exemple)", "Coup de Main Narbonne (exemple)", "Aide et Travail (exemple)"),
    ),
    QUARTERS: (
        Kind.RESEAU,
        ("Régie des Tilleuls", "Régie du Viguier (exemple)", "Régie d’Ophite (exemple)"),
    ),
    ALL: (Kind.INTER_RESEAU, (SOCIAL, QUARTERS)),
}


def load(today: date, now: datetime) -> str:
    """Add the invented structures, once; one French sentence says what was done."""
    if Organisation.objects.filter(name=ALL).exists():
        return "L’annuaire d’exemple est déjà là."
    names = {name for name, _ in ORGANISATIONS.values()}
    known = {one.name: one for one in Organisation.objects.filter(name__in=names, fictional=True)}
    for key, (town, north, east, street, does) in KNOWN.items():
        found = known[ORGANISATIONS[key][0]]
        _describe(found, does, now)
        _settle(found, town, north, east, street, now)
    for one in SKETCHES:
        asked = {"name": one.name, "kind": one.kind, "description": one.does or one.kind.sentence}
        made = actions.declare_organisation(asked | _contact(one.name), by=PLATFORM, now=now, fictional=True)
        _settle(made, one.town, one.north, one.east, one.street, now)
    _join(today, now)
    _authorise(today, now)
    moved.load(today)
    count = Organisation.objects.filter(fictional=True).count()
    return f"L’annuaire d’exemple a {quantity(count, 'structure inventée', 'structures inventées')}."


def _contact(name: str) -> dict[str, str]:
    """A number of those that are kept for fiction (01 99 00), and a mail that leads nowhere."""
    return {"phone": f"01 99 00 {sum(map(ord, name)) % 90 + 10} {len(name) % 90 + 10}", "email": "contact@exemple.fr"}


def _describe(found: Organisation, does: str, now: datetime) -> None:
    asked = {"description": does} | _contact(found.name)
    actions.change_organisation(
        found.pk, asked, base={"description": "", "phone": "", "email": ""}, by=PLATFORM, now=now
    )


def _settle(found: Organisation, town: Town, north: int, east: int, street: str, now: datetime) -> None:
    if Site.objects.filter(organisation=found).exists():
        return
    code, postcode, latitude, longitude = town
    commune = places.find(places.communes(), code)
    asked = {
        "address": street,
        "postcode": postcode,
        "city": commune.name if commune else "",
        "commune": code if commune else "",
        "latitude": round(latitude + north / 1000, 5),
        "longitude": round(longitude + east / 1000, 5),
    }
    actions.add_site(found.pk, asked, by=PLATFORM, now=now)


def _join(today: date, now: datetime) -> None:
    since = today - timedelta(days=400)
    made = {
        name: actions.declare_organisation(
            {"name": name, "kind": kind, "description": kind.sentence} | _contact(name),
            by=PLATFORM,
            now=now,
            fictional=True,
        )
        for name, (kind, _) in NETWORKS.items()
    }
    for name, (_, members) in NETWORKS.items():
        for member in Organisation.objects.filter(name__in=members, fictional=True):
            networks.join_network(made[name].pk, member.pk, since=since, by=PLATFORM, now=now)


def _authorise(today: date, now: datetime) -> None:
    start = today.replace(month=1, day=1) - timedelta(days=365)
    for one in Organisation.objects.filter(fictional=True, kind__in=[Kind.MISSION_LOCALE, Kind.FRANCE_TRAVAIL]):
        actions.authorise(
            one.pk, Act.LAW, reference="", signed_on=start, valid_from=start, valid_to=None, by=PLATFORM, now=now
        )
    plie = Organisation.objects.get(name="PLIE du Narbonnais (exemple)")
    actions.authorise(
        plie.pk,
        Act.PREFECT,
        reference="Arrêté d’exemple n° 11-2025-042",
        signed_on=start,
        valid_from=start,
        valid_to=today + timedelta(days=200),
        by=PLATFORM,
        now=now,
    )
