"""«Cette adresse est-elle dans un quartier prioritaire ?»: the question."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from quartiers.territory.forms.address import AddressForm

NO_SERVICE = "Aucun service d’adresses n’est branché sur cette plateforme. Votre adresse n’est partie nulle part."


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """The form; what was typed stays, with a way to do without the address service."""
    form = AddressForm(request.POST or None)
    trouble = NO_SERVICE if form.is_bound and form.is_valid() else ""
    return render(request, "territory/address.html", {"form": form, "trouble": trouble})
