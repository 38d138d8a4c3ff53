"""«Entrer comme…»: each kind of user in one click. Nothing of it exists outside the demonstration."""

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from quartiers.actors import queries
from quartiers.actors.invented import PEOPLE, person
from quartiers.actors.viewing import DEMO, SECOND


@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    _only_in_demonstration()
    return render(request, "actors/demo.html", {"people": PEOPLE})


@require_POST
def enter(request: HttpRequest, who: str) -> HttpResponse:
    """Sign in as one of the invented people, second factor included."""
    _only_in_demonstration()
    invented = person(who)
    account = queries.account_at(invented.email) if invented else None
    if account is None:
        raise Http404
    request.session.flush()
    login(request, account)
    record_authentication(request, account, method=SECOND, type=DEMO)
    messages.success(request, f"Vous êtes {account}. Changez de personne depuis le ruban de la démonstration.")
    return redirect("desks:desk")


def _only_in_demonstration() -> None:
    if not settings.DEMO:
        raise Http404
