"""Committees of a Cité: who came, what was decided."""

from django.db import models

from quartiers.actors.models.cites import Cite
from quartiers.actors.models.organisations import Organisation
from quartiers.actors.rules.committees import CommitteeKind, DecisionState, Presence


class Committee(models.Model):
    """A meeting of the partners, held or to come."""

    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="+", verbose_name="cité")
    kind = models.CharField("nature", max_length=20, choices=[(one, one.label) for one in CommitteeKind])
    held_on = models.DateField("date")
    starts_at = models.TimeField("heure", null=True, blank=True)
    place = models.CharField("lieu", max_length=200, blank=True)
    agenda = models.TextField("ordre du jour", blank=True)
    minutes = models.TextField("relevé", blank=True)

    class Meta:
        verbose_name = "comité"
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{CommitteeKind(self.kind).label}, {self.held_on:%d/%m/%Y}"


class Attendance(models.Model):
    """An organisation at a committee, with the person who came for it or who sent her excuses."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="+", verbose_name="comité")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisation"
    )
    person = models.CharField("personne", max_length=200, blank=True)
    presence = models.CharField("présence", max_length=10, choices=[(one, one.label) for one in Presence])

    class Meta:
        verbose_name = "présence"
        ordering = ["organisation__search_name", "person", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "organisation", "person"], name="one_attendance_by_person")
        ]

    def __str__(self) -> str:
        return f"{self.person or self.organisation}"


class Decision(models.Model):
    """What a committee decided: one owner, one date, one state."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="+", verbose_name="comité")
    text = models.CharField("décision", max_length=500)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="qui s’en charge")
    due_on = models.DateField("échéance", null=True, blank=True)
    state = models.CharField(
        "état", max_length=10, default=DecisionState.OPEN, choices=[(one, one.label) for one in DecisionState]
    )
    note = models.CharField("suite donnée", max_length=500, blank=True)
    closed_on = models.DateField("close le", null=True, blank=True)

    class Meta:
        verbose_name = "décision"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
