"""Organisations of every kind that the field knows.

Sources: values of the national platform of inclusion (employers, prescribers), of the data·inclusion schema
(``reseaux_porteurs``) and of the Cités de l'emploi.
"""

from enum import StrEnum


class Family(StrEnum):
    """Kinds that are chosen together, in this order."""

    AUTHORITY = "authority"
    STATE = "state"
    EMPLOYMENT = "employment"
    SIAE = "siae"
    SOCIAL = "social"
    COMPANY = "company"
    RESOURCE = "resource"
    OTHER = "other"


class OrganisationKind(StrEnum):
    COMMUNE = "commune"
    EPCI = "epci"
    DEPARTEMENT = "departement"
    REGION = "region"
    PREFECTURE = "prefecture"
    DDETS = "ddets"
    FRANCE_TRAVAIL = "france_travail"
    MISSION_LOCALE = "mission_locale"
    CAP_EMPLOI = "cap_emploi"
    PLIE = "plie"
    ACI = "aci"
    AI = "ai"
    EI = "ei"
    ETTI = "etti"
    EITI = "eiti"
    GEIQ = "geiq"
    EA = "ea"
    EATT = "eatt"
    ESAT = "esat"
    REGIE_DE_QUARTIER = "regie_de_quartier"
    CENTRE_SOCIAL = "centre_social"
    PREVENTION_SPECIALISEE = "prevention_specialisee"
    CCAS = "ccas"
    ASSOCIATION = "association"
    ENTREPRISE = "entreprise"
    ACHETEUR = "acheteur"
    BAILLEUR = "bailleur"
    CONSEIL_CITOYEN = "conseil_citoyen"
    CENTRE_DE_RESSOURCES = "centre_de_ressources"
    RESEAU = "reseau"
    AUTRE = "autre"
    UNKNOWN = "inconnue"
