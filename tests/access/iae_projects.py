"""Projects: who follows one writes; for others it does not exist, for the installation either."""

from typing import Any

from tests import people
from tests.access.doors import SIGN_IN, Door
from tests.factories import projects

OWNERS = ("member", "administrator", "coordinator", "partner", "observer", "data_protection_officer")


def one() -> dict[str, Any]:
    return {"project_id": projects.project(people.organisation()).pk}


def one_step() -> dict[str, Any]:
    return one() | {"step": "dossier"}


def theirs(kwargs: Any, *, method: str = "get", done: int = 200, **more: Any) -> Door:
    return Door(visitor=SIGN_IN, signed=404, kinds=dict.fromkeys(OWNERS, done), kwargs=kwargs, method=method, **more)


NOT_HERS = {"installation_administrator": 403}
ACCESS = {
    "iae:projects": Door(visitor=SIGN_IN, signed=200, kinds=NOT_HERS),
    "iae:start_project": Door(visitor=SIGN_IN, signed=200, kinds=NOT_HERS),
    "iae:create_project": Door(visitor=SIGN_IN, signed=200, kinds=NOT_HERS),
    "iae:project": theirs(one),
    "iae:edit_project": theirs(one),
    "iae:erase_project": theirs(one),
    "iae:note_step": theirs(one, method="post", done=302, data={"step": "avis", "done_on": "2026-10-20"}),
    "iae:remove_step": theirs(one_step, method="post", done=302),
}
