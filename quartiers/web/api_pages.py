"""One page of rows, as every list of the API answers."""

from collections.abc import Callable
from typing import Any


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
