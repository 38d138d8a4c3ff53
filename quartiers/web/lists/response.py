"""The one door of views: a page, its list alone, or a file."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from quartiers.web.exports import Cell, check_xlsx_size, csv_response, xlsx_response
from quartiers.web.lists.listing import filtered, read_listing
from quartiers.web.lists.spec import FORMAT, ListSpec, Rows, value_of

ROWS_A_READ = 1_000


def list_response(
    request: HttpRequest, spec: ListSpec, rows: Rows, template: str, context: Mapping[str, Any] | None = None
) -> HttpResponseBase:
    """The page, its list alone when htmx asks for it, or the export that the address asks for.

    Args:
        request: its address says which page, order, filters or export.
        spec: declaration of the list.
        rows: model instances that the viewer may see, without order nor slice.
        template: of the whole page; finds ``listing`` in its context.
        context: what else the page shows.

    Raises:
        RuleBroken: an XLSX of more rows than a sheet holds.
    """
    if request.GET.get(FORMAT) in EXPORTS:
        return EXPORTS[request.GET[FORMAT]](spec, filtered(spec, rows, request.GET))
    listing = read_listing(spec, rows, request.GET, path=request.path)
    response = (
        render(request, "web/list_fragment.html", {"listing": listing})
        if _asks_for_fragment(request, spec)
        else render(request, template, {**(context or {}), "listing": listing})
    )
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def export_cells(spec: ListSpec, rows: Rows) -> Iterator[list[Cell]]:
    """The cells of each row for a file, read a thousand rows at a time."""
    columns = [column for column in spec.columns if column.export]
    for row in rows.iterator(chunk_size=ROWS_A_READ):
        yield [value_of(column.value, row) for column in columns]


def _asks_for_fragment(request: HttpRequest, spec: ListSpec) -> bool:
    headers = request.headers
    return headers.get("HX-Target") == spec.id and headers.get("HX-History-Restore-Request") != "true"


def _header(spec: ListSpec) -> list[str]:
    return [column.label for column in spec.columns if column.export]


def _as_csv(spec: ListSpec, rows: Rows) -> HttpResponseBase:
    return csv_response(spec.id, _header(spec), export_cells(spec, rows))


def _as_xlsx(spec: ListSpec, rows: Rows) -> HttpResponseBase:
    check_xlsx_size(rows.order_by().count())
    return xlsx_response(spec.id, _header(spec), export_cells(spec, rows))


EXPORTS: dict[str, Callable[[ListSpec, Rows], HttpResponseBase]] = {"csv": _as_csv, "xlsx": _as_xlsx}
