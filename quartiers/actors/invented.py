"""Each kind of user, in two Cités: names, organisations and places are invented, for the demonstration only."""

from dataclasses import dataclass

from quartiers.actors.rules import OrganisationKind, Role, SecondFactor

VAL, PINS = "val-fictif", "pins-fictifs"
#: Key, name, kind.
ORGANISATIONS = {
    "ville": ("Ville de Val-Fictif", OrganisationKind.COMMUNE),
    "prefecture": ("Préfecture de l’exemple", OrganisationKind.PREFECTURE),
    "emploi": ("France Travail, agence de Val-Fictif", OrganisationKind.FRANCE_TRAVAIL),
    "mission": ("Mission locale de Val-Fictif", OrganisationKind.MISSION_LOCALE),
    "regie": ("Régie des Tilleuls", OrganisationKind.REGIE_DE_QUARTIER),
    "chantier": ("Chantier des Aiguades", OrganisationKind.ACI),
    "centre": ("Centre social La Passerelle", OrganisationKind.CENTRE_SOCIAL),
    "ressources": ("Centre de ressources de l’exemple", OrganisationKind.CENTRE_DE_RESSOURCES),
    "agglo": ("Agglomération des Pins-Fictifs", OrganisationKind.EPCI),
}
CITES = {VAL: ("Val-Fictif", "ville"), PINS: ("Pins-Fictifs", "agglo")}


@dataclass(frozen=True)
class Place:
    """What a person is somewhere: key of the organisation, role there, role in a Cité, its address."""

    organisation: str
    role: Role = Role.MEMBER
    cite_role: Role | None = None
    cite: str = VAL


@dataclass(frozen=True)
class Person:
    """Somebody who can be entered by one button.

    Args:
        slug: in the address of the button.
        first_name: invented.
        last_name: invented.
        job: what she does, in a few words.
        sees: what she can see and do, one sentence.
        places: where she belongs; the first one is in use when she enters.
        administers: whether she administers the platform.
        second_factor: where hers is.
        came_days_ago: days since she last came; None when she never did.
    """

    slug: str
    first_name: str
    last_name: str
    job: str
    sees: str
    places: tuple[Place, ...] = ()
    administers: bool = False
    second_factor: SecondFactor = SecondFactor.HERE
    came_days_ago: int | None = 1

    @property
    def where(self) -> str:
        """Where she belongs, as what, in French."""
        lines = []
        for one in self.places:
            name, _ = ORGANISATIONS[one.organisation]
            roles = [one.role.label, *([f"{one.cite_role.label}, {CITES[one.cite][0]}"] if one.cite_role else [])]
            lines.append(f"{name} ({', '.join(roles)})")
        return ", et ".join(lines) or "aucune organisation"

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def email(self) -> str:
        return f"{self.slug}@exemple.fr"


PEOPLE = (
    Person(
        "karim-benali",
        "Karim",
        "Benali",
        "coordonne la Cité de Val-Fictif",
        "Toute la Cité, ses partenaires et ses comités. Il invite les partenaires.",
        (Place("ville", Role.ADMINISTRATOR, Role.COORDINATOR),),
    ),
    Person(
        "awa-diarra",
        "Awa",
        "Diarra",
        "conseillère à la mission locale",
        "Sa Cité, comme partenaire. Elle travaille aussi au centre social\u00a0: essayez de changer d’organisation.",
        (Place("mission", cite_role=Role.PARTNER), Place("centre", cite_role=Role.PARTNER)),
    ),
    Person(
        "elodie-faure",
        "Élodie",
        "Faure",
        "dirige la Régie des Tilleuls",
        "Les membres de sa régie, qu’elle invite et retire, et sa Cité comme partenaire.",
        (Place("regie", Role.ADMINISTRATOR, Role.PARTNER),),
    ),
    Person(
        "david-morel",
        "David",
        "Morel",
        "encadre le Chantier des Aiguades",
        "La fiche de son organisation. Il n’a pas de rôle dans la Cité.",
        (Place("chantier"),),
        second_factor=SecondFactor.NOWHERE,
        came_days_ago=None,
    ),
    Person(
        "ines-laurent",
        "Inès",
        "Laurent",
        "conseillère à France Travail",
        "Sa Cité, comme partenaire.",
        (Place("emploi", cite_role=Role.PARTNER),),
        second_factor=SecondFactor.AT_PROVIDER,
        came_days_ago=4,
    ),
    Person(
        "marc-olivier",
        "Marc",
        "Olivier",
        "délégué du préfet",
        "Sa Cité en observation\u00a0: des chiffres, jamais des personnes.",
        (Place("prefecture", cite_role=Role.OBSERVER),),
        second_factor=SecondFactor.AT_PROVIDER,
        came_days_ago=96,
    ),
    Person(
        "paul-roussel",
        "Paul",
        "Roussel",
        "protège les données de Val-Fictif",
        "Le journal des accès, les conventions, les durées de conservation.",
        (Place("ville", cite_role=Role.DATA_PROTECTION_OFFICER),),
        came_days_ago=12,
    ),
    Person(
        "lucie-garnier",
        "Lucie",
        "Garnier",
        "coordonne la Cité des Pins-Fictifs",
        "Sa Cité seulement\u00a0: elle ne voit rien de celle de Val-Fictif.",
        (Place("agglo", Role.ADMINISTRATOR, Role.COORDINATOR, PINS),),
    ),
    Person(
        "mireille-pons",
        "Mireille",
        "Pons",
        "organise les échanges au centre de ressources",
        "Les cycles d’échanges, les inscriptions et les besoins exprimés.",
        (Place("ressources", Role.ADMINISTRATOR),),
    ),
    Person(
        "sofia-martel",
        "Sofia",
        "Martel",
        "facilite les clauses sociales à la Ville",
        "Les opérations de la Ville, leurs marchés et leurs heures, les contrôles gardés.",
        (Place("ville"),),
    ),
    Person(
        "nadia-cherif",
        "Nadia",
        "Chérif",
        "administre la plateforme",
        "Qui a accès à quoi, les organisations, les messages et les travaux de fond. Pas les personnes suivies.",
        administers=True,
    ),
)


def person(slug: str) -> Person | None:
    return next((one for one in PEOPLE if one.slug == slug), None)
