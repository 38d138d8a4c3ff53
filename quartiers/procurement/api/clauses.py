"""The catalogue of clauses for machines: the same texts and the same search as the page."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from quartiers.procurement.rules.catalogue import FAMILIES, JOBS, CatalogueClause, find
from quartiers.web.api_errors import refusals

router = Router(tags=["achats"])
REFUSALS = refusals()
FAMILY = {one.code: one for one in FAMILIES}


class ClausesAsked(Schema):
    """Quelles clauses."""

    q: Annotated[str, Field(max_length=100, description="Mots, métier ou premiers chiffres d’un code CPV")] = ""
    family: Annotated[str, Field(max_length=40, description="Code d’une famille")] = ""
    stage: Literal["", "specification", "condition", "criterion", "variant"] = ""
    kind: Annotated[Literal["", "works", "supplies", "services"], Field(description="Ce que vous achetez")] = ""


class JobOut(Schema):
    """Un métier du ROME."""

    code: str
    label: str


class FamilyOut(Schema):
    """Une famille de clauses."""

    code: str
    title: str
    asks: Annotated[str, Field(description="Ce que ses clauses demandent")]
    work: Annotated[str, Field(description="Le travail qu’elle donne près des quartiers")]
    kinds: Annotated[list[str], Field(description="Les achats auxquels elle sert")]
    jobs: list[JobOut]
    activities: Annotated[list[str], Field(description="Activités des structures d’insertion qui peuvent répondre")]


class ClauseOut(Schema):
    """Une clause à copier ; ce qui est entre crochets est à choisir. Aucun juriste ne l’a relue."""

    code: str
    title: str
    family: FamilyOut
    stage: str
    text: str
    proof: str
    control: str
    penalty: str
    link: Annotated[str, Field(description="Pourquoi elle tient à l’objet du marché")]
    serves: Annotated[str, Field(description="L’obligation qu’elle sert ; vide si c’est un choix")]
    ambitious: bool
    notice: Annotated[str, Field(description="À écrire aussi dans l’avis ; vide si rien")]


@router.get(
    "/clauses",
    response={200: list[ClauseOut], **REFUSALS},
    summary="Quelles clauses pour le quartier ?",
    operation_id="procurement_clauses",
    url_name="procurement_clauses",
)
def clauses(request: HttpRequest, asked: Query[ClausesAsked]) -> list[ClauseOut]:
    """Textes sous Licence Ouverte 2.0, famille par famille."""
    return [_clause(one) for one in find(asked.q, family=asked.family, stage=asked.stage, kind=asked.kind)]


def _clause(one: CatalogueClause) -> ClauseOut:
    family = FAMILY[one.family]
    return ClauseOut(
        code=one.code,
        title=one.title,
        family=FamilyOut(
            code=family.code,
            title=family.title,
            asks=family.asks,
            work=family.work,
            kinds=[kind.value for kind in family.kinds],
            jobs=[JobOut(code=code, label=JOBS[code].label) for code in family.jobs],
            activities=list(family.activities),
        ),
        stage=one.stage.value,
        text=one.text,
        proof=one.proof,
        control=one.control,
        penalty=one.penalty,
        link=one.link,
        serves=one.serves,
        ambitious=one.ambitious,
        notice=one.notice,
    )
