"""Words as the text rules read them: folded, sentence by sentence, and those that several rules share."""

import re
import unicodedata
from collections.abc import Callable
from functools import cached_property

from quartiers.procurement.rules.localities import INHABITANT, TERRITORY

#: A line that was cut goes on: only a blank line, a bullet or a word with a capital starts another sentence.
SENTENCE = re.compile(r"(?<=[.;!?…])\s+|\n\s*\n+|\n(?=\s*(?:[-–•*]|\d+[.)]|[A-ZÀ-Þ][a-zà-ÿ’' ]))")
NOT_WORDS = re.compile(r"[^a-z0-9%]+")
UP_TO, GAP = re.compile(r"~(\d) "), r"(?:\\w+ ){0,\1}?"
LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})


def folded(text: str) -> str:
    """Words in lower case without accents, one space between them, and around the whole.

    >>> folded("L’Entreprise, établie à Béziers")
    ' l entreprise etablie a beziers '
    """
    bare = unicodedata.normalize("NFKD", text.translate(LIGATURES).replace("\u00ad", "").replace("\u200b", ""))
    letters = "".join(char for char in bare if not unicodedata.combining(char)).casefold()
    return f" {NOT_WORDS.sub(' ', letters).strip()} "


def sentences(text: str) -> list[tuple[str, str]]:
    """Each sentence as it is written, and folded."""
    found = [one.strip() for one in SENTENCE.split(text)]
    return [(one, folded(one)) for one in found if one]


class AnyOf:
    """One of these patterns of folded words; ``~3`` stands for three words at most, whatever they are.

    Compiled when first needed: together they take half a second, which no command that checks no text should pay.
    """

    def __init__(self, *patterns: str) -> None:
        self.patterns = patterns

    @cached_property
    def search(self) -> Callable[[str], re.Match[str] | None]:
        return re.compile("|".join(f"(?:{UP_TO.sub(GAP, one)})" for one in self.patterns)).search


COMPANY = (
    "(?:entreprises?|societes?|titulaires?|candidate?s?|soumissionnaires?|prestataires?|fournisseurs?|operateurs?|"
    "artisans?|pme|tpe|cotraitants?|cocontractants?|sous traitants?|producteurs?|exploitants?|exploitations?|"
    "attributaires?|groupements?|traiteurs?|commercants?|maraichers?|agriculteurs?)"
)
#: Where a company works from.
PREMISES = (
    "(?:sieges?|etablissements?|agences?|antennes?|succursales?|ateliers?|depots?(?! de)|entrepots?|bureaux?|locaux)"
)
PLACE = (
    "(?:departements?|communes?|villes?|regions?|cantons?|agglomerations?|metropoles?|arrondissements?|"
    "territoires?(?! (?:de l union|europeen|des etats membres))|intercommunalites?|bassins?(?: de vie| d emploi)?|"
    f"quartiers?|perimetre|secteur geographique|ressort|{TERRITORY})"
)
LOCAL = (
    "(?:locale?s?|locaux|regionale?s?|regionaux|departementale?s?|departementaux|communale?s?|"
    f"{INHABITANT}|(?:de|du|de la|de l|des|d) {TERRITORY}|"
    "de proximite|du coin|du secteur|du (?:departement|territoire|terroir|bassin|canton|cru)|de la (?:commune|"
    "region|ville|metropole)|"
    "de l agglomeration)"
)
DENIED = AnyOf(
    " (?:aucune?s?|sans|nulle?s?) ~3 (?:conditions?|exigences?|preferences?|criteres?|obligations?|"
    "consideration|avantage|priorite|(?:eco ?)?labels?|certification|politique|demarche|donnees?|pieces?|copie|"
    "document|"
    "information|justificatif|derogations?|deroger) ",
    " quel(?:le)?s? que soi(?:en)?t ",
    " (?:n est|ne sont|n est donc) (?:pas|plus|jamais|nullement) ~2 (?:exigee?s?|requise?s?|demandee?s?|"
    "necessaires?|imposee?s?|une condition|prise?s? en compte|transmise?s?|collectee?s?|conservee?s?|deroge) ",
    " (?:ne|n) ~2 (?:exige\\w*|demande\\w*|impose\\w*|tient|tiennent|collecte\\w*|transmet\\w*|conserve\\w*"
    "|communique\\w*|deroge\\w*|peut etre exigee?|recueille\\w*|favoris\\w*|privilegi\\w*|avantag\\w*|reserv\\w*|"
    "attribu\\w*) "
    "~2 (?:pas|ni|aucune?|jamais|nulle?) ",
    " (?:ne|n) ~2 (?:doit|doivent|peut|peuvent|saurait) (?:pas|en aucun cas|jamais)? ?~2 "
    "(?:exiger|demander|imposer|etre exigee?s?|etre demandee?s?|transmettre|collecter|conserver|contenir|comporter|"
    "etre transmise?s?|etre collectee?s?|figurer) ",
    " (?:independamment|indifferemment) ",
    " peu importe ",
    " ou qu (?:elles?|ils?) soi(?:en)?t ",
    " il est interdit (?:d|de) (?:exiger|demander|imposer|collecter|transmettre|conserver) ",
    " interdiction (?:d|de) (?:exiger|demander|collecter|transmettre|conserver) ",
)


def first(text: str, fires: Callable[[str], bool]) -> str:
    """The first sentence of this text that fires, as it is written; empty when none does."""
    return next((written for written, words in sentences(text) if fires(words)), "")
