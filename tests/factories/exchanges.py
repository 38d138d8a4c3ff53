"""Exchanges; the names of people and speakers are invented."""

from datetime import UTC, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from quartiers.exchanges import models
from quartiers.exchanges.rules import Audience, Consent, Nature, Part, Place, QuestionKind, Stage
from quartiers.exchanges.tokens import new_nonce
from quartiers.territory.names import search_name
from tests.factories.actors import Organisation

OPENED = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


class Cycle(DjangoModelFactory):
    class Meta:
        model = models.Cycle
        django_get_or_create = ("slug",)

    organiser = factory.SubFactory(Organisation, name="Villes et territoires", kind="centre_de_ressources")
    slug = "cycle-2027"
    title = "Emploi et quartiers, trois échanges en visio"
    question = "Comment favoriser l’emploi dans les quartiers\u202f?"
    stage = Stage.PUBLISHED
    created_at = OPENED


class Session(DjangoModelFactory):
    """On a January morning, in Paris."""

    class Meta:
        model = models.Session

    cycle = factory.SubFactory(Cycle)
    slug = factory.Sequence(lambda n: f"seance-{n}")
    title = factory.Sequence(lambda n: f"Séance {n}, acheter mieux")
    question = "Que peut-on écrire dans une clause\u202f?"
    starts_at = datetime(2099, 1, 12, 9, 0, tzinfo=UTC)
    ends_at = factory.LazyAttribute(lambda one: one.starts_at + timedelta(minutes=90))
    audiences = [Audience.COLLECTIVITE.value]
    provider = "link"
    room = "https://visio.exemple.fr/secret"
    stage = Stage.PUBLISHED


class ProgrammeItem(DjangoModelFactory):
    class Meta:
        model = models.ProgrammeItem

    session = factory.SubFactory(Session)
    rank = 1
    part = Part.FRAMING
    title = "Le cadre juridique"
    minutes = 30


class Speaker(DjangoModelFactory):
    class Meta:
        model = models.Speaker

    session = factory.SubFactory(Session)
    name = "Hélène Puech"
    function = "juriste"
    organisation_name = "Association d’appui"


class Question(DjangoModelFactory):
    class Meta:
        model = models.Question

    cycle = factory.SubFactory(Cycle)
    rank = 1
    kind = QuestionKind.TEXT
    label = "Votre métier"


class Practice(DjangoModelFactory):
    class Meta:
        model = models.Practice

    title = "Un lycée maraîcher achète au jardin du quartier"
    context = "Un jardin d’insertion vendait peu."
    done = "Le lycée a écrit un lot de légumes de saison."
    result = "Deux emplois à l’année."
    lever = "achats"
    territory = "Narbonne"
    search_text = factory.LazyAttribute(lambda one: search_name(one.title))
    published_on = OPENED.date()


class Participant(DjangoModelFactory):
    class Meta:
        model = models.Participant
        django_get_or_create = ("cycle", "email")

    cycle = factory.SubFactory(Cycle)
    email = factory.Sequence(lambda n: f"participant{n}@exemple.fr")
    first_name = "Awa"
    last_name = "Diarra"
    organisation = "Ville de Sallèles"
    audience = Audience.COLLECTIVITE
    nonce = factory.LazyFunction(new_nonce)
    created_at = OPENED


class Registration(DjangoModelFactory):
    class Meta:
        model = models.Registration

    participant = factory.SubFactory(Participant)
    session = factory.SubFactory(Session)
    place = Place.CONFIRMED
    asked_at = OPENED
    confirmed_at = OPENED


class Need(DjangoModelFactory):
    class Meta:
        model = models.Need

    participant = factory.SubFactory(Participant)
    cycle = factory.SelfAttribute("participant.cycle")
    nature = Nature.JURIDIQUE
    text = "Comment rédiger une clause sans rompre l’égalité\u202f?"
    origin = "inscription"
    created_at = OPENED


class NeedGroup(DjangoModelFactory):
    class Meta:
        model = models.NeedGroup

    cycle = factory.SubFactory(Cycle)
    title = "Clauses environnementales\u00a0: juridique"
    nature = Nature.JURIDIQUE
    created_at = OPENED


class ConsentGiven(DjangoModelFactory):
    """An agreement to be contacted."""

    class Meta:
        model = models.ConsentGiven

    participant = factory.SubFactory(Participant)
    kind = Consent.RECONTACT
    wording = 1
    given_at = OPENED


class SecondInvitation(DjangoModelFactory):
    class Meta:
        model = models.Invitation

    session = factory.SubFactory(Session)
    participant = factory.SubFactory(Participant)
    sent_at = OPENED


class Helper(DjangoModelFactory):
    class Meta:
        model = models.Helper

    organisation = factory.SubFactory(Organisation, name="Villes et territoires", kind="centre_de_ressources")
    role = "host"
    given_at = OPENED
