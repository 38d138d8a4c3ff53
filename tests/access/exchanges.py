"""Exchanges are public; a personal link opens what is one's own; members of the organiser read, administrators act."""

from collections.abc import Callable
from typing import Any

from quartiers.actors.models import User
from quartiers.exchanges.certificates import code_of
from tests import factories, people
from tests.access.doors import SIGN_IN, Door

NOT_OURS = {"token": "forgé"}
CYCLE = "cycle-2027"
#: Every member of the organisation of the people.
MEMBERS = ("member", "administrator", "coordinator", "partner", "observer", "data_protection_officer")


def cycle() -> dict[str, str]:
    return {"slug": factories.Cycle(slug=CYCLE).slug}


def minutes() -> dict[str, str]:
    session = factories.Session(cycle__slug=CYCLE, minutes="Trois conseils.")
    return {"slug": CYCLE, "session_slug": session.slug}


def certified() -> dict[str, str]:
    return {"code": code_of(factories.Registration(presence="present").pk)}


def closed_cycle() -> dict[str, str]:
    return {"slug": factories.Cycle(slug=CYCLE, stage="closed").slug}


def practice() -> dict[str, int]:
    return {"number": factories.Practice().pk}


def theirs() -> Any:
    """A cycle of the organisation of the people."""
    return factories.Cycle(slug="le-leur", organiser=people.organisation())


def somebody_elses() -> Any:
    return factories.Cycle(slug="d-ailleurs", organiser__name="Centre du bout du monde")


def number_of_cycle(owner: Callable[[], Any]) -> Callable[[], dict[str, int]]:
    return lambda: {"cycle_id": owner().pk}


def number_of_session(owner: Callable[[], Any]) -> Callable[[], dict[str, int]]:
    return lambda: {"session_id": factories.Session(cycle=owner()).pk}


def number_of_group(owner: Callable[[], Any]) -> Callable[[], dict[str, int]]:
    return lambda: {"group_id": factories.NeedGroup(cycle=owner()).pk}


def number_of_practice(owner: Callable[[], Any]) -> Callable[[], dict[str, int]]:
    return lambda: {"practice_id": factories.Practice(session=factories.Session(cycle=owner())).pk}


def reading(numbers: Any = number_of_cycle) -> dict[str, Door]:
    """A page to read: the members of the organiser, and nobody else."""
    return {
        "": Door(visitor=SIGN_IN, signed=404, kinds=dict.fromkeys(MEMBERS, 200), kwargs=numbers(theirs)),
        "another organiser": Door(visitor=SIGN_IN, signed=404, kwargs=numbers(somebody_elses)),
    }


def acting(numbers: Any = number_of_cycle, *, done: int = 200, method: str = "get") -> dict[str, Door]:
    """A page to act, or that shows names: the administrators of the organiser; ``done`` answers them."""
    kinds = dict.fromkeys(MEMBERS, 403) | {"administrator": done}
    return {
        "": Door(visitor=SIGN_IN, signed=404, kinds=kinds, method=method, kwargs=numbers(theirs)),
        "another organiser": Door(visitor=SIGN_IN, signed=404, method=method, kwargs=numbers(somebody_elses)),
    }


def _helper(role: str) -> None:
    """The member of the people becomes a helper, if she is there."""
    for member in User.objects.filter(email="membre@exemple.fr"):
        factories.Helper(organisation=people.organisation(), user=member, role=role)


def officer() -> dict[str, Any]:
    _helper("officer")
    return {}


def host() -> dict[str, Any]:
    _helper("host")
    return {}


def hosting(numbers: Any, *, done: int = 200) -> dict[str, Door]:
    """A page to run a session: the administrators and the hosts; an officer no more than a reader."""

    def hosted() -> dict[str, int]:
        _helper("host")
        return numbers(theirs)()

    def protected() -> dict[str, int]:
        _helper("officer")
        return numbers(theirs)()

    administrators = dict.fromkeys(MEMBERS, 403) | {"administrator": done}
    hosts = dict.fromkeys(MEMBERS, done)
    return {
        **acting(numbers, done=done),
        "a host": Door(visitor=SIGN_IN, signed=404, kinds=hosts, kwargs=hosted),
        "an officer": Door(visitor=SIGN_IN, signed=404, kinds=administrators, kwargs=protected),
    }


def person(*, done: int = 200) -> dict[str, Door]:
    """What an officer does for a person: hers alone, and those of her own organisation."""

    def of(owner: Callable[[], Any], role: str) -> Callable[[], dict[str, int]]:
        def made() -> dict[str, int]:
            _helper(role)
            return {"participant_id": factories.Participant(cycle=owner()).pk}

        return made

    def door(kinds: dict[str, int], owner: Callable[[], Any], role: str) -> Door:
        return Door(visitor=SIGN_IN, signed=403, kinds=kinds, method="post", kwargs=of(owner, role))

    officers = dict.fromkeys(MEMBERS, done)
    return {
        "": door(officers, theirs, "officer"),
        "a host": door({"administrator": done}, theirs, "host"),
        "another organiser": door(dict.fromkeys(MEMBERS, 404), somebody_elses, "officer"),
    }


