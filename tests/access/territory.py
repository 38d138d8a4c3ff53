"""The ground is public."""

from tests import pages
from tests.access.doors import Door

POINT = {"latitude": 43.2130, "longitude": 2.3522}
ACCESS = {
    "territory:address": Door(visitor=200),
    "territory:address_answer": Door(visitor=410, kwargs={"token": "t" * 43}),
    "territory:point": Door(visitor=200, query=POINT),
    "territory:file": Door(visitor=200),
    "territory:file_model": Door(visitor=200),
    "territory:file_job": Door(visitor=410, kwargs={"token": "t" * 43}),
    "territory:file_cancel": Door(visitor=410, method="post", kwargs={"token": "t" * 43}),
    "territory:file_download": Door(visitor=410, method="post", kwargs={"token": "t" * 43}),
    "territory:neighbourhoods": Door(visitor=200),
    "territory:communes": Door(visitor=200),
    "territory:commune": Door(visitor=200, kwargs={"code": pages.COMMUNE}),
    "territory:places": Door(visitor=200),
    "territory:department": Door(visitor=200, kwargs={"code": pages.DEPARTMENT}),
    "territory:epci": Door(visitor=200, kwargs={"code": pages.EPCI}),
    "territory:open_data": Door(visitor=200),
    "api-1:locate": Door(visitor=200, query=POINT),
    "api-1:locate_many": Door(visitor=200, method="post", body={"points": [POINT]}),
    "api-1:ask_address": Door(visitor=202, method="post", body={"address": "12 rue de la Paix, Narbonne"}),
    "api-1:address_answer": Door(visitor=404, kwargs={"token": "t" * 43}),
    "api-1:neighbourhoods": Door(visitor=200),
    "api-1:neighbourhoods_geojson": Door(visitor=200, query={"department": pages.DEPARTMENT}),
    "api-1:neighbourhood": Door(visitor=200, kwargs={"code": pages.NEIGHBOURHOOD}),
    "api-1:communes": Door(visitor=200, query={"department": pages.DEPARTMENT}),
    "api-1:communes_geojson": Door(visitor=200, query={"department": pages.DEPARTMENT}),
    "api-1:departments": Door(visitor=200),
    "api-1:departments_geojson": Door(visitor=200),
    "api-1:epci": Door(visitor=200),
}
