"""Employers of insertion and their posts, as lists, pages and the API show them."""

from datetime import date
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from quartiers.actors.queries import directory
from quartiers.actors.queries.directory import Near
from quartiers.actors.queries.located import settled_in
from quartiers.iae.models import EmployerSheet, Post
from quartiers.iae.rules.activities import Activity, activity_of
from quartiers.iae.rules.employers import VALUES
from quartiers.iae.rules.posts import Contract, believed_since
from quartiers.territory.queries import grounds
from quartiers.territory.queries.grounds import Territory

#: What can be edited of a post, and its usual value.
POST_FIELDS: dict[str, Any] = {
    "title": "",
    "rome": "",
    "contract": Contract.CDDI.value,
    "openings": 1,
    "is_open": True,
    "hours_a_week": None,
    "description": "",
    "profile": "",
    "place": "",
    "is_clause": False,
    "market": "",
}


def employers(on: date, near: Near | None = None, kilometres: int = 0) -> "QuerySet[Any]":
    """Employers of the directory, with ``open_posts`` and ``openings`` that may be believed that day."""
    rows = directory.structures() if near is None else directory.structures_near(near, kilometres)
    sheet = EmployerSheet.objects.filter(organisation=OuterRef("pk"))
    told = sheet.exclude(changed_at=None, seen_on=None)
    open_ones = believed(on).filter(organisation=OuterRef("pk")).order_by().values("organisation")
    return rows.filter(kind__in=VALUES).annotate(
        open_posts=Coalesce(Subquery(open_ones.annotate(n=Count("pk")).values("n")), Value(0)),
        openings=Coalesce(Subquery(open_ones.annotate(n=Sum("openings")).values("n")), Value(0)),
        activities=Coalesce(Subquery(sheet.values("activities")[:1]), Value(""), output_field=CharField()),
        takes_applications=Subquery(told.values("takes_applications")[:1]),
    )


def posts(on: date, near: Near | None = None, kilometres: int = 0) -> "QuerySet[Any]":
    """Open posts that may be believed that day, with their employer and its nearest place."""
    rows = believed(on).filter(
        organisation__closed_on=None, organisation__absent_on=None, organisation__kind__in=VALUES
    )
    rows = rows.select_related("organisation")
    if near is None:
        return directory.placed(rows, owner="organisation")
    return directory.placed_near(rows, near, kilometres, owner="organisation")


def believed(on: date) -> "QuerySet[Post]":
    """Open announcements that their employer confirmed lately enough."""
    return Post.objects.filter(is_open=True, openings__gt=0, confirmed_on__gte=believed_since(on))


def openings(on: date) -> int:
    """How many posts are open everywhere and may be believed that day; one query."""
    rows = believed(on).filter(organisation__closed_on=None, organisation__absent_on=None)
    return rows.aggregate(n=Coalesce(Sum("openings"), 0))["n"] or 0


def openings_by_kind(organisations: "QuerySet[Any, Any]", on: date) -> dict[str, int]:
    """Open posts that may be believed that day, by kind of employer, among these organisations; one query."""
    rows = believed(on).filter(
        organisation__in=organisations, organisation__closed_on=None, organisation__absent_on=None
    )
    return dict(rows.order_by().values_list("organisation__kind").annotate(n=Sum("openings")))


def posts_of(organisation_id: int) -> "QuerySet[Post]":
    """All the announcements of an employer, open ones first, the latest first."""
    return Post.objects.filter(organisation=organisation_id).order_by("-is_open", "-confirmed_on", "title", "pk")


def confirmation_days(organisation_id: int) -> list[date]:
    """When each open announcement that is written here was confirmed last, the oldest first; one query."""
    rows = Post.objects.filter(organisation=organisation_id, source="", is_open=True, openings__gt=0)
    return list(rows.order_by("confirmed_on").values_list("confirmed_on", flat=True))


def post(post_id: int) -> Post | None:
    return Post.objects.select_related("organisation").filter(pk=post_id, organisation__closed_on=None).first()


def sheet_of(organisation_id: int) -> EmployerSheet:
    """What this employer says of itself; an empty sheet for who said nothing."""
    found = EmployerSheet.objects.filter(pk=organisation_id).first()
    return found or EmployerSheet(organisation_id=organisation_id)


def state_of_sheet(sheet: EmployerSheet) -> dict[str, Any]:
    """What can be edited of a sheet, days as texts."""
    return {
        "convention_from": sheet.convention_from.isoformat() if sheet.convention_from else "",
        "convention_to": sheet.convention_to.isoformat() if sheet.convention_to else "",
        "takes_applications": sheet.takes_applications,
        "activities": [one for one in sheet.declared.split("|") if one],
    }


def state_of_post(one: Post) -> dict[str, Any]:
    return {name: getattr(one, name) for name in POST_FIELDS}


def activities_between(bars: str) -> list[Activity]:
    """The activities that a column holds between bars; those that this version does not have are left out."""
    return [one for one in Activity if f"|{one.value}|" in bars]


# --- Filters --------------------------------------------------------------------------------------------------------


def settled(rows: "QuerySet[Any]", key: str, *, where: Territory) -> "QuerySet[Any]":
    """Those that have a place in a territory; the only choice is that one."""
    return rows.filter(pk__in=settled_in(grounds.communes_of(where).order_by().values("pk")))


def of_activity(rows: "QuerySet[Any]", activity: str) -> "QuerySet[Any]":
    return rows.filter(Exists(EmployerSheet.objects.filter(pk=OuterRef("pk"), activities__contains=f"|{activity}|")))


def with_contract(rows: "QuerySet[Any]", contract: str, *, on: date) -> "QuerySet[Any]":
    return rows.filter(Exists(believed(on).filter(organisation=OuterRef("pk"), contract=contract)))


def with_rome(rows: "QuerySet[Any]", beginning: str, *, on: date) -> "QuerySet[Any]":
    """Employers with an open post whose ROME code begins so."""
    return rows.filter(Exists(believed(on).filter(organisation=OuterRef("pk"), rome__startswith=beginning)))


def posts_doing(rows: "QuerySet[Any]", activity: str) -> "QuerySet[Any]":
    """Posts whose ROME code belongs to an activity, whatever else their employer does."""
    return rows.filter(rome__in=[rome for rome in _romes() if activity_of(rome) == activity])


def _romes() -> list[str]:
    """The ROME codes that some post has; some five hundred exist. One query."""
    return list(Post.objects.order_by().values_list("rome", flat=True).distinct())


def recruiting(rows: "QuerySet[Any]", yes: str, *, on: date) -> "QuerySet[Any]":
    """Employers with an open post; the only choice is yes."""
    return rows.filter(Exists(believed(on).filter(organisation=OuterRef("pk"))))
