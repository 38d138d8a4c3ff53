"""One page of rows, as every list of the API answers."""

from collections.abc import Callable
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

#: The number of a row in an address; beyond it no database has one.
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]


class PageOf(Schema):
    """Une page de résultats."""

    page: Annotated[int, Field(ge=1, le=1_000, description="Numéro de la page")] = 1
    page_size: Annotated[int, Field(ge=1, le=100, description="Lignes par page")] = 50


def page_of(rows: Any, *, page: int, size: int, shown: Callable[[Any], Any]) -> dict[str, object]:
    """Two queries: how many rows there are, and those of this page.

    Args:
        rows: an ordered queryset.
        page: from 1; one beyond the last is empty.
        size: rows a page.
        shown: a row as the API answers it.
    """
    total, start = rows.order_by().count(), (page - 1) * size
    return {
        "total": total,
        "page": page,
        "pages": -(-total // size),
        "results": [shown(row) for row in rows[start : start + size]],
    }
