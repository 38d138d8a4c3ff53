"""What may be erased: a draft, never what a funder or an administration may ask to see again."""

from collections.abc import Iterable

from quartiers.iae.rules.plans import PlanLine, State
from quartiers.iae.rules.projects import Decision

PROMISED = frozenset({State.GRANTED, State.PAID})


def why_plan_stays(lines: Iterable[PlanLine]) -> str:
    """Why a plan may not be erased; empty when it may.

    >>> why_plan_stays([])
    ''
    """
    if any(one.state in PROMISED or one.granted or one.paid for one in lines):
        return (
            "De l’argent est accordé ou versé dans ce plan\u00a0: ses financeurs peuvent en demander la trace. "
            "Gardez-le, ou corrigez d’abord ces lignes si elles sont fausses."
        )
    return ""


def why_project_stays(decision: Decision, *, has_structure: bool, has_plan: bool) -> str:
    """Why a project may not be erased; empty when it may.

    Args:
        decision: what was decided.
        has_structure: whether a structure was born of it.
        has_plan: whether it has a funding plan.

    >>> why_project_stays(Decision.PENDING, has_structure=False, has_plan=False)
    ''
    """
    if decision is Decision.FAVOURABLE or has_structure:
        return "Ce projet a reçu une décision favorable\u00a0: il raconte d’où vient la structure. Gardez-le."
    if has_plan:
        return "Ce projet a un plan de financement. Supprimez d’abord ce plan, ou notez le projet comme abandonné."
    return ""
