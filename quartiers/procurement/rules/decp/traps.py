"""The traps of published contracts: each has a number, a name and a sentence that says what was done about it."""

from dataclasses import dataclass
from enum import StrEnum


class Trap(StrEnum):
    """What was found wrong, in the order of the numbers that the report gives; the last three are ours."""

    SHAPE = "shape"
    UNKNOWN_WORD = "unknown_word"
    CONTRADICTION = "contradiction"
    AMOUNT = "amount"
    NUMBER = "number"
    DAY = "day"
    DURATION = "duration"
    BOOLEAN = "boolean"
    OFFERS = "offers"
    HOLDER = "holder"
    ORIGIN = "origin"
    CPV = "cpv"
    PLACE = "place"
    DUPLICATE = "duplicate"
    MODIFICATION = "modification"
    ABSENT_FILE = "absent_file"
    TEXT = "text"
    PAST_STATE = "past_state"
    MISSING = "missing"


#: What the report says of each, in French: what the file holds, then what was kept of it.
EXPLAINED = {
    Trap.SHAPE: "Une liste est écrite sous une autre forme que celle du schéma. Elle est lue quand même.",
    Trap.UNKNOWN_WORD: "Un mot n’est pas dans la liste du schéma. Il compte comme «\u00a0non renseigné\u00a0».",
    Trap.CONTRADICTION: "Une considération est dite présente et absente. Elle est tenue pour présente.",
    Trap.AMOUNT: "Le montant n’est pas vraisemblable. Il est laissé de côté, le contrat est gardé.",
    Trap.NUMBER: "Le numéro du contrat a des espaces, des barres ou plus de 16 signes. Il est mis en forme.",
    Trap.DAY: "Une date n’existe pas ou n’est pas vraisemblable. Elle est laissée de côté.",
    Trap.DURATION: "La durée n’est pas un nombre de mois. Elle est laissée de côté\u202f: la fin n’est pas connue.",
    Trap.BOOLEAN: "Un oui ou un non est écrit autrement que dans le schéma. Il est lu quand même.",
    Trap.OFFERS: "Le nombre d’offres reçues n’est pas possible. Il est laissé de côté.",
    Trap.HOLDER: "Un titulaire est mal écrit, ou son SIRET n’existe pas. Ce qui est sûr est gardé.",
    Trap.ORIGIN: "La part d’origine France dépasse la part d’origine Europe. Les deux sont laissées de côté.",
    Trap.CPV: "Le code CPV a une clé, ou n’a pas ses huit chiffres. Il est ramené à huit chiffres, ou laissé de côté.",
    Trap.PLACE: "Le lieu n’est pas une commune\u202f: ce contrat ne peut pas être placé près d’un quartier.",
    Trap.DUPLICATE: "Ce contrat est déjà dans le fichier ou déjà connu, publié plus récemment. Il n’est pas compté "
    "deux fois.",
    Trap.MODIFICATION: "Une modification porte le numéro 0, un montant de 1\u00a0€ ou une date à venir. Ce qui est "
    "possible en est gardé.",
    Trap.ABSENT_FILE: "Un fichier annoncé n’existe pas. Vérifiez le chemin.",
    Trap.TEXT: "Un texte a des signes illisibles, ou dépasse la longueur prévue. Il est nettoyé ou coupé.",
    Trap.PAST_STATE: "La ligne décrit un état passé du contrat. Seul l’état actuel est gardé.",
    Trap.MISSING: "Une information obligatoire manque. Elle compte comme «\u00a0non renseignée\u00a0».",
}
#: The number of each trap: 1 to 16 as listed in the guide.
NUMBERED = {trap: number for number, trap in enumerate(Trap, start=1)}


@dataclass(frozen=True, slots=True)
class Note:
    """A trap met in a record: which field, and the beginning of what it held."""

    trap: Trap
    field: str
    value: str
