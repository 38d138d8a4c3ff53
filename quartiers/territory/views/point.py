"""A point on the ground: the answer without any address service. Nothing leaves this machine, nothing is kept."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from quartiers.kernel.french import NBSP, number
from quartiers.territory import queries
from quartiers.territory.forms.address import AddressForm, PointForm
from quartiers.territory.queries import places, shapes
from quartiers.territory.rules import Answer, Match, PointKind, Verdict, distance
from quartiers.territory.views.maps import picking_map, point_map

BADGES = {Verdict.YES: "ok", Verdict.NO: "info", Verdict.CHECK: "warn", Verdict.UNKNOWN: "info"}
HEADINGS = {
    Verdict.YES: "La réponse est sûre",
    Verdict.NO: "La réponse est sûre",
    Verdict.CHECK: "La réponse n’est pas sûre",
    Verdict.UNKNOWN: "Il nous manque des contours",
}
ASKED = ("latitude", "longitude")


@require_safe
def point(request: HttpRequest) -> HttpResponse:
    """The form, or the answer when the address of the page holds a point."""
    form = PointForm(request.GET if any(name in request.GET for name in ASKED) else None)
    if not (form.is_bound and form.is_valid()):
        return render(request, "territory/point.html", {"form": form, "map": picking_map(shapes.department_shapes())})
    latitude, longitude = form.cleaned_data["point"]
    on = form.cleaned_data["le"] or localdate()
    context = answer_context(latitude, longitude, on=on, kind=PointKind.COORDINATES)
    return render(request, "territory/answer.html", {**context, "form": AddressForm(), "point_form": form})


def answer_context(latitude: float, longitude: float, *, on: date, kind: PointKind) -> dict[str, object]:
    """What the page of an answer shows; the same number of queries whatever is around."""
    answer = queries.answer(latitude, longitude, on=on, kind=kind)
    department = queries.department_at(latitude, longitude)
    codes = [match.code for match in _matches(answer)]
    rows = places.neighbourhoods().filter(pk__in=codes)
    return {
        "answer": answer,
        "sentence": sentence(answer),
        "verdict_kind": BADGES[answer.verdict],
        "heading": HEADINGS[answer.verdict],
        "steps": steps(answer),
        "address": "",
        "candidates": [],
        "point": f"{number(latitude, 5)}{NBSP}N, {number(longitude, 5)}{NBSP}E",
        "kind": kind,
        "is_today": on == localdate(),
        "error": distance(answer.error_m),
        "nearby": [(match, distance(match.distance_m)) for match in answer.nearby],
        "neighbourhood": next((row for row in rows if answer.match and row.code == answer.match.code), None),
        "map": point_map(
            latitude,
            longitude,
            shapes.neighbourhood_shapes(rows),
            shapes.Ground(department=department),
            generation=answer.generation,
        ),
    }


def _matches(answer: Answer) -> list[Match]:
    return [*answer.nearby, *([answer.match] if answer.match else [])]


def sentence(answer: Answer) -> str:
    """The answer in large letters."""
    name = f"«{NBSP}{answer.match.name}{NBSP}»" if answer.match else ""
    return {
        Verdict.YES: f"Oui, dans le quartier prioritaire {name}",
        Verdict.NO: "Non, dans aucun quartier prioritaire",
        Verdict.CHECK: f"À vérifier{NBSP}: peut-être dans le quartier {name}"
        if name
        else f"À vérifier{NBSP}: l’adresse trouvée n’est pas assez précise",
        Verdict.UNKNOWN: "Nous ne pouvons pas le dire",
    }[answer.verdict]


def steps(answer: Answer) -> list[str]:
    """What to do next; no step ever asks for more than the answer can bear."""
    proof = (
        "Demandez un justificatif de domicile de moins de six mois à cette adresse, par exemple une facture d’énergie."
    )
    official = "Comparez avec le service officiel de l’État, sig.ville.gouv.fr, et avec le numéro exact dans la rue."
    return {
        Verdict.YES: [proof, "Imprimez cette page et gardez-la avec le justificatif."],
        Verdict.NO: [
            "Vérifiez que l’adresse comprise est la bonne, numéro compris.",
            "D’autres critères existent pour accéder à un emploi d’insertion : parlez-en à un conseiller.".replace(
                " :", f"{NBSP}:"
            ),
        ],
        Verdict.CHECK: [proof, official, "Ne concluez pas sur cette seule page."],
        Verdict.UNKNOWN: [
            official,
            "Si vous gérez cette plateforme, chargez ce qui manque : quartiers import_neighbourhoods.".replace(
                " :", f"{NBSP}:"
            ),
        ],
    }[answer.verdict]
