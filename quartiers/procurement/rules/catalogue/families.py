"""Families of clauses: what each asks, and what work it gives near the neighbourhoods."""

from dataclasses import dataclass

from quartiers.kernel.words import Worded
from quartiers.procurement.rules.project import Clause, Kind, Stage


class Intensity(Worded):
    """How much of the price is work."""

    HIGH = "high", "beaucoup"
    MEDIUM = "medium", "une part"
    LOW = "low", "peu"


@dataclass(frozen=True)
class Family:
    """One family.

    Args:
        code: ``reemploi-btp``.
        title: its name, in French.
        asks: what its clauses ask, one sentence.
        work: what work it gives near the neighbourhoods, one sentence.
        intensity: how much of the price is work.
        jobs: codes of the ROME, in ``JOBS``.
        activities: what the structures of insertion that can answer do.
        cpv: first digits of the CPV codes of the purchases concerned.
        kinds: what is bought when these clauses serve.
        social: whether it is a family of social clauses.
    """

    code: str
    title: str
    asks: str
    work: str
    intensity: Intensity
    jobs: tuple[str, ...]
    activities: tuple[str, ...]
    cpv: tuple[str, ...]
    kinds: tuple[Kind, ...]
    social: bool = False


@dataclass(frozen=True)
class Job:
    """A job of the ROME (France Travail)."""

    code: str
    label: str


JOBS = {
    code: Job(code, label)
    for code, label in (
        ("A1203", "Aménagement et entretien des espaces verts"),
        ("A1414", "Horticulture et maraîchage"),
        ("F1602", "Électricité du bâtiment"),
        ("F1606", "Peinture en bâtiment"),
        ("F1611", "Réalisation et restauration de façades"),
        ("F1613", "Travaux d’étanchéité et d’isolation"),
        ("F1702", "Construction de routes et de voies"),
        ("F1704", "Préparation du gros œuvre et des travaux publics"),
        ("G1602", "Personnel de cuisine"),
        ("G1605", "Plonge en restauration"),
        ("H2402", "Assemblage et montage de vêtements et de textiles"),
        ("I1401", "Maintenance informatique et bureautique"),
        ("I1607", "Réparation de cycles"),
        ("K1204", "Médiation sociale et facilitation de la vie en société"),
        ("K2204", "Nettoyage de locaux"),
        ("K2303", "Nettoyage des espaces urbains"),
        ("K2304", "Revalorisation de produits"),
        ("N1103", "Magasinage et préparation de commandes"),
        ("N4105", "Conduite et livraison par tournées"),
    )
}

BUILT, SERVED, BOUGHT = (Kind.WORKS, Kind.SERVICES), (Kind.SERVICES,), (Kind.SUPPLIES, Kind.SERVICES)
ALL = tuple(Kind)

