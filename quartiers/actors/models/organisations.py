"""Organisations, the places where they receive people, and what lets them prescribe."""

from django.db import models
from django.db.models import Q

from quartiers.actors.rules import OrganisationKind
from quartiers.actors.rules.authorisations import Act


class Organisation(models.Model):
    """A body that works for employment, of any kind; the SIRET is optional.

    ``source`` is empty for who is declared here; else the producer of the record that brought it, and ``local_fields``
    names what was corrected here since: a new load leaves these alone.
    """

    kind = models.CharField("nature", max_length=30, default=OrganisationKind.UNKNOWN, db_index=True)
    name = models.CharField("nom", max_length=255)
    search_name = models.CharField("nom pour la recherche", max_length=255, editable=False)
    search_text = models.CharField("nom, nature et villes", max_length=600, blank=True, editable=False)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    created_at = models.DateTimeField("créée le")
    closed_on = models.DateField("fermée depuis le", null=True, blank=True)
    fictional = models.BooleanField("exemple fictif", default=False)
    description = models.TextField("ce qu’elle fait", blank=True)
    phone = models.CharField("téléphone public", max_length=50, blank=True)
    email = models.CharField("courriel public", max_length=254, blank=True)
    website = models.CharField("site internet", max_length=2100, blank=True)
    opening_hours = models.CharField("horaires d’accueil", max_length=500, blank=True)
    networks = models.TextField("réseaux porteurs, entre barres", blank=True)
    source = models.CharField("source", max_length=100, blank=True, editable=False, db_index=True)
    local_fields = models.JSONField("champs corrigés ici", default=list, blank=True, editable=False)
    absent_on = models.DateField("absente de sa source depuis le", null=True, blank=True, editable=False)
    changed_by = models.CharField("modifiée par", max_length=200, blank=True, editable=False)
    changed_at = models.DateTimeField("modifiée le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "organisation"
        ordering = ["search_name", "pk"]
        indexes = [models.Index(fields=["search_name", "id"], name="organisation_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["siret", "kind"],
                condition=~Q(siret="") & Q(source=""),
                name="one_organisation_by_siret_and_kind",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def network_codes(self) -> list[str]:
        """Values of ``reseaux_porteurs``, in order; the column holds ``|aci|coorace|``."""
        return [one for one in self.networks.split("|") if one]


class Site(models.Model):
    """A place where an organisation receives people; one is the main one."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    name = models.CharField("nom", max_length=255, blank=True)
    address = models.CharField("adresse", max_length=255, blank=True)
    address_more = models.CharField("complément d’adresse", max_length=255, blank=True)
    postcode = models.CharField("code postal", max_length=5, blank=True)
    city = models.CharField("ville", max_length=150, blank=True)
    commune = models.ForeignKey(
        "territory.Commune", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="commune"
    )
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    is_main = models.BooleanField("principal", default=False)

    class Meta:
        verbose_name = "lieu d’accueil"
        verbose_name_plural = "lieux d’accueil"
        ordering = ["-is_main", "pk"]
        indexes = [models.Index(fields=["latitude", "longitude", "organisation"], name="site_on_the_ground")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(is_main=True), name="one_main_site_by_organisation"
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.organisation)


class Authorisation(models.Model):
    """An authorisation to prescribe, with its act; never erased, a new one follows."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    act = models.CharField("acte", max_length=20, choices=[(one, one.label) for one in Act])
    reference = models.CharField("référence", max_length=200, blank=True)
    signed_on = models.DateField("signé le")
    valid_from = models.DateField("valable du")
    valid_to = models.DateField("valable au", null=True, blank=True)
    recorded_by = models.CharField("notée par", max_length=200, blank=True)
    recorded_at = models.DateTimeField("notée le")

    class Meta:
        verbose_name = "habilitation"
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.get_act_display()}"


class SourceRecord(models.Model):
    """What a producer says of a structure, word for word: JSON text, so that it can go out as it came in."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    source = models.CharField("source", max_length=100, db_index=True)
    external_id = models.CharField("identifiant", max_length=255, db_index=True)
    text = models.TextField("fiche reçue")
    digest = models.CharField("empreinte", max_length=64)
    received_at = models.DateTimeField("reçue le")

    class Meta:
        verbose_name = "fiche d’une source"
        verbose_name_plural = "fiches de sources"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["source", "external_id"], name="one_record_by_source")]

    def __str__(self) -> str:
        return self.external_id
