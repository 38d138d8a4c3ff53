"""What employers of insertion say of themselves: convention, activities, posts. Written by their own people."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from quartiers.actors.actions.organisations import name_of
from quartiers.actors.queries.organisations import find_structure
from quartiers.iae.models import EmployerSheet, Post
from quartiers.iae.queries.employers import POST_FIELDS, state_of_post, state_of_sheet
from quartiers.iae.rules.activities import Activity, activities_of, check_rome
from quartiers.iae.rules.employers import is_employer
from quartiers.iae.rules.posts import Contract
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.kernel.merge import Merge, merge
from quartiers.kernel.nir import check_no_nir
from quartiers.kernel.periods import Period
from quartiers.kernel.typed import day
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb
from quartiers.territory.names import search_name

SHEET, POST = "iae.employer", "iae.post"
MOST_OPENINGS, MOST_HOURS = 999, 48
Values = Mapping[str, Any]


@transaction.atomic
def change_sheet(organisation_id: int, asked: Values, *, base: Values, by: Author, now: datetime) -> Merge:
    """Change what an employer says of its convention, its activities, whether it receives applications.

    Args:
        organisation_id: an open organisation.
        asked: as ``queries.employers.state_of_sheet`` gives the values.
        base: the values as they were when the page opened.
        by: who asks.
        now: instant of the change.

    Returns:
        The merge: where fields clash, nothing is saved and one of the two must choose.

    Raises:
        RuleBroken: no employer of insertion, a convention that ends before it starts, an unknown activity.
    """
    _check_employer(organisation_id)
    EmployerSheet.objects.get_or_create(pk=organisation_id)  # two people who write the first one wait for each other
    sheet = EmployerSheet.objects.select_for_update().get(pk=organisation_id)
    stored = state_of_sheet(sheet)
    merged = merge(base, asked, stored)
    changed = merged.changed_from(stored)
    if merged.clashes or not changed:
        return merged
    values = {**stored, **merged.values}
    start, end = day(values["convention_from"]), day(values["convention_to"])
    if start and end:
        Period(start, end)
    sheet.convention_from, sheet.convention_to = start, end
    sheet.takes_applications = bool(values["takes_applications"])
    sheet.declared = _between_bars(_known(values["activities"]))
    sheet.changed_by, sheet.changed_at = name_of(by), now
    sheet.save()
    refresh_activities([organisation_id])
    audit(Verb.UPDATE, kind=SHEET, object_id=organisation_id, by=by, fields=changed, now=now)
    return merged


@transaction.atomic
def add_post(organisation_id: int, asked: Values, *, by: Author, now: datetime, on: date) -> Post:
    """Announce a post; it is confirmed that day.

    Raises:
        RuleBroken: no employer of insertion, no title, a ROME code that is none, more openings or hours than can be,
            a post of a clause without its contract, a text with a NIR.
    """
    _check_employer(organisation_id)
    post = Post(organisation_id=organisation_id, confirmed_on=on)
    _fill(post, {name: asked.get(name, default) for name, default in POST_FIELDS.items()}, by, now)
    refresh_activities([organisation_id])
    audit(Verb.CREATE, kind=POST, object_id=post.pk, by=by, now=now)
    return post


@transaction.atomic
def change_post(post_id: int, asked: Values, *, base: Values, by: Author, now: datetime, on: date) -> Merge:
    """Change an announcement that is written here; whoever changes it confirms it.

    Raises:
        RuleBroken: a source brought it, or as ``add_post``.
    """
    post = Post.objects.select_for_update().get(pk=post_id)
    if post.source:
        raise RuleBroken("Cette annonce vient de la plateforme nationale. Corrigez-la là-bas.")
    stored = state_of_post(post)
    merged = merge(base, asked, stored)
    if merged.clashes:
        return merged
    changed = merged.changed_from(stored)
    post.confirmed_on = on
    _fill(post, {**stored, **merged.values}, by, now)
    refresh_activities([post.organisation_id])
    audit(Verb.UPDATE, kind=POST, object_id=post.pk, by=by, fields=changed, now=now)
    return merged


@transaction.atomic
def confirm_posts(organisation_id: int, *, by: Author, now: datetime, on: date) -> int:
    """Say that all open announcements that are written here still hold; how many."""
    count = Post.objects.filter(organisation=organisation_id, source="", is_open=True).update(
        confirmed_on=on, changed_by=name_of(by), changed_at=now
    )
    audit(Verb.UPDATE, kind=SHEET, object_id=organisation_id, by=by, fields=["confirmed_on"], now=now)
    return count


def refresh_activities(organisation_ids: Iterable[int]) -> None:
    """Gather the activities of these employers: those that they declare, those of their open posts; three queries."""
    numbers = list(organisation_ids)
    sheets = {one.pk: one for one in EmployerSheet.objects.filter(pk__in=numbers)}
    romes: dict[int, set[str]] = {}
    for number, rome in Post.objects.filter(organisation__in=numbers, is_open=True).values_list(
        "organisation_id", "rome"
    ):
        romes.setdefault(number, set()).add(rome)
    for number in numbers:
        sheet = sheets.setdefault(number, EmployerSheet(pk=number))
        done = {*activities_of(romes.get(number, ())), *(one for one in Activity if f"|{one}|" in sheet.declared)}
        sheet.activities = _between_bars([one for one in Activity if one in done])
    EmployerSheet.objects.bulk_create(
        sheets.values(), update_conflicts=True, unique_fields=["organisation"], update_fields=["activities"]
    )


# --- Checked --------------------------------------------------------------------------------------------------------


def _check_employer(organisation_id: int) -> None:
    found = find_structure(organisation_id)
    if found is None or not is_employer(found.kind):
        raise RuleBroken(
            "Cette organisation n’est pas un employeur d’insertion. Corrigez d’abord sa nature dans l’annuaire."
        )


def _fill(post: Post, values: Values, by: Author, now: datetime) -> None:
    title = str(values["title"]).strip()
    if not title:
        raise RuleBroken(f"Il manque l’intitulé du poste. Par exemple{NBSP}: agent d’entretien des espaces verts.")
    if values["contract"] not in set(Contract):
        raise RuleBroken("Ce contrat n’existe pas. Prenez l’un de ceux de la liste.")
    openings, hours = values["openings"], values["hours_a_week"]
    if not isinstance(openings, int) or not 0 <= openings <= MOST_OPENINGS:
        raise RuleBroken(f"Écrivez un nombre de postes de 0 à {MOST_OPENINGS}.")
    if hours is not None and not 1 <= hours <= MOST_HOURS:
        raise RuleBroken(f"Écrivez de 1 à {MOST_HOURS} heures par semaine.")
    if values["is_clause"] and not str(values["market"]).strip():
        raise RuleBroken("Dites pour quel marché cette clause est due, en quelques mots.")
    for name in ("title", "description", "profile", "place", "market"):
        check_no_nir(str(values[name]))
    for name, value in values.items():
        setattr(post, name, value)
    post.title, post.rome = title, check_rome(str(values["rome"]))
    post.search_text = search_text(post.title, post.rome_label, post.place)
    post.changed_by, post.changed_at = name_of(by), now
    post.save()


def search_text(*parts: str) -> str:
    """What a search compares: neither case nor accents."""
    return search_name(" ".join(parts))[:600]


def _known(words: Iterable[str]) -> list[Activity]:
    asked = set(words)
    unknown = asked - set(Activity)
    if unknown:
        raise RuleBroken("Une de ces activités n’existe pas. Prenez celles de la liste.")
    return [one for one in Activity if one in asked]


def _between_bars(activities: list[Activity]) -> str:
    return "".join(f"|{one.value}" for one in activities) + "|" if activities else ""
