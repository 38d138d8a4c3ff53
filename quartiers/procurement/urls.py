"""Responsible procurement: what the law asks, clauses, hours, contracts."""

from django.urls import URLPattern

app_name = "procurement"
urlpatterns: list[URLPattern] = []
