"""Sourcing: keep who was asked, who answered, what was said to all. Two people at once lose nothing."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from quartiers.actors.actions.organisations import name_of
from quartiers.actors.rules.siret import check_siret
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.merge import Merge, merge
from quartiers.kernel.typed import day, period
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb
from quartiers.office.rules.audit import months_before
from quartiers.procurement.actions.changes import audit_change
from quartiers.procurement.models import Sourcing, SourcingCompany, SourcingInformation
from quartiers.procurement.queries import operations
from quartiers.procurement.queries import sourcing as queries
from quartiers.procurement.rules import sourcing as rules
from quartiers.procurement.rules.contracts import check_cpv

SOURCING = "procurement.sourcing"
#: A card is one page, that can be printed and read.
MOST_COMPANIES, MOST_SAID = 20, 20
TWICE = "Cette entreprise est déjà dans la fiche. Modifiez sa ligne."


@transaction.atomic
def open_card(
    owner_id: int, asked: Mapping[str, Any], *, by: Author, now: datetime, fictional: bool = False
) -> Sourcing:
    """Open a sourcing card, that only its organisation sees.

    Args:
        owner_id: the organisation.
        asked: as ``queries.sourcing.state_of_card`` gives the values.
        by: who writes.
        now: instant of the writing.
        fictional: whether it is invented.

    Raises:
        RuleBroken: no name or no day, a code CPV that is none, an operation that the organisation does not follow, a
            card that ends before it starts, a text that holds a contact or a NIR.
    """
    card = Sourcing(owner_id=owner_id, created_at=now, fictional=fictional)
    _fill(card, asked, by, now)
    audit(Verb.CREATE, kind=SOURCING, object_id=card.pk, by=by, now=now)
    return card


@transaction.atomic
def change_card(
    card_id: int, asked: Mapping[str, Any], *, base: Mapping[str, Any], by: Author, now: datetime
) -> Merge:
    """Change a card, unless somebody changed the same fields meanwhile: then nothing is saved.

    Raises:
        RuleBroken: as ``open_card``.
    """
    card = Sourcing.objects.select_for_update().get(pk=card_id)
    stored = queries.state_of_card(card)
    merged = merge(base, asked, stored)
    if not merged.clashes:
        _fill(card, merged.values, by, now)
        audit_change(SOURCING, card_id, merged, stored, by=by, now=now)
    return merged


@transaction.atomic
def erase_card(card_id: int, *, by: Author, now: datetime) -> None:
    """Erase a card that the organisation in use keeps, with all its rows.

    Raises:
        RuleBroken: it is not there any more.
    """
    card = queries.find(card_id, by.organisation_id)
    if card is None:
        raise RuleBroken("Cette fiche n’est plus là. Elle a peut-être déjà été effacée.")
    card.delete()
    audit(Verb.DELETE, kind=SOURCING, object_id=card_id, by=by, now=now)


@transaction.atomic
def add_company(card_id: int, asked: Mapping[str, Any], *, on: date, by: Author, now: datetime) -> SourcingCompany:
    """Note a company that was asked.

    Args:
        card_id: of the card.
        asked: as ``queries.sourcing.state_of_company`` gives the values.
        on: today.
        by: who writes.
        now: instant of the writing.

    Raises:
        RuleBroken: no name, that of a person or of a company that is there, a SIRET that is none, a day to come, an
            answer before its question, a text that holds a contact or a NIR, too many companies.
    """
    card = Sourcing.objects.select_for_update().get(pk=card_id)
    if SourcingCompany.objects.filter(sourcing=card).count() >= MOST_COMPANIES:
        raise RuleBroken(f"Une fiche garde au plus {MOST_COMPANIES} entreprises. Ouvrez-en une autre.")
    made = SourcingCompany(sourcing=card)
    _fill_company(made, asked, on, by, now)
    audit(Verb.UPDATE, kind=SOURCING, object_id=card_id, by=by, fields=["companies"], now=now)
    return made


@transaction.atomic
def change_company(
    company_id: int, asked: Mapping[str, Any], *, base: Mapping[str, Any], on: date, by: Author, now: datetime
) -> Merge:
    """Change what is noted of a company, unless somebody changed the same meanwhile: then nothing is saved.

    Raises:
        RuleBroken: as ``add_company``; somebody took it away.
    """
    row = SourcingCompany.objects.select_for_update().filter(pk=company_id).first()
    if row is None:
        raise RuleBroken("Cette entreprise vient d’être retirée de la fiche. Ajoutez-la si elle doit rester.")
    stored = queries.state_of_company(row)
    merged = merge(base, asked, stored)
    if not merged.clashes:
        _fill_company(row, merged.values, on, by, now)
        audit_change(SOURCING, row.sourcing_id, merged, stored, by=by, now=now)
    return merged


@transaction.atomic
def remove_company(card_id: int, company_id: int, *, by: Author, now: datetime) -> None:
    """Take a company out of a card; nothing happens when it is already out."""
    gone, _ = SourcingCompany.objects.filter(sourcing=card_id, pk=company_id).delete()
    if gone:
        audit(Verb.UPDATE, kind=SOURCING, object_id=card_id, by=by, fields=["companies"], now=now)


@transaction.atomic
def give_information(
    card_id: int, text: str, given_on: str, company_ids: Collection[int], *, on: date, by: Author, now: datetime
) -> SourcingInformation:
    """Note what was said, on which day, to which companies of the card.

    Raises:
        RuleBroken: nothing was said, to nobody, on a day to come; a company of another card; too much was said; a
            text that holds a contact or a NIR.
    """
    rules.check_text(text)
    said_on = rules.check_days(day(given_on), None, today=on)
    if not text:
        raise RuleBroken("Il manque l’information donnée. Écrivez-la comme vous l’avez dite.")
    if SourcingInformation.objects.filter(sourcing=card_id).count() >= MOST_SAID:
        raise RuleBroken(f"Une fiche garde au plus {MOST_SAID} informations. Réunissez-en deux.")
    rows = list(SourcingCompany.objects.filter(sourcing=card_id, pk__in=company_ids))
    if not rows or len(rows) != len(set(company_ids)):
        raise RuleBroken("Dites à quelles entreprises de la fiche elle a été donnée. Cochez-en au moins une.")
    made = SourcingInformation.objects.create(sourcing_id=card_id, text=text, given_on=said_on)
    made.companies.set(rows)
    audit(Verb.UPDATE, kind=SOURCING, object_id=card_id, by=by, fields=["informations"], now=now)
    return made


@transaction.atomic
def remove_information(card_id: int, information_id: int, *, by: Author, now: datetime) -> None:
    """Take an information out of a card; nothing happens when it is already out."""
    gone, _ = SourcingInformation.objects.filter(sourcing=card_id, pk=information_id).delete()
    if gone:
        audit(Verb.UPDATE, kind=SOURCING, object_id=card_id, by=by, fields=["informations"], now=now)


def purge_cards(*, now: datetime, dry_run: bool = False) -> int:
    """Erase the cards past their time; returns their number. Replayable."""
    limit = months_before(now, rules.SOURCING_MONTHS.on(now.date()))
    old = Sourcing.objects.filter(created_at__lt=limit)
    count = old.count()
    if not dry_run:
        old.delete()
    return count


def _fill(card: Sourcing, values: Mapping[str, Any], by: Author, now: datetime) -> None:
    for name in ("name", "need", "conclusion"):
        rules.check_text(values[name])
    if not values["name"]:
        raise RuleBroken("Il manque le nom de cette fiche. Par exemple «\u00a0Entretien des espaces verts\u00a0».")
    check_cpv(values["cpv"])
    opened, closed = period(values["opened_on"], values["closed_on"])
    if opened is None:
        raise RuleBroken("Il manque le jour où le sourcing commence. Écrivez-le ainsi\u00a0: 31/01/2027.")
    number = values["operation"] or None
    if number and not operations.visible(card.owner_id, []).filter(pk=number).exists():
        raise RuleBroken("Cette opération n’est pas suivie par votre organisation. Choisissez-en une autre.")
    card.name, card.need, card.cpv, card.conclusion = (values[name] for name in ("name", "need", "cpv", "conclusion"))
    card.operation_id, card.opened_on, card.closed_on = number, opened, closed
    card.changed_by, card.changed_at = name_of(by), now
    card.save()


def _fill_company(row: SourcingCompany, values: Mapping[str, Any], on: date, by: Author, now: datetime) -> None:
    rules.check_company(values["name"])
    rules.check_text(values["answer"])
    answered = day(values["answered_on"])
    row.asked_on = rules.check_days(day(values["asked_on"]), answered, today=on)
    others = SourcingCompany.objects.filter(sourcing=row.sourcing_id, name__iexact=values["name"]).exclude(pk=row.pk)
    if others.exists():
        raise RuleBroken(TWICE)
    row.name, row.siret, row.is_small = values["name"], check_siret(values["siret"]), values["is_small"]
    row.answered_on, row.answer = answered, values["answer"]
    row.changed_by, row.changed_at = name_of(by), now
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:  # added by somebody else at the same instant
        raise RuleBroken(TWICE) from error
