"""Contrats de ville: write one down, change it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from quartiers.actors.actions.cites import check_neighbourhoods
from quartiers.actors.models import Cite, ContratDeVille, Organisation
from quartiers.actors.queries.edited import state_of_contract
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.merge import Merge, merge
from quartiers.kernel.nir import check_no_nir
from quartiers.kernel.periods import Period
from quartiers.kernel.typed import day
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb

CONTRACT = "actors.contrat_de_ville"
#: Words of addresses that no name may take.
TAKEN = frozenset({"decrire"})


@transaction.atomic
def create_contract(asked: Mapping[str, Any], *, by: Author, now: datetime, fictional: bool = False) -> ContratDeVille:
    """Write down a contrat de ville; signatories and Cités are linked afterwards.

    Args:
        asked: as ``queries.edited.state_of_contract`` gives the values.
        by: who writes.
        now: instant of the writing.
        fictional: whether it is invented.

    Raises:
        RuleBroken: no name, or a name already taken; a period that ends before it starts; a code that is not loaded.
    """
    slug = slugify(asked["name"])[:80]
    if not slug:
        raise RuleBroken("Il manque le nom du contrat. Recopiez celui du document signé.")
    if slug in TAKEN or ContratDeVille.objects.filter(slug=slug).exists():
        raise RuleBroken("Un contrat porte déjà ce nom. Ajoutez-lui sa période, par exemple 2024-2030.")
    contract = ContratDeVille(slug=slug, created_at=now, fictional=fictional)
    _fill(contract, asked)
    audit(Verb.CREATE, kind=CONTRACT, object_id=contract.pk, by=by, now=now)
    return contract


@transaction.atomic
def change_contract(
    contract_id: int, asked: Mapping[str, Any], *, base: Mapping[str, Any], by: Author, now: datetime
) -> Merge:
    """Change a contrat de ville, unless somebody changed the same fields meanwhile: then nothing is saved.

    Raises:
        RuleBroken: as ``create_contract``.
    """
    contract = ContratDeVille.objects.select_for_update().get(pk=contract_id)
    stored = state_of_contract(contract)
    merged = merge(base, asked, stored)
    if not merged.clashes:
        _fill(contract, merged.values)
        changed = merged.changed_from(stored)
        audit(Verb.UPDATE, kind=CONTRACT, object_id=contract.pk, by=by, fields=changed, now=now)
    return merged


@transaction.atomic
def link_contract(
    contract: ContratDeVille,
    *,
    signatories: Iterable[int] | None = None,
    cites: Iterable[int] | None = None,
    by: Author,
    now: datetime,
) -> None:
    """Say who signed a contrat de ville, and which Cités belong to it; None leaves what is there.

    Raises:
        RuleBroken: an organisation or a Cité that does not exist any more.
    """
    if signatories is not None:
        contract.signatories.set(_found(Organisation.objects.all(), signatories))
    if cites is not None:
        contract.cites.set(_found(Cite.objects.filter(closed_on=None), cites))
    changed = [name for name, ids in (("signatories", signatories), ("cites", cites)) if ids is not None]
    audit(Verb.UPDATE, kind=CONTRACT, object_id=contract.pk, by=by, fields=changed, now=now)


def _found(rows: "QuerySet[Any]", ids: Iterable[int]) -> list[Any]:
    wanted = set(ids)
    found = list(rows.filter(pk__in=wanted))
    if len(found) != len(wanted):
        raise RuleBroken("L’une de ces lignes n’existe plus. Rechargez la page et choisissez de nouveau.")
    return found


def _fill(contract: ContratDeVille, values: Mapping[str, Any]) -> None:
    for text in (values["name"], values["amendment"], *values["axes"]):
        check_no_nir(text)
    if not values["starts_on"]:
        raise RuleBroken("Il manque le premier jour du contrat. Recopiez celui du document signé.")
    period = Period(date.fromisoformat(values["starts_on"]), day(values["ends_on"]))
    check_neighbourhoods(values["neighbourhoods"], None)
    contract.name, contract.amendment, contract.axes = values["name"], values["amendment"], list(values["axes"])
    contract.starts_on, contract.ends_on = period.start, period.end
    contract.amended_on = day(values["amended_on"])
    contract.save()
    contract.neighbourhoods.set(values["neighbourhoods"])
