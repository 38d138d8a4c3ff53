"""Organisations of every kind that the field knows, in families; who may be authorised to prescribe.

Sources: values of the national platform of inclusion (employers; its 32 kinds of prescribers), of the data·inclusion
schema (``reseaux_porteurs``) and of the Cités de l'emploi.
"""

from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType

from quartiers.kernel.french import NBSP
from quartiers.kernel.words import Worded


class Family(Worded):
    """Kinds that are chosen together, in this order."""

    AUTHORITY = "authority", "Collectivités"
    STATE = "state", "Services de l’État"
    EMPLOYMENT = "employment", "Service public de l’emploi"
    SIAE = "siae", "Structures d’insertion et employeurs solidaires"
    SOCIAL = "social", "Proximité, famille et droits"
    HOUSING = "housing", "Hébergement et logement"
    HEALTH = "health", "Santé et justice"
    TRAINING = "training", "Jeunesse et formation"
    COMPANY = "company", "Entreprises et acheteurs"
    RESOURCE = "resource", "Habitants, réseaux et ressources"
    OTHER = "other", "Autres"


class OrganisationKind(StrEnum):
    """What an organisation is: value, French words, one sentence for who does not know it."""

    label: str
    sentence: str

    def __new__(cls, value: str, label: str = "", sentence: str = "") -> "OrganisationKind":
        one = str.__new__(cls, value)
        one._value_ = value
        one.label = label
        one.sentence = sentence
        return one

    COMMUNE = "commune", "commune", "Conduit la politique de la ville dans ses quartiers."
    EPCI = "epci", "intercommunalité", "Signe le contrat de ville et porte souvent la Cité."
    DEPARTEMENT = "departement", "département", "Accompagne les allocataires du RSA."
    SERVICE_SOCIAL_DEPARTEMENT = (
        "service_social_departement",
        "service social du département",
        "Reçoit les habitants près de chez eux, pour toute difficulté sociale.",
    )
    REGION = "region", "région", "Finance la formation des demandeurs d’emploi."

    PREFECTURE = "prefecture", "préfecture", "Copilote la Cité pour l’État et habilite des prescripteurs."
    DDETS = "ddets", "direction de l’emploi et des solidarités (DDETS)", "Conventionne les structures d’insertion."
    DREETS = "dreets", "direction régionale de l’emploi (DREETS)", "Conduit les politiques de l’emploi dans la région."
    DDT = "ddt", "direction des territoires (DDT)", "Suit le renouvellement urbain et le logement."
    EDUCATION_NATIONALE = "education_nationale", "Éducation nationale", "Conduit les cités éducatives."
    ARS = "ars", "agence régionale de santé (ARS)", "Conduit les politiques de santé dans la région."

    FRANCE_TRAVAIL = "france_travail", "France Travail", "Inscrit et accompagne les demandeurs d’emploi."
    MISSION_LOCALE = "mission_locale", "mission locale", "Accompagne les jeunes de 16 à 25 ans vers l’emploi."
    CAP_EMPLOI = "cap_emploi", "Cap emploi", "Accompagne les personnes handicapées vers l’emploi."
    PLIE = "plie", "plan local pour l’insertion et l’emploi (PLIE)", "Suit des parcours renforcés vers l’emploi."
    MAISON_DE_L_EMPLOI = "maison_de_l_emploi", "maison de l’emploi", "Réunit les acteurs de l’emploi d’un bassin."
    OPCS = "opcs", "porteur de la clause sociale (OPCS)", "Fait vivre les clauses sociales des marchés publics."
    DELEGATAIRE_RSA = (
        "delegataire_rsa",
        "délégataire du département pour le RSA (ODC)",
        "Accompagne des allocataires du RSA pour le département.",
    )
    ORIENTEUR = "orienteur", "orienteur", "Oriente des personnes, sans être habilité à prescrire."
    HABILITE_PREFET = (
        "habilite_prefet",
        "organisme habilité par le préfet (OHPD)",
        "Prescrit par arrêté du préfet, sans être d’une autre nature de la liste.",
    )

    ACI = "aci", "atelier et chantier d’insertion (ACI)", "Embauche et encadre des personnes éloignées de l’emploi."
    AI = "ai", "association intermédiaire (AI)", "Met des salariés à disposition de particuliers et d’entreprises."
    EI = "ei", "entreprise d’insertion (EI)", "Produit et vend, en formant des salariés en insertion."
    ETTI = "etti", "entreprise de travail temporaire d’insertion (ETTI)", "Propose des missions d’intérim d’insertion."
    EITI = (
        "eiti",
        "entreprise d’insertion par le travail indépendant (EITI)",
        "Accompagne des indépendants.",
    )
    REGIE_DE_QUARTIER = (
        "regie_de_quartier",
        "régie de quartier",
        "Emploie des habitants pour leur quartier.",
    )
    GEIQ = "geiq", "groupement d’employeurs (GEIQ)", "Recrute et forme en alternance pour ses entreprises."
    EA = "ea", "entreprise adaptée (EA)", "Emploie en majorité des travailleurs handicapés."
    EATT = (
        "eatt",
        "entreprise adaptée de travail temporaire (EATT)",
        "Intérim pour travailleurs handicapés.",
    )
    ESAT = "esat", "établissement d’accompagnement par le travail (ESAT)", "Fait travailler des personnes handicapées."
    EBE = "ebe", "entreprise à but d’emploi (EBE)", "Embauche en CDI des chômeurs de longue durée de son territoire."

    CENTRE_SOCIAL = "centre_social", "centre social", "Lieu d’accueil et de projets des habitants d’un quartier."
    PREVENTION_SPECIALISEE = (
        "prevention_specialisee",
        "prévention spécialisée",
        "Ses éducateurs vont vers les jeunes, dans la rue, librement et sans nom.",
    )
    CCAS = "ccas", "centre d’action sociale (CCAS, CIAS)", "Aide les habitants de la commune."
    CAF = "caf", "caisse d’allocations familiales (CAF)", "Verse des prestations et soutient les familles."
    MSA = "msa", "mutualité sociale agricole (MSA)", "Protection sociale du monde agricole."
    CPAM = "cpam", "caisse d’assurance maladie (CPAM)", "Ouvre les droits aux soins."
    CIDFF = (
        "cidff",
        "information sur les droits des femmes (CIDFF)",
        "Informe les femmes et les familles.",
    )
    OCASF = (
        "ocasf",
        "accompagnement social des familles (OCASF)",
        "Accompagne des familles, dans un cadre conventionné par la CAF.",
    )
    ASE = "ase", "aide sociale à l’enfance (ASE)", "Protège des enfants et accompagne de jeunes majeurs."
    MJC = "mjc", "maison des jeunes et de la culture (MJC)", "Culture, loisirs et éducation populaire."
    FRANCE_SERVICES = "france_services", "maison France services", "Aide aux démarches, dans un même lieu."
    POINT_JUSTICE = "point_justice", "point-justice", "Renseigne gratuitement sur les droits."
    MDPH = "mdph", "maison des personnes handicapées (MDPH)", "Ouvre les droits liés au handicap."
    ASSOCIATION = "association", "association", "Agit avec des bénévoles ou des salariés, à but non lucratif."

    BAILLEUR = "bailleur", "bailleur social", "Loge les habitants et fait travailler des structures d’insertion."
    CHRS = (
        "chrs",
        "centre d’hébergement et de réinsertion (CHRS)",
        "Héberge et accompagne vers le logement.",
    )
    CHU = "chu", "centre d’hébergement d’urgence (CHU)", "Héberge tout de suite, pour quelques nuits ou plus."
    CADA = "cada", "centre d’accueil de demandeurs d’asile (CADA)", "Héberge pendant l’examen de la demande."
    CPH = "cph", "centre provisoire d’hébergement (CPH)", "Héberge et accompagne des réfugiés."
    HUDA = "huda", "hébergement d’urgence des demandeurs d’asile (HUDA)", "Héberge des demandeurs d’asile."
    OIL = "oil", "intermédiation locative (OIL)", "Loue un logement pour une personne et l’accompagne."
    PENSION_DE_FAMILLE = "pension_de_famille", "pension de famille", "Logement durable avec une vie collective."
    RS_FJT = "rs_fjt", "résidence de jeunes travailleurs (FJT)", "Loge de jeunes actifs."
    OACAS = "oacas", "communauté d’accueil et d’activité solidaire (OACAS)", "Vie et travail en communauté."
    CAVA = "cava", "centre d’adaptation à la vie active (CAVA)", "Reprise du travail pour des personnes hébergées."
    SIAO = "siao", "accueil et orientation vers l’hébergement (SIAO)", "Reçoit les demandes d’hébergement."

    CAARUD = "caarud", "accueil et réduction des risques (CAARUD)", "Accueille des usagers de drogues."
    CSAPA = "csapa", "soin et prévention en addictologie (CSAPA)", "Soigne et accompagne les addictions."
    PJJ = "pjj", "protection judiciaire de la jeunesse (PJJ)", "Accompagne des mineurs suivis par la justice."
    SPIP = "spip", "insertion et probation (SPIP)", "Accompagne des personnes suivies par la justice."

    AFPA = "afpa", "AFPA", "Forme des adultes à un métier."
    E2C = "e2c", "école de la deuxième chance (E2C)", "Reprise d’étude et de projet pour des jeunes sans diplôme."
    EPIDE = "epide", "établissement pour l’insertion dans l’emploi (EPIDE)", "Internat de jeunes, vers l’emploi."
    PIJ_BIJ = "pij_bij", "information jeunesse (PIJ, BIJ)", "Informe les jeunes sur tous les sujets."
    ORGANISME_DE_FORMATION = "organisme_de_formation", "organisme de formation", "Forme des adultes et des apprentis."
    ORGANISME_DE_FORMATION_FLE = "fle", "organisme d’apprentissage du français", "Apprend le français aux adultes."

    ENTREPRISE = "entreprise", "entreprise", "Recrute, forme ou achète, par exemple dans le cadre du PaQte."
    ACHETEUR = "acheteur", "acheteur public", "Met des clauses sociales dans ses marchés."
    CHAMBRE_CONSULAIRE = (
        "chambre_consulaire",
        "chambre consulaire",
        "Représente et conseille les entreprises.",
    )
    CLUB_D_ENTREPRISES = "club_d_entreprises", "club d’entreprises", "Réunit des entreprises engagées."

    CONSEIL_CITOYEN = "conseil_citoyen", "conseil citoyen", "Porte la parole des habitants du quartier."
    CENTRE_DE_RESSOURCES = (
        "centre_de_ressources",
        "centre de ressources politique de la ville",
        "Aide les acteurs du territoire à comprendre et à échanger.",
    )
    RESEAU = "reseau", "réseau", "Réunit des organisations et parle pour elles."
    INTER_RESEAU = "inter_reseau", "inter-réseau", "Réunit plusieurs réseaux d’un même territoire."

    AUTRE = "autre", "autre organisation", "Sa nature n’est pas dans cette liste."
    UNKNOWN = "inconnue", "nature inconnue", "La source ne dit pas ce qu’elle est\u00a0: à préciser."

    @property
    def family(self) -> Family:
        return FAMILY_OF[self]


