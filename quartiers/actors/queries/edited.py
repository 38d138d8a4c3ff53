"""The values that an editing page shows, as plain data: what two people compare."""

from typing import Any

from quartiers.actors.models import Cite, Committee, ContratDeVille

TEXTS = (
    "name",
    "summary",
    "purpose",
    "contact_email",
    "contact_phone",
    "generation",
    "impulse_by",
    "impulse_text",
    "label_name",
    "label_by",
    "label_text",
)
DATES = ("impulse_on", "label_on", "label_until")
LINKS = ("neighbourhoods", "communes", "epcis")


def state_of(cite: Cite) -> dict[str, Any]:
    """What can be edited of a Cité: texts, days as ISO texts, sorted codes; three queries."""
    return {
        **{name: getattr(cite, name) for name in TEXTS},
        **{name: _iso(getattr(cite, name)) for name in DATES},
        **{name: _codes(getattr(cite, name)) for name in LINKS},
        "bearer": cite.bearer_id,
    }


def state_of_committee(committee: Committee) -> dict[str, Any]:
    """What can be edited of a committee."""
    return {
        "kind": committee.kind,
        "held_on": _iso(committee.held_on),
        "starts_at": committee.starts_at.strftime("%H:%M") if committee.starts_at else "",
        "place": committee.place,
        "agenda": committee.agenda,
        "minutes": committee.minutes,
    }


def state_of_contract(contract: ContratDeVille) -> dict[str, Any]:
    """What can be edited of a contrat de ville, its signatories aside; one query."""
    return {
        "name": contract.name,
        "starts_on": _iso(contract.starts_on),
        "ends_on": _iso(contract.ends_on),
        "amended_on": _iso(contract.amended_on),
        "amendment": contract.amendment,
        "axes": list(contract.axes),
        "neighbourhoods": _codes(contract.neighbourhoods),
    }


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""


def _codes(links: Any) -> list[str]:
    return sorted(links.order_by().values_list("pk", flat=True))
