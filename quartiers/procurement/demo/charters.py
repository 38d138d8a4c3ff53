"""A charter of urban renewal around the worked case: 5 % of 35 402,21 hours of work are 1 770 hours. Invented."""

from datetime import date, datetime

from quartiers.actors.invented import ORGANISATIONS, VAL
from quartiers.actors.queries.accounts import account_at, belongings
from quartiers.actors.queries.cites import find_cite
from quartiers.actors.queries.organisations import declared_here
from quartiers.kernel.french import NBSP, number
from quartiers.office.rules import Author
from quartiers.procurement.actions.charters import bind_operation, create_charter
from quartiers.procurement.demo import operations
from quartiers.procurement.demo.legal import BUYER
from quartiers.procurement.queries import charters as queries
from quartiers.procurement.queries.operations import visible
from quartiers.procurement.rules.charters import Base, CharterModel
from quartiers.territory.queries import places

NAME = "Charte d’insertion du renouvellement urbain du Val"
SIGNATORIES = [ORGANISATIONS[one][0] for one in ("prefecture", "mission", "regie")]
SUMMARY = (
    "Les signataires réservent une part des heures travaillées aux habitants des quartiers éloignés de l’emploi, et "
    "font le point chaque trimestre."
)


def load(today: date, now: datetime) -> str:
    """Write it once, for the buyer of the demonstration, with the operation that it follows."""
    buyer = account_at(BUYER)
    found = belongings(buyer.pk) if buyer else []
    if buyer is None or not found:
        return ""
    owner = found[0].membership.organisation_id
    operation = visible(owner, []).filter(name=operations.NAME).first()
    if operation is None or queries.visible(owner, []).filter(name=NAME).exists():
        return ""
    by, cite = Author(buyer.pk, owner), find_cite(VAL)
    charter = create_charter(
        owner,
        CharterModel.NPNRU,
        {
            "name": NAME,
            "signatories": sorted({owner, *declared_here(SIGNATORIES).values_list("pk", flat=True)}),
            "neighbourhoods": [operations.QUARTER] if places.find(places.neighbourhoods(), operations.QUARTER) else [],
            "summary": SUMMARY,
            "signed_on": date(today.year, 3, 24).isoformat(),
            "starts_on": date(today.year, 1, 1).isoformat(),
            "ends_on": date(today.year + 4, 12, 31).isoformat(),
            "cite": cite.pk if cite else "",
            "is_published": True,
        },
        on=today,
        by=by,
        now=now,
        fictional=True,
    )
    bind_operation(charter.pk, operation.pk, Base.WORKS, organisation_id=owner, cite_ids=[], by=by, now=now)
    works = queries.commitments(charter, queries.bound(charter, owner, [], on=today), audience=None, on=today)[0]
    return f"Une charte{NBSP}: {number(works.standing.target)}{NBSP}heures pour les habitants des quartiers."