_K = OrganisationKind
FAMILIES: MappingProxyType[Family, tuple[OrganisationKind, ...]] = MappingProxyType(
    {
        Family.AUTHORITY: (_K.COMMUNE, _K.EPCI, _K.DEPARTEMENT, _K.SERVICE_SOCIAL_DEPARTEMENT, _K.REGION),
        Family.STATE: (_K.PREFECTURE, _K.DDETS, _K.DREETS, _K.DDT, _K.EDUCATION_NATIONALE, _K.ARS),
        Family.EMPLOYMENT: (
            _K.FRANCE_TRAVAIL, _K.MISSION_LOCALE, _K.CAP_EMPLOI, _K.PLIE, _K.MAISON_DE_L_EMPLOI, _K.OPCS,
            _K.DELEGATAIRE_RSA, _K.ORIENTEUR, _K.HABILITE_PREFET,
        ),
        Family.SIAE: (
            _K.ACI, _K.AI, _K.EI, _K.ETTI, _K.EITI, _K.REGIE_DE_QUARTIER, _K.GEIQ, _K.EA, _K.EATT, _K.ESAT, _K.EBE,
        ),
        Family.SOCIAL: (
            _K.CENTRE_SOCIAL, _K.PREVENTION_SPECIALISEE, _K.CCAS, _K.CAF, _K.MSA, _K.CPAM, _K.CIDFF, _K.OCASF, _K.ASE,
            _K.MJC, _K.FRANCE_SERVICES, _K.POINT_JUSTICE, _K.MDPH, _K.ASSOCIATION,
        ),
        Family.HOUSING: (
            _K.BAILLEUR, _K.CHRS, _K.CHU, _K.CADA, _K.CPH, _K.HUDA, _K.OIL, _K.PENSION_DE_FAMILLE, _K.RS_FJT,
            _K.OACAS, _K.CAVA, _K.SIAO,
        ),
        Family.HEALTH: (_K.CAARUD, _K.CSAPA, _K.PJJ, _K.SPIP),
        Family.TRAINING: (
            _K.AFPA, _K.E2C, _K.EPIDE, _K.PIJ_BIJ, _K.ORGANISME_DE_FORMATION, _K.ORGANISME_DE_FORMATION_FLE,
        ),
        Family.COMPANY: (_K.ENTREPRISE, _K.ACHETEUR, _K.CHAMBRE_CONSULAIRE, _K.CLUB_D_ENTREPRISES),
        Family.RESOURCE: (_K.CONSEIL_CITOYEN, _K.CENTRE_DE_RESSOURCES, _K.RESEAU, _K.INTER_RESEAU),
        Family.OTHER: (_K.AUTRE, _K.UNKNOWN),
    }
)  # fmt: skip
FAMILY_OF = {kind: family for family, kinds in FAMILIES.items() for kind in kinds}

