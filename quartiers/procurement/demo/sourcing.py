"""A sourcing card of the invented buyer: three companies asked, two answers, one information that one did not get."""

from datetime import date, datetime, timedelta

from quartiers.actors.queries.accounts import account_at, belongings
from quartiers.kernel.french import quantity
from quartiers.office.rules import Author
from quartiers.procurement.actions.sourcing import add_company, give_information, open_card
from quartiers.procurement.demo import operations
from quartiers.procurement.demo.legal import BUYER
from quartiers.procurement.queries.operations import visible
from quartiers.procurement.queries.sourcing import cards

NAME = "Voirie et espaces verts des Tilleuls, lot 7"
NEED = (
    "Refaire les cheminements et planter les abords de 96 logements occupés, en quatre mois, sans produit chimique. "
    "Que savez-vous faire, et avec combien de personnes en insertion\u202f?"
)
#: Name, small or not, days after the start when it answers (None: never), answer.
COMPANIES = (
    ("Jardins d’Exemple", True, 6, "Peut planter et entretenir avec huit personnes en insertion. Pas d’enrobé."),
    ("Voirie Imaginaire", False, 9, "Peut tout faire en trois mois. Sous-traite volontiers les plantations."),
    ("Les Mains du Conte", True, None, ""),
)
SAID = ("Le besoin, tel qu’il est écrit ici.", "La réserve du lot aux structures d’insertion est à l’étude.")


def load(today: date, now: datetime) -> str:
    """Write it once, for the buyer of the demonstration."""
    buyer = account_at(BUYER)
    found = belongings(buyer.pk) if buyer else []
    if buyer is None or not found:
        return ""
    owner = found[0].membership.organisation_id
    if cards(owner).filter(name=NAME).exists():
        return ""
    by, start = Author(buyer.pk, owner), today - timedelta(days=20)
    operation = visible(owner, []).filter(name=operations.NAME).first()
    card = open_card(
        owner,
        {
            "name": NAME,
            "need": NEED,
            "cpv": "45112700",
            "operation": operation.pk if operation else "",
            "opened_on": start.isoformat(),
            "closed_on": "",
            "conclusion": "",
        },
        by=by,
        now=now,
        fictional=True,
    )
    rows = []
    for name, is_small, days, answer in COMPANIES:
        answered = "" if days is None else (start + timedelta(days=days)).isoformat()
        asked = {"name": name, "siret": "", "is_small": is_small, "answered_on": answered, "answer": answer}
        rows.append(add_company(card.pk, asked | {"asked_on": start.isoformat()}, on=today, by=by, now=now))
    for text, told in zip(SAID, (rows, rows[:2]), strict=True):
        numbers = [one.pk for one in told]
        give_information(card.pk, text, start.isoformat(), numbers, on=today, by=by, now=now)
    return f"Une fiche de sourcing\u00a0: {quantity(len(COMPANIES), 'entreprise')}."
