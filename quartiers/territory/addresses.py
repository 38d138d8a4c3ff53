"""From what the address service found to the answer, for the page and the API alike."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from quartiers.office.queries import job_by_token
from quartiers.territory.actions.lookups import ADDRESS_LOOKUP, candidates
from quartiers.territory.geocoding import GeocodedAddress
from quartiers.territory.queries import location
from quartiers.territory.rules import Answer, understood

if TYPE_CHECKING:
    from quartiers.office.models import Job


@dataclass(frozen=True)
class AddressAnswer:
    """The answer about the address that resembles most what was asked, and the other addresses to choose from."""

    answer: Answer
    found: GeocodedAddress
    others: tuple[GeocodedAddress, ...]


def lookup_job(token: str, *, now: datetime) -> "Job | None":
    """The lookup that this token opens; None when its answer was given, when it passed its date, or never was."""
    job = job_by_token(token, kind=ADDRESS_LOOKUP)
    return job if job is not None and job.expires_at > now else None


def address_answer(result: dict[str, Any], *, on: date) -> AddressAnswer | None:
    """The answer that the result of a lookup gives; None where the service found no such address.

    Raises:
        RuleBroken: the point that the service gave is no place on Earth.
    """
    found = candidates(result)
    if not found:
        return None
    first, *others = found
    said = location.answer(first.latitude, first.longitude, on=on, kind=first.kind)
    return AddressAnswer(understood(said, label=first.label, score=first.score), first, tuple(others))
