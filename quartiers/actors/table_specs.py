"""The tables that people bring here: a directory of organisations, as partners keep it in a spreadsheet."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from quartiers.actors.actions.organisations import add_site, change_organisation, change_site, declare_organisation
from quartiers.actors.queries.organisations import declared_here, main_sites, state_of_organisation, state_of_site
from quartiers.actors.rules.organisations import OrganisationKind
from quartiers.actors.rules.siret import check_siret
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.office.rules import Author, plain
from quartiers.office.table_import import Field, Key, Record, TableSpec
from quartiers.web.access import ADMINISTRATION

if TYPE_CHECKING:
    from quartiers.actors.models import Organisation, Site

KINDS = {name: kind for kind in OrganisationKind for name in (plain(kind.label), plain(kind.value))}
OWN = ("kind", "siret", "phone", "email", "website", "description")
PLACE = ("address", "postcode", "city")


def read_kind(text: str) -> str:
    """A kind, by its words or its acronym.

    Raises:
        RuleBroken: none of those of the platform.
    """
    kind = KINDS.get(plain(text))
    if kind is None:
        examples = ", ".join((OrganisationKind.ACI.label, OrganisationKind.ASSOCIATION.label))
        raise RuleBroken(f"cette nature n’est pas connue ici. Par exemple{NBSP}: {examples}.")
    return kind.value


def stored(keys: Sequence[Key]) -> Mapping[Key, Mapping[str, str]]:
    """The organisations declared here under these names, with their main place."""
    found = {plain(one.name): one for one in declared_here(str(key[0]) for key in keys)}
    places = main_sites(found.values())
    return {key: _as_written(one, places) for key in keys if (one := found.get(plain(str(key[0]))))}


def save(records: Sequence[Record], by: Author, now: datetime) -> None:
    """Declare those that are new, change the others."""
    known = {plain(one.name): one for one in declared_here(str(record["name"]) for record in records)}
    places = main_sites(known.values())
    for record in records:
        asked = {name: record[name] for name in OWN if record.get(name)}
        one = known.get(plain(record["name"]))
        if one is None:
            number = declare_organisation({"name": record["name"], **asked}, by=by, now=now).pk
        else:
            number = one.pk
            change_organisation(number, asked, base=state_of_organisation(one), by=by, now=now)
        _save_place(number, places.get(number), record, by, now)


def _save_place(number: int, site: "Site | None", record: Record, by: Author, now: datetime) -> None:
    asked: dict[str, Any] = {name: record[name] for name in PLACE if record.get(name)}
    if not asked:
        return
    if site is None:
        add_site(number, asked, by=by, now=now)
    else:
        change_site(site.pk, asked, base=state_of_site(site), by=by, now=now)


def _as_written(one: "Organisation", places: "Mapping[int, Site]") -> dict[str, str]:
    site = places.get(one.pk)
    place = state_of_site(site) if site else {}
    values = state_of_organisation(one) | {name: place.get(name, "") for name in PLACE}
    return {name: str(value) for name, value in values.items()}


ORGANISATIONS = TableSpec(
    code="organisations",
    title="Ajouter des structures depuis un tableau",
    noun=("structure", "structures"),
    fields=(
        Field("name", "Nom", ("structure", "organisation", "nom de la structure", "raison sociale"), required=True,
              example="Régie des Tilleuls"),
        Field("kind", "Nature", ("type", "type de structure", "catégorie"), required=True, read=read_kind,
              example=OrganisationKind.REGIE_DE_QUARTIER.label),
        Field("siret", "SIRET", ("numéro siret", "n° siret"), read=check_siret, example="356 000 000 00048"),
        Field("phone", "Téléphone", ("tél", "téléphone fixe"), example="04 99 00 00 00"),
        Field("email", "Courriel", ("mail", "email", "adresse mail"), example="accueil@exemple.fr"),
        Field("website", "Site internet", ("site", "site web", "url"), example="https://exemple.fr"),
        Field("address", "Adresse", ("adresse postale", "voie"), example="12 rue de la Paix"),
        Field("postcode", "Code postal", ("cp",), example="11100"),
        Field("city", "Ville", ("commune",), example="Narbonne"),
        Field("description", "Ce qu’elle fait", ("description", "activité", "présentation")),
    ),
    key=("name",),
    may_import=lambda viewer: viewer.may(ADMINISTRATION),
    existing=stored,
    apply=save,
    back="structures:list",
)  # fmt: skip
TABLES = [ORGANISATIONS]
