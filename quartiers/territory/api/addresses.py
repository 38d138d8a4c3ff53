"""One address: asked for in the background, answered once."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from ninja import Router, Status
from ninja.decorators import decorate_view
from ninja.errors import HttpError

from quartiers.office.actions import erase_job
from quartiers.office.rules import JobState
from quartiers.territory import actions
from quartiers.territory.addresses import address_answer, lookup_job
from quartiers.territory.api.schemas import AddressIn, LookupOut, TicketOut
from quartiers.web.api_errors import Faults, Refusal
from quartiers.web.throttle import throttled

router = Router(tags=["Localiser"])
GONE = "Cette réponse a été donnée et effacée, ou n’a jamais existé. Posez la question de nouveau."
NOT_FOUND = "Aucune adresse connue ne ressemble à celle-ci. Vérifiez la rue et ajoutez la commune ou le code postal."


@router.post(
    "/addresses",
    response={202: TicketOut, 400: Refusal, 409: Refusal, 413: Refusal, 422: Faults, 429: Refusal},
    summary="Chercher une adresse, en arrière-plan",
    operation_id="ask_address",
)
@decorate_view(throttled("address", limit=30, per_seconds=60))
def ask_address(request: HttpRequest, body: AddressIn) -> Any:
    """Seule l’adresse part, vers le service national (Géoplateforme, IGN). Elle est effacée avec la réponse."""
    job = actions.start_address_lookup(body.address, on=body.on or timezone.localdate(), now=timezone.now())
    url = request.build_absolute_uri(reverse("api-1:address_answer", kwargs={"token": job.token}))
    return Status(202, {"token": job.token, "url": url})


@router.get(
    "/addresses/{token}",
    response={200: LookupOut, 404: Refusal, 422: Faults},
    summary="La réponse, une seule fois",
    operation_id="address_answer",
    url_name="address_answer",
)
@decorate_view(never_cache)
def answer(request: HttpRequest, token: str) -> dict[str, Any]:
    """Redemandez tant que state vaut waiting ou running, deux fois par seconde au plus."""
    job = lookup_job(token, now=timezone.now())
    if job is None:
        raise HttpError(404, GONE)
    if JobState(job.state).is_open:
        return {"state": job.state}
    erase_job(job)
    if job.state != JobState.DONE:
        return {"state": job.state, "message": job.error}
    said = address_answer(job.result, on=date.fromisoformat(job.payload["on"]))
    if said is None:
        return {"state": job.state, "message": NOT_FOUND}
    return {"state": job.state, "answer": said.answer, "found": said.found, "others": list(said.others)}
