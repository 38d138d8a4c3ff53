"""Schemes of responsible procurement: what the law asks, targets, figures by buyer and year, the report.

Published ones open to all; their writer and their buyers read the others. A buyer notes its own figures.
"""

from collections.abc import Callable
from datetime import date
from functools import update_wrapper
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from quartiers.actors.doors import belongs
from quartiers.kernel.french import NBSP, day, quantity
from quartiers.office.authors import author_of
from quartiers.procurement import spaser_words
from quartiers.procurement.actions import spaser as actions
from quartiers.procurement.documents import DOCX
from quartiers.procurement.documents.spaser import spaser_document
from quartiers.procurement.forms.spaser import SchemeForm, TargetsForm, YearForm, year_asked
from quartiers.procurement.models import Spaser
from quartiers.procurement.queries import spaser as queries
from quartiers.procurement.queries.spaser import BuyerReport
from quartiers.procurement.rules import spaser as rules
from quartiers.procurement.rules.product_lines import MISSING_LINES, minima
from quartiers.procurement.rules.requirements import Requirement, State
from quartiers.procurement.rules.spaser import BY_CODE
from quartiers.procurement.spaser_list import SPEC
from quartiers.procurement.views.downloads import attached
from quartiers.web import editing
from quartiers.web.access import known_viewer, refusal, requires, signed_in, viewer_of
from quartiers.web.exports import csv_response
from quartiers.web.lists import list_response

METHODS = ["GET", "HEAD", "POST"]
TITLE = "SPASER"
METHOD = (
    "Les parts de marchés viennent des données que l’acheteur publie. Un marché qui ne dit rien d’une considération "
    "n’est ni avec ni sans\u00a0: il est laissé de côté. Un accord-cadre y pèse son montant maximum. Les autres "
    "chiffres sont notés par l’acheteur, avec leur source."
)
View = Callable[..., HttpResponseBase]


def scheme_page(*, writes: bool) -> Callable[[View], View]:
    """Open a page to who may see the scheme, or change it; the view gets it in place of its number."""

    def decorate(view: View) -> View:
        def guarded(request: HttpRequest, scheme_id: int, **more: Any) -> HttpResponseBase:
            viewer = viewer_of(request)
            found = queries.find(scheme_id, viewer.organisation_id if viewer else None)
            refused = refusal(request, signed_in) if writes or found is None else None
            if refused is not None:
                return refused
            if found is None:
                raise Http404
            if writes and known_viewer(request).organisation_id not in {
                found.owner_id,
                more.get("buyer_id", found.owner_id),  # never None: it would open the page to who belongs nowhere
            }:
                raise PermissionDenied
            return view(request, found, **more)

        update_wrapper(guarded, view)
        return guarded

    return decorate


@require_safe
def schemes(request: HttpRequest) -> HttpResponseBase:
    """Published schemes, and those that the organisation in use writes or buys under."""
    viewer = viewer_of(request)
    rows = queries.schemes(viewer.organisation_id if viewer else None)
    context = {"writes": viewer is not None and belongs(viewer)}
    return list_response(request, SPEC, rows, "procurement/spaser/list.html", context)


@require_http_methods(METHODS)
@requires(belongs)
def create(request: HttpRequest) -> HttpResponseBase:
    viewer = known_viewer(request)
    form = SchemeForm(editing.sent(request), initial={"buyers": [viewer.organisation_id]})
    if request.method == "POST" and form.is_valid():
        made = actions.create_scheme(
            viewer.organisation_id or 0, form.values(), by=author_of(request), now=timezone.now()
        )
        messages.success(request, "Le schéma est noté. Voici ce que la loi lui demande encore.")
        return redirect("procurement:scheme", made.pk)
    context = {"form": form, "base": "", "back": reverse("procurement:schemes"), "crumbs": _crumbs("Ajouter")}
    return render(request, "procurement/spaser/form.html", context)


@require_safe
@scheme_page(writes=False)
def scheme(request: HttpRequest, found: Spaser) -> HttpResponseBase:
    """What the law asks, what is missing, and the targets of one buyer."""
    today = timezone.localdate()
    year = year_asked(request.GET.get("annee", ""), today=today)
    rows = queries.reports(found, (year - 1, year))
    shown = _chosen(request, rows)
    asked = rules.requirements(queries.facts(found, rows), on=today)
    viewer = viewer_of(request)
    mine = viewer.organisation_id if viewer else None
    due = rules.next_publication(found.adopted_on, found.indicators_on, on=today)
    context = {
        "scheme": found,
        "lead": _lead(found, rows),
        "answer": _answer(asked),
        "asked": asked,
        "due": due,
        "is_late": due is not None and due < today,
        "buyer": shown,
        "buyers": _buyer_tabs(found, rows, shown, year),
        "aimed": spaser_words.aimed(shown) if shown else [],
        "years": (year - 1, year),
        "sheets": (today.year, today.year - 1, today.year - 2),
        "notes": shown is not None and mine in {found.owner_id, shown.buyer.pk},
        "writes": mine == found.owner_id,
        "crumbs": _crumbs(found.name),
    }
    return render(request, "procurement/spaser/scheme.html", context)


