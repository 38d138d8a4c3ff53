"""Charters: list, read, write. Published ones open to all; who follows one writes it, who signs it reads it."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartiers.actors.doors import belongs, cites_read_by
from quartiers.actors.queries.cites import cites
from quartiers.kernel.french import NARROW, NBSP, day, number
from quartiers.office.authors import author_of
from quartiers.procurement.actions import charters as actions
from quartiers.procurement.charter_list import SPEC
from quartiers.procurement.forms.charters import BindForm, CharterForm, CommitmentForm, NewCharterForm
from quartiers.procurement.models import Charter
from quartiers.procurement.queries import charters as queries
from quartiers.procurement.queries.charters import CommitmentLine
from quartiers.procurement.rules.charters import NPNRU_PUBLIC, Base, CharterModel, Measure
from quartiers.web import editing
from quartiers.web.access import Viewer, known_viewer, refusal, requires, signed_in, viewer_of
from quartiers.web.lists import list_response

METHODS = ["GET", "HEAD", "POST"]
TITLE = "Chartes"
View = Callable[..., HttpResponseBase]


def scope(viewer: Viewer | None) -> tuple[int | None, list[int]]:
    """Whose charters this viewer reads besides the published ones."""
    return (None, []) if viewer is None else (viewer.organisation_id, cites_read_by(viewer))


def charter_page(*, writes: bool) -> Callable[[View], View]:
    """Open a page to who may see the charter, or change it; the view gets it in place of its number."""

    def decorate(view: View) -> View:
        def guarded(request: HttpRequest, charter_id: int, **more: Any) -> HttpResponseBase:
            viewer = viewer_of(request)
            found = queries.find(charter_id, *scope(viewer))
            refused = refusal(request, signed_in) if writes or found is None else None
            if refused is not None:
                return refused
            if found is None:
                raise Http404
            if writes and known_viewer(request).organisation_id != found.owner_id:
                raise PermissionDenied
            return view(request, found, **more)

        update_wrapper(guarded, view)
        return guarded

    return decorate


@require_safe
def charters(request: HttpRequest) -> HttpResponseBase:
    """Published charters, and those that the organisation in use follows or signs."""
    viewer = viewer_of(request)
    context = {"writes": viewer is not None and belongs(viewer)}
    return list_response(request, SPEC, queries.charters(*scope(viewer)), "procurement/charters/list.html", context)


@require_http_methods(METHODS)
@requires(belongs)
def create(request: HttpRequest) -> HttpResponseBase:
    viewer, sent = known_viewer(request), editing.sent(request)
    start = {"model": CharterModel.NPNRU, "signatories": [viewer.organisation_id]}
    form = NewCharterForm(sent, initial=start, cites=_cites(viewer, None))
    if request.method == "POST" and form.is_valid():
        made = actions.create_charter(
            viewer.organisation_id or 0,
            form.cleaned_data["model"],
            form.values(),
            on=timezone.localdate(),
            by=author_of(request),
            now=timezone.now(),
        )
        messages.success(request, "La charte est notée. Vérifiez ses engagements, puis rattachez-lui une opération.")
        return redirect("procurement:charter", made.pk)
    context = {"form": form, "base": "", "back": reverse("procurement:charters"), "crumbs": _crumbs("Ajouter")}
    return render(request, "procurement/charters/form.html", context)


@require_safe
@charter_page(writes=False)
def charter(request: HttpRequest, found: Charter) -> HttpResponseBase:
    """What is promised, what the contracts ask for, by whom."""
    return _page(request, found)


@require_http_methods(METHODS)
@charter_page(writes=True)
def edit(request: HttpRequest, found: Charter) -> HttpResponseBase:
    stored = queries.state_of_charter(found)
    base = editing.base_of(request, stored)
    data = editing.typed(request, base) if request.method == "POST" else None
    form = CharterForm(data, initial=stored, cites=_cites(known_viewer(request), found.cite_id))
    back = reverse("procurement:charter", args=[found.pk])
    context: dict[str, Any] = {"charter": found, "back": back, "crumbs": _crumbs("Modifier", found)}
    if data is not None and form.is_valid():
        who = {"who": found.changed_by, "when": found.changed_at}
        merged = actions.change_charter(found.pk, form.values(), base=base, by=author_of(request), now=timezone.now())
        if not merged.clashes:
            messages.success(request, "La charte est à jour.")
            return redirect(back)
        return editing.ask(request, form, merged.clashes, stored, **context, **who)
    return render(request, "procurement/charters/form.html", context | {"form": form, "base": editing.written(base)})


@require_http_methods(METHODS)
@charter_page(writes=True)
def close(request: HttpRequest, found: Charter) -> HttpResponseBase:
    """What closing does, then the closing."""
    if request.method == "POST":
        actions.close_charter(found.pk, on=timezone.localdate(), by=author_of(request), now=timezone.now())
        messages.success(request, "La charte est close. Elle reste lisible\u202f; vous pouvez la rouvrir.")
        return redirect("procurement:charter", found.pk)
    context = {"charter": found, "crumbs": _crumbs("Clore", found)}
    return render(request, "procurement/charters/close.html", context)


@require_POST
@charter_page(writes=True)
def reopen(request: HttpRequest, found: Charter) -> HttpResponseBase:
    actions.reopen_charter(found.pk, by=author_of(request), now=timezone.now())
    messages.success(request, "La charte est rouverte.")
    return redirect("procurement:charter", found.pk)


@require_http_methods(METHODS)
@charter_page(writes=True)
def add_commitment(request: HttpRequest, found: Charter) -> HttpResponseBase:
    start = {"base": Base.WORKS, "measure": Measure.RATE, "public": NPNRU_PUBLIC}
    form = CommitmentForm(editing.sent(request), initial=start)
    back = reverse("procurement:charter", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        actions.add_commitment(
            found.pk, form.values(), on=timezone.localdate(), by=author_of(request), now=timezone.now()
        )
        messages.success(request, "L’engagement est noté.")
        return redirect(back)
    context = {"charter": found, "form": form, "base": "", "back": back, "crumbs": _crumbs("Engagement", found)}
    return render(request, "procurement/charters/commitment.html", context)


@require_http_methods(METHODS)
@charter_page(writes=True)
def edit_commitment(request: HttpRequest, found: Charter, commitment_id: int) -> HttpResponseBase:
    row = queries.find_commitment(found, commitment_id)
    if row is None:
        return _commitment_again(request, found)
    stored = queries.state_of_commitment(row)
    base = editing.base_of(request, stored)
    data = editing.typed(request, base) if request.method == "POST" else None
    form = CommitmentForm(data, initial=stored)
    back = reverse("procurement:charter", args=[found.pk])
    context: dict[str, Any] = {
        "charter": found, "commitment": row, "back": back, "crumbs": _crumbs("Engagement", found),
    }  # fmt: skip
    if data is not None and form.is_valid():
        who = {"who": row.changed_by, "when": row.changed_at}
        merged = actions.change_commitment(
            row.pk, form.values(), base=base, on=timezone.localdate(), by=author_of(request), now=timezone.now()
        )
        if not merged.clashes:
            messages.success(request, "L’engagement est à jour.")
            return redirect(back)
        return editing.ask(request, form, merged.clashes, stored, **context, **who)
    return render(
        request, "procurement/charters/commitment.html", context | {"form": form, "base": editing.written(base)}
    )


def _commitment_again(request: HttpRequest, found: Charter) -> HttpResponseBase:
    """A commitment that was taken away while somebody wrote it."""
    if request.method != "POST":
        raise Http404
    return editing.removed(
        request,
        CommitmentForm(editing.typed(request, {})),
        "procurement/charters/commitment.html",
        add=reverse("procurement:add_commitment", args=[found.pk]),
        charter=found,
        back=reverse("procurement:charter", args=[found.pk]),
        crumbs=_crumbs("Engagement", found),
    )


@require_POST
@charter_page(writes=True)
def remove_commitment(request: HttpRequest, found: Charter, commitment_id: int) -> HttpResponseBase:
    actions.remove_commitment(found.pk, commitment_id, by=author_of(request), now=timezone.now())
    messages.success(request, "L’engagement n’est plus dans la charte.")
    return redirect("procurement:charter", found.pk)


@require_POST
@charter_page(writes=True)
def bind(request: HttpRequest, found: Charter) -> HttpResponseBase:
    organisation_id, cite_ids = scope(known_viewer(request))
    form = _bind_form(request, found, request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    actions.bind_operation(
        found.pk,
        int(form.cleaned_data["operation"]),
        form.cleaned_data["base"],
        organisation_id=organisation_id,
        cite_ids=cite_ids,
        by=author_of(request),
        now=timezone.now(),
    )
    messages.success(request, "L’opération compte maintenant dans la charte.")
    return redirect("procurement:charter", found.pk)


@require_POST
@charter_page(writes=True)
def unbind(request: HttpRequest, found: Charter, operation_id: int) -> HttpResponseBase:
    actions.unbind_operation(found.pk, operation_id, by=author_of(request), now=timezone.now())
    messages.success(request, "L’opération ne compte plus dans la charte.")
    return redirect("procurement:charter", found.pk)


def _page(
    request: HttpRequest, found: Charter, form: BindForm | None = None, *, status: int = 200
) -> HttpResponseBase:
    viewer, today = viewer_of(request), timezone.localdate()
    rows = queries.bound(found, *scope(viewer), on=today)
    lines = queries.commitments(found, rows, audience=queries.audience_of(found, *scope(viewer)), on=today)
    writes = viewer is not None and viewer.organisation_id == found.owner_id
    context = {
        "charter": found,
        "lead": _lead(found),
        "answer": _answer(lines),
        "lines": lines,
        "rows": rows,
        "due": sum(one.due for one in rows),
        "signatories": list(queries.signatories_of(found)),
        "neighbourhoods": list(queries.neighbourhoods_of(found)),
        "writes": writes and found.closed_on is None,
        "reopens": writes and found.closed_on is not None,
        "form": form or (_bind_form(request, found, None) if writes and found.closed_on is None else None),
        "sees_all": viewer is not None,
        "crumbs": _crumbs(found.name),
    }
    return render(request, "procurement/charters/charter.html", context, status=status)


def _bind_form(request: HttpRequest, found: Charter, data: Any) -> BindForm:
    rows = queries.may_bind(found, *scope(known_viewer(request)))
    newest = rows.order_by("-created_at", "-pk")[: queries.MOST_OPERATIONS]
    return BindForm(data, operations=newest.values_list("pk", "name"))


def _cites(viewer: Viewer, own: int | None) -> list[tuple[int, str]]:
    hers = {cite for cite, _ in viewer.cites} | {own}
    return [(one.pk, one.name) for one in cites() if one.pk in hers]


def _lead(found: Charter) -> str:
    told = f"{CharterModel(found.model).label[:1].upper()}{CharterModel(found.model).label[1:]}"
    if found.signed_on:
        told += f", signée le {day(found.signed_on)}"
    if found.starts_on and found.ends_on:
        return f"{told}. Du {day(found.starts_on)} au {day(found.ends_on)}."
    return f"{told}."


def _answer(lines: list[CommitmentLine]) -> str:
    """Whether the contracts ask for enough, in one sentence."""
    counted = [one for one in lines if not one.is_number and one.standing.target]
    short = sum(one.standing.missing for one in counted)
    if not counted:
        return (
            "Aucune heure n’est encore comptée\u00a0: rattachez une opération, ou attendez qu’un marché soit attribué."
        )
    if short:
        return f"Il manque {number(short)}{NBSP}h d’insertion dans les marchés pour que la charte puisse être tenue."
    return f"Les marchés demandent assez d’heures{NARROW}; reste à les confier aux personnes que la charte nomme."


def _crumbs(here: str, found: Charter | None = None) -> list[tuple[str, str]]:
    crumbs = [("Achats responsables", reverse("procurement:hub")), (TITLE, reverse("procurement:charters"))]
    if found is not None:
        crumbs.append((found.name, reverse("procurement:charter", args=[found.pk])))
    return [*crumbs, (here, "")]