#: Insertion by economic activity in the sense of the law: L. 5132-4 of the Code du travail.
SIAE = frozenset({_K.ACI, _K.AI, _K.EI, _K.ETTI, _K.EITI})
#: The 32 kinds that may be authorised to prescribe, as the national platform lists them.
PRESCRIBERS = frozenset(
    {
        _K.AFPA, _K.ASE, _K.CAARUD, _K.CADA, _K.CAF, _K.CAP_EMPLOI, _K.CAVA, _K.CCAS, _K.CHRS, _K.CHU, _K.CIDFF,
        _K.CPH, _K.CSAPA, _K.E2C, _K.EPIDE, _K.FRANCE_TRAVAIL, _K.HUDA, _K.MISSION_LOCALE, _K.MSA, _K.OACAS, _K.OIL,
        _K.DELEGATAIRE_RSA, _K.HABILITE_PREFET, _K.OCASF, _K.PENSION_DE_FAMILLE, _K.PIJ_BIJ, _K.PJJ, _K.PLIE,
        _K.RS_FJT, _K.PREVENTION_SPECIALISEE, _K.SERVICE_SOCIAL_DEPARTEMENT, _K.SPIP,
    }
)  # fmt: skip
NETWORKS = frozenset({_K.RESEAU, _K.INTER_RESEAU})

