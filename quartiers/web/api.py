"""The rule book for machines."""

from datetime import date

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Router, Schema

from quartiers.kernel.dated import Entry
from quartiers.web import rulebook

router = Router(tags=["Règles"])


class EntryOut(Schema):
    value: int | float | bool | str
    valid_from: date | None
    valid_to: date | None
    source: str
    verified_on: date | None
    note: str


class RuleOut(Schema):
    code: str
    label: str
    unit: str
    room: str
    current: EntryOut | None
    entries: list[EntryOut]
    stale: str


@router.get("/rules", response=list[RuleOut], summary="Les règles", operation_id="rules")
def rules(request: HttpRequest) -> list[RuleOut]:
    """Toutes les valeurs datées : valeur, source, période, date de vérification (null : non vérifié)."""
    return [_rule_out(rule) for rule in rulebook.rules(today=localdate())]


def _rule_out(rule: rulebook.Rule) -> RuleOut:
    return RuleOut(
        code=rule.code,
        label=rule.label,
        unit=rule.unit,
        room=rule.room,
        current=_entry_out(rule.current) if rule.current else None,
        entries=[_entry_out(entry) for entry in rule.entries],
        stale=rule.stale,
    )


def _entry_out(entry: Entry[object]) -> EntryOut:
    return EntryOut(
        value=entry.value if isinstance(entry.value, int | float) else str(entry.value),
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        source=entry.source,
        verified_on=entry.verified_on,
        note=entry.note,
    )
