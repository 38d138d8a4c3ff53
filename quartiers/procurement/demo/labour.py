"""Three values that the coordinator of an invented territory signs: a trade, another to be validated, a rate."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from quartiers.actors.invented import VAL
from quartiers.actors.queries.accounts import account_at, belongings
from quartiers.actors.queries.cites import find_cite
from quartiers.kernel.french import quantity
from quartiers.office.rules import Author
from quartiers.procurement.actions.labour import sign_value
from quartiers.procurement.queries.labour import signed_values

COORDINATOR = "karim-benali@exemple.fr"
SOURCE = "relevé de douze marchés de 2025 avec les bailleurs"
VALUES: tuple[dict[str, Any], ...] = (
    {"subject": "painting", "share": Decimal("0.68"), "cost": Decimal("28.50"), "source": SOURCE},
    {
        "subject": "green_spaces",
        "share": Decimal("0.62"),
        "cost": Decimal("27.50"),
        "source": "réunion avec les structures d’insertion d’espaces verts",
        "to_validate": True,
    },
    {"subject": "rate", "rate": Decimal("0.07"), "source": "comité de pilotage de la clause, octobre"},
)


def load(now: datetime) -> str:
    """Sign them once."""
    cite, coordinator = find_cite(VAL), account_at(COORDINATOR)
    found = belongings(coordinator.pk) if coordinator else []
    if cite is None or coordinator is None or not found or signed_values(cite.pk).exists():
        return ""
    by, signed = Author(coordinator.pk, found[0].membership.organisation_id), now - timedelta(days=30)
    for one in VALUES:
        sign_value(cite.pk, one | {"valid_from": signed.date()}, by=by, now=signed)
    return f"{quantity(len(VALUES), 'valeur signée', 'valeurs signées')} pour un territoire."
