"""What waits for who buys or follows contracts: a consultation, a contract that ends, a check to read again."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from quartiers.actors.doors import cites_read_by
from quartiers.kernel.french import quantity
from quartiers.kernel.waiting import Waiting, pressing
from quartiers.procurement.models import Contract
from quartiers.procurement.queries import awaited
from quartiers.procurement.rules.contracts import ContractState
from quartiers.web.access import Viewer


def waiting(viewer: Viewer, *, now: datetime) -> list[Waiting]:
    """Three queries for who has an organisation, one for who only reads a Cité, none for others."""
    today, cites = timezone.localdate(now), cites_read_by(viewer)
    found = []
    if viewer.organisation_id is not None or cites:
        rows = awaited.dated_contracts(viewer.organisation_id, cites, today)
        found = [_contract(one, today=today) for one in rows]
    if viewer.organisation_id is not None:
        checks = awaited.checks_now_blocked(viewer.organisation_id)
        if checks:
            words = quantity(len(checks), "marché contrôlé", "marchés contrôlés")
            title = f"{words} que les règles d’aujourd’hui bloqueraient"
            page = reverse("procurement:kept_checks")
            if len(checks) == 1:
                page = reverse("procurement:kept_check", args=[checks[0].pk])
            found.append(Waiting(title, viewer.organisation, page, "Relire le contrôle"))
    return found


def _contract(one: Contract, *, today: date) -> Waiting:
    page = reverse("procurement:contract", args=[one.pk])
    owner = str(one.operation.owner)
    if one.state == ContractState.PREPARED:
        day, title = one.consultation_on, f"Consultation à ouvrir, {one.name}"
        return Waiting(title, owner, page, "Ouvrir le marché", day, pressing(day, today=today))
    title = f"Marché qui se termine, {one.name}"
    return Waiting(title, owner, page, "Ouvrir le marché", one.ends_on, pressing(one.ends_on, today=today))
