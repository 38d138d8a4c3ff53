"""Where somebody comes from: the commune, or the priority neighbourhood, that she typed."""

from collections.abc import Collection

from quartiers.territory.names import search_name
from quartiers.territory.queries.places import commune_of_name, neighbourhoods
from quartiers.territory.rules import Generation


def place_of(typed: str) -> tuple[str | None, str | None]:
    """Codes of the commune and of the neighbourhood of this name; None for what is not known, or is not one only.

    A neighbourhood of the list in force that stands in one commune gives that commune too.
    """
    if not typed.strip():
        return None, None
    commune = commune_of_name(typed)
    if commune is not None:
        return commune.pk, None
    found = list(neighbourhoods().filter(search_name=search_name(typed), generation=Generation.Y2024)[:2])
    if len(found) != 1:
        return None, None
    communes = list(found[0].communes.all())
    return communes[0].pk if len(communes) == 1 else None, found[0].pk


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
