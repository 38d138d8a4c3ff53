"""What a merge changed, in the journal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from quartiers.kernel.merge import Merge
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb


def audit_change(
    kind: str, object_id: int, merged: Merge, stored: Mapping[str, Any], *, by: Author, now: datetime
) -> None:
    """Write down which fields of an object a merge changed.

    Args:
        kind: of the object, as the journal names it.
        object_id: its number.
        merged: what was saved.
        stored: as it was before.
        by: who changed it.
        now: instant of the writing.
    """
    audit(Verb.UPDATE, kind=kind, object_id=object_id, by=by, fields=merged.changed_from(stored), now=now)