FAMILIES = (
    Family(
        "reemploi-btp",
        "Réemploi et déconstruction",
        "Garder ce qui peut resservir au lieu de démolir.",
        "Déposer, trier et remettre en état demande des bras, pas des diplômes : curage, tri, magasin de matériaux.",
        Intensity.HIGH,
        ("F1704", "K2304", "N1103"),
        ("déconstruction sélective", "ressourcerie", "tri"),
        ("4511", "4526", "4500"),
        BUILT,
    ),
    Family(
        "renovation-energetique",
        "Rénovation énergétique et précarité énergétique",
        "Obtenir un gain mesuré, et aider les locataires à le garder.",
        "Isolation, façades, peinture\u202f; et des médiateurs qui passent chez les gens.",
        Intensity.MEDIUM,
        ("F1613", "F1611", "F1606", "K1204"),
        ("second œuvre", "médiation"),
        ("4532", "4544", "4545"),
        BUILT,
    ),
    Family(
        "materiaux",
        "Matériaux biosourcés et bas carbone",
        "Employer des matériaux qui émettent peu.",
        "De petites entreprises et des ateliers savent les poser\u202f; une variante leur ouvre la porte.",
        Intensity.LOW,
        ("F1613", "F1704"),
        ("second œuvre",),
        ("4421", "4500"),
        (Kind.WORKS, Kind.SUPPLIES),
    ),
    Family(
        "restauration",
        "Restauration et circuits courts",
        "Servir des produits de saison et de qualité, jeter moins, limiter les intermédiaires.",
        "Légumerie, cuisine, plonge, livraison : des postes accessibles, tous les jours.",
        Intensity.MEDIUM,
        ("G1602", "G1605", "N4105"),
        ("restauration", "légumerie", "maraîchage"),
        ("5552", "1531", "0322"),
        BOUGHT,
    ),
    Family(
        "agriculture-urbaine",
        "Agriculture urbaine",
        "Cultiver dans le quartier, et apprendre à le faire.",
        "Maraîchage et animation, souvent par un chantier d’insertion.",
        Intensity.HIGH,
        ("A1414", "A1203"),
        ("maraîchage", "espaces verts"),
        ("7711", "7731"),
        SERVED,
    ),
    Family(
        "espaces-verts",
        "Espaces verts et biodiversité",
        "Entretenir sans produits chimiques et laisser vivre le sol.",
        "Le métier le plus confié à l’insertion : taille, désherbage à la main, paillage.",
        Intensity.HIGH,
        ("A1203", "K2303"),
        ("espaces verts",),
        ("7731", "7734"),
        BUILT,
    ),
    Family(
        "nettoyage",
        "Nettoyage",
        "Moins de produits, et des horaires de jour.",
        "Des temps plus longs et en journée : un emploi dont on vit.",
        Intensity.HIGH,
        ("K2204",),
        ("propreté",),
        ("9091", "9090"),
        SERVED,
    ),
    Family(
        "mobilite",
        "Transport et derniers kilomètres",
        "Livrer sans polluer le quartier.",
        "Livraison à vélo, entretien de cycles, petite logistique.",
        Intensity.MEDIUM,
        ("N4105", "I1607", "N1103"),
        ("cyclologistique", "réparation de cycles"),
        ("6010", "6411"),
        BOUGHT,
    ),
    Family(
        "textile",
        "Textile",
        "Acheter du textile réemployé ou recyclé, et le faire réparer.",
        "Tri, retouche, couture, lavage.",
        Intensity.HIGH,
        ("H2402", "K2304"),
        ("textile", "tri"),
        ("1811", "1813", "9831"),
        BOUGHT,
    ),
    Family(
        "numerique",
        "Numérique reconditionné",
        "Acheter des appareils reconditionnés et garantis.",
        "Test, effacement, réparation : un métier qui s’apprend en atelier.",
        Intensity.MEDIUM,
        ("I1401", "K2304"),
        ("reconditionnement",),
        ("3021", "3223"),
        BOUGHT,
    ),
    Family(
        "dechets",
        "Déchets et biodéchets",
        "Trier, composter, réemployer les contenants.",
        "Collecte, compost, lavage de contenants.",
        Intensity.HIGH,
        ("K2304", "K2303"),
        ("tri", "compostage"),
        ("9051", "9050"),
        SERVED,
    ),
    Family(
        "eau-sol",
        "Eau, sols et fraîcheur",
        "Désimperméabiliser, planter, garder l’eau de pluie.",
        "Voirie, plantations, entretien.",
        Intensity.MEDIUM,
        ("F1702", "A1203"),
        ("espaces verts", "voirie"),
        ("4511", "4523"),
        BUILT,
    ),
    Family(
        "chantier",
        "Chantier propre et vie du quartier",
        "Moins de bruit, de poussière et de surprises pour les riverains.",
        "Un poste de médiation de chantier.",
        Intensity.LOW,
        ("K1204", "K2303"),
        ("médiation", "propreté"),
        ("4500",),
        (Kind.WORKS,),
    ),
    Family(
        "insertion",
        "Heures d’insertion",
        "Confier une part du travail à des personnes éloignées de l’emploi.",
        "Tous les métiers du marché, par quatre chemins au choix de l’entreprise.",
        Intensity.HIGH,
        ("F1704", "K2204", "A1203"),
        ("toutes",),
        (),
        ALL,
        True,
    ),
    Family(
        "apprentissage",
        "Formation et apprentissage",
        "Former pendant le marché.",
        "Contrats d’apprentissage, stages, visites de chantier.",
        Intensity.MEDIUM,
        ("F1602", "F1606"),
        ("toutes",),
        (),
        ALL,
        True,
    ),
    Family(
        "egalite",
        "Égalité et accessibilité",
        "Ouvrir les postes et les services à toutes et à tous.",
        "Des postes ouverts aux femmes et aux personnes handicapées.",
        Intensity.LOW,
        ("F1602", "I1401", "N4105"),
        ("toutes",),
        (),
        ALL,
        True,
    ),
    Family(
        "reserve",
        "Lots réservés",
        "Garder un lot pour les structures d’insertion, les entreprises adaptées ou les ESAT.",
        "Tout le lot est fait par des personnes accompagnées, près de chez elles quand une structure y travaille.",
        Intensity.HIGH,
        ("A1203", "K2204", "K2304", "N1103"),
        ("toutes",),
        (),
        ALL,
        True,
    ),
)


@dataclass(frozen=True)
class CatalogueClause:
    """One clause to copy.

    Args:
        code: ``tri-sept-flux``.
        family: code of its family.
        title: in plain French.
        stage: where it stands.
        text: the clause; what is between brackets is for the buyer to choose.
        proof: what the holder gives.
        control: when the buyer looks.
        penalty: what happens otherwise.
        link: why it belongs to the object of the contract.
        serves: the obligation that it serves; empty when it is a choice.
        ambitious: whether it asks more than a first time.
        notice: what the notice of the contract must say too; empty when nothing.
    """

    code: str
    family: str
    title: str
    stage: Stage
    text: str
    proof: str
    control: str
    penalty: str
    link: str
    serves: str = ""
    ambitious: bool = False
    notice: str = ""

    def as_clause(self) -> Clause:
        """As the legal check reads it."""
        return Clause(self.stage, self.text, self.proof, self.control, self.penalty)
