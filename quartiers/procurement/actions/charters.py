"""Charters: write them, bind operations, note what was done, close them. Two people at once lose nothing."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from quartiers.actors.actions.organisations import name_of
from quartiers.actors.queries.organisations import open_organisations_named
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import typed
from quartiers.kernel.merge import Merge, merge
from quartiers.kernel.nir import check_no_nir
from quartiers.kernel.typed import check_choice, check_known, day, number, period
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb
from quartiers.procurement.actions.changes import audit_change
from quartiers.procurement.models import Charter, CharterOperation, Commitment
from quartiers.procurement.queries import charters as queries
from quartiers.procurement.rules import charters as rules
from quartiers.procurement.rules.charters import Base, CharterModel, Measure
from quartiers.territory.queries import places

CHARTER = "procurement.charter"
NOTHING_REACHED = {"read_on": "", "reached": "", "reached_on": "", "reached_from": ""}


@transaction.atomic
def create_charter(
    owner_id: int,
    model: str,
    asked: Mapping[str, Any],
    *,
    on: date,
    by: Author,
    now: datetime,
    fictional: bool = False,
) -> Charter:
    """Write down a charter that an organisation follows, with the commitments of its model.

    Args:
        owner_id: the organisation.
        model: ``CharterModel``; that of urban renewal brings its two rates.
        asked: as ``queries.charters.state_of_charter`` gives the values.
        on: the day whose values count.
        by: who writes.
        now: instant of the writing.
        fictional: whether it is invented.

    Raises:
        RuleBroken: no name, no signatory, an unknown model, organisation or neighbourhood, a period that ends before
            it starts, a text that holds a NIR.
    """
    check_choice(model, CharterModel)
    charter = Charter(owner_id=owner_id, model=model, created_at=now, fictional=fictional)
    _fill(charter, asked, by, now)
    for one in rules.wanted_by(model, on=on):
        values = {
            "text": one.text, "base": one.base, "measure": one.measure, "target": typed(one.target * 100),
            "public": one.public, "origin": one.source,
        }  # fmt: skip
        _fill_commitment(Commitment(charter=charter), values | NOTHING_REACHED, on, by, now)
    audit(Verb.CREATE, kind=CHARTER, object_id=charter.pk, by=by, now=now)
    return charter


@transaction.atomic
def change_charter(
    charter_id: int, asked: Mapping[str, Any], *, base: Mapping[str, Any], by: Author, now: datetime
) -> Merge:
    """Change a charter, unless somebody changed the same fields meanwhile: then nothing is saved.

    Raises:
        RuleBroken: as ``create_charter``; the charter is closed.
    """
    charter = _opened(charter_id)
    stored = queries.state_of_charter(charter)
    merged = merge(base, asked, stored)
    if not merged.clashes:
        _fill(charter, merged.values, by, now)
        audit_change(CHARTER, charter.pk, merged, stored, by=by, now=now)
    return merged


@transaction.atomic
def close_charter(charter_id: int, *, on: date, by: Author, now: datetime) -> None:
    """Close a charter: it stays readable and changes no more.

    Raises:
        RuleBroken: it is closed already.
    """
    charter = _opened(charter_id)
    charter.closed_on = on
    charter.save(update_fields=["closed_on"])
    audit(Verb.UPDATE, kind=CHARTER, object_id=charter_id, by=by, fields=["closed_on"], now=now)


@transaction.atomic
def reopen_charter(charter_id: int, *, by: Author, now: datetime) -> None:
    """Open a closed charter again; nothing happens to one that is open."""
    if Charter.objects.filter(pk=charter_id).exclude(closed_on=None).update(closed_on=None):
        audit(Verb.UPDATE, kind=CHARTER, object_id=charter_id, by=by, fields=["closed_on"], now=now)


@transaction.atomic
def add_commitment(charter_id: int, asked: Mapping[str, Any], *, on: date, by: Author, now: datetime) -> Commitment:
    """Add a commitment to a charter.

    Args:
        charter_id: of the charter.
        asked: as ``queries.charters.state_of_commitment`` gives the values.
        on: today, which no reading can pass.
        by: who writes.
        now: instant of the writing.

    Raises:
        RuleBroken: the charter is closed; no text or no source, an unknown choice, a target out of its range, a
            figure without day or source, a text that holds a NIR.
    """
    made = Commitment(charter=_opened(charter_id))
    _fill_commitment(made, asked, on, by, now)
    audit(Verb.UPDATE, kind=CHARTER, object_id=charter_id, by=by, fields=["commitments"], now=now)
    return made


@transaction.atomic
def change_commitment(
    commitment_id: int, asked: Mapping[str, Any], *, base: Mapping[str, Any], on: date, by: Author, now: datetime
) -> Merge:
    """Change a commitment, unless somebody changed the same fields meanwhile: then nothing is saved.

    Raises:
        RuleBroken: as ``add_commitment``; somebody took it away.
    """
    row = Commitment.objects.select_for_update().filter(pk=commitment_id).first()
    if row is None:
        raise RuleBroken("Cet engagement vient d’être retiré. Ajoutez-le de nouveau s’il doit rester.")
    _opened(row.charter_id)
    stored = queries.state_of_commitment(row)
    merged = merge(base, asked, stored)
    if not merged.clashes:
        _fill_commitment(row, merged.values, on, by, now)
        audit_change(CHARTER, row.charter_id, merged, stored, by=by, now=now)
    return merged


@transaction.atomic
def remove_commitment(charter_id: int, commitment_id: int, *, by: Author, now: datetime) -> None:
    """Take a commitment out of a charter; nothing happens when it is already out.

    Raises:
        RuleBroken: the charter is closed.
    """
    gone, _ = Commitment.objects.filter(charter=_opened(charter_id), pk=commitment_id).delete()
    if gone:
        audit(Verb.UPDATE, kind=CHARTER, object_id=charter_id, by=by, fields=["commitments"], now=now)


@transaction.atomic
def bind_operation(
    charter_id: int,
    operation_id: int,
    base: str,
    *,
    organisation_id: int | None,
    cite_ids: Collection[int],
    by: Author,
    now: datetime,
) -> None:
    """Count an operation in a part of a charter.

    Args:
        charter_id: of the charter.
        operation_id: of the operation.
        base: ``Base``.
        organisation_id: of who binds: one binds only what one sees.
        cite_ids: Cités whose shared work she reads.
        by: who binds.
        now: instant.

    Raises:
        RuleBroken: the charter is closed, the operation is bound already or not seen, the part is unknown.
    """
    charter = _opened(charter_id)
    check_choice(base, Base)
    if not queries.may_bind(charter, organisation_id, cite_ids).filter(pk=operation_id).exists():
        raise RuleBroken(
            "Cette opération est déjà dans la charte, ou ne vous est pas ouverte. Choisissez-en une autre."
        )
    CharterOperation.objects.create(charter=charter, operation_id=operation_id, base=base)
    audit(Verb.UPDATE, kind=CHARTER, object_id=charter_id, by=by, fields=["operations"], now=now)


@transaction.atomic
def unbind_operation(charter_id: int, operation_id: int, *, by: Author, now: datetime) -> None:
    """Take an operation out of a charter; nothing happens when it is already out.

    Raises:
        RuleBroken: the charter is closed.
    """
    gone, _ = CharterOperation.objects.filter(charter=_opened(charter_id), operation=operation_id).delete()
    if gone:
        audit(Verb.UPDATE, kind=CHARTER, object_id=charter_id, by=by, fields=["operations"], now=now)


def _opened(charter_id: int) -> Charter:
    charter = Charter.objects.select_for_update().get(pk=charter_id)
    rules.check_open(charter.closed_on)
    return charter


def _fill(charter: Charter, values: Mapping[str, Any], by: Author, now: datetime) -> None:
    for name in ("name", "summary"):
        check_no_nir(values[name])
    if not values["name"]:
        raise RuleBroken("Il manque le nom de la charte. Par exemple «\u00a0Charte d’insertion des Tilleuls\u00a0».")
    signatories, codes = values["signatories"], values["neighbourhoods"]
    rules.check_signatories(len(signatories))
    check_known(signatories, open_organisations_named(""), "cette organisation")
    check_known(codes, places.neighbourhoods(), "ce quartier")
    first, last = period(values["starts_on"], values["ends_on"])
    charter.name, charter.summary = values["name"], values["summary"]
    charter.signed_on, charter.starts_on, charter.ends_on = day(values["signed_on"]), first, last
    charter.cite_id, charter.is_published = values["cite"] or None, values["is_published"]
    charter.changed_by, charter.changed_at = name_of(by), now
    charter.save()
    charter.signatories.set(signatories)
    charter.neighbourhoods.set(codes)


def _fill_commitment(row: Commitment, values: Mapping[str, Any], on: date, by: Author, now: datetime) -> None:
    for name in ("text", "public", "origin", "reached_from"):
        check_no_nir(values[name])
    if not values["text"] or not values["origin"]:
        raise RuleBroken("Il manque ce qui est promis, ou l’endroit où c’est écrit. Donnez les deux.")
    check_choice(values["base"], Base)
    check_choice(values["measure"], Measure)
    told = number(values["target"])
    target = told / 100 if told is not None and values["measure"] == Measure.RATE else told
    reached, reached_on = number(values["reached"]), day(values["reached_on"])
    rules.check_reached(reached, reached_on, values["reached_from"], today=on)
    row.target = rules.check_target(values["measure"], target)
    row.text, row.public, row.origin = values["text"], values["public"], values["origin"]
    row.base, row.measure, row.read_on = values["base"], values["measure"], day(values["read_on"])
    row.reached, row.reached_on, row.reached_from = reached, reached_on, values["reached_from"]
    row.changed_by, row.changed_at = name_of(by), now
    row.save()
