"""Those who come: without account, known by one address in one cycle."""

from django.db import models
from django.db.models import Q

from quartiers.exchanges.models.cycles import Cycle, Session
from quartiers.exchanges.rules import Audience, Consent, Place, Presence


class Participant(models.Model):
    """A person in a cycle. Her links are signed with ``nonce``: a new nonce revokes them all.

    Without an address (``email`` empty) she was entered by the organiser, who passes on what concerns her.
    A row with ``contact_only_at`` is the contact that an agreement keeps once she herself is anonymised.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="+", verbose_name="cycle")
    email = models.EmailField("courriel", blank=True)
    first_name = models.CharField("prénom", max_length=100, blank=True)
    last_name = models.CharField("nom", max_length=100, blank=True)
    organisation = models.CharField("organisation en clair", max_length=200, blank=True)
    audience = models.CharField(
        "public", max_length=15, choices=[(one, one.label) for one in Audience], default=Audience.AUTRE
    )
    phone = models.CharField("téléphone", max_length=30, blank=True)
    commune_name = models.CharField("commune en clair", max_length=120, blank=True)
    commune = models.ForeignKey(
        "territory.Commune", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="commune"
    )
    neighbourhood = models.ForeignKey(
        "territory.Neighbourhood",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="quartier",
    )
    answers = models.JSONField("réponses", default=dict, blank=True)
    nonce = models.CharField("clé des liens", max_length=22)
    entered_by = models.CharField("saisi par", max_length=200, blank=True)
    created_at = models.DateTimeField("créé le")
    contact_only_at = models.DateTimeField("contact seul depuis le", null=True, blank=True)
    anonymised_at = models.DateTimeField("anonymisé le", null=True, blank=True)

    class Meta:
        verbose_name = "participant"
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "email"], condition=~Q(email=""), name="one_participant_by_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or "participant anonymisé"


class Registration(models.Model):
    """A place of a participant in a session, or her rank in its queue.

    ``gave_opinion`` says that she answered the survey, never what.
    """

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="+", verbose_name="participant"
    )
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+", verbose_name="séance")
    place = models.CharField("place", max_length=10, choices=[(place, place.label) for place in Place])
    asked_at = models.DateTimeField("demandée le")
    confirmed_at = models.DateTimeField("confirmée le", null=True, blank=True)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    sequence = models.PositiveIntegerField("version du calendrier", default=0)
    presence = models.CharField(
        "présence", max_length=10, choices=[(one, one.label) for one in Presence], default=Presence.UNKNOWN
    )
    presence_source = models.CharField("source de la présence", max_length=20, blank=True)
    gave_opinion = models.BooleanField("a donné son avis", default=False)

    class Meta:
        verbose_name = "inscription"
        ordering = ["asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["participant", "session"], name="one_registration_by_session")]
        indexes = [models.Index(fields=["session", "place", "asked_at"], name="registration_queue")]

    def __str__(self) -> str:
        return f"{self.participant}, {self.session}"


class ConsentGiven(models.Model):
    """What a participant agreed to, in which words, when, and until when."""

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="+", verbose_name="participant"
    )
    kind = models.CharField("objet", max_length=10, choices=[(one, one.label) for one in Consent])
    wording = models.PositiveSmallIntegerField("version du texte")
    given_at = models.DateTimeField("donné le")
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "accord"
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "kind"], condition=Q(withdrawn_at=None), name="one_open_consent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant}, {self.kind}"


class JoinClick(models.Model):
    """A personal link was used to enter the room."""

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="+", verbose_name="inscription"
    )
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "entrée dans la salle"
        verbose_name_plural = "entrées dans la salle"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.registration)


class SurveyAnswer(models.Model):
    """What a participant thought of a session; an anonymous answer holds no participant, nor its hour."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+", verbose_name="séance")
    participant = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="participant"
    )
    satisfaction = models.PositiveSmallIntegerField("satisfaction, de 1 à 5")
    useful = models.TextField("ce qui a servi", blank=True)
    missing = models.TextField("ce qui a manqué", blank=True)
    wants_second_group = models.BooleanField("veut poursuivre en second groupe", default=False)
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "avis"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.session}, {self.satisfaction}"
