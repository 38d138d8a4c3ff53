"""Employers and posts: read by all, written by the people of the employer, or who runs the installation."""

from collections.abc import Callable
from typing import Any

from tests import factories, people
from tests.access.doors import SIGN_IN, Door
from tests.factories import employers


def own() -> Any:
    return people.organisation()


def other() -> Any:
    return factories.Organisation(name="Chantier d’ailleurs", kind="aci")


def address(find: Callable[[], Any], *, post: bool = False) -> Callable[[], dict[str, int]]:
    def kwargs() -> dict[str, int]:
        found = find()
        return {"organisation_id": found.pk} | ({"post_id": employers.Post(organisation=found).pk} if post else {})

    return kwargs


def written(*, method: str = "get", post: bool = False) -> dict[str, Door]:
    done = 200 if method == "get" else 302
    runs = {"installation_administrator": done}
    return {
        "her own": Door(
            visitor=SIGN_IN, signed=done, kinds={"stranger": 403}, method=method, kwargs=address(own, post=post)
        ),
        "another": Door(visitor=SIGN_IN, signed=403, kinds=runs, method=method, kwargs=address(other, post=post)),
    }


ACCESS = {
    "iae:employers": Door(visitor=200),
    "iae:posts": Door(visitor=200),
    "iae:employer": Door(visitor=200, kwargs=address(other)),
    "iae:edit_employer": written(),
    "iae:add_post": written(),
    "iae:edit_post": written(post=True),
    "iae:confirm_posts": written(method="post"),
    "api-1:iae_employers": Door(visitor=200),
    "api-1:iae_posts": Door(visitor=200),
    "api-1:iae_employer": Door(visitor=200, kwargs=address(other)),
}
