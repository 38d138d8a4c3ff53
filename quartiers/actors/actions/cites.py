"""Cités: open one, change what its page says. Two people at once lose nothing of what they wrote."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from quartiers.actors.actions.organisations import name_of
from quartiers.actors.models import Cite, Organisation, Partner
from quartiers.actors.queries.cites import organisations_in
from quartiers.actors.queries.edited import DATES, LINKS, state_of
from quartiers.actors.rules.cites import usual_part
from quartiers.actors.rules.organisations import OrganisationKind
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import quantity
from quartiers.kernel.merge import Merge, merge
from quartiers.kernel.nir import check_no_nir
from quartiers.kernel.periods import Period
from quartiers.kernel.typed import day
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb
from quartiers.territory.queries import places

#: Words of addresses that no name may take.
TAKEN = frozenset({"ouvrir"})


@transaction.atomic
def create_cite(name: str, bearer_id: int, *, on: date, by: Author, now: datetime, fictional: bool = False) -> Cite:
    """Open a Cité, borne by an organisation that becomes its first partner.

    Raises:
        RuleBroken: no name, or another Cité has the same address; no such organisation.
    """
    name = " ".join(name.split())
    slug = slugify(name)[:80]
    if not slug:
        raise RuleBroken("Il manque le nom. Donnez celui du territoire, par exemple «\u00a0Narbonne Est\u00a0».")
    if slug in TAKEN or Cite.objects.filter(slug=slug).exists():
        raise RuleBroken("Ce nom est déjà pris. Ajoutez-lui ce qui le distingue, par exemple le nom de la commune.")
    bearer = Organisation.objects.filter(pk=bearer_id, closed_on=None).first()
    if bearer is None:
        raise RuleBroken("La structure porteuse n’existe plus. Choisissez-en une autre.")
    cite = Cite.objects.create(name=name, slug=slug, bearer=bearer, created_at=now, fictional=fictional)
    Partner.objects.create(
        cite=cite, organisation=bearer, part=usual_part(OrganisationKind(bearer.kind)), joined_on=on
    )
    audit(Verb.CREATE, kind="actors.cite", object_id=cite.pk, by=by, now=now)
    return cite


@transaction.atomic
def change_cite(
    cite_id: int, asked: Mapping[str, Any], *, base: Mapping[str, Any], by: Author, now: datetime
) -> Merge:
    """Change what the page of a Cité says, unless somebody changed the same fields meanwhile.

    Args:
        cite_id: of an open Cité.
        asked: the values wanted, named and written as ``queries.edited.state_of`` gives them.
        base: the values as they were when the page opened.
        by: who asks, her name stands beside the change.
        now: instant of the change.

    Returns:
        The merge: where fields clash, nothing is saved and one of the two must choose.

    Raises:
        RuleBroken: a code that is not loaded, a neighbourhood of another list, a period that ends before it starts, a
            bearer who is no partner, a text that holds a NIR.
    """
    cite = Cite.objects.select_for_update().get(pk=cite_id, closed_on=None)
    stored = state_of(cite)
    merged = merge(base, asked, stored)
    if merged.clashes:
        return merged
    _check(cite, merged.values)
    for name, value in merged.values.items():
        if name in LINKS:
            getattr(cite, name).set(value)
        elif name in DATES:
            setattr(cite, name, day(value))
        elif name == "bearer":
            cite.bearer_id = value
        else:
            setattr(cite, name, value)
    cite.changed_by, cite.changed_at = name_of(by), now
    cite.save()
    changed = merged.changed_from(stored)
    audit(Verb.UPDATE, kind="actors.cite", object_id=cite.pk, by=by, fields=changed, now=now)
    return merged


def _check(cite: Cite, values: Mapping[str, Any]) -> None:
    for value in values.values():
        if isinstance(value, str):
            check_no_nir(value)
    first, last = day(values.get("label_on")), day(values.get("label_until"))
    if first and last:
        Period(first, last)
    if not values.get("name", cite.name):
        raise RuleBroken("Il manque le nom. Donnez celui du territoire.")
    if "bearer" in values and not organisations_in(cite).filter(pk=values["bearer"]).exists():
        raise RuleBroken("La structure porteuse doit être partenaire. Ajoutez-la d’abord aux partenaires.")
    check_neighbourhoods(values.get("neighbourhoods", ()), int(values.get("generation", cite.generation)))
    check_communes(values.get("communes", ()))
    check_epcis(values.get("epcis", ()))


def check_neighbourhoods(codes: Any, generation: int | None) -> None:
    """Refuse codes that are not loaded, or of another list.

    Raises:
        RuleBroken: with the codes.
    """
    rows = places.neighbourhoods()
    _check_known(codes, rows, "quartier")
    others = [] if generation is None else rows.filter(pk__in=codes).exclude(generation=generation)
    if wrong := [one.code for one in others]:
        raise RuleBroken(
            f"{_listed(wrong, 'quartier')} d’une autre liste que celle de {generation}. "
            "Choisissez l’autre liste ou retirez ces codes."
        )


def check_communes(codes: Any) -> None:
    """Refuse codes that are not loaded.

    Raises:
        RuleBroken: with the codes.
    """
    _check_known(codes, places.communes(), "commune")


def check_epcis(codes: Any) -> None:
    """Refuse codes that are not loaded.

    Raises:
        RuleBroken: with the codes.
    """
    _check_known(codes, places.epcis(), "intercommunalité")


def _check_known(codes: Any, rows: Any, noun: str) -> None:
    found = set(rows.filter(pk__in=codes).values_list("pk", flat=True)) if codes else set()
    if unknown := [code for code in codes if code not in found]:
        raise RuleBroken(
            f"{_listed(unknown, noun)} que la plateforme ne connaît pas. Vérifiez ces codes sur la page du territoire."
        )


def _listed(codes: list[str], noun: str) -> str:
    return f"{quantity(len(codes), noun)} ({', '.join(codes)})"
