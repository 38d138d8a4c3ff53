"""Networks: the organisations they bring together, and the people who speak for them."""

from django.db import models
from django.db.models import F, Q

from quartiers.actors.models.accounts import Membership
from quartiers.actors.models.organisations import Organisation


class NetworkMember(models.Model):
    """An organisation in a network, or a network in an inter-network, from a day to another."""

    network = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="réseau")
    member = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="membre")
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "adhésion à un réseau"
        verbose_name_plural = "adhésions à un réseau"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["network", "member", "since"], name="one_network_member_by_day"),
            models.CheckConstraint(condition=~Q(network=F("member")), name="no_network_in_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.network}"


class NetworkDelegate(models.Model):
    """Somebody of a member organisation who speaks for it, or for the network."""

    network = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="réseau")
    person = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+", verbose_name="personne")
    title = models.CharField("fonction", max_length=150, blank=True)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "délégation"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.person}, {self.network}"
