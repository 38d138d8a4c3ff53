"""Values that a territory signed, made through their action."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from quartiers.office.rules import PLATFORM
from quartiers.procurement.actions.labour import sign_value
from quartiers.procurement.models import SignedValue

NOW = datetime(2026, 11, 2, tzinfo=UTC)
PAINTING = {
    "subject": "painting",
    "share": Decimal("0.6"),
    "cost": Decimal(30),
    "valid_from": date(2026, 11, 1),
    "source": "relevé de dix marchés",
    "to_validate": False,
}


def signed(cite: Any, *, by: Any = PLATFORM, now: datetime = NOW, **asked: Any) -> SignedValue:
    """A value of painting that this Cité signed, unless something else is asked."""
    return sign_value(cite.pk, PAINTING | asked, by=by, now=now)
