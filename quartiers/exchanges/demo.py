"""The exchanges of the demonstration: the cycle of 2020 as an archive, and one to come, copied from it.

Sessions, questions, audiences and hours are those of the cycle of 2020; speakers are told by role and organisation,
under invented names.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from quartiers.actors.invented import ORGANISATIONS
from quartiers.actors.queries import organisations_named
from quartiers.exchanges import actions
from quartiers.exchanges.models import Cycle, Practice, ProgrammeItem, Session, Speaker
from quartiers.exchanges.rules import Audience, Consent, Lever, Nature, Part, Stage, shifted
from quartiers.territory.names import search_name

PARIS = "Europe/Paris"
ARCHIVE, OPEN = "cycle-2020", "cycle-a-venir"
QUESTION = "Comment favoriser l’emploi dans les quartiers prioritaires\u202f?"
EVERYBODY = [Audience.COLLECTIVITE, Audience.ETAT, Audience.ESS, Audience.ENTREPRISE, Audience.HABITANT]
SESSIONS = (
    (
        "achats-responsables",
        (2020, 11, 17),
        "Achats responsables au service du quartier : le volet environnemental",
        "En quoi une clause environnementale peut-elle servir les quartiers ?",
        (
            (Part.FRAMING, "Ce qu’est un achat public responsable", 20),
            (Part.TALK, "Les clauses environnementales et leur cadre juridique", 30),
            (Part.TESTIMONY, "Réemploi dans le bâtiment, circuits courts : deux expériences", 20),
            (Part.QUESTIONS, "Charte d’insertion, SPASER : vos questions", 20),
        ),
        (
            ("Hélène Puech", "chargée de la commande publique", "association d’appui aux politiques publiques"),
            ("Karim Benali", "acheteur", "collectivité témoin"),
        ),
    ),
    (
        "insertion-par-l-activite-economique",
        (2020, 11, 26),
        "L’insertion par l’activité économique et les quartiers",
        "Où et qui sont les structures, et que peut faire une intercommunalité ?",
        (
            (Part.FRAMING, "Le contexte et la plateforme nationale de l’inclusion", 20),
            (Part.TALK, "Les réseaux et les structures de la région", 30),
            (Part.TALK, "Les marges de manœuvre des intercommunalités", 20),
            (Part.QUESTIONS, "Vos questions", 20),
        ),
        (
            ("Rachid Amsellem", "délégué régional", "inter-réseau de l’insertion"),
            ("Claire Vasseur", "chargée de mission IAE", "service de l’État en région"),
        ),
    ),
    (
        "cites-de-l-emploi",
        (2020, 12, 8),
        "Les Cités de l’emploi : de quoi s’agit-il ?",
        "Comment passer d’une logique de dispositifs à une logique de parcours ?",
        (
            (Part.FRAMING, "Le dispositif, ses attendus, son financement", 30),
            (Part.TESTIMONY, "Deux Cités de la région racontent", 40),
            (Part.QUESTIONS, "Vos questions", 20),
        ),
        (
            ("Nadège Orsini", "cheffe de projet", "agence nationale"),
            ("Sophie Delmas", "directrice", "groupement de la politique de la ville"),
        ),
    ),
)
PRACTICE = (
    "Un lycée achète ses légumes au jardin du quartier",
    "Le jardin d’insertion vendait au marché, sans débouché stable ; le lycée cherchait des produits de saison.",
    "L’intendance a écrit un lot « légumes de saison, livrés en moins de deux jours », ouvert aux petites structures.",
    "Deux postes à l’année, et une visite du jardin pour chaque classe.",
)
PEOPLE = (
    ("Awa", "Diarra", "Ville de Sallèles", Audience.COLLECTIVITE, "Comment écrire un critère sans rompre l’égalité ?"),
    ("Bruno", "Castel", "Direction départementale", Audience.ETAT, ""),
    ("Chloé", "Faure", "Ressourcerie des Aulnes", Audience.ESS, "Un petit atelier peut-il répondre seul à un lot ?"),
    ("David", "Lopez", "Conseil citoyen", Audience.HABITANT, "Qui vérifie que la clause est tenue ?"),
)


def load(today: date) -> str:
    """Load both cycles, once; one French sentence says what was done."""
    if Cycle.objects.filter(slug=ARCHIVE).exists():
        return "Les échanges de l’exemple sont déjà chargés."
    with transaction.atomic():
        _load(today)
    return "Le cycle d’échanges de 2020 et un cycle à venir sont chargés, avec des inscriptions inventées."


def _load(today: date) -> None:
    now = datetime.combine(today, datetime.min.time(), ZoneInfo(PARIS)) + timedelta(hours=8)
    archive = _cycle(ARCHIVE, "Emploi et quartiers, le cycle de 2020", Stage.ARCHIVED, now)
    coming = _cycle(OPEN, "Emploi et quartiers, le prochain cycle", Stage.PUBLISHED, now)
    first = datetime(*SESSIONS[0][1], 10, tzinfo=ZoneInfo(PARIS))
    # The same day of the week, at least three weeks ahead.
    days = (today - first.date()).days + 21
    days += -days % 7
    for slug, day, title, question, items, speakers in SESSIONS:
        start = datetime(*day, 10, tzinfo=ZoneInfo(PARIS))
        for cycle, moved in ((archive, 0), (coming, days)):
            _session(
                cycle, slug, shifted(start, days=moved, zone=PARIS), _typo(title), _typo(question), items, speakers
            )
    _practice(Session.objects.get(cycle=archive, slug=SESSIONS[0][0]), today)
    _registrations(coming, now)


def _cycle(slug: str, title: str, stage: Stage, now: datetime) -> Cycle:
    return Cycle.objects.create(
        organiser=organisations_named(ORGANISATIONS["ressources"][0], most=1)[0],
        slug=slug,
        title=title,
        question=QUESTION,
        stage=stage,
        contact_email="echanges@exemple.fr",
        created_at=now,
        fictional=True,
    )


def _session(
    cycle: Cycle,
    slug: str,
    start: datetime,
    title: str,
    question: str,
    items: tuple[tuple[Part, str, int], ...],
    speakers: tuple[tuple[str, str, str], ...],
) -> None:
    session = Session.objects.create(
        cycle=cycle,
        slug=slug,
        title=title,
        question=question,
        starts_at=start,
        ends_at=start + timedelta(minutes=90),
        audiences=[one.value for one in EVERYBODY],
        quota=30 if cycle.stage == Stage.PUBLISHED else None,
        room="https://visio.exemple.fr/salle-de-demonstration",
        stage=cycle.stage,
    )
    for rank, (part, words, minutes) in enumerate(items, start=1):
        ProgrammeItem.objects.create(session=session, rank=rank, part=part, title=_typo(words), minutes=minutes)
    for rank, (name, function, organisation) in enumerate(speakers, start=1):
        Speaker.objects.create(
            session=session, rank=rank, name=name, function=function, organisation_name=organisation
        )


def _practice(session: Session, today: date) -> None:
    title, context, done, result = (_typo(words) for words in PRACTICE)
    Practice.objects.create(
        session=session,
        title=title,
        context=context,
        done=done,
        result=result,
        lever=Lever.PROCUREMENT,
        territory="Val-Fictif",
        search_text=search_name(f"{title} {context} {done} {result}"),
        published_on=today,
        fictional=True,
    )


def _registrations(cycle: Cycle, now: datetime) -> None:
    sessions = list(Session.objects.filter(cycle=cycle))
    for number, (first_name, last_name, organisation, audience, need) in enumerate(PEOPLE):
        who = actions.Identity(f"{search_name(first_name)}@exemple.fr", first_name, last_name, organisation, audience)
        needs = [actions.NewNeed(_typo(need), Nature.JURIDIQUE, sessions[0])] if need else []
        consents = [Consent.RECONTACT] if number != len(PEOPLE) - 1 else []
        actions.register(cycle, actions.Asked(who, sessions[: number + 1], consents, needs), now=now)


def _typo(words: str) -> str:
    """French no-break spaces."""
    spaced = words.replace(" ?", "\u202f?").replace(" ;", "\u202f;").replace(" :", "\u00a0:")
    return spaced.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
