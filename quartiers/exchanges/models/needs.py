"""What people need, what is grouped, and the second group that answers."""

from django.db import models

from quartiers.exchanges.models.cycles import Cycle, Session
from quartiers.exchanges.models.participants import Participant
from quartiers.exchanges.rules import Answer, Nature, NeedState

NATURES = [(nature, nature.label) for nature in Nature]


class NeedGroup(models.Model):
    """Needs that ask for the same thing, and the session planned for them."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="+", verbose_name="cycle")
    title = models.CharField("titre", max_length=200)
    nature = models.CharField("nature", max_length=20, choices=NATURES)
    session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="second groupe"
    )
    answer = models.TextField("réponse", blank=True)
    created_at = models.DateTimeField("créé le")

    class Meta:
        verbose_name = "groupe de besoins"
        verbose_name_plural = "groupes de besoins"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class Need(models.Model):
    """A need expressed by one participant, from a page or a survey."""

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="+", verbose_name="participant"
    )
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="+", verbose_name="cycle")
    session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="séance"
    )
    nature = models.CharField("nature", max_length=20, choices=NATURES)
    text = models.TextField("besoin")
    state = models.CharField(
        "état", max_length=10, choices=[(one, one.label) for one in NeedState], default=NeedState.NEW
    )
    group = models.ForeignKey(
        NeedGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="groupe"
    )
    origin = models.CharField("exprimé dans", max_length=15)
    created_at = models.DateTimeField("exprimé le")

    class Meta:
        verbose_name = "besoin"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Invitation(models.Model):
    """A participant asked to a second group, and her answer."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+", verbose_name="séance")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="+", verbose_name="participant"
    )
    answer = models.CharField(
        "réponse", max_length=10, choices=[(one, one.label) for one in Answer], default=Answer.SENT
    )
    sent_at = models.DateTimeField("envoyée le")
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)

    class Meta:
        verbose_name = "invitation"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "participant"], name="one_invitation_by_participant")
        ]

    def __str__(self) -> str:
        return f"{self.participant}, {self.session}"
