"""Hours of insertion, simulated."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Router, Schema
from pydantic import Field

from quartiers.procurement import rules
from quartiers.procurement.api.labour import found_territory
from quartiers.procurement.queries.labour import values_of
from quartiers.procurement.rules.local_values import LocalValues
from quartiers.web.api_errors import refusals

router = Router(tags=["Achats : heures d’insertion"])
REFUSALS = refusals(400, 404, 409, 413)
MOST = 10**12
Money = Annotated[Decimal, Field(ge=0, le=MOST, max_digits=16, decimal_places=2)]
Share = Annotated[Decimal, Field(ge=0, le=1, max_digits=8, decimal_places=6)]


class LotIn(Schema):
    label: str = Field("", max_length=200)
    amount: Money = Field(description="Euros hors taxes", examples=[260000])
    trade: rules.Trade = Field(rules.Trade.BUILDING, description="Propose la part et le coût qui ne sont pas donnés")
    labour_share: Share | None = Field(None, description="Part de main-d’œuvre, de 0 à 1", examples=[0.55])
    hourly_cost: Money | None = Field(None, description="Euros pour une heure, au-dessus de 0", examples=[28])


class HoursIn(Schema):
    lots: list[LotIn] = Field(min_length=1, max_length=200)
    rate: Share | None = Field(None, description="Taux d’insertion, de 0 à 1 ; 0,05 par défaut", examples=[0.05])
    hours_a_year: int | None = Field(
        None, ge=1, le=8760, description="Heures d’un emploi à temps plein sur un an ; 1600 par défaut"
    )
    trigger: Money | None = Field(None, description="F3 : euros facturés avant la première heure")
    step: Money | None = Field(None, description="F3 : euros facturés pour une heure, au-dessus de 0")
    transferred_hours: Money | None = Field(None, description="F5 : heures du personnel repris")
    entrusted_share: Share | None = Field(None, description="F6 : part confiée à des structures, de 0 à 1")
    territory: str = Field("", max_length=100, description="Adresse courte d’un territoire qui a signé ses valeurs")
    on: date | None = Field(None, description="Jour de la question ; aujourd’hui par défaut", examples=["2026-11-23"])


class LotOut(Schema):
    label: str
    amount: float
    labour_share: float
    hourly_cost: float
    total_hours: float = Field(description="Toutes les heures de travail du lot")
    hours: int = Field(description="Heures d’insertion, arrondies au plus proche")


class FormulaOut(Schema):
    code: str = Field(description="F1 à F6")
    label: str
    how: str
    hours: int | None = Field(description="null quand il manque de quoi la compter")
    needs: str = Field(description="Ce qui manque, en mots ; vide sinon")


class HoursOut(Schema):
    """Les heures lot par lot, leur total, et les six formules côte à côte. Rien n’est conservé."""

    lots: list[LotOut]
    hours: int
    amount: float
    total_hours: float
    rate: float
    share: float | None = Field(description="Part des heures d’insertion dans toutes les heures")
    full_time: float = Field(description="Emplois à temps plein sur un an")
    hours_a_year: int
    formulas: list[FormulaOut]
    proportion: str = Field(description="Si cette part se défend, en une phrase")
    verified: bool = Field(description="Faux tant que personne n’a relu les valeurs de départ")


@router.post(
    "/heures",
    response={200: HoursOut, **REFUSALS},
    summary="Combien d’heures d’insertion ?",
    operation_id="procurement_hours",
    url_name="procurement_hours",
)
def hours(request: HttpRequest, body: HoursIn) -> HoursOut:
    """Lot par lot, par la formule au montant ; puis le même marché par les six formules. Rien n’est conservé."""
    on = body.on or localdate()
    local = values_of(found_territory(body.territory) if body.territory else None, on=on)
    usual_rate = rules.RATE.on(on) if local.rate is None else local.rate
    rate = usual_rate if body.rate is None else body.rate
    found = rules.Simulation(
        tuple(_lot(one, rank, rate, on, local) for rank, one in enumerate(body.lots, start=1)),
        body.hours_a_year or local.hours_a_year or rules.FULL_TIME.on(on),
    )
    formulas = rules.compare(
        found,
        rate=rate,
        on=on,
        trigger=body.trigger,
        step=body.step,
        transferred=body.transferred_hours,
        entrusted=body.entrusted_share,
    )
    proportion = rules.proportion(found.share, on=on)
    return HoursOut(
        lots=[
            LotOut(
                label=one.label,
                amount=float(one.amount),
                labour_share=float(one.labour_share),
                hourly_cost=float(one.hourly_cost),
                total_hours=float(one.total),
                hours=one.due,
            )
            for one in found.lots
        ],
        hours=found.due,
        amount=float(found.amount),
        total_hours=float(found.total),
        rate=float(rate),
        share=None if found.share is None else float(found.share),
        full_time=float(found.full_time),
        hours_a_year=found.hours_a_year,
        formulas=[
            FormulaOut(code=one.code, label=one.label, how=one.how, hours=one.hours, needs=one.needs)
            for one in formulas
        ],
        proportion=proportion.sentence if proportion else "",
        verified=local.settles(one.trade for one in body.lots) or rules.are_verified(on=on),
    )


def _lot(one: LotIn, rank: int, rate: Decimal, on: date, local: LocalValues) -> rules.LotHours:
    usual = rules.labour_of(one.trade, on=on, local=local.labour)
    return rules.lot_hours(
        one.label or f"Lot {rank}",
        one.amount,
        labour_share=usual.share if one.labour_share is None else one.labour_share,
        hourly_cost=usual.hourly_cost if one.hourly_cost is None else one.hourly_cost,
        rate=rate,
    )
