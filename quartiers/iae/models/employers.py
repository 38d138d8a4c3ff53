"""The IAE side of organisations: convention, activities, posts. No person stands here."""

from django.db import models

from quartiers.iae.rules.posts import Contract


class EmployerSheet(models.Model):
    """What an employer of insertion says besides its page in the directory.

    ``activities`` holds values of ``rules.activities.Activity`` between bars: those that it declares, in ``declared``,
    and those of its open posts.
    """

    organisation = models.OneToOneField(
        "actors.Organisation",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name="organisation",
    )
    convention_from = models.DateField("conventionnée du", null=True, blank=True)
    convention_to = models.DateField("conventionnée au", null=True, blank=True)
    takes_applications = models.BooleanField("reçoit des candidatures", default=True)
    declared = models.CharField("activités déclarées, entre barres", max_length=300, blank=True)
    activities = models.CharField("activités, entre barres", max_length=300, blank=True)
    source = models.CharField("source des postes", max_length=100, blank=True, editable=False)
    seen_on = models.DateField("vue par sa source le", null=True, blank=True, editable=False)
    changed_by = models.CharField("modifiée par", max_length=200, blank=True, editable=False)
    changed_at = models.DateTimeField("modifiée le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "fiche d’employeur d’insertion"
        verbose_name_plural = "fiches d’employeurs d’insertion"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def says_applications(self) -> bool | None:
        """Whether it receives applications; None where neither its people nor a source said so."""
        return self.takes_applications if self.changed_at or self.seen_on else None


class Post(models.Model):
    """One announcement. ``source`` is empty for one that is written here; else it brought it and it keeps it."""

    organisation = models.ForeignKey(
        "actors.Organisation", on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    title = models.CharField("intitulé", max_length=200)
    rome = models.CharField("code ROME", max_length=5, db_index=True)
    rome_label = models.CharField("métier", max_length=200, blank=True)
    contract = models.CharField(
        "contrat", max_length=20, choices=[(one.value, one.label) for one in Contract], default=Contract.CDDI
    )
    openings = models.PositiveSmallIntegerField("postes ouverts", default=1)
    is_open = models.BooleanField("recrutement ouvert", default=True)
    hours_a_week = models.PositiveSmallIntegerField("heures par semaine", null=True, blank=True)
    description = models.TextField("missions", blank=True)
    profile = models.TextField("profil", blank=True)
    place = models.CharField("lieu de travail", max_length=150, blank=True)
    is_clause = models.BooleanField("poste d’une clause sociale", default=False)
    market = models.CharField("marché de la clause", max_length=300, blank=True)
    confirmed_on = models.DateField("confirmée le")
    search_text = models.CharField("intitulé, métier et lieu", max_length=600, editable=False)
    source = models.CharField("source", max_length=100, blank=True, editable=False)
    external_id = models.CharField("identifiant", max_length=100, blank=True, editable=False)
    digest = models.CharField("empreinte", max_length=64, blank=True, editable=False)
    changed_by = models.CharField("modifiée par", max_length=200, blank=True, editable=False)
    changed_at = models.DateTimeField("modifiée le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "poste"
        ordering = ["title", "pk"]
        indexes = [models.Index(fields=["organisation", "is_open", "confirmed_on"], name="post_of_employer")]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~models.Q(source=""), name="post_once_by_source"
            )
        ]

    def __str__(self) -> str:
        return self.title
