"""What a territory has and how it moves: what the last load of structures changed there, networks and their members.

Nothing is stored for it: a record says when its source last changed it, an organisation when it came and when it left.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from quartiers.actors.models import NetworkMember, Organisation, Site, SourceRecord
from quartiers.actors.queries.directory import network_label
from quartiers.actors.queries.located import settled_in
from quartiers.actors.rules.organisations import KIND_BY_NETWORK, OrganisationKind
from quartiers.territory.names import search_name


class Move(StrEnum):
    """What a load did with an organisation."""

    CAME = "came"
    LEFT = "left"
    CHANGED = "changed"


@dataclass(frozen=True)
class Moved:
    """An organisation that a load moved: its number, its name, its kind."""

    organisation: int
    name: str
    kind: str


@dataclass(frozen=True)
class NetworkCount:
    """A network and its members in a territory; ``choice`` is its word in the filter of the directory."""

    name: str
    choice: str
    members: int


def home_of(organisation_id: int | None) -> str:
    """The key of the territory where an organisation acts: its EPCI for one, else the department of its main place.

    Empty when it is not known here; one query, none without an organisation.
    """
    if organisation_id is None:
        return ""
    rows = Site.objects.filter(organisation=organisation_id).exclude(commune=None).order_by("-is_main", "pk")
    found = rows.values_list("organisation__kind", "commune__epci", "commune__department").first()
    if found is None:
        return ""
    kind, epci, department = found
    return f"epci-{epci}" if kind == OrganisationKind.EPCI and epci else f"departement-{department}"


def last_load() -> date | None:
    """The day (UTC) of the last load of structures that changed something, anywhere; None before any. One query."""
    found = SourceRecord.objects.aggregate(received=Max("received_at"), left=Max("organisation__absent_on"))
    received = found["received"]
    days = [received.astimezone(UTC).date() if received else None, found["left"]]
    return max((one for one in days if one is not None), default=None)


def moves_in(communes: "QuerySet[Any, Any]", kinds: Sequence[str], on: date) -> dict[Move, list[Moved]]:
    """What the loads of that day moved among organisations that have a place in these communes; one query."""
    start, end = window(on)
    records = SourceRecord.objects.filter(organisation=OuterRef("pk"), received_at__gte=start, received_at__lt=end)
    rows = Organisation.objects.exclude(source="").filter(
        Q(absent_on=on) | Q(Exists(records), absent_on=None),
        pk__in=settled_in(communes),
        kind__in=kinds,
        closed_on=None,
    )
    found: dict[Move, list[Moved]] = {move: [] for move in Move}
    columns = ("pk", "name", "kind", "absent_on", "created_at")
    for number, name, kind, absent_on, created_at in rows.order_by("search_name", "pk").values_list(*columns):
        is_new = start <= created_at < end
        move = Move.LEFT if absent_on else Move.CAME if is_new else Move.CHANGED
        found[move].append(Moved(number, name, kind))
    return found


def networks_in(communes: "QuerySet[Any, Any]", kinds: Sequence[str], *, on: date) -> list[NetworkCount]:
    """Networks of the organisations of these kinds in these communes, those with most members first; two queries.

    A network is declared here, or named by a source; the same name is one network, and a member counts once in it.
    What only says a kind, such as ``aci``, is no network.
    """
    here = Organisation.objects.filter(pk__in=settled_in(communes), kind__in=kinds, closed_on=None, absent_on=None)
    members, names, choices = defaultdict[str, set[int]](set), dict[str, str](), dict[str, str]()

    def count(name: str, choice: str, member: int) -> None:
        key = search_name(name)
        names.setdefault(key, name)
        choices.setdefault(key, choice)
        members[key].add(member)

    bonds = NetworkMember.objects.filter(Q(until=None) | Q(until__gte=on), since__lte=on, network__closed_on=None)
    bonds = bonds.filter(member__in=here.order_by().values("pk")).order_by("pk")
    for number, name, member in bonds.values_list("network_id", "network__name", "member_id"):
        count(name, str(number), member)
    for member, bars in here.exclude(networks="").order_by("pk").values_list("pk", "networks"):
        for code in filter(None, bars.split("|")):
            if code not in KIND_BY_NETWORK:
                count(network_label(code), code, member)
    found = [NetworkCount(names[key], choices[key], len(some)) for key, some in members.items()]
    return sorted(found, key=lambda one: (-one.members, search_name(one.name)))


def window(on: date) -> tuple[datetime, datetime]:
    """The instants of a day, UTC: from its start to the start of the next."""
    start = datetime.combine(on, time.min, tzinfo=UTC)
    return start, start + timedelta(days=1)
