"""A scheme of the invented buyer: what the law still asks of it, and what its published contracts already say."""

from datetime import date, datetime

from quartiers.actors.actions.organisations import change_organisation
from quartiers.actors.queries.accounts import account_at, belongings
from quartiers.actors.queries.organisations import find_structure, state_of_organisation
from quartiers.kernel.french import quantity
from quartiers.office.rules import Author
from quartiers.procurement.actions.spaser import create_scheme, note_year, set_targets
from quartiers.procurement.demo.legal import BUYER
from quartiers.procurement.demo.published import siret
from quartiers.procurement.queries import spaser as queries
from quartiers.procurement.rules.spaser import SPENDING

NAME = "Schéma d’achats responsables de Val-Fictif"
TARGETS = {
    "social_clause_contracts": "40",
    "reserved_contracts": "5",
    "green_clause_contracts": "30",
    "green_criterion_value": "60",
    "siae_value": "2",
    "hours_done": "9000",
}
YEARS = (
    {SPENDING: "58400000", "siae_value": "1,6", "hours_done": "8120", "people": "64", "qpv_share": "57,5"},
    {SPENDING: "61250000", "siae_value": "2,1", "hours_done": "9340", "people": "71", "qpv_share": "61"},
)


def load(today: date, now: datetime) -> str:
    """Write it once; its first published contracts are those of the same invented town."""
    buyer = account_at(BUYER)
    found = belongings(buyer.pk) if buyer else []
    if buyer is None or not found:
        return ""
    owner = found[0].membership.organisation_id
    town = find_structure(owner)
    if town is None or queries.visible(owner).filter(name=NAME).exists():
        return ""
    by = Author(buyer.pk, owner)
    if not town.siret:
        base = state_of_organisation(town)
        change_organisation(owner, base | {"siret": siret(0)}, base=base, by=by, now=now)
    first = date(today.year - 2, 1, 1)
    scheme = create_scheme(
        owner,
        {
            "name": NAME,
            "buyers": [owner],
            "starts_on": first.isoformat(),
            "ends_on": date(today.year + 2, 12, 31).isoformat(),
            "adopted_on": date(today.year - 2, 6, 20).isoformat(),
            "address": "https://exemple.fr/achats-responsables",
            "published_on": date(today.year - 2, 7, 4).isoformat(),
            "indicators_on": date(today.year - 1, 2, 10).isoformat(),
            "social": "Chaque marché de travaux et de services réserve des heures aux habitants des quartiers "
            "éloignés de l’emploi. Un lot au moins est réservé chaque année aux structures d’insertion.",
            "ecological": "Réemploi dans les chantiers, denrées durables dans les cantines, sobriété des bâtiments.",
            "durability": "",
            "implementation": "Une cheffe de projet, une facilitatrice, un correspondant par service.",
            "follow_up": "Un point devant le conseil municipal chaque printemps.",
            "is_published": True,
        },
        by=by,
        now=now,
        fictional=True,
    )
    base = queries.state_of_targets(scheme)
    set_targets(scheme.pk, base | TARGETS, base=base, by=by, now=now)
    for back, told in zip((2, 1), YEARS, strict=True):
        asked = queries.state_of_sheet(None)
        values = asked | told | {"origin": "logiciel financier et bilan de la facilitatrice"}
        note_year(scheme.pk, owner, today.year - back, values, base=asked, on=today, by=by, now=now)
    return f"Un schéma d’achats responsables de {quantity(len(TARGETS), 'objectif')}."
