"""What one more structure would cost, and who may fund it, for machines. Nothing is kept."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Router, Schema
from pydantic import Field

from quartiers.iae.rules.codes import EmployerKind
from quartiers.iae.rules.costing import CostAsked, CostLine, RsaMode, structure_cost
from quartiers.iae.rules.sources import SOURCES
from quartiers.web.api_errors import refusals

router = Router(tags=["Financer une structure"])
REFUSALS = refusals(400, 409, 413)
MOST = 100_000_000
Euros = Annotated[Decimal, Field(ge=0, le=MOST, max_digits=16, decimal_places=2)]
Share = Annotated[Decimal, Field(ge=0, le=100, max_digits=8, decimal_places=4)]


class CostIn(Schema):
    """Une structure. Une valeur qui manque prend l’hypothèse de la plateforme."""

    kind: Literal["ACI", "EI", "ETTI", "AI", "EITI"]
    posts: Annotated[Decimal, Field(ge=0, le=500, max_digits=8, decimal_places=2, examples=[12])]
    hours_a_week: Annotated[Decimal, Field(ge=0, le=35, max_digits=6, decimal_places=2, examples=[26])]
    weeks: Annotated[int, Field(ge=1, le=52)] = 52
    hourly_wage: Euros | None = Field(None, description="Euros bruts par heure")
    contributions: Share | None = Field(None, description="Cotisations de l’employeur, % du salaire")
    supervision: Euros | None = Field(None, description="Encadrement et direction, euros par an")
    running: Euros | None = Field(None, description="Fonctionnement, euros par an")
    sales: Euros = Field(Decimal(0), description="Ventes et marchés, euros par an")
    modulation: Share | None = Field(None, description="Part modulée, de 0 à 10 % du socle")
    rsa_people: Annotated[int, Field(ge=0, le=500, description="Salariés d’un ACI qui étaient au RSA")] = 0
    rsa_mode: RsaMode = Field(RsaMode.INSIDE, description="Part du département : dedans, ou en_plus de l’aide")
    rsa_month: Euros | None = Field(None, description="RSA d’une personne seule, euros par mois")
    cash_months: Annotated[Decimal, Field(ge=0, le=12, max_digits=4, decimal_places=2)] | None = Field(
        None, description="Mois de charges à avancer avant les premiers paiements"
    )
    mayotte: bool = Field(False, description="À Mayotte, où l’aide au poste est plus basse")
    on: date | None = Field(None, description="Jour de la question ; aujourd’hui par défaut", examples=["2026-11-23"])


class CostLineOut(Schema):
    """Une ligne proposée."""

    side: str = Field(description="charge ou ressource")
    code: str
    label: str
    how: str = Field(description="Comment elle est comptée")
    basis: str = Field(description="hypothese, valeur_datee ou fait")
    amount: Decimal


class CostOut(Schema):
    """Une année pleine, en euros."""

    sentence: str
    fte: float = Field(description="Emplois à temps plein au sens de l’aide au poste")
    hours: float = Field(description="Heures de travail dans l’année")
    aid_by_fte: int = Field(description="Aide au poste retenue, euros par ETP")
    caution: str = Field(description="Pourquoi cette aide est à vérifier ; vide si elle a été relue")
    charges: Decimal
    resources: Decimal
    gap: Decimal = Field(description="Il reste à trouver")
    cash: Decimal = Field(description="À avancer avant les premiers paiements, une hypothèse")
    sales_caution: str = Field(description="Plafond des ventes d’un ACI ; vide s’il est respecté")
    lines: list[CostLineOut]


class SourceOut(Schema):
    """Une source de financement."""

    code: str
    label: str
    funder: str
    certainty: str = Field(description="certaine, possible ou fermee")
    pays: str
    recurrent: bool
    in_kind: bool = Field(description="Peut être donnée autrement qu’en argent")
    written: str = Field(description="Où c’est écrit")
    verified_on: date | None = Field(description="Vide : non vérifié")
    valid_from: date | None
    valid_to: date | None
    note: str


@router.post(
    "/cout-structure",
    response={200: CostOut, **REFUSALS},
    summary="Combien coûterait une structure ?",
    operation_id="iae_cost",
    url_name="iae_cost",
)
def cost(request: HttpRequest, body: CostIn) -> CostOut:
    """Une année pleine, d’après des valeurs datées et des hypothèses dites. Rien n’est conservé."""
    asked = body.dict(exclude={"on", "kind"})
    found = structure_cost(CostAsked(kind=EmployerKind(body.kind), **asked), on=body.on or localdate())
    caution = found.caution
    return CostOut(
        sentence=found.sentence,
        fte=float(found.fte),
        hours=float(found.hours),
        aid_by_fte=found.aid.amount,
        caution=found.aid.caution,
        charges=found.sums.charges,
        resources=found.sums.resources,
        gap=found.sums.gap,
        cash=found.cash,
        sales_caution=caution.message if caution else "",
        lines=[_line(one) for one in found.lines],
    )


@router.get(
    "/financeurs",
    response=list[SourceOut],
    summary="Qui peut financer une structure ?",
    operation_id="iae_sources",
    url_name="iae_sources",
)
def sources(request: HttpRequest) -> list[SourceOut]:
    """Les sources, fermées comprises : qui paie, quoi, et où c’est écrit."""
    return [
        SourceOut(
            **{name: getattr(one, name) for name in ("code", "label", "pays", "recurrent", "in_kind", "written")},
            **{name: getattr(one, name) for name in ("verified_on", "valid_from", "valid_to", "note")},
            funder=one.funder.value,
            certainty=one.certainty.value,
        )
        for one in SOURCES.values()
    ]


def _line(one: CostLine) -> CostLineOut:
    return CostLineOut(
        side=one.line.side.value,
        code=one.line.code,
        label=one.label,
        how=one.how,
        basis=one.basis.value,
        amount=one.line.amount,
    )
