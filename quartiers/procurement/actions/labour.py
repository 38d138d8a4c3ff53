"""Values of a territory: sign one, withdraw one. The past stays written."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from quartiers.kernel.errors import RuleBroken
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb
from quartiers.procurement.models import SignedValue
from quartiers.procurement.rules.local_values import (
    FULL_TIME_SUBJECT,
    RATE_SUBJECT,
    check_local_value,
    check_value_source,
)

VALUE = "procurement.value"


@transaction.atomic
def sign_value(cite_id: int, asked: Mapping[str, Any], *, by: Author, now: datetime) -> SignedValue:
    """Sign a value for a territory; it counts from its first day, until another one follows.

    Args:
        cite_id: the territory.
        asked: ``subject``, ``share`` and ``rate`` from 0 to 1, ``cost`` in euros, ``hours_a_year``, ``valid_from``,
            ``source``, ``to_validate``; what its subject does not need is left out.
        by: who signs.
        now: instant of the signature.

    Raises:
        RuleBroken: as ``check_local_value``; no source, or a source that holds a NIR.
    """
    subject, first_day = asked["subject"], asked["valid_from"]
    if not isinstance(first_day, date):
        raise RuleBroken("Il manque le premier jour. Donnez la date à partir de laquelle cette valeur compte.")
    numbers = {name: asked.get(name) for name in ("share", "cost", "rate", "hours_a_year")}
    check_local_value(subject, **numbers, on=first_day)
    is_trade = subject not in {RATE_SUBJECT, FULL_TIME_SUBJECT}
    made = SignedValue.objects.create(
        cite_id=cite_id,
        subject=subject,
        labour_share=numbers["share"] if is_trade else None,
        hourly_cost=numbers["cost"] if is_trade else None,
        rate=numbers["rate"] if subject == RATE_SUBJECT else None,
        hours_a_year=numbers["hours_a_year"] if subject == FULL_TIME_SUBJECT else None,
        valid_from=first_day,
        source=check_value_source(asked["source"]),
        to_validate=bool(asked.get("to_validate")),
        signed_by_id=by.user_id,
        organisation_id=by.organisation_id,
        signed_at=now,
    )
    audit(Verb.CREATE, kind=VALUE, object_id=made.pk, by=by, now=now)
    return made


@transaction.atomic
def withdraw_value(cite_id: int, value_id: int, *, by: Author, now: datetime) -> None:
    """Withdraw a value: the one before it counts again. The row stays in the history.

    Raises:
        RuleBroken: it is withdrawn already.
    """
    rows = SignedValue.objects.filter(cite_id=cite_id, pk=value_id, withdrawn_at=None)
    if not rows.update(withdrawn_at=now):
        raise RuleBroken("Cette valeur est déjà retirée. Rien n’a changé.")
    audit(Verb.UPDATE, kind=VALUE, object_id=value_id, by=by, fields=["withdrawn_at"], now=now)
