"""The white bar: what one can do, for each kind of user, in the same order everywhere. Only pages that exist and open.

At most seven entries. What a kind of user does less often stands on «À traiter», under her doors.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from quartiers.actors.doors import MANAGE
from quartiers.actors.rules import Role
from quartiers.actors.rules.organisations import OrganisationKind
from quartiers.iae.rules.employers import is_employer
from quartiers.kernel.search import MOST as MOST_HITS
from quartiers.kernel.search import Group, Hit
from quartiers.territory.names import search_name
from quartiers.web.access import ADMINISTRATION, JOURNAL, Viewer, viewer_of


@dataclass(frozen=True)
class Entry:
    """One entry.

    Args:
        label: its words.
        page: name of its page.
        words: what one does there, for the doors of «À traiter».
        prefixes: where the addresses of what stands under it begin.
        needs: the capability that opens it; empty for everyone. Shown too to who must still show a second factor:
            the page asks for it.
        inside: whether it is for who has an organisation in use.
        own: whether its address holds the number of the organisation in use.
    """

    label: str
    page: str
    words: str = ""
    prefixes: tuple[str, ...] = ()
    needs: str = ""
    inside: bool = False
    own: bool = False


@dataclass(frozen=True)
class ShownEntry:
    """An entry on a page: the current one carries the thread."""

    label: str
    address: str
    words: str
    is_current: bool


MOST = 7
HOME = Entry("Accueil", "desks:home", "", ("/adresse/", "/fichier/"))
DESK = Entry("À traiter", "desks:desk", "Ce qui vous attend aujourd’hui, et les prochaines dates.", ("/espace/",))
ADDRESS = Entry(
    "Cette adresse",
    "territory:address",
    "Est-elle dans un quartier prioritaire\u202f? Une seule, ou tout un fichier.",
    ("/adresse/", "/fichier/"),
)
EXCHANGES = Entry(
    "Rencontres et échanges", "exchanges:cycles", "Les séances à venir, en visio, et les pratiques.", ("/echanges/",)
)
QUARTERS = Entry(
    "Quartiers",
    "territory:neighbourhoods",
    "Le contour et les chiffres de chaque quartier, et ce qui s’y trouve.",
    ("/quartiers/", "/territoires/", "/communes/"),
)
STRUCTURES = Entry(
    "Trouver une structure", "structures:list", "Qui fait quoi près d’ici, et comment les joindre.", ("/structures/",)
)
ECONOMY = Entry(
    "Employeurs et acheteurs",
    "desks:economy",
    "Employer, trouver un poste, contrôler un marché, choisir des clauses.",
    (
        "/employeurs-et-acheteurs/", "/employeurs/", "/postes/", "/simulateurs/", "/zones-blanches/", "/panorama/",
        "/projets-de-structures/", "/financer-une-structure/", "/plans-de-financement/", "/un-euro-local/", "/achats/",
    ),
)  # fmt: skip
CITES = Entry(
    settings.CITE_NAME,
    "cites:list",
    "Où agit-on ensemble, et avec qui\u202f?",
    ("/cites/", "/contrats-de-ville/"),
)
POSTS = Entry(
    "Postes ouverts", "iae:posts", "Qui recrute près d’ici, confirmé depuis moins de trois mois.", ("/postes/",)
)
EMPLOYERS = Entry(
    "Employeurs", "iae:employers", "Les structures d’insertion, leurs activités, leurs postes.", ("/employeurs/",)
)
SHEET = Entry(
    "Notre fiche", "iae:employer", "Vos activités et vos annonces, comme le public les lit.", own=True, inside=True
)
SIMULATORS = Entry("Simulateurs", "iae:simulators", "Éligibilité à l’IAE, PASS, aide à un GEIQ.", ("/simulateurs/",))
ZONES = Entry(
    "Zones blanches",
    "iae:zones",
    "Où manque-t-il une structure, et pour combien d’habitants\u202f?",
    ("/zones-blanches/", "/panorama/"),
)
PROJECTS = Entry(
    "Projets de structures",
    "iae:projects",
    "De l’idée à la première embauche, étape par étape.",
    ("/projets-de-structures/",),
    inside=True,
)
BUYING = Entry(
    "Achats responsables", "procurement:hub", "Contrôler un marché, choisir des clauses, calculer.", ("/achats/",)
)
FUNDING = Entry(
    "Financer une structure",
    "iae:funding",
    "Ce que coûte une structure, et qui peut la financer.",
    ("/financer-une-structure/", "/plans-de-financement/", "/un-euro-local/"),
)
OPERATIONS = Entry(
    "Opérations",
    "procurement:operations",
    "Vos marchés, lots, titulaires et heures dues.",
    ("/achats/operations/", "/achats/contrats/"),
    inside=True,
)
CHECK = Entry(
    "Contrôle juridique",
    "procurement:check",
    "Ce qui manque, ce qui est interdit, et quoi écrire à la place.",
    ("/achats/controle/",),
)
CLAUSES = Entry("Clauses", "procurement:clauses", "Des textes à copier, par famille.", ("/achats/clauses/",))
HOURS = Entry("Heures", "procurement:hours", "Combien d’heures d’insertion, lot par lot.", ("/achats/heures/",))
COMING = Entry(
    "Marchés à venir", "procurement:coming", "Les contrats qui finissent, mois par mois.", ("/achats/a-venir/",)
)
PUBLISHED = Entry(
    "Contrats publiés", "procurement:published", "Qui achète, avec quelles clauses.", ("/achats/marches/",)
)
CHARTERS = Entry(
    "Chartes d’insertion",
    "procurement:charters",
    "Ce que chacun promet aux habitants, et où l’on en est.",
    ("/achats/chartes/",),
)
SPASER = Entry(
    "SPASER",
    "procurement:schemes",
    "Le schéma d’achats responsables\u00a0: ce que la loi demande, les chiffres, le rapport.",
    ("/achats/spaser/",),
)
SMALL_COMPANIES = Entry(
    "Petites entreprises",
    "procurement:small_companies",
    "Les marchés qui viennent, par métier et par département.",
    ("/achats/petites-entreprises/",),
)
SOURCING = Entry(
    "Sourcing",
    "procurement:sourcings",
    "Qui vous avez sollicité avant d’acheter, et la preuve que toutes savaient la même chose.",
    ("/achats/sourcing/",),
    inside=True,
)
CYCLES = Entry(
    "Mes échanges",
    "exchanges:organised",
    "Vos cycles en visio\u00a0: séances, inscrits, besoins.",
    ("/echanges/organiser/",),
    inside=True,
)
PRACTICES = Entry(
    "Pratiques", "exchanges:practices", "Ce que d’autres ont fait, levier par levier.", ("/echanges/pratiques/",)
)
MEMBERS = Entry(
    "Membres", "actors:members", "Qui a accès à votre organisation\u202f; inviter, retirer.", ("/membres/",), MANAGE
)
INVITE = Entry(
    "Inviter un partenaire",
    "actors:where_to_invite",
    "La première personne d’une organisation.",
    ("/invitations/",),
    "cite.manage",
)
ORGANISATIONS = Entry("Organisations", "structures:list", "L’annuaire\u00a0: ajouter, corriger.", ("/structures/",))
ACCOUNTS = Entry(
    "Comptes et rôles",
    "actors:accounts",
    "Qui a accès à quoi\u202f; fermer, rouvrir.",
    ("/administration/comptes/", "/administration/roles/"),
    ADMINISTRATION,
)
GROUND = Entry(
    "Territoires",
    "territory:places",
    "Départements et intercommunalités chargés ici.",
    ("/territoires/", "/communes/"),
)
RULES = Entry("Valeurs légales", "web:rules", "Chaque règle, sa date, sa source.", ("/regles/",))
TASKS = Entry(
    "Tâches",
    "office:tasks",
    "Ce que la plateforme fait, a fait, n’a pas pu faire.",
    ("/administration/taches/",),
    ADMINISTRATION,
)
MAILS = Entry(
    "Messages",
    "office:mails",
    "Les courriels partis, ceux qui attendent, ceux qui ont échoué.",
    ("/administration/messages/",),
    ADMINISTRATION,
)
HEALTH = Entry(
    "Santé du service",
    "web:health",
    "Base, service de fond, données\u00a0: tout va-t-il bien\u202f?",
    ("/sante/",),
    ADMINISTRATION,
)
JOURNAL_PAGE = Entry(
    "Journal des accès", "office:journal", "Qui a consulté ou modifié quoi.", ("/administration/journal/",), JOURNAL
)
RETENTION = Entry(
    "Durées de conservation",
    "office:retention",
    "Ce qui est gardé, jusqu’à quand, et la dernière purge.",
    ("/donnees-personnelles/durees/",),
)

VISITOR = (HOME, EXCHANGES, QUARTERS, STRUCTURES, ECONOMY, CITES)
ADMINISTRATOR = (DESK, ORGANISATIONS, ACCOUNTS, GROUND, RULES, TASKS, MAILS)
COORDINATOR = (DESK, CITES, QUARTERS, STRUCTURES, ECONOMY, ZONES, EXCHANGES)
OFFICER = (DESK, JOURNAL_PAGE, RETENTION, CITES, RULES)
ORGANISER = (DESK, CYCLES, EXCHANGES, PRACTICES, QUARTERS, STRUCTURES, CITES)
EMPLOYER = (DESK, SHEET, POSTS, SIMULATORS, BUYING, EXCHANGES, CITES)
BUYER = (DESK, OPERATIONS, CHECK, CLAUSES, HOURS, COMING, SPASER)
OBSERVER = (DESK, QUARTERS, ZONES, BUYING, EXCHANGES, CITES)
COMPANY = (DESK, STRUCTURES, EMPLOYERS, CLAUSES, COMING, EXCHANGES)
PARTNER = (DESK, ADDRESS, STRUCTURES, POSTS, SIMULATORS, EXCHANGES, CITES)
#: What may stand under the doors of «À traiter», besides the bar, in this order.
ALL = (
    OPERATIONS, CYCLES, MEMBERS, INVITE, PROJECTS, ADDRESS, STRUCTURES, EMPLOYERS, POSTS, SIMULATORS, ZONES, FUNDING,
    BUYING, PUBLISHED, CHARTERS, SPASER, SMALL_COMPANIES, SOURCING, QUARTERS, EXCHANGES, CITES, ACCOUNTS, MAILS,
    TASKS, JOURNAL_PAGE, HEALTH,
    RETENTION, RULES,
)  # fmt: skip

_KINDS = OrganisationKind
BUYERS = frozenset(
    {
        _KINDS.ACHETEUR, _KINDS.COMMUNE, _KINDS.EPCI, _KINDS.DEPARTEMENT, _KINDS.REGION, _KINDS.BAILLEUR, _KINDS.PLIE,
        _KINDS.MAISON_DE_L_EMPLOI, _KINDS.OPCS,
    }
)  # fmt: skip
ORGANISERS = frozenset({_KINDS.CENTRE_DE_RESSOURCES, _KINDS.RESEAU})
STATE = frozenset({_KINDS.PREFECTURE, _KINDS.DDETS, _KINDS.DREETS, _KINDS.DDT})


def navigation(request: HttpRequest) -> dict[str, list[ShownEntry]]:
    """The entries of the bar, and the other doors that open, for every template."""
    viewer = viewer_of(request)
    entries = menu(viewer)
    return {"navigation": _shown(entries, request.path, viewer), "other_doors": _others(entries, request.path, viewer)}


def menu(viewer: Viewer | None) -> tuple[Entry, ...]:
    """The bar of this kind of user: what weighs most among her roles, then what her organisation does."""
    if viewer is None:
        return VISITOR
    return tuple(one for one in _bar(viewer) if _opens(one, viewer))


def pages_named(words: str) -> Group:
    """The public pages of the platform whose name, or what one does there, holds these words."""
    asked = search_name(words).split()
    open_ones = [one for one in (*VISITOR, *ALL) if not (one.needs or one.inside or one.own)]
    pages = {one.page: one for one in reversed(open_ones)}
    found = [one for one in pages.values() if all(word in search_name(f"{one.label} {one.words}") for word in asked)]
    hits = tuple(Hit(one.label, one.words, _address(one.page, None)) for one in found[: MOST_HITS + 1])
    return Group("Pages de la plateforme", hits, _address("web:help", None))


def _bar(viewer: Viewer) -> Sequence[Entry]:
    by_role = (
        (Role.INSTALLATION_ADMINISTRATOR, ADMINISTRATOR),
        (Role.COORDINATOR, COORDINATOR),
        (Role.DATA_PROTECTION_OFFICER, OFFICER),
        (Role.OBSERVER, OBSERVER),
    )
    by_kind = (
        (viewer.kind in ORGANISERS, ORGANISER),
        (viewer.kind in BUYERS, BUYER),
        (is_employer(viewer.kind), EMPLOYER),
        (viewer.kind in STATE, OBSERVER),
        (viewer.kind == _KINDS.ENTREPRISE, COMPANY),
    )
    found = [bar for role, bar in by_role if role in viewer.roles] + [bar for is_so, bar in by_kind if is_so]
    return found[0] if found else PARTNER


def _others(shown: Sequence[Entry], path: str, viewer: Viewer | None) -> list[ShownEntry]:
    """The doors that the bar does not hold."""
    if viewer is None:
        return []
    held = {one.page for one in shown}
    return _shown([one for one in ALL if one.page not in held and _opens(one, viewer)], path, viewer)


def _opens(entry: Entry, viewer: Viewer) -> bool:
    known = viewer.capabilities | viewer.locked
    return (not entry.needs or entry.needs in known) and (viewer.organisation_id is not None or not entry.inside)


def _shown(entries: Sequence[Entry], path: str, viewer: Viewer | None) -> list[ShownEntry]:
    """The current entry is the one whose beginning of address is the longest, the one with fewest when they tie."""
    found = [(one, _address(one.page, viewer.organisation_id if one.own and viewer else None)) for one in entries]
    held = [_length(one, address, path) for one, address in found]
    ranks = [(length, -len(one.prefixes)) for length, (one, _) in zip(held, found, strict=True)]
    current = ranks.index(max(ranks)) if any(held) else -1
    return [ShownEntry(one.label, address, one.words, rank == current) for rank, (one, address) in enumerate(found)]


def _length(entry: Entry, address: str, path: str) -> int:
    """How much of this path the entry holds; the whole path, and one more, for its own page."""
    if path == address:
        return len(path) + 1
    return max((len(one) for one in entry.prefixes if path.startswith(one)), default=0)


@lru_cache
def _address(page: str, number: int | None) -> str:
    return reverse(page, args=[number] if number is not None else None)
