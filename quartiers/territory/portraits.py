"""One neighbourhood: contour, population, figures, and the other list on the same ground. A page above shows it."""

from datetime import date
from typing import Any

from django.urls import reverse

from quartiers.kernel.french import NARROW, number
from quartiers.kernel.periods import Period
from quartiers.territory.models import Neighbourhood
from quartiers.territory.queries import places, shapes
from quartiers.territory.queries.places import Overlap
from quartiers.territory.queries.shapes import Ground
from quartiers.territory.rules import Generation, distance
from quartiers.territory.views.figures import charts, figure_groups
from quartiers.territory.views.maps import neighbourhood_map


def portrait(found: Neighbourhood, *, today: date) -> dict[str, Any]:
    """What the page of a neighbourhood says of the ground; four queries.

    Args:
        found: with its contour, its department and its communes.
        today: the day one looks.
    """
    overlaps = places.overlaps(found)
    figures = places.figures(found)
    drawn = shapes.neighbourhood_shapes(
        places.neighbourhoods().filter(pk__in=[found.code, *(one.code for one in overlaps)])
    )
    own = next(one for one in drawn if one.code == found.code)
    ground = Ground(department=found.department_id)
    communes = list(found.communes.all())
    return {
        "neighbourhood": found,
        "communes": communes,
        "lead": _lead(found, [one.name for one in communes]),
        "precision": distance(found.precision_m),
        "in_force": Period(found.valid_from, found.valid_to).contains(today),
        "other_generation": _other(found.generation),
        "overlaps": [(one, _percent(one.share), _percent(one.back)) for one in overlaps],
        "overlap_sentence": overlap_sentence(found.name, _other(found.generation), overlaps),
        "charts": charts(figures, found.department.name),
        "figure_groups": figure_groups(figures),
        "map": neighbourhood_map(own, [one for one in drawn if one is not own], ground, generation=found.generation),
        "crumbs": [
            ("Quartiers", reverse("territory:neighbourhoods")),
            (found.department.name, reverse("territory:department", args=[found.department_id])),
            (found.name, ""),
        ],
    }


def overlap_sentence(name: str, other: int, overlaps: list[Overlap]) -> str:
    """How much of the neighbourhood stands in the other list."""
    if not overlaps:
        return f"Aucun quartier de la liste de {other}, parmi ceux qui sont chargés, n’occupe le sol de {name}."
    share = min(1.0, sum(one.share for one in overlaps))
    whole = "La quasi-totalité" if share > 0.995 else _percent(share)
    return f"{whole} de la surface de {name} se trouve aussi dans la liste de {other}."


def _lead(found: Neighbourhood, communes: list[str]) -> str:
    where = ", ".join([*communes, found.department.name])
    return f"{where}. Quartier prioritaire (QPV) de la liste de {found.generation}."


def _other(generation: int) -> int:
    return next(one.value for one in Generation if one.value != generation)


def _percent(share: float) -> str:
    return f"{number(100 * share, 0 if share in {0.0, 1.0} or share > 0.1 else 1)}{NARROW}%"
