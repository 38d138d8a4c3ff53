"""Those who come, in the demonstration: some forty in the cycle to come, and the numbers that 2020 leaves."""

from datetime import datetime, timedelta

from quartiers.exchanges import actions
from quartiers.exchanges.actions import Asked, Identity, NewNeed
from quartiers.exchanges.demo.people import COMMUNES, FIRST_NAMES, KNOWN, LAST_NAMES, NEEDS, ORGANISATIONS
from quartiers.exchanges.models import (
    ConsentGiven,
    Cycle,
    Invitation,
    Need,
    NeedGroup,
    Participant,
    Registration,
    Session,
    SurveyAnswer,
)
from quartiers.exchanges.rules import Answer, Consent, Nature, NeedState, Place, Presence, place_for
from quartiers.exchanges.tokens import new_nonce
from quartiers.office.rules import PLATFORM
from quartiers.territory.names import search_name
from quartiers.territory.queries.places import commune_of_name

CROWD, PAST = 36, 64
#: The sessions of one person after the other: most come to the first.
CHOICES = ((0,), (0, 1), (0, 1, 2), (0, 2), (1,), (0, 1), (2,), (0,))
#: Of those who had a place in 2020, the marks that they left, then left again.
MARKS = (5, 4, 5, 3, 4, 4, 5, 2)


def coming_people(cycle: Cycle, sessions: list[Session], *, now: datetime) -> None:
    """Forty persons, a queue, needs of several natures, a second group that seeks a speaker, one that is invited."""
    opened = now - timedelta(days=12)
    for number, (first_name, last_name, organisation, audience, commune) in enumerate(KNOWN):
        found = commune_of_name(commune)
        who = Identity(
            f"{search_name(first_name)}@exemple.fr",
            first_name,
            last_name,
            organisation,
            audience,
            commune_name=commune,
            commune_id=found.pk if found else None,
        )
        about, nature, words = NEEDS[number]
        needs = [NewNeed(_typo(words), nature, sessions[about])]
        consents = [Consent.RECONTACT] if number != len(KNOWN) - 1 else []
        actions.register(cycle, Asked(who, sessions[: 1 + number % 2], consents, needs), now=opened)
    for number in range(CROWD):
        _one(cycle, sessions, number, opened + timedelta(hours=6 * number + 1))
    _second_groups(cycle, now=now)


def _one(cycle: Cycle, sessions: list[Session], number: int, at: datetime) -> None:
    """A person, her places in the order of arrival, one need out of two, her agreements."""
    first_name, last_name = FIRST_NAMES[number], LAST_NAMES[number * 5 % len(LAST_NAMES)]
    audience, organisation = ORGANISATIONS[number % len(ORGANISATIONS)]
    commune = COMMUNES[number % len(COMMUNES)]
    who = Participant.objects.create(
        cycle=cycle,
        email=f"{search_name(first_name)}.{search_name(last_name)}@exemple.fr",
        first_name=first_name,
        last_name=last_name,
        organisation=organisation,
        audience=audience,
        commune_name=commune,
        commune=commune_of_name(commune),
        nonce=new_nonce(),
        created_at=at,
    )
    chosen = [sessions[one] for one in CHOICES[number % len(CHOICES)]]
    for session in chosen:
        rows = Registration.objects.filter(session=session)
        place = place_for(
            session.quota,
            confirmed=rows.filter(place=Place.CONFIRMED).count(),
            waiting=rows.filter(place=Place.WAITING).count(),
        )
        confirmed_at = at if place == Place.CONFIRMED else None
        Registration.objects.create(
            participant=who, session=session, place=place, asked_at=at, confirmed_at=confirmed_at
        )
    if number % 2 == 0:
        about, nature, words = NEEDS[number // 2 % len(NEEDS)]
        Need.objects.create(
            participant=who,
            cycle=cycle,
            session=sessions[about],
            nature=nature,
            text=_typo(words),
            origin="inscription",
            created_at=at,
        )
    if number % 4 != 3:
        ConsentGiven.objects.create(participant=who, kind=Consent.RECONTACT, wording=1, given_at=at)


def _second_groups(cycle: Cycle, *, now: datetime) -> None:
    """One group whose second session seeks a speaker, another that is invited and answered; the rest waits."""
    needs = Need.objects.filter(cycle=cycle)
    legal = list(needs.filter(nature=Nature.JURIDIQUE).order_by("pk").values_list("pk", flat=True)[:4])
    money = list(needs.filter(nature=Nature.FINANCEMENT).order_by("pk").values_list("pk", flat=True))
    _planned(actions.group_needs(cycle, legal, by=PLATFORM, now=now), now + timedelta(days=44), {}, now=now)
    speaker = {"function": "responsable des financements", "organisation_name": "Réseau régional de l’exemple"}
    group = actions.group_needs(cycle, money, by=PLATFORM, now=now)
    _planned(group, now + timedelta(days=51), {"name": "", **speaker}, now=now)
    group.refresh_from_db()
    actions.invite_askers(group, by=PLATFORM, now=now)
    first = Invitation.objects.filter(session=group.session_id).select_related("participant__cycle").first()
    if first is not None:
        actions.answer_invitation(first, Answer.ACCEPTED, now=now)


def _planned(group: NeedGroup, day: datetime, speaker: dict[str, str], *, now: datetime) -> None:
    start = day.replace(hour=10, minute=0)
    values = {
        "title": group.title,
        "question": "",
        "provider": "jitsi",
        "room": "https://visio.exemple.fr",
        "starts_at": start,
        "ends_at": start + timedelta(minutes=60),
    }
    actions.plan_second_group(group, values, speaker, by=PLATFORM, now=now)


def past_people(sessions: list[Session]) -> None:
    """What twelve months leave of 2020: persons without name, their places, presences, natures of need, marks."""
    cycle = sessions[0].cycle
    after = sessions[-1].ends_at + timedelta(days=366)
    for number in range(PAST):
        at = sessions[0].starts_at - timedelta(days=20, hours=-number)
        who = Participant.objects.create(
            cycle=cycle,
            audience=ORGANISATIONS[number % len(ORGANISATIONS)][0],
            commune=commune_of_name(COMMUNES[number % len(COMMUNES)]),
            nonce=new_nonce(),
            created_at=at,
            anonymised_at=after,
        )
        for session in (sessions[one] for one in CHOICES[number % len(CHOICES)]):
            came = (number + session.pk) % 5 != 0
            Registration.objects.create(
                participant=who,
                session=session,
                place=Place.CONFIRMED,
                asked_at=at,
                confirmed_at=at,
                presence=Presence.PRESENT if came else Presence.ABSENT,
                gave_opinion=came and number % 2 == 0,
            )
            if came and number % 2 == 0:
                SurveyAnswer.objects.create(
                    session=session, satisfaction=MARKS[number // 2 % len(MARKS)], at=session.ends_at
                )
        if number % 2:
            about, nature, _ = NEEDS[number // 2 % len(NEEDS)]
            Need.objects.create(
                participant=who,
                cycle=cycle,
                session=sessions[about],
                nature=nature,
                text="",
                state=NeedState.ANSWERED,
                origin="inscription",
                created_at=at,
            )


def _typo(words: str) -> str:
    return words.replace(" ?", "\u202f?")
