"""What labour weighs in a territory: the values in force, those that were, and where some are signed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from quartiers.actors.queries.cites import cites
from quartiers.procurement.models import SignedValue
from quartiers.procurement.rules import FULL_TIME, LABOUR, RATE, Labour
from quartiers.procurement.rules.local_values import (
    FULL_TIME_SUBJECT,
    RATE_SUBJECT,
    SUBJECTS,
    LocalValue,
    LocalValues,
    in_force,
)
from quartiers.procurement.rules.trades import Trade


@dataclass(frozen=True)
class ValueLine:
    """One subject as the page shows it: the value in force, signed or of departure (``signed`` is None)."""

    subject: str
    label: str
    shown: str
    signed: LocalValue | None


def signed_values(cite_id: int) -> "QuerySet[Any]":
    """The rows of a territory, those withdrawn too, the last signed first."""
    rows = SignedValue.objects.filter(cite_id=cite_id).select_related("signed_by", "organisation")
    return rows.order_by("-signed_at", "-pk")


def find_value(cite_id: int, value_id: int) -> SignedValue | None:
    """A row of this territory that is not withdrawn; None otherwise."""
    return signed_values(cite_id).filter(pk=value_id, withdrawn_at=None).first()


def values_of(cite: Any, *, on: date) -> LocalValues:
    """The values in force in this Cité; one query, none without Cité."""
    if cite is None:
        return LocalValues()
    rows = signed_values(cite.pk).filter(withdrawn_at=None, valid_from__lte=on)
    return LocalValues(cite.name, in_force((read(one) for one in rows), on=on))


def territories(*, on: date) -> list[tuple[str, str]]:
    """Slug and name of the open territories that have a value in force; one query."""
    signed = SignedValue.objects.filter(withdrawn_at=None, valid_from__lte=on).order_by().values("cite")
    return list(cites().filter(pk__in=signed).order_by("name", "pk").values_list("slug", "name"))


def lines(local: LocalValues, *, on: date) -> list[ValueLine]:
    """Every subject in its order, with the value that counts that day."""
    return [_line(subject, local, on) for subject in SUBJECTS]


def read(row: SignedValue) -> LocalValue:
    """A row, as the rules read it."""
    share, cost = row.labour_share, row.hourly_cost
    return LocalValue(
        subject=row.subject,
        valid_from=row.valid_from,
        signed_on=localdate(row.signed_at),
        signatory=str(row.signed_by) if row.signed_by else "",
        organisation=row.organisation.name if row.organisation else "",
        source=row.source,
        to_validate=row.to_validate,
        labour=None if share is None or cost is None else Labour(share, cost),
        rate=row.rate,
        hours_a_year=row.hours_a_year,
        rank=row.pk,
    )


def rows_with_values(rows: Iterable[SignedValue]) -> list[tuple[SignedValue, LocalValue]]:
    """Each row beside what it says."""
    return [(one, read(one)) for one in rows]


def _line(subject: str, local: LocalValues, on: date) -> ValueLine:
    signed = local.values.get(subject)
    found = signed or _of_departure(subject, on)
    return ValueLine(subject, SUBJECTS[subject], found.shown, signed)


def _of_departure(subject: str, on: date) -> LocalValue:
    """The value that counts as long as nobody signs another."""
    nobody = LocalValue(subject, on, on, "", "", "", to_validate=True)
    if subject == RATE_SUBJECT:
        return replace(nobody, rate=RATE.on(on))
    if subject == FULL_TIME_SUBJECT:
        return replace(nobody, hours_a_year=FULL_TIME.on(on))
    return replace(nobody, labour=LABOUR.on(on)[Trade(subject)])
