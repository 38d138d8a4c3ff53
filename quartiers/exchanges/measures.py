"""What the exchanges cost: the public page beside a bare one, a registration beside the same rows written bare."""

import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

from django import forms
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.urls import ResolverMatch, resolve, reverse
from django.utils import timezone

from quartiers.actors.actions.organisations import declare_organisation
from quartiers.exchanges.forms.registration import AT_LEAST_S, stamped
from quartiers.exchanges.models import (
    ConsentGiven,
    Cycle,
    Need,
    Participant,
    ProgrammeItem,
    Registration,
    Session,
    Speaker,
)
from quartiers.exchanges.rules import Audience, Consent, Nature, Part, Place, Stage
from quartiers.exchanges.tokens import new_nonce
from quartiers.kernel.bench import Measure, Trial, Unmeasurable
from quartiers.office.queries import mail_by_number, mails
from quartiers.office.rules import PLATFORM
from quartiers.web.measures import BARE_MIDDLEWARE, HOST, page_trial, through

SESSIONS = 3
_numbers = count()
_STAMP = stamped(time.time() - 2 * AT_LEAST_S)


def _cycle() -> Cycle:
    """A published cycle of three sessions to come, each with its programme and its speakers."""
    now = timezone.now()
    cycle = Cycle.objects.create(
        organiser_id=_organiser(),
        slug=f"mesure-{next(_numbers)}",
        title="Emploi et quartiers",
        stage=Stage.PUBLISHED,
        created_at=now,
    )
    for number in range(1, SESSIONS + 1):
        starts_at = now + timedelta(days=30 * number)
        session = Session.objects.create(
            cycle=cycle,
            slug=f"seance-{number}",
            title=f"Séance {number}, acheter mieux au service du quartier",
            question="En quoi une clause environnementale peut-elle servir les quartiers ?",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=90),
            audiences=[one.value for one in Audience],
            quota=100_000,
            room="https://visio.exemple.fr/salle",
            stage=Stage.PUBLISHED,
        )
        for rank, part in enumerate(Part, start=1):
            ProgrammeItem.objects.create(
                session=session, rank=rank, part=part, title="Un moment de la séance", minutes=20
            )
            Speaker.objects.create(
                session=session, rank=rank, function="chargée de mission", organisation_name="Ville de l’exemple"
            )
    return cycle


def _organiser() -> int:
    """An organisation declared for the measure."""
    values = {"name": f"Organisateur {next(_numbers)}", "kind": "association"}
    made: int = declare_organisation(values, by=PLATFORM, now=timezone.now()).pk
    return made


def _public_page() -> Trial:
    return page_trial(reverse("exchanges:cycle", args=[_cycle().slug]))


class BareForm(forms.Form):
    """The same fields as a registration, as a bare Django form has them."""

    sessions = forms.ModelMultipleChoiceField(Session.objects.all(), widget=forms.CheckboxSelectMultiple)
    first_name = forms.CharField(max_length=100)
    last_name = forms.CharField(max_length=100)
    email = forms.EmailField()
    organisation = forms.CharField(max_length=200, required=False)
    audience = forms.ChoiceField(choices=[(one.value, one.label) for one in Audience])
    commune = forms.CharField(max_length=120, required=False)
    need = forms.CharField(widget=forms.Textarea, required=False)
    nature = forms.ChoiceField(choices=[(one.value, one.label) for one in Nature])
    consent_recontact = forms.BooleanField(required=False)


def _registration() -> Trial:
    """One POST that registers for two sessions with a need and an agreement, through every middleware; beside a bare
    form behind Django's six middlewares that writes the same rows one by one: person, places, need, agreement, and the
    same mail with its two calendar files, already rendered.
    """
    cycle = _cycle()
    chosen = list(Session.objects.filter(cycle=cycle).order_by("pk").values_list("pk", flat=True)[:2])
    path = reverse("exchanges:cycle", args=[cycle.slug])
    found = resolve(path)
    serve = through(settings.MIDDLEWARE, lambda request: found.func(request, *found.args, **found.kwargs))
    mail = _mail_of(serve, found, chosen)
    bare = through(BARE_MIDDLEWARE, lambda request: _bare_registration(request, cycle, mail))

    def ours() -> str:
        return _posted(serve, chosen, found)

    def theirs() -> str:
        return _posted(bare, chosen, found)

    return Trial(ours, theirs, same=lambda one, other: _rows(one) == _rows(other) == 6)


