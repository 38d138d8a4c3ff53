"""The working space of a Cité: what waits, and the pages that change it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from quartiers.actors.actions.cites import change_cite, create_cite
from quartiers.actors.forms.cites import CiteForm, NewCiteForm
from quartiers.actors.models import Cite
from quartiers.actors.queries import cites as queries
from quartiers.actors.queries import committees
from quartiers.actors.queries.edited import state_of
from quartiers.actors.rules.committees import Urgency
from quartiers.actors.views.cites.doors import managing, may_manage, working
from quartiers.kernel.french import NARROW, NBSP, quantity
from quartiers.office.authors import author_of
from quartiers.web import editing
from quartiers.web.access import ADMINISTRATION, known_viewer, requires

SHOWN = 6


def frame(request: HttpRequest, cite: Cite, page: str, here: str = "") -> dict[str, Any]:
    """What every working page of a Cité shows: where one stands, the other pages, whether one may change things."""
    tabs = (
        ("Ce qui attend", "cites:work"),
        ("Qui participe", "cites:participants"),
        ("Comités", "cites:committees"),
        ("Décisions", "cites:decisions"),
    )
    crumbs = [
        (settings.CITE_NAME, reverse("cites:list")),
        (cite.name, reverse("cites:cite", args=[cite.slug])),
        ("Espace de travail", reverse("cites:work", args=[cite.slug])),
    ]
    return {
        "cite": cite,
        "tabs": [(label, reverse(name, args=[cite.slug]), name == page) for label, name in tabs],
        "crumbs": [*crumbs, (here, "")] if here else [*crumbs[:-1], (crumbs[-1][0], "")],
        "manages": may_manage(known_viewer(request), cite),
    }


@require_safe
@working
def work(request: HttpRequest, cite: Cite) -> HttpResponse:
    """What waits today: late decisions, the next committee, partners who cannot open persons yet."""
    today = timezone.localdate()
    decisions = committees.decisions(cite, on=today)
    counts = committees.counts(decisions)
    rows = queries.participants(cite, today)
    missing = [row for row in rows if row.is_waited]
    late = counts[Urgency.LATE]
    context = frame(request, cite, "cites:work") | {
        "title": f"{cite.name}{NBSP}: qu’est-ce qui nous attend{NARROW}?",
        "lead": _lead(late, counts[Urgency.NEAR], len(missing)),
        "late": late,
        "decisions": [row for row in decisions if row.urgency is not Urgency.CLOSED][:SHOWN],
        "open_count": len(decisions) - counts[Urgency.CLOSED],
        "missing": missing,
        "partner_count": len(rows),
        "open_partners": sum(row.opening.is_open for row in rows),
        "next": committees.next_committee(cite, today),
    }
    return render(request, "actors/cites/work.html", context)


def _lead(late: int, near: int, missing: int) -> str:
    said = [quantity(late, "décision en retard", "décisions en retard") if late else "Aucune décision en retard"]
    if near:
        said.append(quantity(near, "bientôt due", "bientôt dues"))
    if missing:
        said.append(quantity(missing, "partenaire à qui il manque une pièce", "partenaires à qui il manque une pièce"))
    return f"{', '.join(said)}."


@require_http_methods(["GET", "HEAD", "POST"])
@managing
def edit(request: HttpRequest, cite: Cite) -> HttpResponse:
    stored = state_of(cite)
    base = editing.base_of(request, stored)
    data = editing.typed(request, base) if request.method == "POST" else None
    form = CiteForm(data, cite=cite, initial=stored)
    context = frame(request, cite, "", "Modifier la page")
    if data is not None and form.is_valid():
        merged = change_cite(cite.pk, form.values(), base=base, by=author_of(request), now=timezone.now())
        if not merged.clashes:
            messages.success(request, "La page publique est à jour.")
            return redirect("cites:cite", cite.slug)
        context |= {"who": cite.changed_by, "when": cite.changed_at}
        return editing.ask(request, form, merged.clashes, stored, **context)
    context |= {"form": form, "base": editing.written(base)}
    return render(request, "actors/cites/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ADMINISTRATION)
def create(request: HttpRequest) -> HttpResponse:
    form = NewCiteForm(editing.sent(request))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        made = create_cite(
            values["name"], values["bearer"], on=timezone.localdate(), by=author_of(request), now=timezone.now()
        )
        messages.success(
            request, f"{made} est ouvert. Ajoutez ses partenaires, puis donnez à quelqu’un le rôle de coordination."
        )
        return redirect("cites:participants", made.slug)
    context = {"form": form, "crumbs": [(settings.CITE_NAME, reverse("cites:list")), ("Ouvrir un territoire", "")]}
    return render(request, "actors/cites/create.html", context)
