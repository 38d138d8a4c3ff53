"""What waits in Cités and organisations: papers, decisions, invitations, lists of access to read again."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from quartiers.actors.doors import MANAGE
from quartiers.actors.models import Decision
from quartiers.actors.queries import awaited, last_review, reviews_due
from quartiers.actors.rules import Role, SecondFactor, review_due
from quartiers.kernel.french import NBSP, quantity
from quartiers.kernel.waiting import Urgency, Waiting, pressing
from quartiers.web.access import ADMINISTRATION, Viewer

PLATFORM = "l’administration de la plateforme"
NOTED = "Noter la suite"


def waiting(viewer: Viewer, *, now: datetime) -> list[Waiting]:
    """At most thirteen queries, for who has every role at once."""
    today = timezone.localdate(now)
    found = [*_installation(now), *_accounts()] if viewer.may(ADMINISTRATION) else []
    if viewer.organisation_id is not None and viewer.may(MANAGE):
        found += _members(viewer, viewer.organisation_id, now)
    led = [cite for cite, role in viewer.cites if role == Role.COORDINATOR]
    watched = [cite for cite, role in viewer.cites if role == Role.DATA_PROTECTION_OFFICER]
    if led:
        found += _led(led, today)
    if led or watched:
        found += _papers([*led, *watched], today)
    if viewer.cites:
        found += _committees([cite for cite, _ in viewer.cites], today)
    if viewer.organisation_id is not None and viewer.cites and not led:
        found += _of_partner(viewer, viewer.organisation_id, today)
    return found


def _installation(now: datetime) -> list[Waiting]:
    late = reviews_due(now=now)
    found = []
    if late:
        words = quantity(len(late), "organisation n’a pas relu ses accès", "organisations n’ont pas relu leurs accès")
        found.append(Waiting(words, "leurs administrations", reverse("actors:accounts"), "Voir lesquelles"))
    count, until = awaited.unanswered()
    if count:
        words = quantity(count, "invitation attend une réponse", "invitations attendent une réponse")
        found.append(Waiting(words, "les personnes invitées", reverse("actors:accounts"), "Voir les comptes", until))
    return [_dated(one, now) for one in found]


def _accounts() -> list[Waiting]:
    count = awaited.without_second_factor()
    if not count:
        return []
    words = quantity(count, "compte n’a pas de second facteur", "comptes n’ont pas de second facteur")
    page = f"{reverse('actors:accounts')}?second_facteur={SecondFactor.NOWHERE}"
    return [
        Waiting(
            f"{words}{NBSP}: des données personnelles leur sont fermées", "leurs titulaires", page, "Voir lesquels"
        )
    ]


def _members(viewer: Viewer, organisation_id: int, now: datetime) -> list[Waiting]:
    page, found = reverse("actors:members"), []
    review = last_review(organisation_id)
    if review_due(review.at if review else None, now=now):
        found.append(Waiting("La liste de ceux qui ont accès est à relire", "vous", page, "Relire la liste"))
    count, until = awaited.unanswered(organisation=organisation_id)
    if count:
        words = quantity(count, "invitation attend une réponse", "invitations attendent une réponse")
        found.append(Waiting(words, "les personnes invitées", page, "Relancer ou retirer", until))
    return [_dated(one, now) for one in found]


def _led(cites: list[int], today: date) -> list[Waiting]:
    """Decisions of the Cités one coordinates, and the people invited there who did not answer."""
    found = [_decision(one, today, owner=str(one.owner)) for one in awaited.open_decisions(today, cite_ids=cites)]
    count, until = awaited.unanswered(cite__in=cites)
    if count:
        words = quantity(count, "personne invitée n’a pas répondu", "personnes invitées n’ont pas répondu")
        urgency = pressing(until, today=today)
        page = reverse("actors:where_to_invite")
        found.append(Waiting(words, "les personnes invitées", page, "Inviter un partenaire", until, urgency))
    return found


def _papers(cites: list[int], today: date) -> list[Waiting]:
    found = []
    for one in awaited.lacking_papers(cites, today):
        words = quantity(
            len(one.partners), "partenaire à qui il manque une pièce", "partenaires à qui il manque une pièce"
        )
        names = ", ".join(one.partners[:3]) + ("…" if len(one.partners) > 3 else "")
        page = reverse("cites:participants", args=[one.cite.slug])
        found.append(Waiting(f"{words}, {one.cite.name}", names, page, "Voir ce qui manque"))
    for annex in awaited.ending_annexes(cites, today):
        partner = annex.partner
        page = reverse("cites:participants", args=[partner.cite.slug])
        title = f"L’annexe de {partner.organisation} prend fin"
        found.append(Waiting(title, str(partner.organisation), page, "Renouveler l’annexe", annex.ended_on))
    return found


def _committees(cites: list[int], today: date) -> list[Waiting]:
    return [
        Waiting(
            f"{one.get_kind_display().capitalize()}, {one.cite.name}",
            "les partenaires",
            reverse("cites:committee", args=[one.cite.slug, one.pk]),
            "Voir l’ordre du jour",
            one.held_on,
            Urgency.COMING,
        )
        for one in awaited.coming_committees(cites, today)
    ]


def _of_partner(viewer: Viewer, organisation_id: int, today: date) -> list[Waiting]:
    """What a Cité waits from the organisation in use."""
    cites = [cite for cite, _ in viewer.cites]
    found = [
        Waiting(
            f"Il manque une pièce pour ouvrir des dossiers, {one.cite.name}",
            viewer.organisation,
            reverse("cites:participants", args=[one.cite.slug]),
            "Voir ce qui manque",
        )
        for one in awaited.lacking_papers(cites, today, organisation_id=organisation_id)
    ]
    mine = awaited.open_decisions(today, cite_ids=cites, owner=organisation_id)
    return found + [_decision(one, today, owner=viewer.organisation) for one in mine]


def _decision(one: Decision, today: date, *, owner: str) -> Waiting:
    cite = one.committee.cite
    title = f"Décision{NBSP}: {one.text}"
    page = reverse("cites:decisions", args=[cite.slug])
    return Waiting(title, owner, page, NOTED, one.due_on, pressing(one.due_on, today=today))


def _dated(one: Waiting, now: datetime) -> Waiting:
    """The same, late once its day is past."""
    urgency = pressing(one.on, today=timezone.localdate(now))
    return Waiting(one.title, one.owner, one.address, one.action, one.on, urgency)