@require_http_methods(METHODS)
@scheme_page(writes=True)
def edit(request: HttpRequest, found: Spaser) -> HttpResponseBase:
    stored = queries.state_of_scheme(found)
    base = editing.base_of(request, stored)
    data = editing.typed(request, base) if request.method == "POST" else None
    form = SchemeForm(data, initial=stored)
    back = reverse("procurement:scheme", args=[found.pk])
    context: dict[str, Any] = {"scheme": found, "back": back, "crumbs": _crumbs("Modifier", found)}
    if data is not None and form.is_valid():
        merged = actions.change_scheme(found.pk, form.values(), base=base, by=author_of(request), now=timezone.now())
        if not merged.clashes:
            messages.success(request, "Le schéma est à jour.")
            return redirect(back)
        return editing.ask(request, form, merged.clashes, stored, **context, **_who(found))
    return render(request, "procurement/spaser/form.html", context | {"form": form, "base": editing.written(base)})


@require_http_methods(METHODS)
@scheme_page(writes=True)
def targets(request: HttpRequest, found: Spaser) -> HttpResponseBase:
    """What the scheme aims at, indicator by indicator."""
    stored = queries.state_of_targets(found)
    base = editing.base_of(request, stored)
    data = editing.typed(request, base) if request.method == "POST" else None
    form = TargetsForm(data, initial=stored)
    back = reverse("procurement:scheme", args=[found.pk])
    context: dict[str, Any] = {
        "scheme": found, "back": back, "crumbs": _crumbs("Objectifs", found), "button": "Enregistrer les objectifs",
        "title": "Quels objectifs, en nombre ou en valeur\u202f?",
        "minima": minima(timezone.localdate()), "missing_lines": MISSING_LINES,
        "lead": "Un champ vide n’est pas un objectif. Les parts s’écrivent en %.",
    }  # fmt: skip
    if data is not None and form.is_valid():
        merged = actions.set_targets(found.pk, form.values(), base=base, by=author_of(request), now=timezone.now())
        if not merged.clashes:
            messages.success(request, "Les objectifs sont à jour.")
            return redirect(back)
        return editing.ask(request, form, merged.clashes, stored, **context, **_who(found))
    return render(request, "procurement/spaser/figures.html", context | {"form": form, "base": editing.written(base)})


@require_http_methods(METHODS)
@scheme_page(writes=True)
def note_year(request: HttpRequest, found: Spaser, buyer_id: int, year: int) -> HttpResponseBase:
    """What a buyer did in a year; what the platform counts for its own members is proposed, never noted alone."""
    today = timezone.localdate()
    shown = next((one for one in queries.reports(found, (year,)) if one.buyer.pk == buyer_id), None)
    if shown is None or not 2015 <= year <= today.year:
        raise Http404
    row = queries.sheet(found, buyer_id, year)
    stored = queries.state_of_sheet(row)
    base = editing.base_of(request, stored)
    data = editing.typed(request, base) if request.method == "POST" else None
    proposed = _proposed(request, buyer_id, year, stored)
    form = YearForm(data, initial=stored | proposed, counted=_counted(shown))
    back = f"{reverse('procurement:scheme', args=[found.pk])}?acheteur={buyer_id}"
    context: dict[str, Any] = {
        "scheme": found, "back": back, "crumbs": _crumbs(f"{shown.buyer.name}, {year}", found),
        "button": "Enregistrer l’année", "title": f"Qu’avez-vous acheté en {year}\u202f?", "lead": shown.buyer.name,
        "proposed": bool(proposed) and data is None,
        "minima": minima(min(date(year, 12, 31), today)), "missing_lines": MISSING_LINES,
    }  # fmt: skip
    if data is not None and form.is_valid():
        merged = actions.note_year(
            found.pk, buyer_id, year, form.values(), base=base, on=today, by=author_of(request), now=timezone.now()
        )
        if not merged.clashes:
            messages.success(request, f"Les chiffres de {year} sont notés.")
            return redirect(back)
        return editing.ask(request, form, merged.clashes, stored, **context, **_who(row or found))
    return render(request, "procurement/spaser/figures.html", context | {"form": form, "base": editing.written(base)})


