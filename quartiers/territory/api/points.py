"""Where a point stands."""

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Router
from ninja.decorators import decorate_view

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.territory import queries
from quartiers.territory.api.schemas import AnswerOut, AnswersOut, Latitude, Longitude, On, PointIn, PointsIn
from quartiers.territory.queries.location import check_coordinates
from quartiers.territory.rules import Answer, PointKind
from quartiers.web.api_errors import Faults, Refusal
from quartiers.web.throttle import throttled

router = Router(tags=["Localiser"])


@router.get(
    "/locate",
    response={200: AnswerOut, 409: Refusal, 422: Faults},
    tags=["Localiser"],
    summary="Ce point est-il dans un quartier prioritaire ?",
    operation_id="locate",
)
def locate(
    request: HttpRequest,
    latitude: Latitude,
    longitude: Longitude,
    on: On = None,
    kind: PointKind = PointKind.COORDINATES,
) -> Answer:
    """Oui, non, à vérifier, ou nous ne pouvons pas le dire ; avec la raison."""
    return queries.answer(latitude, longitude, on=on or localdate(), kind=kind)


@router.post(
    "/locate",
    response={200: AnswersOut, 400: Refusal, 409: Refusal, 413: Refusal, 422: Faults, 429: Refusal},
    tags=["Localiser"],
    summary="Jusqu’à 1 000 points à la fois",
    operation_id="locate_many",
)
@decorate_view(throttled("api-locate", limit=60, per_seconds=60))
def locate_many(request: HttpRequest, body: PointsIn) -> dict[str, list[Answer]]:
    """Une réponse par point, dans le même ordre. Rien n’est conservé."""
    for rank, point in enumerate(body.points, start=1):
        _check(rank, point)
    answers = queries.answer_many(
        [point.latitude for point in body.points],
        [point.longitude for point in body.points],
        [point.kind for point in body.points],
        on=body.on or localdate(),
    )
    return {"answers": answers}


def _check(rank: int, point: PointIn) -> None:
    try:
        check_coordinates(point.latitude, point.longitude)
    except RuleBroken as broken:
        raise RuleBroken(f"Point {rank}{NBSP}: {broken.message}", source=broken.source) from broken
