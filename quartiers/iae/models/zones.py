"""How far each place stands from each kind of structure, computed in one batch."""

from django.db import models


class ZoneBatch(models.Model):
    """One kind computed for all places. ``digest`` tells whether the same work is asked again."""

    kind = models.CharField("type", max_length=10, primary_key=True)
    structures = models.PositiveIntegerField("lieux de structures")
    unplaced = models.PositiveIntegerField("structures sans position")
    places = models.PositiveIntegerField("communes et quartiers")
    digest = models.CharField("empreinte", max_length=64)
    computed_at = models.DateTimeField("calculé le")

    class Meta:
        verbose_name = "calcul des zones blanches"
        verbose_name_plural = "calculs des zones blanches"
        ordering = ["kind"]

    def __str__(self) -> str:
        return f"{self.kind}, {self.structures} lieux"


class ZoneDistance(models.Model):
    """From a commune or a neighbourhood to the nearest structure of a kind, as the crow flies.

    ``place`` is the code of either: they cannot be the same. No structure at all leaves the distance empty.
    """

    kind = models.CharField("type", max_length=10)
    place = models.CharField("code du lieu", max_length=12)
    distance_m = models.PositiveIntegerField("distance (m)", null=True, blank=True)
    structure = models.BigIntegerField("structure la plus proche", null=True, blank=True)
    within_10 = models.PositiveIntegerField("à 10 km")
    within_20 = models.PositiveIntegerField("à 20 km")
    within_30 = models.PositiveIntegerField("à 30 km")

    class Meta:
        verbose_name = "distance à une structure"
        verbose_name_plural = "distances à une structure"
        ordering = ["kind", "place"]
        constraints = [models.UniqueConstraint(fields=["kind", "place"], name="zone_once")]

    def __str__(self) -> str:
        return f"{self.place} {self.kind}"
