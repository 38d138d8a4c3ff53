"""One address, sought in the background: a request never waits for the address service."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import number
from quartiers.kernel.nir import check_no_nir
from quartiers.office.actions import start_job
from quartiers.territory.geocoding import GeocodedAddress, Geocoder, sendable
from quartiers.territory.rules import PointKind

if TYPE_CHECKING:
    from quartiers.office.models import Job

ADDRESS_LOOKUP = "address_lookup"
KEPT_FOR = timedelta(minutes=10)
MAX_TYPED = 250
CANDIDATES = 5


def check_address(text: str) -> None:
    """Refuse what is no address, before anything of it leaves or is kept.

    Raises:
        RuleBroken: too long or no address at all; or it holds what looks like a NIR.
    """
    if len(text) > MAX_TYPED:
        raise RuleBroken(
            f"Ce texte est trop long pour une adresse\u00a0: {number(len(text))} caractères. "
            "Gardez le numéro, la rue et la commune."
        )
    check_no_nir(text)
    if not sendable(text):
        raise RuleBroken("Il manque l’adresse. Écrivez le numéro, la rue et la commune.")


def start_address_lookup(text: str, *, on: date, now: datetime) -> "Job":
    """Have an address sought; the page shows the candidates once the job is done, then erases it.

    Args:
        text: the address as it was typed.
        on: the day the question is about, kept beside it.
        now: instant of the request.

    Raises:
        RuleBroken: as ``check_address``.
    """
    check_address(text)
    return start_job(
        ADDRESS_LOOKUP, {"text": sendable(text), "on": on.isoformat()}, total=1, now=now, keep_for=KEPT_FOR
    )


def look_up(payload: dict[str, Any], geocoder: Geocoder) -> dict[str, Any]:
    """The result of the job: ``{"candidates": [...]}``, the best first, maybe none.

    Raises:
        GeocoderUnavailable: no usable answer.
    """
    found = geocoder.search(payload["text"], limit=CANDIDATES)
    return {"candidates": [asdict(one) for one in found]}


def candidates(result: dict[str, Any]) -> list[GeocodedAddress]:
    """What ``look_up`` found, read back from the result of its job."""
    return [GeocodedAddress(**{**one, "kind": PointKind(one["kind"])}) for one in result.get("candidates", [])]
