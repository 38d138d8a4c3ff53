"""Sourcing of an organisation: nobody else knows that it exists."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from quartiers.procurement.models import Sourcing, SourcingCompany, SourcingInformation
from quartiers.procurement.rules.sourcing import AskedCompany, Given, Unequal, unequal


@dataclass(frozen=True)
class WholeSourcing:
    """A card with its companies and what was said to them."""

    card: Sourcing
    companies: tuple[SourcingCompany, ...]
    said: tuple[SourcingInformation, ...]

    @property
    def asked(self) -> tuple[AskedCompany, ...]:
        return tuple(AskedCompany(one.name, one.asked_on, one.answered_on) for one in self.companies)

    @property
    def given(self) -> tuple[Given, ...]:
        return tuple(
            Given(one.text, one.given_on, frozenset(to.name for to in one.companies.all())) for one in self.said
        )

    @property
    def told(self) -> list[tuple[SourcingInformation, str]]:
        """What was said, with the names of who got it; no name when all did."""
        return [
            (one, "" if len(given.to) == len(self.companies) else ", ".join(sorted(given.to)))
            for one, given in zip(self.said, self.given, strict=True)
        ]

    @property
    def unequal(self) -> tuple[Unequal, ...]:
        return unequal(self.asked, self.given)


def cards(organisation_id: int | None) -> "QuerySet[Any]":
    """Cards of an organisation with ``asked_count`` and ``answer_count``; one query, none without an organisation."""
    if organisation_id is None:
        return Sourcing.objects.none()
    rows = SourcingCompany.objects.filter(sourcing=OuterRef("pk")).order_by().values("sourcing")
    return Sourcing.objects.filter(owner=organisation_id).annotate(
        asked_count=_counted(rows), answer_count=_counted(rows.exclude(answered_on=None))
    )


def find(card_id: int, organisation_id: int | None) -> Sourcing | None:
    """The card, if this organisation keeps it; None otherwise."""
    if organisation_id is None:
        return None
    return Sourcing.objects.filter(pk=card_id, owner=organisation_id).select_related("owner", "operation").first()


def whole(card: Sourcing) -> WholeSourcing:
    """The card with its rows; three queries."""
    companies = tuple(SourcingCompany.objects.filter(sourcing=card))
    said = SourcingInformation.objects.filter(sourcing=card).prefetch_related("companies")
    return WholeSourcing(card, companies, tuple(said))


def find_company(card: Sourcing, company_id: int) -> SourcingCompany | None:
    return SourcingCompany.objects.filter(sourcing=card, pk=company_id).first()


def state_of_card(card: Sourcing) -> dict[str, Any]:
    """What can be edited of a card, as its form writes it."""
    return {
        "name": card.name,
        "need": card.need,
        "cpv": card.cpv,
        "operation": card.operation_id or "",
        "opened_on": _iso(card.opened_on),
        "closed_on": _iso(card.closed_on),
        "conclusion": card.conclusion,
    }


def state_of_company(one: SourcingCompany) -> dict[str, Any]:
    """What can be edited of a company, as its form writes it."""
    return {
        "name": one.name,
        "siret": one.siret,
        "is_small": one.is_small,
        "asked_on": _iso(one.asked_on),
        "answered_on": _iso(one.answered_on),
        "answer": one.answer,
    }


def _counted(rows: "QuerySet[Any]") -> Coalesce:
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), IntegerField()), Value(0))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
