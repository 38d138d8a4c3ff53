"""What a local authority can do for a structure: each lever, its legal frame as far as it was read, what it costs."""

from dataclasses import dataclass
from datetime import date

from quartiers.iae.rules.funding_values import READ_ON
from quartiers.kernel.french import NARROW, NBSP


@dataclass(frozen=True)
class Lever:
    """One thing that an authority can do.

    Args:
        title: a verb and its object.
        frame: condition or legal frame.
        cost: what to write in a plan.
        verified_on: day somebody read the text of the frame; None for «non vérifié».
    """

    title: str
    frame: str
    cost: str
    verified_on: date | None = None


LEVERS = (
    Lever(
        "Porter soi-même un chantier d’insertion",
        "Commune, CCAS, intercommunalité, syndicat mixte ou département, pour un ACI seulement "
        "(code du travail, art. R. 5132-27). L’intercommunalité doit en avoir la compétence.",
        "le déficit de l’activité",
        READ_ON,
    ),
    Lever(
        "Donner une subvention de fonctionnement sur plusieurs années",
        f"Il faut la compétence, et une convention au-dessus de 23{NARROW}000{NBSP}€ par an (loi n° 2000-321, "
        "art. 10).",
        "de l’argent, chaque année",
    ),
    Lever(
        "Aider les six à douze premiers mois",
        "Comme une subvention. Une avance remboursable est possible.",
        "de l’argent, une fois",
    ),
    Lever(
        "Prêter un terrain ou des locaux",
        "Domaine public, gratuit ou presque, pour un organisme sans but lucratif d’intérêt général (code général de "
        "la propriété des personnes publiques, art. L. 2125-1). Domaine privé\u00a0: prêt à usage\u202f; attention "
        "au bail rural.",
        "la valeur du loyer, en nature",
    ),
    Lever(
        "Trouver une terre à cultiver",
        "SAFER, établissement public foncier, projet alimentaire territorial. Trois hectares environ pour un jardin.",
        "en nature",
    ),
    Lever(
        "Garantir un emprunt",
        "Code général des collectivités territoriales, art. L. 2252-1 et suivants.",
        "rien, sauf si l’emprunt n’est pas remboursé",
    ),
    Lever(
        "Acheter\u00a0: marchés réservés, lots d’insertion, heures de clause",
        "Code de la commande publique, art. L2113-13. Voir les pages «\u00a0Achats responsables\u00a0».",
        "rien de plus\u00a0: une recette pour la structure",
    ),
    Lever(
        "Acheter des légumes pour les cantines",
        "Code de la commande publique. Aucun critère d’origine locale.",
        "rien de plus",
    ),
    Lever(
        "Payer une étude ou une personne pour monter le projet",
        "Petites villes de demain, contrat de relance, Banque des territoires\u00a0: à demander.",
        f"5{NARROW}000 à 20{NARROW}000{NBSP}€",
    ),
    Lever(
        "Orienter vers le dispositif local d’accompagnement (DLA)",
        "Gratuit pour la structure. À coordonner avec une aide au conseil du FDI.",
        "rien",
    ),
    Lever(
        "Mettre en commun des véhicules, des outils, une conseillère",
        "TVA et convention à regarder. Les groupements sont mieux aidés.",
        "en nature",
    ),
    Lever(
        "Aider les salariés à se déplacer, à se loger, à faire garder leurs enfants",
        "Action sociale, d’intérêt communautaire pour une intercommunalité.",
        "en nature",
    ),
    Lever(
        "Orienter des habitants vers la structure",
        "Par le CCAS, s’il est habilité à prescrire, et dans le comité local pour l’emploi (loi n° 2023-1196).",
        "rien",
    ),
    Lever(
        "Défendre le projet devant la commission et dans le contrat de ville",
        "Le préfet regarde l’offre existante, «\u00a0pour assurer un développement équilibré\u00a0» (code du travail, "
        "art. R. 5132-27).",
        "rien",
        READ_ON,
    ),
)
CHOICES = (
    ("Moins de dix personnes en ont besoin à moins de 30 minutes", "une antenne d’une structure existante, ou une AI"),
    ("Des clients peuvent payer", "une EI ou une ETTI"),
    ("Du maraîchage, des espaces verts, du réemploi, avec peu de clients", "un ACI"),
    ("Des petits travaux dispersés", "une AI"),
)
