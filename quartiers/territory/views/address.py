"""«Cette adresse est-elle dans un quartier prioritaire ?»: the question, the wait, the answer, shown once.

An address never stands in the address of a page, and is erased with its job as soon as the answer is written.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from quartiers.office.actions import erase_job
from quartiers.office.rules import JobState
from quartiers.territory import actions
from quartiers.territory.addresses import address_answer, lookup_job
from quartiers.territory.forms.address import AddressForm
from quartiers.territory.views.answers import answer_context
from quartiers.web.throttle import throttled

if TYPE_CHECKING:
    from quartiers.office.models import Job

LONG = timedelta(seconds=6)
PAGE = "territory/address.html"
NOT_FOUND = (
    "Le service n’a trouvé aucune adresse qui ressemble à la vôtre",
    "Vérifiez l’orthographe de la rue et ajoutez la commune, ou le code postal.",
)
NO_ANSWER = "Le service d’adresses n’a pas répondu"


@require_http_methods(["GET", "HEAD", "POST"])
@throttled("address", limit=30, per_seconds=60)
def address(request: HttpRequest) -> HttpResponse:
    """The form; a good one starts the search in the background."""
    form = AddressForm(request.POST) if request.method == "POST" else AddressForm()
    if not (form.is_bound and form.is_valid()):
        return render(request, PAGE, {"form": form})
    on = form.cleaned_data["le"] or timezone.localdate()
    job = actions.start_address_lookup(form.cleaned_data["adresse"], on=on, now=timezone.now())
    return redirect("territory:address_answer", token=job.token)


@never_cache
@require_GET
def address_answer_page(request: HttpRequest, token: str) -> HttpResponse:
    """Wait, then the answer, once; htmx asks only whether there is one."""
    job = lookup_job(token, now=timezone.now())
    is_asking = request.headers.get("HX-Request") == "true"
    if job is not None and JobState(job.state).is_open:
        template = "territory/_waiting.html" if is_asking else "territory/waiting.html"
        return render(request, template, {"is_long": timezone.now() - job.created_at > LONG})
    if is_asking:
        return HttpResponseClientRefresh()
    if job is None:
        return render(request, PAGE, {"form": AddressForm(), "gone": True}, status=410)
    response = _failure(request, job) if job.state != JobState.DONE else _answer(request, job)
    erase_job(job)
    return response


def _answer(request: HttpRequest, job: "Job") -> HttpResponse:
    on = date.fromisoformat(job.payload["on"])
    said = address_answer(job.result, on=on)
    if said is None:
        return _again(request, job, *NOT_FOUND)
    context = answer_context(said.answer, said.found.latitude, said.found.longitude, today=timezone.localdate())
    known = {"address": said.found.label, "kind": said.found.kind, "others": said.others}
    return render(request, "territory/answer.html", {**context, **known, "form": AddressForm(initial={"le": on})})


def _failure(request: HttpRequest, job: "Job") -> HttpResponse:
    return _again(request, job, NO_ANSWER, job.error)


def _again(request: HttpRequest, job: "Job", title: str, sentence: str) -> HttpResponse:
    """The form, with what was typed, and a way to do without the address service."""
    form = AddressForm(initial={"adresse": job.payload["text"], "le": date.fromisoformat(job.payload["on"])})
    return render(request, PAGE, {"form": form, "trouble_title": title, "trouble": sentence})
