"""The legal check: rules confirmed, checks kept."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from quartiers.procurement import models, rules
from tests.factories.actors import Membership

KEPT_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
#: Three things block, one of them in a clause; the price alone decides.
CONTRACT = {
    "kind": "services",
    "buyer": "local",
    "value": 260_000,
    "consultation_on": "2026-11-30",
    "duration_months": 24,
    "environmental_condition": True,
    "social_exemption": "no_link",
    "clauses": [{"stage": "condition", "text": "L’entreprise est implantée dans le département."}],
}


class RuleConfirmation(DjangoModelFactory):
    class Meta:
        model = models.RuleConfirmation

    code = "R16"
    source = "Légifrance, RGPD, article 5, lu le 20 novembre 2026"
    confirmed_at = KEPT_AT


class KeptCheck(DjangoModelFactory):
    class Meta:
        model = models.KeptCheck

    class Params:
        asked = CONTRACT
        member = factory.SubFactory(Membership)

    organisation = factory.SelfAttribute("member.organisation")
    kept_by = factory.SelfAttribute("member.user")
    title = factory.Sequence(lambda rank: f"Nettoyage des écoles, lot {rank}")
    kept_at = KEPT_AT
    edition = rules.EDITION
    project = factory.LazyAttribute(lambda one: rules.project_data(rules.project_from(one.asked)))
    findings = factory.LazyAttribute(
        lambda one: [rules.finding_data(found) for found in rules.check(rules.project_from(one.asked))]
    )
    blocked = 2
    warned = 1
