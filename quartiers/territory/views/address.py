"""«Cette adresse est-elle dans un quartier prioritaire ?»: the question, the wait, the answer, once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quartiers.territory.forms.address import AddressForm


def address(request: HttpRequest) -> HttpResponse:
    return render(request, "territory/address.html", {"form": AddressForm()})