#: Values of ``reseaux_porteurs`` (data·inclusion, version 1) that say what a structure is.
KIND_BY_NETWORK: MappingProxyType[str, OrganisationKind] = MappingProxyType(
    {
        **{
            kind.value: kind
            for kind in (
                _K.AFPA, _K.AI, _K.ASE, _K.CAARUD, _K.CADA, _K.CAF, _K.CAVA, _K.CHRS, _K.CHU, _K.CIDFF, _K.CPAM,
                _K.CPH, _K.CSAPA, _K.EA, _K.EATT, _K.EPIDE, _K.ESAT, _K.GEIQ, _K.HUDA, _K.MDPH, _K.MJC, _K.PJJ,
                _K.PLIE, _K.EI, _K.ACI, _K.ETTI, _K.EITI, _K.SIAO, _K.SPIP,
            )
        },
        "cap-emploi-reseau-cheops": _K.CAP_EMPLOI,
        "ccas-cias": _K.CCAS,
        "chambres-consulaires": _K.CHAMBRE_CONSULAIRE,
        "delegataire-conseil-departemental": _K.DELEGATAIRE_RSA,
        "ecoles-de-la-deuxieme-chance": _K.E2C,
        "fcsf": _K.CENTRE_SOCIAL,
        "france-travail": _K.FRANCE_TRAVAIL,
        "maisons-de-l-emploi": _K.MAISON_DE_L_EMPLOI,
        "mission-locale": _K.MISSION_LOCALE,
        "mutualite-sociale-agricole": _K.MSA,
        "points-justice": _K.POINT_JUSTICE,
        "reseau-information-jeunesse": _K.PIJ_BIJ,
        "residences-fjt": _K.RS_FJT,
    }
)  # fmt: skip
#: The same read back, where a kind has its own word in the schema.
NETWORK_OF = MappingProxyType({kind: network for network, kind in KIND_BY_NETWORK.items()})


def kind_of(networks: Iterable[str]) -> OrganisationKind:
    """The kind that ``reseaux_porteurs`` says, when it says one alone; never guessed from anything else.

    >>> kind_of(["coorace", "aci"]).value, kind_of(["aci", "ei"]).value, kind_of([]).value
    ('aci', 'inconnue', 'inconnue')
    """
    said = {KIND_BY_NETWORK[one] for one in networks if one in KIND_BY_NETWORK}
    return said.pop() if len(said) == 1 else OrganisationKind.UNKNOWN


def known_kind(value: str) -> OrganisationKind:
    """The kind of this value; unknown for one that this version does not have."""
    return OrganisationKind(value) if value in _VALUES else OrganisationKind.UNKNOWN


def kind_choices(first: str = f"Choisir{NBSP}:") -> list[tuple[str, str | list[tuple[str, str]]]]:
    """Kinds grouped by family, as a form shows them."""
    groups = [(family.label, [(kind.value, kind.label) for kind in kinds]) for family, kinds in FAMILIES.items()]
    return [("", first), *groups]


_VALUES = frozenset(kind.value for kind in OrganisationKind)
