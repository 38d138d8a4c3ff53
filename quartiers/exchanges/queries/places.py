"""Where somebody comes from: the commune, or the priority neighbourhood, that she typed."""

from collections.abc import Collection

from quartiers.territory.queries.places import commune_code_of_name, neighbourhood_code_of_name, neighbourhoods
from quartiers.territory.rules import Generation


def place_of(typed: str) -> tuple[str | None, str | None]:
    """Codes of the commune and of the neighbourhood of this name; None for what is not known, or is not one only.

    A neighbourhood of the list in force that stands in one commune gives that commune too.
    """
    if not typed.strip():
        return None, None
    code = commune_code_of_name(typed)
    return (code, None) if code is not None else neighbourhood_code_of_name(typed, Generation.Y2024)


def quarters_of(codes: Collection[str]) -> dict[str, tuple[str, str]]:
    """The name of each neighbourhood, with its code when another bears it, and the intercommunality it stands in.

    The intercommunality is empty for a neighbourhood that stands in several, or in none that is known. Two queries.
    """
    found = {}
    rows = list(neighbourhoods().filter(pk__in=codes))
    names = [row.name for row in rows]
    for row in rows:
        around = {one.epci.name for one in row.communes.all() if one.epci is not None}
        label = row.name if names.count(row.name) == 1 else f"{row.name} ({row.pk})"
        found[row.pk] = (label, around.pop() if len(around) == 1 else "")
    return found
