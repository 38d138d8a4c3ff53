"""SIRET: the number of an establishment, 9 figures of its company then 5 of its own, with a key.

Source: INSEE, Sirene; the key is that of Luhn, except for La Poste (SIREN 356 000 000), whose figures add up to a
multiple of five.
"""

from stdnum.exceptions import ValidationError
from stdnum.fr import siret

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, number

LENGTH = 14


def compact(text: str) -> str:
    """The number without what people put between its figures.

    >>> compact("732 829 320 00074")
    '73282932000074'
    """
    return "".join(letter for letter in text if not letter.isspace() and letter not in ".-_/")


def is_siret(text: str) -> bool:
    """Whether it has 14 figures and the right key.

    >>> is_siret("73282932000074"), is_siret("73282932000075"), is_siret("35600000049837")
    (True, False, True)
    """
    try:
        return text.isascii() and siret.validate(text) == text
    except ValidationError:
        return False


def check_siret(text: str) -> str:
    """The number written without spaces; empty where none is given.

    Raises:
        RuleBroken: not 14 figures, or the key is wrong.
    """
    figures = compact(text)
    if not figures:
        return ""
    if not (figures.isascii() and figures.isdigit()) or len(figures) != LENGTH:
        raise RuleBroken(
            f"Un SIRET a {LENGTH} chiffres, celui-ci en a {number(sum(one.isdigit() for one in figures))}. "
            "Vous le trouverez sur une facture, ou sur annuaire-entreprises.data.gouv.fr."
        )
    if not is_siret(figures):
        raise RuleBroken(
            f"La clé de ce SIRET n’est pas la bonne{NBSP}: un chiffre est sans doute mal recopié. Relisez-le."
        )
    return figures


def written(text: str) -> str:
    """As people read it.

    >>> written("73282932000074").replace(NBSP, " ")
    '732 829 320 00074'
    """
    parts = (text[:3], text[3:6], text[6:9], text[9:])
    return NBSP.join(parts) if len(text) == LENGTH else text
