"""Two legal checks that an invented buyer keeps: one that something blocks, one that nothing does."""

from datetime import datetime, timedelta

from quartiers.actors.queries.accounts import account_at, belongings
from quartiers.kernel.french import quantity
from quartiers.office.rules import Author
from quartiers.procurement.actions.legal import keep_check
from quartiers.procurement.queries.legal import kept_checks
from quartiers.procurement.rules import project_from

BUYER = "karim-benali@exemple.fr"
HELD = {"environmental_condition": True, "environmental_criterion": True, "lots": 3}
CHECKS = (
    (
        "Nettoyage des écoles, projet de septembre",
        {
            "kind": "services",
            "buyer": "local",
            "value": 260_000,
            "consultation_on": "2026-11-30",
            "duration_months": 36,
            "environmental_condition": True,
            "social_exemption": "restricts",
            "clauses": [{"stage": "condition", "text": "L’entreprise doit être implantée dans le département."}],
        },
    ),
    (
        "Rénovation de 96 logements, lot peinture",
        HELD
        | {
            "kind": "works",
            "buyer": "local",
            "value": 210_000,
            "operation_value": 2_400_000,
            "consultation_on": "2026-11-30",
            "duration_months": 14,
            "social_condition": True,
            "hours_due": 263,
            "hours_total": 5_250,
            "penalty_per_hour": 40,
        },
    ),
)


def load(now: datetime) -> str:
    """Keep them once."""
    buyer = account_at(BUYER)
    places = belongings(buyer.pk) if buyer else []
    if buyer is None or not places or kept_checks(places[0].membership.organisation_id).exists():
        return ""
    by = Author(buyer.pk, places[0].membership.organisation_id)
    for rank, (title, data) in enumerate(CHECKS):
        keep_check(project_from(data), title=title, by=by, now=now - timedelta(days=60 - 50 * rank))
    return f"{quantity(len(CHECKS), 'contrôle juridique gardé', 'contrôles juridiques gardés')}."
