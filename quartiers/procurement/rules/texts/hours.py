"""Hours of insertion: whether a clause asks for some, beyond a minimum, in one way only."""

from quartiers.procurement.rules.texts.words import DENIED, AnyOf, folded

#: Hours of insertion, in a condition or a criterion.
INSERTION_HOURS = AnyOf(
    " heures? (?:de travail )?(?:d |en )?insertion ",
    " (?:\\d+|nombre|volume|minimum|quota) ~3 heures? ~8 (?:insertion|eloignees? de l emploi|demandeurs? d emploi) ",
    " clause (?:sociale )?d insertion ",
)
BEYOND = AnyOf(
    " au dela ",
    " (?:en plus|en sus) (?:du|de|des) ",
    " (?:supplementaires?|surplus|excedant|excedentaires?|additionnelles?|superieure?s? (?:a|au)|depass\\w+) ",
)
#: One of the ways in which hours may be done.
MODALITY = (
    "(?:embauches? directes?|recrutements? directs?|mises? a disposition (?:de personnels?|de salaries|par une?|d "
    "une?)|"
    "interim d insertion|sous traitance|co ?traitance|ett?is?|geiq|associations? intermediaires?|"
    "entreprises? de travail temporaire|entreprises? d insertion|salariee?s? mise?s? a disposition)"
)
ONE_WAY = AnyOf(
    " (?:exclusivement|uniquement|seulement|obligatoirement|imperativement) (?:(?:par|en|a|au|aux|via|sous forme|sous|"
    "d|l|la|le|les|un|une|de|des|du|confiee?s?|recours|recourir|realisee?s?|avoir|faire|appel|voie|la forme|mise|"
    "disposition|par une)"
    f" )*(?:{MODALITY}|embauches?|mises? a disposition|interim) ",
    " (?:embauches? directes?|mises? a disposition|sous traitance) ~4 (?:exclusivement|uniquement|a l exclusion de) ",
    f" seule?s? (?:l |la |le |les |une |un )?(?:{MODALITY}|mises? a disposition) ",
    f" {MODALITY} ~4 (?:est|sont) (?:la seule|l unique|le seul|les seules|imposee?s?|obligatoires?|exigee?s?) ",
    f" (?:doit|doivent|devra|devront) (?:sous traiter|recourir a (?:\\w+ )?{MODALITY}) ~3 heures? ",
    " (?:doit|doivent|devra|devront) sous traiter ~3 heures? ",
    " toutes les heures ~3 (?:sous traitees|confiees) ",
    f" (?:seul|unique) recours (?:a |au |aux )?(?:l |la |une? )?(?:{MODALITY}) ",
    " sans autre (?:possibilite|choix|modalite) ",
    " aucune autre (?:modalite|facon|forme) ",
)


def speaks_of_insertion_hours(text: str) -> bool:
    return bool(INSERTION_HOURS.search(folded(text)))


def counts_beyond_the_minimum(text: str) -> bool:
    return bool(BEYOND.search(folded(text)))


def imposes_one_way(words: str) -> bool:
    return bool(ONE_WAY.search(words) and not DENIED.search(words))
