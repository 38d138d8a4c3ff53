"""The legal check for machines: the same project, the same findings, in the same order as the page and the command."""

from typing import Any

from django.http import HttpRequest
from ninja import Body, Router, Schema
from pydantic import Field

from quartiers.procurement import rules
from quartiers.procurement.queries.legal import confirmed_codes
from quartiers.web.api_errors import refusals

router = Router(tags=["Achats : contrôle juridique"])
REFUSALS = refusals(400, 409, 413)
EXAMPLE = {
    "kind": "services",
    "buyer": "local",
    "value": 260000,
    "consultation_on": "2026-11-30",
    "environmental_condition": True,
    "environmental_criterion": False,
    "clauses": [{"stage": "condition", "text": "L’entreprise est implantée dans le département."}],
}


class FindingOut(Schema):
    code: str = Field(description="Règle, de R01 à R20")
    severity: rules.Severity = Field(description="block, warn ou info")
    article: str
    message: str = Field(description="Ce qui ne va pas, en français")
    remedy: str = Field(description="Ce qu’il faut écrire ou faire à la place")


class CheckOut(Schema):
    """Ce que la loi demande à ce marché. Rien n’est conservé ; ceci n’a pas la valeur d’un avis de juriste."""

    blocks: bool = Field(description="Vrai quand un constat bloque")
    edition: str = Field(description="Édition des règles appliquées")
    findings: list[FindingOut]


@router.post(
    "/controle",
    response={200: CheckOut, **REFUSALS},
    summary="Ce marché est-il sûr en droit ?",
    operation_id="procurement_check",
    url_name="procurement_check",
    openapi_extra={"requestBody": {"content": {"application/json": {"example": EXAMPLE}}}},
)
def legal_check(request: HttpRequest, project: Body[dict[str, Any]]) -> CheckOut:
    """Les champs de la commande `check_contract`, décrits dans le guide ; ce qui manque compte pour faux ou vide."""
    findings = rules.check(rules.project_from(project), confirmed=confirmed_codes())
    return CheckOut(
        blocks=rules.blocks(findings),
        edition=rules.EDITION,
        findings=[FindingOut.model_validate(one.as_data()) for one in findings],
    )
