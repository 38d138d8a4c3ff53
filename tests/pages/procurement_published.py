from datetime import UTC, datetime
from typing import Any

from django.utils.timezone import localdate

from quartiers.procurement.rules.decp.values import end
from tests import factories
from tests.pages.walk import NEIGHBOURHOOD, Walk, send_empty

ADMIN = "installation_administrator"
TOKEN = "d" * 43
FAR = datetime(2199, 1, 1, tzinfo=UTC)
UID = f"{factories.published.BUYER}2026-A"
TRAP = {
    "number": 4,
    "code": "amount",
    "count": 2,
    "explained": "Le montant n’est pas vraisemblable.",
    "examples": [{"line": 12, "uid": UID, "field": "montant", "value": "1e+17"}],
}


def loaded() -> None:
    held = [factories.holder()]
    factories.PublishedContract(number="2026-A", traps="amount holder", amount=None, framework=True, holders=held)
    factories.PublishedContract(
        social="avec", social_clause=True, reserved=True, environmental="inconnu", buyer_name="", traps="place"
    )
    factories.PublishedContract(
        social="inconnu",
        environmental="sans",
        commune_code="",
        place_code="11",
        place_level="departement",
        ends_on=None,
    )
    factories.published_shares()


def ending() -> None:
    today = localdate()
    for months, cpv in ((2, "90910000"), (5, "45442100"), (9, "77310000"), (4, "30213000")):
        factories.PublishedContract(ends_on=end(today, months), cpv=cpv, division=cpv[:2], framework=months == 5)
    factories.published_shares()


def job(**more: Any) -> None:
    factories.Job(
        token=TOKEN, kind="office.load", payload={"load": "contrats", "name": "decp.json"}, expires_at=FAR, **more
    )


def done() -> None:
    report = {
        "lead": "3 contrats lus.", "is_whole": False, "traps": [TRAP], "faults": ["Ligne 3 : illisible."],
        "refused": 2,
    }  # fmt: skip
    job(state="done", result=report)


PAGES = [
    Walk("published contracts", "/achats/marches/", before=loaded),
    Walk("published contracts, none", "/achats/marches/"),
    Walk("published contracts, filtered", "/achats/marches/?departement=11&commune=11069&social=sans", before=loaded),
    Walk("one published contract", f"/achats/marches/contrat/{UID}/", before=loaded),
    Walk("a published contract that is not there", "/achats/marches/contrat/rien/", status=404),
    Walk("shares by buyer", "/achats/marches/parts/acheteur/", before=loaded),
    Walk("near the neighbourhoods", "/achats/marches/quartiers/", before=loaded),
    Walk("near a neighbourhood", f"/achats/marches/quartiers/{NEIGHBOURHOOD}/", before=loaded),
    Walk("near a neighbourhood, nothing published", f"/achats/marches/quartiers/{NEIGHBOURHOOD}/"),
    Walk("hours to come", "/achats/a-venir/?departement=11", before=ending),
    Walk("hours to come, nothing published", "/achats/a-venir/"),
    Walk("load published contracts", "/chargements/contrats/", who=ADMIN),
    Walk("load published contracts, no file", "/chargements/contrats/", who=ADMIN, steps=send_empty),
    Walk("a load that runs", f"/chargements/contrats/{TOKEN}/", who=ADMIN, before=lambda: job(total=900, done=300)),
    Walk("a load that is over", f"/chargements/contrats/{TOKEN}/", who=ADMIN, before=done),
    Walk(
        "a load that failed",
        f"/chargements/contrats/{TOKEN}/",
        who=ADMIN,
        before=lambda: job(state="failed", error="Ce fichier est une archive."),
    ),
]
