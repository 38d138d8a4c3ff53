"""Schemes: published ones are open to all; who writes one changes it, its buyers read it and note their own years."""

from typing import Any

from tests import factories, people
from tests.access.doors import SIGN_IN, Door
from tests.factories import schemes

OWNERS = ("member", "administrator", "coordinator", "partner", "observer", "data_protection_officer")


def own() -> dict[str, Any]:
    return {"scheme_id": schemes.scheme(people.organisation()).pk}


def published() -> dict[str, Any]:
    return {"scheme_id": schemes.scheme(people.organisation(), is_published=True).pk}


def joint() -> dict[str, Any]:
    """Written elsewhere, for a buyer that is the organisation of everyone but the stranger."""
    writer = factories.Organisation(name="Métropole d’ailleurs")
    return {"scheme_id": schemes.scheme(writer, buyers=[writer.pk, people.organisation().pk]).pk}


def own_year() -> dict[str, Any]:
    return own() | {"buyer_id": people.organisation().pk, "year": 2025}


def joint_year() -> dict[str, Any]:
    return joint() | {"buyer_id": people.organisation().pk, "year": 2025}


def other_year() -> dict[str, Any]:
    """The year of another buyer of the same scheme."""
    writer = factories.Organisation(name="Métropole d’ailleurs")
    made = schemes.scheme(writer, buyers=[writer.pk, people.organisation().pk])
    return {"scheme_id": made.pk, "buyer_id": writer.pk, "year": 2025}


def theirs(kwargs: Any, *, done: int = 200) -> Door:
    return Door(visitor=SIGN_IN, signed=404, kinds=dict.fromkeys(OWNERS, done), kwargs=kwargs)


def written_by_hers(kwargs: Any) -> Door:
    """Everybody may read it, which opens its writing to nobody else, nor to who belongs nowhere."""
    return Door(visitor=SIGN_IN, signed=403, kinds=dict.fromkeys(OWNERS, 200), kwargs=kwargs)


def published_year() -> dict[str, Any]:
    return published() | {"buyer_id": people.organisation().pk, "year": 2025}


NOT_HERS = {"installation_administrator": 403}
ACCESS = {
    "procurement:schemes": Door(visitor=200),
    "procurement:create_scheme": Door(visitor=SIGN_IN, signed=200, kinds=NOT_HERS),
    "procurement:scheme": {
        "own": theirs(own),
        "published": Door(visitor=200, kwargs=published),
        "joint": theirs(joint),
    },
    "procurement:edit_scheme": {
        "own": theirs(own),
        "joint": theirs(joint, done=403),
        "published": written_by_hers(published),
    },
    "procurement:scheme_targets": {
        "own": theirs(own),
        "joint": theirs(joint, done=403),
        "published": written_by_hers(published),
    },
    "procurement:scheme_year": {
        "published": written_by_hers(published_year),
        "own": theirs(own_year),
        "joint": theirs(joint_year),
        "of another buyer": theirs(other_year, done=403),
    },
    "procurement:scheme_report": {"own": theirs(own), "published": Door(visitor=200, kwargs=published)},
    "procurement:scheme_document": {"own": theirs(own), "published": Door(visitor=200, kwargs=published)},
    "procurement:scheme_table": {"own": theirs(own), "published": Door(visitor=200, kwargs=published)},
    "api-1:schemes": Door(visitor=200),
    "api-1:scheme": {
        "published": Door(visitor=200, kwargs=published),
        "not published": Door(visitor=404, kwargs=own),
    },
}
