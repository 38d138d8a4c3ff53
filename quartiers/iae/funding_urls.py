"""Addresses of what a structure costs and of who funds it."""

from django.urls import path

from quartiers.iae.views import funding

FUNDING = [
    path("simulateurs/cout-structure/", funding.cost, name="cost"),
    path("financer-une-structure/", funding.funding, name="funding"),
]
