"""The doors of the hub, in the order of the work: check, choose clauses, count hours, follow contracts.

A page that lands adds its line at its place.
"""

from collections.abc import Callable
from dataclasses import dataclass

from quartiers.web.access import ADMINISTRATION, Viewer


def anyone(viewer: Viewer | None) -> bool:
    return True


def administers(viewer: Viewer | None) -> bool:
    """Whoever manages the installation."""
    return viewer is not None and viewer.may(ADMINISTRATION)


def belongs(viewer: Viewer | None) -> bool:
    """Whoever has an organisation in use."""
    return viewer is not None and viewer.organisation_id is not None


@dataclass(frozen=True)
class Door:
    """One thing to do.

    Args:
        title: the question of who comes.
        text: what she leaves with, one sentence.
        action: a verb and its object.
        page: name of its address.
        opens: who may enter; a visitor is None.
    """

    title: str
    text: str
    action: str
    page: str
    opens: Callable[[Viewer | None], bool] = anyone


DOORS = (
    Door(
        "Ce marché est-il sûr en droit\u202f?",
        "Ce que la loi demande, ce qui manque, ce qui est interdit, et quoi écrire à la place.",
        "Contrôler un marché",
        "procurement:check",
    ),
    Door(
        "Quelle clause pour le quartier\u202f?",
        "Des textes à copier, par famille\u00a0: ce qu’ils demandent, les métiers qu’ils ouvrent.",
        "Choisir des clauses",
        "procurement:clauses",
    ),
    Door(
        "Combien d’heures d’insertion\u202f?",
        "Les heures apparaissent lot par lot, pendant que vous tapez les montants.",
        "Calculer des heures",
        "procurement:hours",
    ),
    Door(
        "Qui achète, avec quelles clauses\u202f?",
        "Les contrats que les acheteurs publient, et ceux qui finissent bientôt, près de chaque quartier.",
        "Voir les contrats publiés",
        "procurement:published",
    ),
    Door(
        "Quelles heures dans les mois à venir\u202f?",
        "Mois par mois, par métier et par commune, ce que les contrats qui finissent peuvent donner d’heures.",
        "Voir les mois à venir",
        "procurement:coming",
    ),
    Door(
        "Quels marchés avons-nous contrôlés\u202f?",
        "Qui a contrôlé quoi, quand, sous quelles règles, et ce que celles d’aujourd’hui en diraient.",
        "Voir les contrôles gardés",
        "procurement:kept_checks",
        opens=belongs,
    ),
    Door(
        "Quelles règles du contrôle faut-il relire\u202f?",
        "Dites quel texte vous avez lu\u00a0: la règle s’applique alors à tous les acheteurs d’ici.",
        "Confirmer des règles",
        "procurement:confirmations",
        opens=administers,
    ),
    Door(
        "Où en sont vos opérations\u202f?",
        "Marchés, lots, titulaires et heures dues, suivis par votre organisation.",
        "Ouvrir les opérations",
        "procurement:operations",
        belongs,
    ),
    Door(
        "Que promettent les chartes aux habitants\u202f?",
        "Qui s’engage, sur combien d’heures, et ce que les marchés en demandent déjà.",
        "Lire les chartes",
        "procurement:charters",
    ),
    Door(
        "Où en est votre schéma d’achats responsables\u202f?",
        "Le SPASER\u00a0: ce que la loi demande, ce qui manque, les chiffres déjà comptés, le rapport.",
        "Ouvrir les schémas",
        "procurement:schemes",
    ),
    Door(
        "Quels marchés viennent pour une petite entreprise\u202f?",
        "Par métier et par département, ce qui finit bientôt, et comment être prévenu sans compte.",
        "Voir les marchés qui viennent",
        "procurement:small_companies",
    ),
    Door(
        "Qui avez-vous sollicité avant d’acheter\u202f?",
        "Le sourcing\u00a0: qui a répondu, et la preuve que toutes ont reçu la même information.",
        "Ouvrir les fiches",
        "procurement:sourcings",
        opens=belongs,
    ),
)


def doors(viewer: Viewer | None) -> list[Door]:
    """Those that open for this viewer."""
    return [one for one in DOORS if one.opens(viewer)]
