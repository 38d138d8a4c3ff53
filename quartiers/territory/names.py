"""Names of places as people write them, and as they are searched."""

import unicodedata

#: Articles of Insee's code TNCC (type de nom en clair): 0 and 1 have none.
#: Source: https://www.insee.fr/fr/information/2560684#tncc
ARTICLES = {2: "Le ", 3: "La ", 4: "Les ", 5: "L’", 6: "Aux ", 7: "Las ", 8: "Los "}
VOWELS = set("aeiouy")
LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": " ", "'": " ", "-": " "})


def typographic(name: str) -> str:
    """The name with typographic apostrophes and single spaces.

    >>> typographic(" Orée  d'Anjou ")
    'Orée d’Anjou'
    """
    return " ".join(name.replace("'", "’").split())


def with_article(name: str, kind: int) -> str:
    """The name with the article of Insee's code TNCC.

    >>> with_article("Havre", 2), with_article("Abergement-Clémenciat", 5), with_article("Toulouse", 0)
    ('Le Havre', 'L’Abergement-Clémenciat', 'Toulouse')
    """
    return typographic(ARTICLES.get(kind, "") + name)


def of_town(name: str) -> str:
    """The name of a commune after «de», as one says it.

    >>> [of_town(name) for name in ("Alairac", "Évreux", "Quillan", "Le Havre", "Les Ulis", "La Palme")]
    ['d’Alairac', 'd’Évreux', 'de Quillan', 'du Havre', 'des Ulis', 'de La Palme']
    """
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"d’{name}" if search_name(name)[:1] in VOWELS else f"de {name}"


def search_name(name: str) -> str:
    """Lower case, no accent, apostrophes and hyphens as spaces.

    >>> search_name("L’Haÿ-les-Roses"), search_name("Œuilly")
    ('l hay les roses', 'oeuilly')
    """
    bare = name.translate(LIGATURES)
    if not bare.isascii():
        bare = "".join(char for char in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(char))
    return " ".join(bare.lower().split())
