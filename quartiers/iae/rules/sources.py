"""Who may fund a structure: each source, what it pays, whether it is open, and where that is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from quartiers.iae.rules.funding_values import READ_ON
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW, NBSP
from quartiers.kernel.words import Worded

FIELD = "usage du terrain, à vérifier auprès du financeur"
NETWORKS = "réseaux de l’insertion et presse spécialisée, à relire"


class Funder(Worded):
    """Who pays."""

    STATE = "etat", "l’État"
    DEPARTMENT = "departement", "le département"
    REGION = "region", "la région"
    EUROPE = "europe", "l’Union européenne"
    EPCI = "epci", "l’intercommunalité"
    COMMUNE = "commune", "les communes et leurs CCAS"
    PRIVATE = "prive", "les fondations, la MSA, les dons"
    LENDER = "preteur", "les prêteurs solidaires"
    MARKET = "clients", "les clients"

    @property
    def is_local(self) -> bool:
        """Whether its euros are the local ones of a leverage."""
        return self in {Funder.EPCI, Funder.COMMUNE}

    @property
    def is_public(self) -> bool:
        return self not in {Funder.PRIVATE, Funder.LENDER, Funder.MARKET}


class Certainty(Worded):
    """Whether one may count on a source."""

    CERTAIN = "certaine", "due par convention"
    POSSIBLE = "possible", "à demander"
    CLOSED = "fermee", "fermée"


@dataclass(frozen=True)
class Source:
    """One source of money, or of something else than money.

    Args:
        code: stable, in files and addresses.
        label: French.
        funder: who pays.
        certainty: whether one may count on it.
        pays: what it pays, in French.
        written: where it is written.
        recurrent: whether it comes back each year.
        in_kind: whether it may be given otherwise than in money.
        verified_on: day somebody read where it is written; None for «non vérifié».
        valid_from: first day, None when it is not known.
        valid_to: last day, None when it is not known or still open.
        note: what to know besides.
    """

    code: str
    label: str
    funder: Funder
    certainty: Certainty
    pays: str
    written: str
    recurrent: bool = True
    in_kind: bool = False
    verified_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""

    def is_open(self, on: date) -> bool:
        """Whether a plan may still count on it that day."""
        return self.certainty is not Certainty.CLOSED and (self.valid_to is None or on <= self.valid_to)


AID, MODULATED, AID_DEPARTMENT, FDI = "aide_poste", "aide_poste_modulee", "aide_poste_departement", "fdi"
EPCI, COMMUNE, SALES, RESERVED = "epci", "commune", "ventes", "contrat_reserve"
#: The aid by post, whoever pays it.
AIDS_BY_POST = frozenset({AID, MODULATED, AID_DEPARTMENT})
#: What counts in the ceiling of sales.
SALES_CODES = frozenset({SALES, RESERVED})

_SOURCES = (
    Source(
        AID,
        "Aide au poste, montant socle",
        Funder.STATE,
        Certainty.CERTAIN,
        "les postes occupés, mois par mois",
        "code du travail, art. R. 5132-38",
        verified_on=READ_ON,
        note="Une fois la convention signée. L’enveloppe régionale est fermée, et baisse depuis 2024.",
    ),
    Source(
        MODULATED,
        "Aide au poste, part modulée",
        Funder.STATE,
        Certainty.POSSIBLE,
        f"les résultats de l’année, de 0 à 10{NARROW}% du socle",
        "code du travail, art. R. 5132-37",
        verified_on=READ_ON,
        note="Versée une fois, en fin d’année.",
    ),
    Source(
        AID_DEPARTMENT,
        "Aide au poste, part du département",
        Funder.DEPARTMENT,
        Certainty.POSSIBLE,
        f"88{NARROW}% du RSA, par salarié qui le recevait",
        "code du travail, art. L. 5132-3-1 et décret du 27 juin 2014, à relire",
        note="Elle peut remplacer de l’argent de l’État au lieu de s’y ajouter. Demandez à la DDETS.",
    ),
    Source(
        FDI,
        "Fonds départemental d’insertion (FDI)",
        Funder.STATE,
        Certainty.POSSIBLE,
        "le démarrage, l’investissement, le conseil",
        f"code du travail, art. R. 5132-44 et suivants, à relire{NARROW}; projets de loi de finances 2024 et 2025",
        recurrent=False,
        note="À zéro dans les projets de loi de finances 2024 et 2025. Ne comptez pas dessus.",
    ),
    Source(
        "departement",
        "Département, encadrement et appels à projets",
        Funder.DEPARTMENT,
        Certainty.POSSIBLE,
        "l’encadrement, l’accompagnement",
        NETWORKS,
        in_kind=True,
    ),
    Source(
        "region",
        "Région",
        Funder.REGION,
        Certainty.POSSIBLE,
        "la formation, l’investissement, parfois les locaux",
        NETWORKS,
        recurrent=False,
        in_kind=True,
    ),
    Source(
        EPCI,
        "Intercommunalité",
        Funder.EPCI,
        Certainty.POSSIBLE,
        "le fonctionnement, l’investissement, un terrain, des locaux",
        FIELD,
        in_kind=True,
        note=f"Aucune moyenne nationale n’est connue. Au-dessus de 23{NARROW}000{NBSP}€ par an, une convention est "
        "à écrire (non vérifié).",
    ),
    Source(
        COMMUNE,
        "Communes et CCAS",
        Funder.COMMUNE,
        Certainty.POSSIBLE,
        "le fonctionnement, un terrain, des locaux",
        FIELD,
        in_kind=True,
    ),
    Source(
        "fse",
        "Fonds social européen (FSE+)",
        Funder.EUROPE,
        Certainty.POSSIBLE,
        "l’encadrement et le suivi",
        NETWORKS,
        note="Incertain, et payé tard. Demande un plan de financement complet.",
    ),
    Source(
        "ville",
        "Politique de la ville (programme 147)",
        Funder.STATE,
        Certainty.POSSIBLE,
        "une action pour les habitants d’un quartier prioritaire",
        "loi de finances pour 2025, d’après la presse, à relire",
        recurrent=False,
        note="Par l’appel à projets du contrat de ville.",
    ),
    Source(
        "rural_invest",
        "DETR, LEADER",
        Funder.STATE,
        Certainty.POSSIBLE,
        "l’investissement en territoire rural",
        FIELD,
        recurrent=False,
    ),
    Source(
        "formation_iae",
        "PIC IAE (formation des salariés)",
        Funder.STATE,
        Certainty.POSSIBLE,
        "la formation",
        "débats sur la loi de finances pour 2026",
        verified_on=READ_ON,
        note=f"Réduit de 30{NBSP}M€ en 2025, incertain en 2026.",
    ),
    Source(
        "fondation",
        "Fondations, MSA, dons",
        Funder.PRIVATE,
        Certainty.POSSIBLE,
        "le démarrage, un équipement",
        NETWORKS,
        recurrent=False,
        in_kind=True,
    ),
    Source(
        "pret",
        "France Active, prêt solidaire",
        Funder.LENDER,
        Certainty.POSSIBLE,
        "la trésorerie, l’investissement",
        FIELD,
        recurrent=False,
        note="Un prêt se rembourse.",
    ),
    Source(
        SALES,
        "Ventes",
        Funder.MARKET,
        Certainty.POSSIBLE,
        "le fonctionnement",
        "code du travail, art. D. 5132-34",
        verified_on=READ_ON,
        note="Plafonnées pour un chantier d’insertion.",
    ),
    Source(
        RESERVED,
        "Marchés réservés, heures de clause",
        Funder.MARKET,
        Certainty.POSSIBLE,
        "le fonctionnement",
        "code de la commande publique, art. L2113-13",
        note="C’est un achat, pas une subvention. Compte dans le plafond des ventes.",
    ),
    Source(
        "autre",
        "Autre source",
        Funder.PRIVATE,
        Certainty.POSSIBLE,
        "à dire",
        FIELD,
        recurrent=False,
        in_kind=True,
    ),
    Source(
        "ruralite",
        "Appel national Inclusion et Ruralité",
        Funder.PRIVATE,
        Certainty.CLOSED,
        "une structure là où le besoin n’est pas couvert",
        NETWORKS,
        recurrent=False,
        valid_from=date(2020, 1, 1),
        valid_to=date(2024, 4, 19),
        note="La deuxième édition est close depuis le 19 avril 2024.",
    ),
    Source(
        "cites_emploi",
        "Cités de l’emploi",
        Funder.STATE,
        Certainty.CLOSED,
        "l’animation d’un territoire",
        "réponse ministérielle, d’après la presse, à relire",
        valid_from=date(2020, 1, 1),
        note="Les 84 sites sont arrivés au bout des trois ans d’expérimentation.",
    ),
)
SOURCES: Mapping[str, Source] = MappingProxyType({one.code: one for one in _SOURCES})


def source_of(code: str) -> Source:
    """The source of a code.

    Raises:
        RuleBroken: no source has this code.
    """
    if code not in SOURCES:
        raise RuleBroken("Cette source de financement n’existe pas. Prenez l’une de celles de la liste.")
    return SOURCES[code]


def open_sources(*, on: date) -> list[Source]:
    """Those that a plan may count on that day, in the order of the catalogue."""
    return [one for one in _SOURCES if one.is_open(on)]


def check_source(code: str, *, in_kind: bool, on: date, kept: bool = False) -> Source:
    """The source, if a plan may count on it so; one that was ``kept`` from before it closed may stay.

    Raises:
        RuleBroken: unknown, closed, or given otherwise than it can be.
    """
    found = source_of(code)
    if not kept and not found.is_open(on):
        raise RuleBroken(f"«{NBSP}{found.label}{NBSP}» est une source fermée. {found.note} Choisissez-en une autre.")
    if in_kind and not found.in_kind:
        raise RuleBroken(
            f"«{NBSP}{found.label}{NBSP}» se donne en argent seulement. Décochez «{NBSP}en nature{NBSP}»."
        )
    return found
