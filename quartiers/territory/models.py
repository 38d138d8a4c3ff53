"""What is remembered of the ground: administrative units, priority neighbourhoods, what their contours cover.

Geometries are WKB in WGS 84 (longitude, latitude); shapely reads them. No geographic database is needed.
"""

from django.db import models
from django.db.models import F, Q

from quartiers.territory.rules import CentreKind, Generation


class Region(models.Model):
    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=100)

    class Meta:
        verbose_name = "région"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=100)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name="région")

    class Meta:
        verbose_name = "département"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Outline(models.Model):
    """The contour of a department: the union of those of its communes. It tells where a point stands."""

    department = models.OneToOneField(
        Department, primary_key=True, on_delete=models.CASCADE, related_name="+", verbose_name="département"
    )
    geometry = models.BinaryField("contour (WKB)")

    class Meta:
        verbose_name = "contour de département"
        verbose_name_plural = "contours de départements"

    def __str__(self) -> str:
        return str(self.department)


class Epci(models.Model):
    """An intercommunality; its code is its SIREN."""

    code = models.CharField("SIREN", max_length=9, primary_key=True)
    name = models.CharField("nom", max_length=200)
    kind = models.CharField("nature", max_length=5, help_text="CC, CA, CU ou ME")

    class Meta:
        verbose_name = "intercommunalité"
        verbose_name_plural = "intercommunalités"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """A commune, or a municipal arrondissement of Paris, Lyon or Marseille (then ``parent`` is the city)."""

    code = models.CharField("code INSEE", max_length=5, primary_key=True)
    name = models.CharField("nom", max_length=100)
    search_name = models.CharField("nom sans accents", max_length=100, db_index=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="département")
    epci = models.ForeignKey(
        Epci, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="intercommunalité"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="ville"
    )
    population = models.PositiveIntegerField("population municipale", null=True, blank=True)
    population_year = models.PositiveSmallIntegerField("millésime de la population", null=True, blank=True)
    geometry = models.BinaryField("contour (WKB)", null=True, blank=True)
    longitude = models.FloatField("longitude du centre", null=True, blank=True)
    latitude = models.FloatField("latitude du centre", null=True, blank=True)
    centre_kind = models.CharField(
        "nature du centre", max_length=10, choices=[(kind, kind.label) for kind in CentreKind], default=CentreKind.NONE
    )
    source = models.CharField("source", max_length=200)

    class Meta:
        verbose_name = "commune"
        ordering = ["search_name", "code"]

    def __str__(self) -> str:
        return self.name


class Neighbourhood(models.Model):
    """A priority neighbourhood (quartier prioritaire de la politique de la ville, QPV) of one generation."""

    code = models.CharField("code", max_length=12, primary_key=True)
    name = models.CharField("nom", max_length=200)
    search_name = models.CharField("nom sans accents", max_length=200, db_index=True)
    generation = models.PositiveSmallIntegerField(
        "génération", choices=[(generation, str(generation.value)) for generation in Generation], db_index=True
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="département")
    communes = models.ManyToManyField(Commune, blank=True, related_name="+", verbose_name="communes")
    valid_from = models.DateField("valable du")
    valid_to = models.DateField("valable au", null=True, blank=True)
    geometry = models.BinaryField("contour (WKB)")
    precision_m = models.FloatField(
        "précision du contour (m)", help_text="écart possible dû à l’arrondi des coordonnées"
    )
    repair = models.TextField("réparation du contour", blank=True, help_text="vide si le contour était valide")
    fictional = models.BooleanField("exemple fictif", default=False)
    source = models.CharField("source", max_length=300)

    class Meta:
        verbose_name = "quartier prioritaire"
        verbose_name_plural = "quartiers prioritaires"
        ordering = ["department_id", "search_name", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="neighbourhood_dates_in_order",
            ),
            models.CheckConstraint(condition=Q(precision_m__gte=0), name="neighbourhood_precision_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class ContourImport(models.Model):
    """One load of contours. The newest row is the stamp by which each process knows that its index is stale."""

    generation = models.PositiveSmallIntegerField("génération")
    source = models.CharField("source", max_length=300)
    digest = models.CharField("empreinte du fichier", max_length=64, help_text="SHA-256")
    neighbourhood_count = models.PositiveIntegerField("quartiers")
    repaired_count = models.PositiveIntegerField("contours réparés", default=0)
    imported_at = models.DateTimeField("importé le")

    class Meta:
        verbose_name = "chargement de contours"
        verbose_name_plural = "chargements de contours"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Génération {self.generation}, {self.neighbourhood_count} quartiers"


class Coverage(models.Model):
    """All neighbourhoods of this generation in this department are loaded: outside them, the answer may be «non»."""

    generation = models.PositiveSmallIntegerField("génération")
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="+", verbose_name="département")
    contour_import = models.ForeignKey(
        ContourImport, on_delete=models.CASCADE, related_name="+", verbose_name="chargement"
    )

    class Meta:
        verbose_name = "territoire couvert"
        verbose_name_plural = "territoires couverts"
        constraints = [models.UniqueConstraint(fields=["generation", "department"], name="coverage_once")]

    def __str__(self) -> str:
        return f"{self.department_id}, génération {self.generation}"


class Indicator(models.Model):
    """One published figure of one neighbourhood or one commune. No row means «non publié», never zero."""

    neighbourhood = models.ForeignKey(
        Neighbourhood, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name="quartier"
    )
    commune = models.ForeignKey(
        Commune, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name="commune"
    )
    code = models.CharField("indicateur", max_length=40)
    value = models.DecimalField("valeur", max_digits=14, decimal_places=4)
    year = models.PositiveSmallIntegerField("année", null=True, blank=True, help_text="vide si elle n’est pas connue")
    source = models.CharField("source", max_length=300)

    class Meta:
        verbose_name = "indicateur"
        constraints = [
            models.UniqueConstraint(fields=["neighbourhood", "code"], name="indicator_once"),
            models.UniqueConstraint(fields=["commune", "code"], name="commune_indicator_once"),
            models.CheckConstraint(
                condition=Q(neighbourhood__isnull=False, commune__isnull=True)
                | Q(neighbourhood__isnull=True, commune__isnull=False),
                name="indicator_of_one_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.neighbourhood_id or self.commune_id} {self.code}"
