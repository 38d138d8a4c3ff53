"""What a structure costs and who funds it are open to all; a plan has the doors of its project."""

from typing import Any

from quartiers.iae.models import FundingLine
from tests import people
from tests.access import iae_projects
from tests.access.doors import SIGN_IN, Door
from tests.access.iae_projects import NOT_HERS, OWNERS, theirs
from tests.factories import funding


def one() -> dict[str, Any]:
    return {"plan_id": funding.plan(people.organisation()).pk}


def side() -> dict[str, Any]:
    return one() | {"side": "ressource"}


def one_line() -> dict[str, Any]:
    found = one()
    return found | {"line_id": FundingLine.objects.filter(plan=found["plan_id"]).latest("pk").pk}


def one_year() -> dict[str, Any]:
    return one() | {"year": 2027}


def api(kwargs: Any) -> Door:
    """The same rows as the pages; a visitor is told to sign in."""
    return Door(visitor=401, signed=404, kinds=dict.fromkeys(OWNERS, 200), kwargs=kwargs)


ROWS = Door(visitor=401, signed=200, kinds=NOT_HERS)
ACCESS = {
    "iae:cost": Door(visitor=200, query={"type": "ACI", "postes": "12", "heures": "26"}),
    "iae:funding": Door(visitor=200),
    "iae:plans": Door(visitor=SIGN_IN, signed=200, kinds=NOT_HERS),
    "iae:create_plan": Door(visitor=SIGN_IN, signed=200, kinds=NOT_HERS),
    "iae:local_euro": Door(visitor=SIGN_IN, signed=200, kinds=NOT_HERS),
    "iae:plan": theirs(one),
    "iae:plan_sheet": theirs(one),
    "iae:edit_plan": theirs(one),
    "iae:erase_plan": theirs(one),
    "iae:add_funding_line": theirs(side),
    "iae:edit_funding_line": theirs(one_line),
    "iae:remove_funding_line": theirs(one_line, method="post", done=409),
    "iae:copy_funding_year": theirs(one_year, method="post", done=302, data={"target": "2028"}),
    "api-1:iae_cost": Door(visitor=200, method="post", body={"kind": "ACI", "posts": 12, "hours_a_week": 26}),
    "api-1:iae_sources": Door(visitor=200),
    "api-1:iae_projects": ROWS,
    "api-1:iae_project": api(iae_projects.one),
    "api-1:iae_plans": ROWS,
    "api-1:iae_plan": api(one),
    "api-1:iae_local_euro": ROWS,
}
