"""Addresses of zones blanches."""

from django.urls import path

from quartiers.iae.views import panorama, what_if, zones

ZONES = [
    path("zones-blanches/", zones.page, name="zones"),
    path("zones-blanches/tableau/<slug:ending>/", zones.table, name="zones_table"),
    path("zones-blanches/et-si/", what_if.page, name="what_if"),
    path("panorama/<slug:key>/", panorama.page, name="panorama"),
]
