"""Partners of a Cité, committees, decisions, contrats de ville; all invented."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from quartiers.actors import models
from quartiers.actors.rules.cites import Basis, Part
from quartiers.actors.rules.committees import CommitteeKind, DecisionState, Presence
from tests.factories.actors import SINCE, Cite, Organisation

JOINED = date(2026, 1, 5)


class Partner(DjangoModelFactory):
    class Meta:
        model = models.Partner

    cite = factory.SubFactory(Cite)
    organisation = factory.SubFactory(Organisation)
    part = Part.SIAE
    joined_on = JOINED


class BasisDeclaration(DjangoModelFactory):
    class Meta:
        model = models.BasisDeclaration

    partner = factory.SubFactory(Partner)
    basis = Basis.LEGITIMATE_INTEREST
    declared_on = JOINED
    declared_by = "Alba Roux, directrice"
    recorded_at = SINCE


class Annex(DjangoModelFactory):
    class Meta:
        model = models.Annex

    partner = factory.SubFactory(Partner)
    version = "2026-1"
    signed_on = JOINED
    signed_by = "Alba Roux, directrice"
    recorded_at = SINCE


class Committee(DjangoModelFactory):
    class Meta:
        model = models.Committee

    cite = factory.SubFactory(Cite)
    kind = CommitteeKind.STEERING
    held_on = date(2026, 9, 14)
    place = "Salle du conseil"
    agenda = "1. Garde d’enfant"


class Attendance(DjangoModelFactory):
    class Meta:
        model = models.Attendance

    committee = factory.SubFactory(Committee)
    organisation = factory.SubFactory(Organisation)
    presence = Presence.PRESENT


class Decision(DjangoModelFactory):
    class Meta:
        model = models.Decision

    committee = factory.SubFactory(Committee)
    text = "Ouvrir une permanence"
    owner = factory.SubFactory(Organisation)
    state = DecisionState.OPEN


class ContratDeVille(DjangoModelFactory):
    class Meta:
        model = models.ContratDeVille
        django_get_or_create = ("slug",)
        skip_postgeneration_save = True

    name = "Contrat de ville du Val-Fictif"
    slug = "contrat-du-val-fictif"
    starts_on = date(2024, 3, 31)
    ends_on = date(2030, 12, 31)
    axes = factory.LazyFunction(lambda: ["Emploi", "Accès aux droits"])
    created_at = SINCE
    fictional = True
