"""Charters as their signatories, their Cité or everyone may see them, and the hours of their operations.

Amounts are confidential before they are published: a contract that is not awarded counts only for who may see its
operation. For the others the page reads as if it did not exist.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from quartiers.kernel.disclosure import Audience, Masked, protect_count
from quartiers.kernel.french import typed
from quartiers.procurement.models import Charter, CharterOperation, Commitment, Lot, Operation
from quartiers.procurement.queries import operations
from quartiers.procurement.rules.charters import Base, Measure, Standing, standing
from quartiers.procurement.rules.contracts import ContractState, Phase
from quartiers.territory.queries import places

#: Operations that the page of a charter offers to bind.
MOST_OPERATIONS = 200
#: What a buyer publishes: awarded contracts.
AWARDED = (ContractState.RUNNING, ContractState.DONE)


@dataclass(frozen=True)
class BoundOperation:
    """An operation of a charter, what its lots that count ask for, and whether the viewer may enter it."""

    operation: Operation
    base: Base
    worked: Decimal
    due: int
    is_open: bool


@dataclass(frozen=True)
class CommitmentLine:
    """A commitment and where it stands; ``masked`` is what is told of a number that could show somebody."""

    commitment: Commitment
    standing: Standing
    masked: Masked | None = None

    @property
    def is_rate(self) -> bool:
        return self.commitment.measure == Measure.RATE

    @property
    def is_number(self) -> bool:
        return self.commitment.measure == Measure.NUMBER

    @property
    def percent(self) -> Decimal:
        """Of a rate."""
        return self.commitment.target * 100

    @property
    def indicator_percent(self) -> Decimal | None:
        found = self.standing.indicator
        return None if found is None else found * 100


def visible(organisation_id: int | None, cite_ids: Collection[int]) -> QuerySet[Charter]:
    """Charters that are published, that an organisation follows or signs, and those of these Cités."""
    allowed = Q(is_published=True) | Q(cite__in=cite_ids)
    if organisation_id is not None:
        signed = Charter.signatories.through.objects.filter(organisation_id=organisation_id).values("charter_id")
        allowed |= Q(owner=organisation_id) | Q(pk__in=signed)
    return Charter.objects.filter(allowed)


def charters(organisation_id: int | None, cite_ids: Collection[int]) -> "QuerySet[Any]":
    """The same with ``signatory_count`` and ``commitment_count``; one query."""
    links: QuerySet[Any] = Charter.signatories.through.objects.filter(charter_id=OuterRef("pk"))
    signed = links.order_by().values("charter_id")
    promised = Commitment.objects.filter(charter=OuterRef("pk")).order_by().values("charter")
    return (
        visible(organisation_id, cite_ids)
        .select_related("owner", "cite")
        .annotate(
            signatory_count=Coalesce(Subquery(signed.annotate(n=Count("pk")).values("n")), 0),
            commitment_count=Coalesce(Subquery(promised.annotate(n=Count("pk")).values("n")), 0),
        )
    )


def find(charter_id: int, organisation_id: int | None, cite_ids: Collection[int]) -> Charter | None:
    """The charter, if it may be seen; None otherwise."""
    rows = visible(organisation_id, cite_ids).select_related("owner", "cite")
    return rows.filter(pk=charter_id).first()


def bound(
    charter: Charter, organisation_id: int | None, cite_ids: Collection[int], *, on: date
) -> list[BoundOperation]:
    """The operations of a charter that this viewer may know of, with the hours that count; three queries."""
    rows = list(CharterOperation.objects.filter(charter=charter).select_related("operation__buyer"))
    numbers = [row.operation_id for row in rows]
    seen = operations.visible(organisation_id, cite_ids).filter(pk__in=numbers).order_by()
    opened = set(seen.values_list("pk", flat=True))
    waiting = Q(phase=Phase.OPTIONAL) & (Q(affirmed_on=None) | Q(affirmed_on__gt=on))
    lots = (
        Lot.objects.filter(contract__operation__in=numbers)
        .filter(Q(contract__state__in=AWARDED) | Q(contract__operation__in=opened))
        .exclude(waiting)
        .order_by()
        .values("contract__operation")
        .annotate(worked=Sum("total_hours"), due=Sum("hours"))
        .values_list("contract__operation", "worked", "due")
    )
    hours = {number: (worked, due) for number, worked, due in lots}
    return [
        BoundOperation(
            row.operation, Base(row.base), *hours.get(row.operation_id, (Decimal(0), 0)), row.operation_id in opened
        )
        for row in rows
        if row.operation_id in opened or row.operation_id in hours
    ]


def audience_of(charter: Charter, organisation_id: int | None, cite_ids: Collection[int]) -> Audience | None:
    """Who reads: None for who follows the charter and writes its figures. One query for an organisation."""
    if organisation_id == charter.owner_id:
        return None
    inside = charter.cite_id in cite_ids or signatories_of(charter).filter(pk=organisation_id or 0).exists()
    return Audience.PARTNERS if inside else Audience.PUBLIC


def commitments(
    charter: Charter, rows: Collection[BoundOperation], *, audience: Audience | None, on: date
) -> list[CommitmentLine]:
    """The commitments of a charter, each with the hours of its own base; one query.

    A number noted by hand may count people: a small one is masked for who does not write it.

    Args:
        charter: it.
        rows: its operations, as ``bound`` gives them.
        audience: who reads; None for who writes the figures.
        on: today, for the thresholds of disclosure.
    """
    worked = {base: sum((one.worked for one in rows if one.base is base), Decimal(0)) for base in Base}
    due = {base: sum(one.due for one in rows if one.base is base) for base in Base}
    found = []
    for one in Commitment.objects.filter(charter=charter):
        masked, base = _masked(one, audience, on), Base(one.base)
        reached = None if masked else one.reached
        stands = standing(one.measure, one.target, worked=worked[base], due=due[base], reached=reached)
        found.append(CommitmentLine(one, stands, masked))
    return found


def _masked(one: Commitment, audience: Audience | None, on: date) -> Masked | None:
    if audience is None or one.measure != Measure.NUMBER or one.reached is None:
        return None
    shown = protect_count(int(one.reached), audience=audience, on=on)
    return shown if isinstance(shown, Masked) else None


def find_commitment(charter: Charter, commitment_id: int) -> Commitment | None:
    return Commitment.objects.filter(charter=charter, pk=commitment_id).first()


def may_bind(charter: Charter, organisation_id: int | None, cite_ids: Collection[int]) -> "QuerySet[Operation]":
    """Operations that this viewer sees and that are not in the charter yet."""
    taken = CharterOperation.objects.filter(charter=charter).order_by().values("operation")
    return operations.visible(organisation_id, cite_ids).exclude(pk__in=taken)


def charters_of(operation: Operation, organisation_id: int | None, cite_ids: Collection[int]) -> "QuerySet[Any]":
    """The charters that an operation is bound to, as this viewer may see them."""
    rows = CharterOperation.objects.filter(operation=operation).order_by().values("charter")
    return visible(organisation_id, cite_ids).filter(pk__in=rows)


def signatories_of(charter: Charter) -> "QuerySet[Any]":
    return charter.signatories.order_by("search_name", "pk")


def neighbourhoods_of(charter: Charter) -> "QuerySet[Any]":
    """Neighbourhoods concerned, as the pages of the ground show them."""
    rows = places.neighbourhoods().filter(pk__in=charter.neighbourhoods.order_by().values("pk"))
    return rows.order_by("search_name")


def state_of_charter(charter: Charter) -> dict[str, Any]:
    """What can be edited of a charter, as its form writes it; two queries."""
    return {
        "name": charter.name,
        "signatories": sorted(charter.signatories.order_by().values_list("pk", flat=True)),
        "neighbourhoods": sorted(charter.neighbourhoods.order_by().values_list("pk", flat=True)),
        "summary": charter.summary,
        "signed_on": _iso(charter.signed_on),
        "starts_on": _iso(charter.starts_on),
        "ends_on": _iso(charter.ends_on),
        "cite": charter.cite_id or "",
        "is_published": charter.is_published,
    }


def state_of_commitment(one: Commitment) -> dict[str, Any]:
    """What can be edited of a commitment, as its form writes it."""
    return {
        "text": one.text,
        "base": one.base,
        "measure": one.measure,
        "target": typed(one.target * 100 if one.measure == Measure.RATE else one.target),
        "public": one.public,
        "origin": one.origin,
        "read_on": _iso(one.read_on),
        "reached": typed(one.reached),
        "reached_on": _iso(one.reached_on),
        "reached_from": one.reached_from,
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
