"""«Mon compte»: who I am here, what protects my account, where I am signed in, where I belong."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartiers.actors import actions, queries
from quartiers.actors.forms import ProfileForm
from quartiers.kernel.french import quantity
from quartiers.web.access import known_viewer, requires, signed_in


@require_safe
@requires(signed_in)
def account(request: HttpRequest) -> HttpResponse:
    viewer = known_viewer(request)
    return render(
        request,
        "actors/account.html",
        {
            "account": queries.account(viewer.user_id),
            "belongings": queries.belongings(viewer.user_id),
            "sessions": list(queries.open_sessions(viewer.user_id)),
            "this_session": request.session.session_key,
            "identity": queries.identity_of(viewer.user_id, settings.PROCONNECT["issuer"]),
            "has_second_factor": queries.has_second_factor(viewer.user_id),
            "codes_left": queries.recovery_codes_left(viewer.user_id),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(signed_in)
def profile(request: HttpRequest) -> HttpResponse:
    """Her name, as colleagues read it."""
    account = queries.account(known_viewer(request).user_id)
    form = ProfileForm(
        request.POST or None, initial={"first_name": account.first_name, "last_name": account.last_name}
    )
    if not form.is_valid():
        return render(request, "actors/profile.html", {"form": form, "account": account})
    actions.rename(account.pk, form.cleaned_data["first_name"], form.cleaned_data["last_name"])
    messages.success(request, "Votre nom est enregistré.")
    return redirect("actors:account")


@require_POST
@requires(signed_in)
def close_one(request: HttpRequest, session_id: int) -> HttpResponse:
    if not actions.close_session(known_viewer(request).user_id, session_id):
        raise Http404
    messages.success(request, "Cet appareil est déconnecté.")
    return redirect("actors:account")


@require_POST
@requires(signed_in)
def close_all(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else."""
    count = actions.close_sessions(known_viewer(request).user_id, but=request.session.session_key or "")
    messages.success(request, f"{quantity(count, 'appareil déconnecté', 'appareils déconnectés')}.")
    return redirect("actors:account")
