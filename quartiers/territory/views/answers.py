"""An answer as a page says it: the same for an address and for a point."""

from datetime import date

from quartiers.kernel.french import NBSP, number
from quartiers.territory import queries
from quartiers.territory.queries import places, shapes
from quartiers.territory.rules import Answer, Match, Verdict, distance
from quartiers.territory.views.maps import point_map

BADGES = {Verdict.YES: "ok", Verdict.NO: "info", Verdict.CHECK: "warn", Verdict.UNKNOWN: "info"}
HEADINGS = {
    Verdict.YES: "La réponse est sûre",
    Verdict.NO: "La réponse est sûre",
    Verdict.CHECK: "La réponse n’est pas sûre",
    Verdict.UNKNOWN: "Il nous manque des contours",
}


def answer_context(answer: Answer, latitude: float, longitude: float, *, today: date) -> dict[str, object]:
    """What the page of an answer shows; the same number of queries whatever is around."""
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
        "others": (),
        "point": f"{number(latitude, 5)}{NBSP}N, {number(longitude, 5)}{NBSP}E",
        "is_today": answer.on == today,
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
