"""A project from the text of a JSON file: every way of being unreadable is one sentence that says what to do."""

import json
from decimal import Decimal, InvalidOperation

from quartiers.kernel.errors import RuleBroken
from quartiers.procurement.rules.project import Project, project_from

MOST_BYTES = 5 * 1024 * 1024
NOT_TEXT = "Ce fichier n’est pas un texte en UTF-8. Enregistrez-le dans cet encodage, puis recommencez."
TOO_LARGE = "Ce fichier dépasse 5\u00a0Mo. Ne gardez que le marché à contrôler."
TOO_DEEP = "Ce fichier imbrique trop de niveaux. Donnez un objet JSON avec ses clauses, rien de plus."
NO_NUMBER = "Ce fichier contient NaN ou Infinity, qui ne sont pas des nombres. Corrigez cette valeur."


def read_project(content: bytes) -> Project:
    """The project that this file describes.

    Args:
        content: bytes of a JSON object in UTF-8, with or without a byte order mark.

    Raises:
        RuleBroken: not UTF-8, not JSON, or a field that is not of its kind; the sentence says where.
    """
    if len(content) > MOST_BYTES:
        raise RuleBroken(TOO_LARGE)
    try:
        text = content.decode("utf-8-sig")
        data = json.loads(text, parse_float=_decimal, parse_int=_integer, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise RuleBroken(NOT_TEXT) from error
    except json.JSONDecodeError as error:
        where = f"ligne {error.lineno}, colonne {error.colno}"
        sentence = f"Ce fichier n’est pas du JSON lisible ({where}). Vérifiez les guillemets et les virgules."
        raise RuleBroken(sentence) from error
    except RecursionError as error:
        raise RuleBroken(TOO_DEEP) from error
    return project_from(data)


def _integer(digits: str) -> int | Decimal:
    """Python refuses to read integers of thousands of digits; a decimal reads them, and its range is checked."""
    return int(digits) if len(digits) < 40 else Decimal(digits)


def _decimal(digits: str) -> Decimal:
    """A number that no decimal holds is infinite: its field, if it is one of ours, refuses it by its name."""
    try:
        return Decimal(digits)
    except InvalidOperation:
        return Decimal("Infinity")


def _no_number(word: str) -> float:
    raise RuleBroken(NO_NUMBER)
