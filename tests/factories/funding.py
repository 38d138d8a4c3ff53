"""Funding plans; all invented."""

from decimal import Decimal

from quartiers.iae.actions import funding as actions
from quartiers.iae.actions.funding import Asked
from quartiers.iae.rules.plans import Side
from quartiers.office.rules import PLATFORM
from tests.factories.projects import DAY, NOW, project

PLAN = {"name": "Un jardin au Viguier", "kind": "aci", "first_year": "2027", "years": "2", "fte": "8,9143"}
RESOURCES = {"aide_poste": "60000", "epci": "10000", "commune": "2000", "fse": "15000", "ventes": "15000"}


def plan(owner, *, of=None, **asked):
    """The plan of a project of this organisation: two charges and five resources in 2027, a van as investment."""
    found = of or project(owner)
    lines = [
        Asked(Side.CHARGE, {"code": "salaires", "amount": "70000", "year": "2027"}),
        Asked(Side.CHARGE, {"code": "encadrement", "amount": "30000", "year": "2027"}),
        Asked(Side.CHARGE, {"code": "investissement", "label": "Camionnette", "amount": "15000"}),
        Asked(Side.RESOURCE, {"code": "region", "amount": "15000"}),
        Asked(Side.RESOURCE, {"code": "epci", "label": "Terrain", "amount": "6000", "year": "2027", "in_kind": True}),
        *(Asked(Side.RESOURCE, {"code": code, "amount": RESOURCES[code], "year": "2027"}) for code in RESOURCES),
    ]
    return actions.create_plan(owner.pk, PLAN | asked, lines, project_id=found.pk, on=DAY, by=PLATFORM, now=NOW)


#: What comes from elsewhere, and the local effort, of ``plan``.
ELSEWHERE, LOCAL = Decimal(60000 + 15000 + 15000 + 15000), Decimal(10000 + 2000 + 6000)