ACCESS = {
    "exchanges:cycles": Door(visitor=200),
    "exchanges:practices": Door(visitor=200),
    "exchanges:practice_feed": Door(visitor=200),
    "exchanges:practice": Door(visitor=200, kwargs=practice),
    "exchanges:cycle": Door(visitor=200, kwargs=cycle),
    "exchanges:card": Door(visitor=404, kwargs=cycle),
    "exchanges:thanks": Door(visitor=200, kwargs=cycle),
    "exchanges:calendar": Door(visitor=200, kwargs=cycle),
    "exchanges:minutes": Door(visitor=200, kwargs=minutes),
    "api-1:cycles": Door(visitor=200),
    "api-1:cycle": Door(visitor=200, kwargs=cycle),
    "api-1:practices": Door(visitor=200),
    "api-1:oembed": Door(visitor=404, query={"url": "http://127.0.0.1:8000/echanges/cycle-2027/"}),
    "exchanges:public_figures": {
        "": Door(visitor=200, kwargs=closed_cycle),
        "not over": Door(visitor=404, kwargs=cycle),
    },
    "exchanges:lost_link": Door(visitor=200, kwargs=cycle),
    "exchanges:renew": Door(visitor=404, method="post", kwargs=NOT_OURS),
    "exchanges:unsubscribe": Door(visitor=404, kwargs=NOT_OURS),
    "exchanges:certificate": Door(visitor=404, kwargs={**NOT_OURS, "session_id": 1}),
    "exchanges:check_certificate": {
        "": Door(visitor=200, kwargs=certified),
        "forged": Door(visitor=404, kwargs={"code": "1-forgé"}),
    },
    "exchanges:mine": Door(visitor=404, kwargs=NOT_OURS),
    "exchanges:need": Door(visitor=404, method="post", kwargs=NOT_OURS),
    "exchanges:my_calendar": Door(visitor=404, kwargs=NOT_OURS),
    "exchanges:correct": Door(visitor=404, kwargs=NOT_OURS),
    "exchanges:my_data": Door(visitor=404, kwargs=NOT_OURS),
    "exchanges:erase": Door(visitor=404, kwargs=NOT_OURS),
    "exchanges:join": Door(visitor=404, kwargs={**NOT_OURS, "session_id": 1}),
    "exchanges:invitation": Door(visitor=404, kwargs={**NOT_OURS, "session_id": 1}),
    "exchanges:survey": Door(visitor=404, kwargs={**NOT_OURS, "session_id": 1}),
    "exchanges:organised": Door(visitor=SIGN_IN, signed=200, kinds={"installation_administrator": 403}),
    "exchanges:new_cycle": Door(visitor=SIGN_IN, signed=403, kinds={"administrator": 200}),
    "exchanges:organise": reading(),
    "exchanges:needs": reading(),
    "exchanges:figures": reading(),
    "exchanges:group": reading(number_of_group),
    "exchanges:edit_cycle": acting(),
    "exchanges:copy_cycle": acting(),
    "exchanges:step": acting(method="post", done=400),
    "exchanges:new_session": acting(),
    "exchanges:people": acting(),
    "exchanges:enter": acting(),
    "exchanges:sort_needs": acting(method="post", done=409),
    "exchanges:edit_session": acting(number_of_session),
    "exchanges:session_step": acting(number_of_session, method="post", done=400),
    "exchanges:programme": acting(number_of_session),
    "exchanges:questions": acting(),
    "exchanges:afterwards": acting(number_of_session),
    "exchanges:send_resources": acting(number_of_session, method="post", done=409),
    "exchanges:new_practice": acting(number_of_session),
    "exchanges:edit_practice": acting(number_of_practice),
    "exchanges:attendance": hosting(number_of_session),
    "exchanges:import_attendance": hosting(number_of_session),
    "exchanges:room": hosting(number_of_session, done=302),
    "exchanges:helpers": Door(visitor=SIGN_IN, signed=403, kinds={"administrator": 200}),
    "exchanges:rights": {
        "": Door(visitor=SIGN_IN, signed=403, kinds={"administrator": 200}),
        "its officer": Door(visitor=SIGN_IN, signed=403, kinds=dict.fromkeys(MEMBERS, 200), kwargs=officer),
        "a host": Door(visitor=SIGN_IN, signed=403, kinds={"administrator": 200}, kwargs=host),
    },
    "exchanges:data_of": person(),
    "exchanges:erase_for": person(done=302),
    "exchanges:second_group": acting(number_of_group),
    "exchanges:answer": acting(number_of_group, method="post"),
    "exchanges:merge": acting(number_of_group, method="post", done=404),
    "exchanges:invite": acting(number_of_group, method="post", done=409),
}
