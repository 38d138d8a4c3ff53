"""The white bar: what one can do, in the same order everywhere. At most seven entries; only pages that exist."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from quartiers.web.access import Viewer, viewer_of


@dataclass(frozen=True)
class Entry:
    """One entry.

    Args:
        label: its words.
        page: name of its page.
        prefixes: where the addresses of what stands under it begin.
        words: what one does there, for the doors of «Mon espace».
        needs: the capability that opens it; empty for everyone. Shown too to who must still show a second factor:
            the page asks for it.
        inside: whether it is for who has an organisation in use.
    """

    label: str
    page: str
    prefixes: tuple[str, ...] = ()
    words: str = ""
    needs: str = ""
    inside: bool = False


@dataclass(frozen=True)
class ShownEntry:
    """An entry on a page: the current one carries the thread."""

    label: str
    address: str
    words: str
    is_current: bool


VISITOR = (
    Entry("Accueil", "territory:home", ("/adresse/", "/fichier/")),
    Entry("Rencontres et échanges", "exchanges:cycles", ("/echanges/",)),
    Entry("Quartiers", "territory:neighbourhoods", ("/quartiers/", "/territoires/", "/communes/")),
    Entry("Structures", "structures:list", ("/structures/",)),
    Entry(settings.CITE_NAME, "cites:list", ("/cites/", "/contrats-de-ville/")),
    Entry("Achats responsables", "procurement:hub", ("/achats/",)),
    Entry(
        "Simulateurs",
        "iae:simulators",
        ("/simulateurs/", "/zones-blanches/", "/panorama/", "/financer-une-structure/"),
    ),
)
#: Of who works here; what is not open to her roles is not shown.
SIGNED_IN = (
    Entry("Mon espace", "actors:desk"),
    Entry(
        "Membres",
        "actors:members",
        ("/membres/",),
        "Qui a accès à votre organisation\u202f; inviter, retirer.",
        "organisation.manage",
    ),
    Entry(
        "Comptes et rôles",
        "actors:accounts",
        ("/administration/comptes/", "/administration/roles/"),
        "Qui a accès à quoi\u202f; fermer, rouvrir.",
        "administration",
    ),
    Entry(
        "Messages",
        "office:mails",
        ("/administration/messages/",),
        "Les courriels partis, ceux qui attendent, ceux qui ont échoué.",
        "administration",
    ),
    Entry(
        "Cette adresse",
        "territory:address",
        ("/adresse/", "/fichier/"),
        "Est-elle dans un quartier prioritaire\u202f? Une seule, ou tout un fichier.",
    ),
    Entry("Structures", "structures:list", ("/structures/",), "Qui fait quoi près d’ici, et comment les joindre."),
    Entry(
        settings.CITE_NAME, "cites:list", ("/cites/", "/contrats-de-ville/"), "Où agit-on ensemble, et avec qui\u202f?"
    ),
    Entry(
        "Tâches",
        "office:tasks",
        ("/administration/taches/",),
        "Ce que la plateforme fait, a fait, n’a pas pu faire.",
        "administration",
    ),
    Entry("Journal", "office:journal", ("/administration/journal/",), "Qui a consulté ou modifié quoi.", "journal"),
    Entry(
        "Achats responsables",
        "procurement:hub",
        ("/achats/",),
        "Contrôler un marché, choisir des clauses, calculer des heures.",
    ),
    Entry(
        "Mes échanges",
        "exchanges:organised",
        ("/echanges/organiser/",),
        "Vos cycles en visio\u00a0: séances, inscrits, besoins.",
        inside=True,
    ),
    Entry(
        "Inviter un partenaire",
        "actors:where_to_invite",
        ("/invitations/",),
        "La première personne d’une organisation.",
        "cite.manage",
    ),
    Entry(
        "Simulateurs",
        "iae:simulators",
        ("/simulateurs/", "/zones-blanches/", "/panorama/", "/financer-une-structure/"),
        "Éligibilité à l’IAE, PASS, aide à un GEIQ.",
    ),
    Entry("Quartiers", "territory:neighbourhoods", ("/quartiers/",), "Contours et chiffres de chaque quartier."),
)
MOST = 7


def navigation(request: HttpRequest) -> dict[str, list[ShownEntry]]:
    """The entries of the bar, and every door that opens, for every template."""
    doors = [_shown(entry, request.path) for entry in entries(viewer_of(request))]
    return {"navigation": doors[:MOST], "doors_of_mine": doors}


def entries(viewer: Viewer | None) -> tuple[Entry, ...]:
    """What this person may open; the bar shows the first seven, «Mon espace» all of them."""
    if viewer is None:
        return VISITOR
    known = viewer.capabilities | viewer.locked
    belongs = viewer.organisation_id is not None
    return tuple(
        entry for entry in SIGNED_IN if (not entry.needs or entry.needs in known) and (belongs or not entry.inside)
    )


def _shown(entry: Entry, path: str) -> ShownEntry:
    address = _address(entry.page)
    is_current = path == address or path.startswith(entry.prefixes)
    return ShownEntry(entry.label, address, entry.words, is_current)


@lru_cache
def _address(page: str) -> str:
    return reverse(page)
