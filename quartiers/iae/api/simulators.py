"""Eligibility, PASS IAE and aid to a GEIQ, simulated."""

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Router

from quartiers.iae import rules
from quartiers.iae.api.schemas import (
    CriterionOut,
    EligibilityIn,
    EligibilityOut,
    GeiqCriterionOut,
    GeiqIn,
    GeiqOut,
    LimitOut,
    PassDatesIn,
    PassOut,
)
from quartiers.iae.queries.passes import simulate_pass
from quartiers.iae.queries.verified import ELIGIBILITY, GEIQ, PASS, are_verified
from quartiers.web.api_errors import refusals

router = Router(tags=["Simuler l’IAE"])
REFUSALS = refusals(400, 409, 413)


@router.get(
    "/criteria",
    response=list[CriterionOut],
    summary="Les critères de l’IAE",
    operation_id="iae_criteria",
    url_name="iae_criteria",
)
def criteria(request: HttpRequest) -> list[CriterionOut]:
    """Les 18 critères : niveau, mots simples, papier à demander et son ancienneté."""
    return [_criterion_out(one.told(localdate())) for one in rules.CRITERIA.values()]


@router.post(
    "/eligibility",
    response={200: EligibilityOut, **REFUSALS},
    summary="Cette personne peut-elle entrer en parcours IAE ?",
    operation_id="iae_eligibility",
    url_name="iae_eligibility",
)
def eligibility(request: HttpRequest, body: EligibilityIn) -> EligibilityOut:
    """Oui ou non, avec la raison, les papiers à demander et ce qui manque. Rien n’est conservé."""
    on = body.on or localdate()
    found = rules.explain_eligibility(body.author, body.employer_kind, body.criteria, on=on)
    expires_on = rules.diagnosis_expires_on(body.author, on)
    return EligibilityOut(
        eligible=found.eligible,
        sentence=found.sentence,
        reason=found.reason,
        criteria=[_criterion_out(one.told(on)) for one in found.criteria],
        counted=[one.code for one in found.counted],
        required=found.required,
        missing=found.missing,
        incompatible=[[one.code, other.code] for one, other in found.incompatible],
        diagnosis_expires_on=expires_on,
        verified=are_verified(ELIGIBILITY, on=on),
    )


@router.post(
    "/pass",
    response={200: PassOut, **REFUSALS},
    summary="Combien de jours reste-t-il sur ce PASS IAE ?",
    operation_id="iae_pass",
    url_name="iae_pass",
)
def pass_iae(request: HttpRequest, body: PassDatesIn) -> PassOut:
    """Fin, jours restants, état, carence, prolongations possibles. Rien n’est conservé."""
    on = body.on or localdate()
    found = simulate_pass(
        body.start_on,
        [(one.start_on, one.end_on) for one in body.suspensions],
        [(one.reason, one.start_on, one.end_on) for one in body.prolongations],
        on=on,
    )
    return PassOut(
        start_on=found.start_on,
        end_on=found.status.end_on,
        state=found.status.state,
        remaining_days=found.status.remaining_days,
        waiting_period_end=found.status.waiting_period_end,
        sentence=found.sentence,
        open_from=found.open_from,
        open_to=found.open_to,
        may_be_prolonged=found.may_be_prolonged,
        limits=[LimitOut(reason=reason, label=label, end_on=limit) for reason, label, limit in found.limits],
        verified=are_verified(PASS, on=on),
    )


@router.get(
    "/geiq/criteria",
    response=list[GeiqCriterionOut],
    summary="Les critères des GEIQ",
    operation_id="iae_geiq_criteria",
    url_name="iae_geiq_criteria",
)
def geiq_criteria(request: HttpRequest) -> list[rules.GeiqCriterion]:
    """Les 28 critères : annexe et niveau."""
    return list(rules.GEIQ_CRITERIA.values())


@router.post(
    "/geiq",
    response={200: GeiqOut, **REFUSALS},
    summary="Combien un GEIQ reçoit-il pour cette personne ?",
    operation_id="iae_geiq",
    url_name="iae_geiq",
)
def geiq(request: HttpRequest, body: GeiqIn) -> GeiqOut:
    """Le montant en euros, et pourquoi. Rien n’est conservé."""
    on = body.on or localdate()
    given = rules.geiq_criteria(body.criteria)
    aid = rules.explain_geiq(given, authorised_prescriber=body.authorised_prescriber, on=on)
    return GeiqOut(amount=aid.amount, sentence=aid.sentence, reason=aid.reason, verified=are_verified(GEIQ, on=on))


def _criterion_out(criterion: rules.ToldCriterion) -> CriterionOut:
    return CriterionOut(
        code=criterion.code,
        level=criterion.level,
        group=criterion.group.label,
        label=criterion.label,
        proof=criterion.proof,
        freshness=criterion.freshness,
        certified_by=criterion.certified_by,
    )