def _mail_of(serve: Callable[[HttpRequest], Any], found: ResolverMatch, chosen: list[int]) -> dict[str, Any]:
    """The mail that such a registration writes, rendered once."""
    _posted(serve, chosen, found)
    written = mail_by_number(mails().latest("pk").pk)
    if written is None:
        raise Unmeasurable("L’inscription n’a écrit aucun courriel.")
    return {"text": written.text, "attachments": written.attachments, "subject": written.subject}


def _rows(email: str) -> int:
    """How many rows this person has, her mail included."""
    who = Participant.objects.get(email=email)
    kept = sum(model.objects.filter(participant=who).count() for model in (Registration, Need, ConsentGiven))
    return 1 + kept + mails().filter(recipient=email).count()


def _posted(serve: Callable[[HttpRequest], Any], chosen: list[int], found: ResolverMatch) -> str:
    """Send one registration, from a network address of its own; returns the person's address.

    Raises:
        Unmeasurable: it was refused.
    """
    number = next(_numbers)
    email = f"personne{number}@exemple.fr"
    request = RequestFactory(headers={"host": HOST}).post(
        f"/{found.route}",
        {
            "sessions": chosen,
            "first_name": "Awa",
            "last_name": "Diarra",
            "email": email,
            "organisation": "Ville de l’exemple",
            "audience": Audience.COLLECTIVITE.value,
            "commune": "Narbonne",
            "need": "Comment rédiger une clause sans rompre l’égalité de traitement ?",
            "nature": Nature.JURIDIQUE.value,
            "consent_recontact": "on",
            "opened": _STAMP,
        },
        REMOTE_ADDR=f"10.{number // 62_500 % 250}.{number // 250 % 250}.{number % 250}",
    )
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # as Django's own test client does
    request.resolver_match = found
    if serve(request).status_code != 302:
        raise Unmeasurable("L’inscription a été refusée.")
    return email


def _bare_registration(request: HttpRequest, cycle: Cycle, mail: dict[str, Any]) -> HttpResponse:
    form, now = BareForm(request.POST), timezone.now()
    if not form.is_valid():
        return HttpResponse(status=400)
    given = form.cleaned_data
    with transaction.atomic():
        who = Participant.objects.create(
            cycle=cycle,
            email=given["email"],
            first_name=given["first_name"],
            last_name=given["last_name"],
            organisation=given["organisation"],
            audience=given["audience"],
            commune_name=given["commune"],
            nonce=new_nonce(),
            created_at=now,
        )
        for session in given["sessions"]:
            Registration.objects.create(
                participant=who, session=session, place=Place.CONFIRMED, asked_at=now, confirmed_at=now
            )
        Need.objects.create(
            participant=who, cycle=cycle, nature=given["nature"], text=given["need"], origin="mesure", created_at=now
        )
        ConsentGiven.objects.create(participant=who, kind=Consent.RECONTACT, wording=1, given_at=now)
        apps.get_model("office", "Mail").objects.create(
            kind="mesure",
            key=f"mesure {who.pk}",
            recipient=given["email"],
            token=secrets.token_urlsafe(32),
            created_at=now,
            due_at=now,
            **mail,
        )
    return HttpResponseRedirect("/")


MEASURES = [
    Measure("page d’un cycle, contre page nue", 1.5, "at_most", _public_page, calls=10),
    Measure(
        "inscription à deux séances, contre formulaire nu qui écrit les mêmes lignes", 3.0, "at_most", _registration
    ),
]