@require_safe
@scheme_page(writes=False)
def report(request: HttpRequest, found: Spaser) -> HttpResponseBase:
    """The objectives and every indicator of a buyer over two years; made to be printed."""
    year = year_asked(request.GET.get("annee", ""), today=timezone.localdate())
    rows = queries.reports(found, (year - 1, year))
    shown = _chosen(request, rows)
    context = {
        "scheme": found,
        "buyer": shown,
        "buyers": _buyer_tabs(found, rows, shown, year, page="scheme_report"),
        "sections": spaser_words.sections(shown) if shown else [],
        "years": (year - 1, year),
        "method": METHOD,
        "crumbs": _crumbs("Rapport", found),
    }
    return render(request, "procurement/spaser/report.html", context)


@require_safe
@scheme_page(writes=False)
def document(request: HttpRequest, found: Spaser) -> HttpResponseBase:
    """The report of all the buyers as a DOCX."""
    today = timezone.localdate()
    year = year_asked(request.GET.get("annee", ""), today=today)
    years = (year - 1, year)
    content = spaser_document(found, queries.reports(found, years), years, method=METHOD, today=today)
    return attached(content, DOCX, f"spaser-{year - 1}-{year}.docx")


@require_safe
@scheme_page(writes=False)
def table(request: HttpRequest, found: Spaser) -> HttpResponseBase:
    """The indicators of all the buyers as a table."""
    year = year_asked(request.GET.get("annee", ""), today=timezone.localdate())
    years = (year - 1, year)
    rows = spaser_words.table(queries.reports(found, years))
    return csv_response(f"spaser-{year - 1}-{year}", spaser_words.HEADER, rows)


def _proposed(request: HttpRequest, buyer_id: int, year: int, stored: dict[str, str]) -> dict[str, str]:
    """What the platform counts for the buyer's own members, where nothing is noted yet."""
    if known_viewer(request).organisation_id != buyer_id or request.method == "POST":
        return {}
    counted = queries.proposals(buyer_id, year)
    found = {
        code: queries.shown(BY_CODE[code], value) for code, value in counted.items() if value and not stored[code]
    }
    if found and not stored["origin"]:
        found["origin"] = f"Opérations et contrôles suivis ici, relevé du {day(timezone.localdate())}"
    return found


def _counted(shown: BuyerReport) -> dict[str, str]:
    """What published contracts say of the only year of this report, in words."""
    return {
        one.indicator.code: spaser_words.worth(one.indicator, one.last.value)
        for one in shown.lines
        if one.last is not None and one.last.is_counted
    }


def _chosen(request: HttpRequest, rows: list[BuyerReport]) -> BuyerReport | None:
    """The buyer that the address asks for, else the first."""
    asked = request.GET.get("acheteur", "")
    return next((one for one in rows if str(one.buyer.pk) == asked), rows[0] if rows else None)


def _buyer_tabs(
    found: Spaser, rows: list[BuyerReport], shown: BuyerReport | None, year: int, *, page: str = "scheme"
) -> list[tuple[str, str, bool]]:
    """A link by buyer of a joint scheme; none for a buyer alone."""
    address = reverse(f"procurement:{page}", args=[found.pk])
    links = [(one.buyer.name, f"{address}?acheteur={one.buyer.pk}&annee={year}", one is shown) for one in rows]
    return links if len(links) > 1 else []


def _who(row: Any) -> dict[str, Any]:
    return {"who": row.changed_by, "when": row.changed_at}


def _lead(found: Spaser, rows: list[BuyerReport]) -> str:
    who = rows[0].buyer.name if len(rows) == 1 else quantity(len(rows), "acheteur")
    if found.starts_on and found.ends_on:
        return f"{who}. Du {day(found.starts_on)} au {day(found.ends_on)}."
    return f"{who}."


def _answer(asked: tuple[Requirement, ...]) -> str:
    missing = sum(one.state is State.MISSING for one in asked)
    if missing:
        return f"Il manque {quantity(missing, 'point')} sur {len(asked)} à ce que la loi demande."
    if any(one.state is State.UNKNOWN for one in asked):
        return "Rien ne manque, mais un point n’a pas pu être vérifié."
    return f"Les {len(asked)}{NBSP}points que la loi demande sont là."


def _crumbs(here: str, found: Spaser | None = None) -> list[tuple[str, str]]:
    crumbs = [("Achats responsables", reverse("procurement:hub")), (TITLE, reverse("procurement:schemes"))]
    if found is not None:
        crumbs.append((found.name, reverse("procurement:scheme", args=[found.pk])))
    return [*crumbs, (here, "")]
