"""«Langue et lecture»: the reader chooses, the pages follow, and one is back where one was."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quartiers.web.forms import ReadingForm
from quartiers.web.links import is_ours
from quartiers.web.reading import Reading


@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: HttpRequest) -> HttpResponse:
    """Show the choices, or keep them and go back."""
    back = way_back(request.POST.get("retour") or request.GET.get("retour", ""))
    now = Reading.of(request)
    form = ReadingForm(request.POST or None, initial={"theme": now.theme, "letters": now.letters})
    if not form.is_valid():
        return render(request, "web/reading.html", {"form": form, "back": back})
    messages.success(request, "Vos choix de lecture sont gardés sur cet appareil.")
    response = redirect(back)
    Reading(form.cleaned_data["theme"], form.cleaned_data["letters"]).keep(response)
    return response


def way_back(address: str) -> str:
    """The address to return to when it is a page of this site, else the first page."""
    return address if is_ours(address) else reverse("desks:home")
