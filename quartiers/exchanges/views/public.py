"""What anybody sees: the cycles, one cycle and its one form, the practices, the calendar feed."""

import time

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from quartiers.exchanges import actions, certificates
from quartiers.exchanges.calendars import CONTENT_TYPE, cycle_url, feed
from quartiers.exchanges.embedding import check_embeddable
from quartiers.exchanges.forms.mine import LinkForm
from quartiers.exchanges.forms.registration import RegistrationForm, is_too_fast
from quartiers.exchanges.minutes import minutes_pdf
from quartiers.exchanges.models import Practice
from quartiers.exchanges.practice_feed import CONTENT_TYPE as ATOM
from quartiers.exchanges.practice_feed import MOST, practice_feed
from quartiers.exchanges.queries import private, public
from quartiers.exchanges.rules import Lever
from quartiers.exchanges.views.parts import Parts, fresh, kept, public_cycle, registration_form
from quartiers.territory.names import search_name
from quartiers.web.framing import framed
from quartiers.web.lists import ChoiceFilter, Column, Empty, ListSpec, Noun, TextFilter, list_response
from quartiers.web.throttle import throttled

PRACTICES = ListSpec(
    id="pratiques",
    noun=Noun("pratique", "pratiques", feminine=True),
    caption="Ce que d’autres ont fait",
    columns=(
        Column(
            "titre",
            "Pratique",
            "title",
            sort=("title",),
            link=lambda row: reverse("exchanges:practice", args=[row.pk]),
            under="territory",
        ),
        Column("levier", "Levier", lambda row: Lever(row.lever).label, sort=("lever",)),
        Column("resultat", "Résultat", "result"),
        Column("contexte", "Contexte", "context", page=False),
        Column("fait", "Ce qui a été fait", "done", page=False),
        Column("contact", "Contact", "contact", page=False),
    ),
    filters=(
        ChoiceFilter("levier", "Levier", [(one.value, one.label) for one in Lever], "lever", chips=True, counts=True),
        TextFilter("q", "Mot cherché", folded=("search_text",), fold=search_name),
    ),
    order="titre",
    empty=Empty(
        "Aucune pratique n’est encore publiée.", "Un témoignage entendu pendant une séance devient une fiche ici."
    ),
)


@require_safe
def cycles(request: HttpRequest) -> HttpResponse:
    """What is coming, then what has been."""
    now = timezone.now()
    sessions = public.shown(public.coming_sessions(now=now), now=now)
    return render(
        request,
        "exchanges/cycles.html",
        {"sessions": sessions, "past": [one for one in public.public_cycles() if one.stage != "published"]},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@throttled("registration", limit=20, per_seconds=600)
def cycle(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme and the form; one POST registers for several sessions."""
    now = timezone.now()
    if request.method != "POST":
        return _page(request, kept(request, slug, now=now))
    found = public_cycle(slug)
    form = registration_form(found, public.bare(found, now=now), request.POST)
    if not form.is_valid():
        return _page(request, fresh(request, found, form, now=now), form)
    is_robot = form.cleaned_data["website"] or is_too_fast(form.cleaned_data["opened"], now=time.time())
    if is_robot or form.sent(found, now=now):
        return redirect("exchanges:thanks", slug=slug)
    return _page(request, fresh(request, found, form, now=now), form)


@require_safe
@framed
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """The sessions to come of a cycle, for a page of another site."""
    check_embeddable()
    found = public_cycle(slug)
    sessions = public.coming_of(found, now=timezone.now())
    return render(request, "exchanges/card.html", {"cycle": found, "sessions": sessions, "url": cycle_url(found)})


@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """The same answer for everybody: what comes next travels by mail."""
    return render(request, "exchanges/thanks.html", {"cycle": public_cycle(slug)})


@require_http_methods(["GET", "HEAD", "POST"])
@throttled("link", limit=10, per_seconds=600)
def lost_link(request: HttpRequest, slug: str) -> HttpResponse:
    """One's links again, by mail; the answer is the same whether or not the address is known."""
    found, form = public_cycle(slug), LinkForm(request.POST or None)
    if form.is_valid():
        actions.send_links(found, form.cleaned_data["email"], now=timezone.now())
    return render(request, "exchanges/lost_link.html", {"cycle": found, "form": form, "is_sent": form.is_valid()})


@require_safe
@throttled("certificate", limit=60, per_seconds=600, methods=("GET",))
def check_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate is true: the session, its day, and the initials of the person."""
    number = certificates.registration_of(code)
    registration = private.attended(number) if number is not None else None
    if registration is None:
        raise Http404
    return render(
        request,
        "exchanges/check_certificate.html",
        {"registration": registration, "session": registration.session, "initials": private.initials(registration)},
    )


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The public sessions, for a calendar that follows them."""
    found = public_cycle(slug)
    return HttpResponse(feed(found, public.public_sessions(found), now=timezone.now()), content_type=CONTENT_TYPE)


@require_safe
@throttled("minutes", limit=30, per_seconds=600, methods=("GET",))
def minutes(request: HttpRequest, slug: str, session_slug: str) -> HttpResponse:
    """The minutes of a session that anybody may read, as a PDF."""
    session = public.public_sessions(public_cycle(slug)).filter(slug=session_slug).exclude(minutes="").first()
    if session is None:
        raise Http404
    response = HttpResponse(minutes_pdf(session, public.speakers_of(session)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="compte-rendu-{session.slug}.pdf"'
    return response


@require_safe
def practices(request: HttpRequest) -> HttpResponseBase:
    """Cards of what others have done."""
    rows = public.practices()
    return list_response(request, PRACTICES, rows, "exchanges/practices.html")


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The last practices, for readers of feeds."""
    rows = public.practices().order_by("-published_on", "-pk")[:MOST]
    return HttpResponse(practice_feed(rows), content_type=ATOM)


@require_safe
def practice(request: HttpRequest, number: int) -> HttpResponse:
    found: Practice | None = public.practices().filter(pk=number).first()
    if found is None:
        raise Http404
    return render(request, "exchanges/practice.html", {"practice": found, "lever": Lever(found.lever).label})


def _page(request: HttpRequest, parts: Parts, form: RegistrationForm | None = None) -> HttpResponse:
    return render(request, "exchanges/cycle.html", {"parts": parts, "form": form})
