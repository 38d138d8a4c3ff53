"""A scheme of responsible procurement: what it says, its targets, what each buyer did each year."""

from django.db import models


class Spaser(models.Model):
    """The scheme of a buyer, or of several together. ``owner`` writes it here; ``is_published`` opens it to all."""

    name = models.CharField("nom", max_length=200)
    owner = models.ForeignKey(
        "actors.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name="écrit par"
    )
    buyers = models.ManyToManyField("actors.Organisation", related_name="+", verbose_name="acheteurs")
    starts_on = models.DateField("du", null=True, blank=True)
    ends_on = models.DateField("au", null=True, blank=True)
    adopted_on = models.DateField("adopté le", null=True, blank=True)
    address = models.URLField("adresse du schéma publié", max_length=500, blank=True)
    published_on = models.DateField("schéma publié le", null=True, blank=True)
    indicators_on = models.DateField("indicateurs publiés le", null=True, blank=True)
    social = models.TextField("objectifs sociaux", blank=True)
    ecological = models.TextField("objectifs écologiques", blank=True)
    durability = models.TextField("durabilité, sobriété numérique, économie circulaire", blank=True)
    implementation = models.TextField("mise en œuvre", blank=True)
    follow_up = models.TextField("suivi annuel", blank=True)
    is_published = models.BooleanField("publié ici", default=False)
    created_at = models.DateTimeField("créé le")
    fictional = models.BooleanField("exemple fictif", default=False)
    changed_by = models.CharField("modifié par", max_length=200, blank=True, editable=False)
    changed_at = models.DateTimeField("modifié le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "schéma d’achats responsables"
        verbose_name_plural = "schémas d’achats responsables"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class SpaserTarget(models.Model):
    """What the scheme aims at for one indicator (``rules.spaser.BY_CODE``): from 0 to 1 for a share, else a number."""

    scheme = models.ForeignKey(Spaser, on_delete=models.CASCADE, related_name="+", verbose_name="schéma")
    indicator = models.CharField("indicateur", max_length=40)
    value = models.DecimalField("objectif", max_digits=16, decimal_places=4)

    class Meta:
        verbose_name = "objectif du schéma"
        verbose_name_plural = "objectifs du schéma"
        ordering = ["scheme_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["scheme", "indicator"], name="one_target_by_indicator")]

    def __str__(self) -> str:
        return self.indicator


class SpaserYear(models.Model):
    """What a buyer noted of one year: ``values`` by code of indicator, a text for each decimal, with their source."""

    scheme = models.ForeignKey(Spaser, on_delete=models.CASCADE, related_name="+", verbose_name="schéma")
    buyer = models.ForeignKey(
        "actors.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name="acheteur"
    )
    year = models.PositiveSmallIntegerField("année")
    values = models.JSONField("chiffres", default=dict)
    origin = models.CharField("source des chiffres", max_length=300, blank=True)
    changed_by = models.CharField("noté par", max_length=200, blank=True, editable=False)
    changed_at = models.DateTimeField("noté le", editable=False)

    class Meta:
        verbose_name = "année du schéma"
        verbose_name_plural = "années du schéma"
        ordering = ["scheme_id", "buyer_id", "year"]
        constraints = [models.UniqueConstraint(fields=["scheme", "buyer", "year"], name="one_sheet_by_buyer_and_year")]

    def __str__(self) -> str:
        return f"{self.buyer}, {self.year}"
