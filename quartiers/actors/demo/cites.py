"""Two invented Cités, with partners ready and not, committees, decisions, and a contrat de ville."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from quartiers.actors.actions import committees, contracts, partners
from quartiers.actors.actions.cites import change_cite
from quartiers.actors.invented import ORGANISATIONS, PINS, VAL
from quartiers.actors.models import Cite, Organisation, Partner
from quartiers.actors.queries.edited import state_of
from quartiers.actors.rules.cites import Basis, Part
from quartiers.actors.rules.committees import CommitteeKind, DecisionState, Presence
from quartiers.actors.rules.organisations import OrganisationKind
from quartiers.kernel.french import NBSP
from quartiers.office.rules import PLATFORM
from quartiers.territory.names import search_name
from quartiers.territory.queries import places

NAMES = {key: name for key, (name, _) in ORGANISATIONS.items()}
VILLE, PREFECTURE, EMPLOI = NAMES["ville"], NAMES["prefecture"], NAMES["emploi"]
MISSION, REGIE, CENTRE = NAMES["mission"], NAMES["regie"], NAMES["centre"]
HOUSING, COMPANY = "Habitat de Val-Fictif", "Blanchisserie du Canal (exemple)"


@dataclass(frozen=True)
class Sketch:
    """A partner of the demonstration; no basis or no version of the annex: it is not ready."""

    name: str
    part: Part
    basis: Basis | None = None
    annex: str = ""
    kind: OrganisationKind = OrganisationKind.AUTRE


PARTNERS = {
    VAL: (
        Sketch(VILLE, Part.AUTHORITY_PILOT, Basis.PUBLIC_TASK, "2026-1"),
        Sketch(PREFECTURE, Part.STATE_PILOT),
        Sketch(MISSION, Part.EMPLOYMENT, Basis.PUBLIC_TASK, "2026-1"),
        Sketch(EMPLOI, Part.EMPLOYMENT, Basis.PUBLIC_TASK),
        Sketch(CENTRE, Part.SOCIAL, Basis.LEGITIMATE_INTEREST, "2026-1"),
        Sketch(REGIE, Part.SIAE, Basis.LEGITIMATE_INTEREST, "2026-1"),
        Sketch(HOUSING, Part.HOUSING, kind=OrganisationKind.BAILLEUR),
        Sketch(COMPANY, Part.COMPANY, kind=OrganisationKind.ENTREPRISE),
    ),
    PINS: (
        Sketch(NAMES["agglo"], Part.AUTHORITY_PILOT, Basis.PUBLIC_TASK, "2026-1"),
        Sketch("Centre social du Vallon", Part.SOCIAL, kind=OrganisationKind.CENTRE_SOCIAL),
    ),
}
GROUND = {
    VAL: (["QN09901M", "QN09902M", "QN09903M"], ["11262"]),
    PINS: (["QN09905M", "QN09906M", "QN09907M"], ["65440", "65286"]),
}
PURPOSE = (
    "Chaque semaine, une équipe va à la rencontre des habitants, au pied des immeubles et au marché.\n\n"
    f"Chaque mois, les partenaires se réunissent pour lever ensemble ce qui bloque{NBSP}: une garde d’enfant, un "
    "permis, une place en formation. Les entreprises disent leurs besoins. Chacun raconte une seule fois."
)


def load(today: date, now: datetime) -> str:
    """Fill both Cités of the demonstration, once; one French sentence says what was done."""
    if Partner.objects.filter(cite__fictional=True).exists():
        return "Les deux territoires d’exemple sont déjà là."
    found = {one.slug: one for one in Cite.objects.filter(slug__in=PARTNERS)}
    for slug, sketches in PARTNERS.items():
        _fill(found[slug], sketches, today, now)
    _present(found[VAL], PURPOSE, now)
    _present(found[PINS], "Une équipe commune à deux villes, qui commence par l’écoute des habitants.", now)
    _meet(found[VAL], today, now)
    _agree(found[VAL], now)
    return "Deux territoires d’exemple et un contrat de ville sont chargés."


def _fill(cite: Cite, sketches: tuple[Sketch, ...], today: date, now: datetime) -> None:
    joined = today - timedelta(days=240)
    for one in sketches:
        organisation = _organisation(one, now)
        made = partners.add_partner(cite, organisation.pk, one.part, joined_on=joined, by=PLATFORM, now=now)
        _commit(made, one, joined, now)
    codes, communes = GROUND[cite.slug]
    cite.neighbourhoods.set(list(places.neighbourhoods().filter(pk__in=codes)))
    cite.communes.set(list(places.communes().filter(pk__in=communes)))


def _organisation(one: Sketch, now: datetime) -> Organisation:
    """The organisation of this name, made where nobody made it."""
    found = Organisation.objects.filter(name=one.name).first()
    return found or Organisation.objects.create(
        name=one.name, search_name=search_name(one.name), kind=one.kind, created_at=now, fictional=True
    )


def _agree(cite: Cite, now: datetime) -> None:
    contract = contracts.create_contract(
        {
            "name": "Contrat de ville de Val-Fictif, Engagements Quartiers 2030",
            "starts_on": "2024-03-31",
            "ends_on": "2030-12-31",
            "amended_on": "2025-06-12",
            "amendment": "Ajoute l’axe sur la garde d’enfant.",
            "axes": [
                "Emploi et développement économique",
                "Émancipation et accès aux droits",
                "Transition écologique du cadre de vie",
                "Garde d’enfant et retour à l’emploi",
            ],
            "neighbourhoods": sorted(cite.neighbourhoods.values_list("pk", flat=True)),
        },
        by=PLATFORM,
        now=now,
        fictional=True,
    )
    signed = Organisation.objects.filter(name__in=[VILLE, PREFECTURE, MISSION, EMPLOI, HOUSING])
    contracts.link_contract(contract, signatories=[one.pk for one in signed], cites=[cite.pk], by=PLATFORM, now=now)


def _commit(partner: Partner, one: Sketch, on: date, now: datetime) -> None:
    if one.basis:
        partners.declare_basis(partner, one.basis, declared_by="Direction", declared_on=on, by=PLATFORM, now=now)
    if one.annex:
        partners.sign_annex(partner, one.annex, signed_by="Direction", signed_on=on, by=PLATFORM, now=now)


def _present(cite: Cite, purpose: str, now: datetime) -> None:
    base = state_of(cite)
    asked = base | {
        "summary": "L’emploi à portée des habitants, avec tous ceux qui y travaillent.",
        "purpose": purpose,
        "contact_email": f"contact@{cite.slug}.example",
        "impulse_by": "authority",
        "impulse_on": "2021-03-09",
        "impulse_text": "Les partenaires ont voulu une équipe commune, après un diagnostic partagé.",
        "label_name": "Cité de l’emploi",
        "label_by": "Agence nationale de la cohésion des territoires",
        "label_on": "2021-07-10",
        "label_until": "2024-12-31",
        "label_text": "Le label national a pris fin. La coopération continue.",
    }
    change_cite(cite.pk, asked, base=base, by=PLATFORM, now=now)


def _meet(cite: Cite, today: date, now: datetime) -> None:
    """Two committees held, one to come; a decision late, one near, one done."""
    who = {one.name: one.pk for one in Organisation.objects.filter(name__in=[one.name for one in PARTNERS[VAL]])}
    steering = _committee(
        cite,
        CommitteeKind.STEERING,
        today - timedelta(days=70),
        "Salle du conseil, Ville de Val-Fictif",
        "1. Bilan du premier semestre\n2. Garde d’enfant\n3. Annexes de protection des données",
        now,
    )
    technical = _committee(
        cite,
        CommitteeKind.TECHNICAL,
        today - timedelta(days=18),
        CENTRE,
        "1. Sorties de terrain\n2. Suites du comité de pilotage",
        now,
    )
    _committee(cite, CommitteeKind.STEERING, today + timedelta(days=16), "Sous-préfecture", "1. Évaluation", now)
    for meeting, names in ((steering, [VILLE, PREFECTURE, MISSION]), (technical, [REGIE, CENTRE])):
        for name in names:
            committees.note_attendance(meeting, who[name], Presence.PRESENT, by=PLATFORM, now=now)
    committees.note_attendance(steering, who[EMPLOI], Presence.EXCUSED, by=PLATFORM, now=now)
    decide: dict[str, Any] = {"by": PLATFORM, "now": now}
    committees.decide(
        steering,
        "Signer l’annexe de protection des données avec France Travail",
        who[VILLE],
        due_on=today - timedelta(days=9),
        **decide,
    )
    committees.decide(
        steering,
        "Ouvrir une permanence garde d’enfant au centre social",
        who[CENTRE],
        due_on=today + timedelta(days=6),
        **decide,
    )
    done = committees.decide(
        steering, "Afficher le numéro de l’équipe dans les halls", who[REGIE], due_on=today, **decide
    )
    committees.follow_decision(
        done, DecisionState.DONE, due_on=today, note="Fait dans les 42 halls.", by=PLATFORM, now=now
    )
    committees.decide(
        technical,
        "Préparer une sortie commune aux Aiguades",
        who[MISSION],
        due_on=today + timedelta(days=40),
        **decide,
    )


def _committee(cite: Cite, kind: CommitteeKind, held_on: date, place: str, agenda: str, now: datetime) -> Any:
    asked = {
        "kind": kind,
        "held_on": held_on.isoformat(),
        "starts_at": "14:00",
        "place": place,
        "agenda": agenda,
        "minutes": "",
    }
    return committees.call_committee(cite, asked, by=PLATFORM, now=now)
