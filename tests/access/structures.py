"""The directory is public; a page that changes an organisation is for its own administrators, or those above."""

from collections.abc import Callable
from typing import Any

from tests import factories, people
from tests.access.doors import SIGN_IN, Door


def own() -> Any:
    return people.organisation()


def other() -> Any:
    return factories.Organisation(name="Chantier d’ailleurs", kind="aci")


def network(found: Any) -> Any:
    found.kind = "reseau"
    found.save()
    return found


def address(find: Callable[[], Any], **more: Callable[[Any], int]) -> Callable[[], dict[str, int]]:
    def kwargs() -> dict[str, int]:
        found = find()
        return {"organisation_id": found.pk, **{name: make(found) for name, make in more.items()}}

    return kwargs


def edited(*, method: str = "get", done: int = 200, **more: Callable[[Any], int]) -> dict[str, Door]:
    """Her own organisation, for its administrators; any, for who runs the installation."""
    runs = {"installation_administrator": done}
    return {
        "her own": Door(
            visitor=SIGN_IN,
            signed=403,
            kinds={"administrator": done, **runs},
            method=method,
            kwargs=address(own, **more),
        ),
        "another": Door(visitor=SIGN_IN, signed=403, kinds=runs, method=method, kwargs=address(other, **more)),
    }


def run(*, method: str = "get", **more: Callable[[Any], int]) -> Door:
    return Door(
        visitor=SIGN_IN,
        signed=403,
        kinds={"installation_administrator": 200},
        method=method,
        kwargs=address(own, **more),
    )


def site(found: Any) -> int:
    return factories.Site(organisation=found).pk


def spare_site(found: Any) -> int:
    return factories.Site(organisation=found, is_main=False).pk


def brought() -> Any:
    return from_source(own())


def brought_elsewhere() -> Any:
    return from_source(other())


def from_source(found: Any) -> Any:
    factories.SourceRecord(organisation=found)
    found.source = "dora"
    found.save()
    return found


def bond(found: Any) -> int:
    return factories.NetworkMember(member=found).pk


def as_network(find: Callable[[], Any]) -> Callable[[], Any]:
    return lambda: network(find())


def delegate(found: Any) -> int:
    network(found)
    return factories.NetworkDelegate(network=found, person__organisation=found).pk


PUBLIC = Door(visitor=200, kwargs=address(other))
ACCESS: dict[str, Door | dict[str, Door]] = {
    "structures:list": Door(visitor=200),
    "structures:around": Door(visitor=200),
    "structures:around_address": Door(visitor=410, kwargs={"token": "t" * 43}),
    "structures:structure": {
        "": PUBLIC,
        "that is not there": Door(visitor=404, kwargs={"organisation_id": 999_999}),
    },
    "structures:create": Door(visitor=SIGN_IN, signed=403, kinds={"installation_administrator": 200}),
    "structures:export": Door(visitor=SIGN_IN, signed=403, kinds={"installation_administrator": 200}),
    "structures:edit": edited(),
    "structures:add_site": edited(),
    "structures:site": edited(site_id=site),
    "structures:remove_site": edited(method="post", done=302, site_id=spare_site),
    "structures:source": {
        name: Door(
            visitor=SIGN_IN, signed=403, kinds=kinds | {"installation_administrator": 200}, kwargs=address(find)
        )
        for name, find, kinds in (("her own", brought, {"administrator": 200}), ("another", brought_elsewhere, {}))
    },
    "structures:authorise": run(),
    "structures:join_network": run(),
    "structures:leave_network": run(membership_id=bond),
    "structures:delegates": {
        name: Door(
            visitor=SIGN_IN,
            signed=403,
            kinds=kinds | {"installation_administrator": 200},
            kwargs=address(as_network(find)),
        )
        for name, find, kinds in (("her own", own, {"administrator": 200}), ("another", other, {}))
    },
    "structures:end_delegate": edited(method="post", done=302, delegate_id=delegate),
    "api-1:structures": Door(visitor=200),
    "api-1:structures_geojson": Door(visitor=200, query={"id": 1}),
    "api-1:structures_data_inclusion": Door(visitor=200),
    "api-1:structure": PUBLIC,
}
