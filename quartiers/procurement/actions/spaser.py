"""Schemes of responsible procurement: write them, set their targets, note a year. Two people at once lose nothing."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from quartiers.actors.actions.organisations import name_of
from quartiers.actors.queries.organisations import open_organisations_named
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.merge import Merge, merge
from quartiers.kernel.nir import check_no_nir
from quartiers.kernel.typed import check_known, day, number, period
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb
from quartiers.procurement.actions.changes import audit_change
from quartiers.procurement.models import Spaser, SpaserTarget, SpaserYear
from quartiers.procurement.queries import spaser as queries
from quartiers.procurement.rules import spaser as rules
from quartiers.procurement.rules.spaser import BY_CODE

SPASER = "procurement.spaser"
TEXTS = ("name", "social", "ecological", "durability", "implementation", "follow_up")


@transaction.atomic
def create_scheme(
    owner_id: int, asked: Mapping[str, Any], *, by: Author, now: datetime, fictional: bool = False
) -> Spaser:
    """Write down a scheme that an organisation writes, for itself or for several buyers.

    Args:
        owner_id: the organisation.
        asked: as ``queries.spaser.state_of_scheme`` gives the values.
        by: who writes.
        now: instant of the writing.
        fictional: whether it is invented.

    Raises:
        RuleBroken: no name, no buyer, an unknown organisation, a period that ends before it starts, a text that holds
            a NIR.
    """
    scheme = Spaser(owner_id=owner_id, created_at=now, fictional=fictional)
    _fill(scheme, asked, by, now)
    audit(Verb.CREATE, kind=SPASER, object_id=scheme.pk, by=by, now=now)
    return scheme


@transaction.atomic
def change_scheme(
    scheme_id: int, asked: Mapping[str, Any], *, base: Mapping[str, Any], by: Author, now: datetime
) -> Merge:
    """Change a scheme, unless somebody changed the same fields meanwhile: then nothing is saved.

    Raises:
        RuleBroken: as ``create_scheme``.
    """
    scheme = Spaser.objects.select_for_update().get(pk=scheme_id)
    stored = queries.state_of_scheme(scheme)
    merged = merge(base, asked, stored)
    if not merged.clashes:
        _fill(scheme, merged.values, by, now)
        audit_change(SPASER, scheme_id, merged, stored, by=by, now=now)
    return merged


@transaction.atomic
def set_targets(
    scheme_id: int, asked: Mapping[str, str], *, base: Mapping[str, Any], by: Author, now: datetime
) -> Merge:
    """Set the targets of a scheme, unless somebody changed the same ones meanwhile: then nothing is saved.

    Args:
        scheme_id: of the scheme.
        asked: a text by code of indicator, as ``queries.spaser.state_of_targets`` gives them; empty takes one away.
        base: the texts as they were when the page opened.
        by: who asks.
        now: instant of the change.

    Raises:
        RuleBroken: an indicator that does not exist, a number out of its range.
    """
    scheme = Spaser.objects.select_for_update().get(pk=scheme_id)
    stored = queries.state_of_targets(scheme)
    _check_codes(asked, stored)
    merged = merge(base, asked, stored)
    if not merged.clashes:
        wanted = _numbers({**stored, **merged.values})
        SpaserTarget.objects.filter(scheme=scheme).exclude(indicator__in=wanted).delete()
        for code, value in wanted.items():
            SpaserTarget.objects.update_or_create(scheme=scheme, indicator=code, defaults={"value": value})
        scheme.changed_by, scheme.changed_at = name_of(by), now
        scheme.save(update_fields=["changed_by", "changed_at"])
        audit_change(SPASER, scheme_id, merged, stored, by=by, now=now)
    return merged


@transaction.atomic
def note_year(
    scheme_id: int,
    buyer_id: int,
    year: int,
    asked: Mapping[str, str],
    *,
    base: Mapping[str, Any],
    on: date,
    by: Author,
    now: datetime,
) -> Merge:
    """Note what a buyer did in a year, unless somebody noted the same figures meanwhile: then nothing is saved.

    Args:
        scheme_id: of the scheme.
        buyer_id: one of its buyers.
        year: of the figures.
        asked: texts as ``queries.spaser.state_of_sheet`` gives them; an empty one notes nothing.
        base: the texts as they were when the page opened.
        on: today.
        by: who notes.
        now: instant of the writing.

    Raises:
        RuleBroken: not a buyer of the scheme, a year to come, an indicator that is not noted by hand, a number out of
            its range, figures without source, a source that holds a NIR.
    """
    scheme = Spaser.objects.select_for_update().get(pk=scheme_id)
    rules.check_year(year, today=on)
    if not scheme.buyers.filter(pk=buyer_id).exists():
        raise RuleBroken("Cette organisation n’est pas un acheteur du schéma. Ajoutez-la d’abord.")
    found = queries.sheet(scheme, buyer_id, year) or SpaserYear(scheme=scheme, buyer_id=buyer_id, year=year)
    stored = queries.state_of_sheet(found)
    _check_codes(asked, stored)
    merged = merge(base, asked, stored)
    if not merged.clashes:
        texts = {**stored, **merged.values}
        origin = texts.pop("origin")
        check_no_nir(origin)
        values = {code: str(value) for code, value in _numbers(texts).items()}
        rules.check_source(values, origin)
        found.values, found.origin = values, origin
        found.changed_by, found.changed_at = name_of(by), now
        found.save()
        audit_change(SPASER, scheme_id, merged, stored, by=by, now=now)
    return merged


def _fill(scheme: Spaser, values: Mapping[str, Any], by: Author, now: datetime) -> None:
    for name in TEXTS:
        check_no_nir(values[name])
    if not values["name"]:
        raise RuleBroken(
            "Il manque le nom du schéma. Par exemple «\u00a0Schéma d’achats responsables 2026-2030\u00a0»."
        )
    if not values["buyers"]:
        raise RuleBroken("Il manque un acheteur. Écrivez au moins une organisation de l’annuaire.")
    check_known(values["buyers"], open_organisations_named(""), "cette organisation")
    scheme.starts_on, scheme.ends_on = period(values["starts_on"], values["ends_on"])
    scheme.adopted_on, scheme.published_on = day(values["adopted_on"]), day(values["published_on"])
    scheme.indicators_on = day(values["indicators_on"])
    for name in (*TEXTS, "address", "is_published"):
        setattr(scheme, name, values[name])
    scheme.changed_by, scheme.changed_at = name_of(by), now
    scheme.save()
    scheme.buyers.set(values["buyers"])


def _check_codes(asked: Mapping[str, str], known: Mapping[str, str]) -> None:
    if unknown := set(asked) - set(known):
        raise RuleBroken(
            f"Cet indicateur ne se note pas ici\u00a0: {', '.join(sorted(unknown))}. Prenez ceux de la page."
        )


def _numbers(texts: Mapping[str, str]) -> dict[str, Decimal]:
    """Values by code, from 0 to 1 for a share; empty texts left out."""
    found = {}
    for code, text in texts.items():
        value = number(text)
        if value is not None:
            known = BY_CODE.get(code)
            found[code] = value / 100 if known is not None and known.unit.is_share else value
            rules.check_value(code, found[code])
    return found
