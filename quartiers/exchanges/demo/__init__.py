"""The exchanges of the demonstration: the cycle of 2020 as an archive, and one to come, copied from it.

Sessions, questions, audiences and hours are those of the cycle of 2020; speakers are told by role and organisation,
under invented names. Participants are invented. Those of 2020 are long anonymised: only their numbers are left.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from quartiers.actors.invented import ORGANISATIONS
from quartiers.actors.queries import organisations_named
from quartiers.exchanges.demo import programme
from quartiers.exchanges.demo.crowd import coming_people, past_people
from quartiers.exchanges.models import Cycle, Practice, ProgrammeItem, Question, Resource, Session, Speaker
from quartiers.exchanges.rules import Audience, Part, QuestionKind, Stage, shifted
from quartiers.territory.names import search_name

PARIS = "Europe/Paris"
ARCHIVE, OPEN = "cycle-2020", "cycle-a-venir"
EVERYBODY = [Audience.COLLECTIVITE, Audience.ETAT, Audience.ESS, Audience.ENTREPRISE, Audience.HABITANT]
#: The first session is full, so that its queue shows.
QUOTAS = (24, 30, 30)


def load(today: date) -> str:
    """Load both cycles, once; one French sentence says what was done."""
    if Cycle.objects.filter(slug=ARCHIVE).exists():
        return "Les échanges de l’exemple sont déjà chargés."
    with transaction.atomic():
        _load(today)
    return "Le cycle d’échanges de 2020 et un cycle à venir sont chargés, avec des inscriptions inventées."


def _load(today: date) -> None:
    now = datetime.combine(today, datetime.min.time(), ZoneInfo(PARIS)) + timedelta(hours=8)
    archive = _cycle(ARCHIVE, "Emploi et quartiers, le cycle de 2020", Stage.ARCHIVED, now, None)
    coming = _cycle(OPEN, "Emploi et quartiers, le prochain cycle", Stage.PUBLISHED, now, archive)
    first = datetime(*programme.SESSIONS[0][1], 10, tzinfo=ZoneInfo(PARIS))
    # The same day of the week, at least three weeks ahead.
    days = (today - first.date()).days + 21
    days += -days % 7
    held: list[Session] = []
    planned: list[Session] = []
    for at, (slug, day, title, question, items, speakers) in enumerate(programme.SESSIONS):
        start = datetime(*day, 10, tzinfo=ZoneInfo(PARIS))
        for cycle, moved, made in ((archive, 0, held), (coming, days, planned)):
            begins = shifted(start, days=moved, zone=PARIS)
            made.append(_session(cycle, slug, begins, at, title, question, items, speakers))
    Question.objects.create(
        cycle=coming,
        rank=1,
        kind=QuestionKind.YES_NO,
        label=_typo("Avez-vous déjà écrit ou suivi une clause ?"),
        why="Pour que les témoins partent de ce que vous connaissez.",
    )
    _leavings(held)
    past_people(held)
    coming_people(coming, planned, now=now)


def _cycle(slug: str, title: str, stage: Stage, now: datetime, copied_from: Cycle | None) -> Cycle:
    return Cycle.objects.create(
        organiser=organisations_named(ORGANISATIONS["ressources"][0], most=1)[0],
        slug=slug,
        title=title,
        question=_typo(programme.QUESTION),
        presentation=_typo(programme.PRESENTATION),
        stage=stage,
        contact_email="echanges@exemple.fr",
        copied_from=copied_from,
        created_at=now,
        fictional=True,
    )


def _session(
    cycle: Cycle,
    slug: str,
    start: datetime,
    at: int,
    title: str,
    question: str,
    items: tuple[tuple[Part, str, int], ...],
    speakers: tuple[tuple[str, str, str], ...],
) -> Session:
    session = Session.objects.create(
        cycle=cycle,
        slug=slug,
        title=_typo(title),
        question=_typo(question),
        easy_summary=_typo(programme.EASY[at]),
        starts_at=start,
        ends_at=start + timedelta(minutes=90),
        audiences=[one.value for one in EVERYBODY],
        quota=QUOTAS[at] if cycle.stage == Stage.PUBLISHED else None,
        provider="jitsi",
        room="https://visio.exemple.fr",
        dial_in="01 99 00 12 34, code 2020" if cycle.stage == Stage.PUBLISHED else "",
        stage=cycle.stage,
    )
    for rank, (part, words, minutes) in enumerate(items, start=1):
        ProgrammeItem.objects.create(session=session, rank=rank, part=part, title=_typo(words), minutes=minutes)
    for rank, (name, function, organisation) in enumerate(speakers, start=1):
        Speaker.objects.create(
            session=session, rank=rank, name=name, function=function, organisation_name=organisation
        )
    return session


def _leavings(held: list[Session]) -> None:
    """What the sessions of 2020 leave: minutes, documents, practices."""
    for at, session in enumerate(held):
        Session.objects.filter(pk=session.pk).update(minutes=_typo(programme.MINUTES[at]))
        for title, name, is_public in programme.DOCUMENTS[at]:
            Resource.objects.create(
                session=session,
                title=_typo(title),
                address=f"https://documents.exemple.fr/2020/{name}",
                licence="Licence Ouverte 2.0",
                is_public=is_public,
                published_on=session.starts_at.date() + timedelta(days=2),
            )
    for at, lever, territory, contact, *words in programme.PRACTICES:
        title, context, done, result = (_typo(one) for one in words)
        Practice.objects.create(
            session=held[at],
            title=title,
            context=context,
            done=done,
            result=result,
            contact=contact,
            lever=lever,
            territory=territory,
            search_text=search_name(f"{title} {context} {done} {result} {territory}"),
            published_on=held[at].starts_at.date() + timedelta(days=30),
            fictional=True,
        )


def _typo(words: str) -> str:
    """French no-break spaces."""
    spaced = words.replace(" ?", "\u202f?").replace(" ;", "\u202f;").replace(" :", "\u00a0:")
    return spaced.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
