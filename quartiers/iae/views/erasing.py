"""Erase a plan or a project: the page says what goes, or why it stays; only a button erases."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from quartiers.iae.actions import erasing as actions
from quartiers.iae.models import FundingPlan, StructureProject
from quartiers.iae.plan_pages import crumbs as plan_crumbs
from quartiers.iae.queries import erasing, funding, projects
from quartiers.iae.views.doors import opening
from quartiers.iae.views.projects import crumbs as project_crumbs
from quartiers.kernel.french import NARROW, quantity
from quartiers.office.authors import author_of

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@opening(funding.find, "plan_id", writes=True)
def plan(request: HttpRequest, found: FundingPlan) -> HttpResponseBase:
    if request.method == "POST":
        actions.erase_plan(found.pk, seen=request.POST.get("depart", ""), by=author_of(request), now=timezone.now())
        messages.success(request, f"Le plan «\u00a0{found.name}\u00a0» est supprimé.")
        return redirect("iae:plans")
    context = {
        "title": f"Supprimer ce plan{NARROW}?",
        "name": found.name,
        "lost": f"Ses {quantity(len(funding.lines_of(found)), 'ligne')} et son historique disparaissent pour tous.",
        "why": erasing.why_plan_stays(found),
        "base": erasing.mark_of_plan(found),
        "back": reverse("iae:plan", args=[found.pk]),
        "crumbs": plan_crumbs("Supprimer", found),
    }
    return render(request, "iae/erase.html", context)


@require_http_methods(METHODS)
@opening(projects.find, "project_id", writes=True)
def project(request: HttpRequest, found: StructureProject) -> HttpResponseBase:
    if request.method == "POST":
        actions.erase_project(found.pk, seen=request.POST.get("depart", ""), by=author_of(request), now=timezone.now())
        messages.success(request, f"Le projet «\u00a0{found.name}\u00a0» est supprimé.")
        return redirect("iae:projects")
    context = {
        "title": f"Supprimer ce projet{NARROW}?",
        "name": found.name,
        "lost": "Ce qui est écrit de lui et ses étapes disparaissent pour tous. Pour garder la trace d’un projet "
        "qui n’ira pas au bout, notez plutôt «\u00a0abandonné\u00a0» comme décision.",
        "why": erasing.why_project_stays(found),
        "base": erasing.mark_of_project(found),
        "back": reverse("iae:project", args=[found.pk]),
        "crumbs": project_crumbs("Supprimer", found),
    }
    return render(request, "iae/erase.html", context)
