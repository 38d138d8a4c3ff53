"""Who helps, and what a data protection officer does: answer people, see what is kept and until when, the journal."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from quartiers.exchanges import actions
from quartiers.exchanges.forms.roles import HelpersForm, PersonForm
from quartiers.exchanges.models import Participant
from quartiers.exchanges.queries import roles
from quartiers.exchanges.queries.private import everything_about
from quartiers.exchanges.views.organiser.cycles import FORM_METHODS
from quartiers.exchanges.views.organiser.doors import MANAGE, organisation_in_use, protecting
from quartiers.kernel.french import quantity
from quartiers.office.actions import audit
from quartiers.office.authors import author_of
from quartiers.office.directory import directory
from quartiers.office.registry import kind_labels
from quartiers.office.rules import Verb
from quartiers.web import editing
from quartiers.web.access import requires

PARTICIPANT = "exchanges.participant"


@require_http_methods(FORM_METHODS)
@requires(MANAGE)
def helpers(request: HttpRequest) -> HttpResponse:
    """Who hosts, who protects data, among the members of the organisation."""
    organisation_id = organisation_in_use(request)
    members = roles.member_lines(organisation_id)
    stored = roles.roles_given(members)
    base = editing.base_of(request, stored)
    sent = editing.typed(request, base, several=stored) if request.method == "POST" else None
    form = HelpersForm(sent, members=members)
    if form.is_valid():
        by, now = author_of(request), timezone.now()
        merged, count = actions.set_helpers(organisation_id, form.state(), base=base, by=by, now=now)
        if merged.clashes:
            return editing.ask(request, form, merged.clashes, stored, crumbs=_crumbs(), who="", when=None)
        messages.success(request, f"{quantity(count, 'personne change de rôle', 'personnes changent de rôle')}.")
        return redirect("exchanges:helpers")
    return render(request, "exchanges/organiser/helpers.html", {"form": form, "base": editing.written(base)})


@never_cache
@require_http_methods(FORM_METHODS)
@protecting
def rights(request: HttpRequest) -> HttpResponse:
    """Find a person who asks for her data; what is kept; the journal. The address is never in the address bar."""
    organisation_id = organisation_in_use(request)
    form = PersonForm(request.POST or None)
    found: list[Participant] | None = None
    if form.is_valid():
        found = list(roles.participants_at(organisation_id, form.cleaned_data["email"]))
        for one in found:
            audit(Verb.READ, kind=PARTICIPANT, object_id=one.pk, by=author_of(request), now=timezone.now())
    accounts, kinds = directory().accounts(), kind_labels()
    context = {
        "form": form,
        "found": found,
        "kept": roles.kept_in(organisation_id),
        "lines": [
            (timezone.localtime(one.at), accounts.get(one.user_id, ""), Verb(one.verb).label, kinds.get(one.kind, ""))
            for one in roles.journal_of(organisation_id)
        ],
    }
    return render(request, "exchanges/organiser/rights.html", context)


@never_cache
@require_POST
@protecting
def data_of(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Everything that one cycle knows of her, to hand over."""
    one = _known(request, participant_id)
    audit(Verb.EXPORT, kind=PARTICIPANT, object_id=one.pk, by=author_of(request), now=timezone.now())
    response = JsonResponse(everything_about(one), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="donnees-de-la-personne.json"'
    return response


@require_POST
@protecting
def erase_for(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Erase her from one cycle, as she asked."""
    actions.forget_for(_known(request, participant_id), by=author_of(request), now=timezone.now())
    messages.success(request, "Ses données sont effacées de ce cycle. Les nombres restent, sans elle.")
    return redirect("exchanges:rights")


def _crumbs() -> list[tuple[str, str]]:
    return [("Mes cycles", reverse("exchanges:organised")), ("Rôles dans les échanges", "")]


def _known(request: HttpRequest, participant_id: int) -> Participant:
    found = roles.participant_in(organisation_in_use(request), participant_id)
    if found is None:
        raise Http404
    return found
