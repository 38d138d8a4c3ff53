"""Cités: where several organisations work together for the residents of neighbourhoods."""

from django.db import models
from django.db.models import Q

from quartiers.actors.models.accounts import Membership
from quartiers.actors.models.organisations import Organisation
from quartiers.actors.rules.cites import Impulse
from quartiers.actors.rules.roles import CITE_ROLES


class Cite(models.Model):
    """A territory of cooperation, borne by one organisation. Its generic name on screen is the installation's."""

    name = models.CharField("nom", max_length=200)
    slug = models.SlugField("adresse", max_length=80, unique=True)
    bearer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="structure porteuse"
    )
    created_at = models.DateTimeField("créée le")
    closed_on = models.DateField("close depuis le", null=True, blank=True)
    fictional = models.BooleanField("exemple fictif", default=False)
    summary = models.CharField("en une phrase", max_length=300, blank=True)
    purpose = models.TextField("ce qu’elle fait", blank=True)
    contact_email = models.EmailField("courriel public", blank=True)
    contact_phone = models.CharField("téléphone public", max_length=30, blank=True)
    generation = models.PositiveSmallIntegerField("liste des quartiers", default=2024)
    neighbourhoods = models.ManyToManyField("territory.Neighbourhood", related_name="+", verbose_name="quartiers")
    communes = models.ManyToManyField("territory.Commune", related_name="+", verbose_name="communes")
    epcis = models.ManyToManyField("territory.Epci", related_name="+", verbose_name="intercommunalités")
    impulse_by = models.CharField(
        "initiative de", max_length=20, blank=True, choices=[(one, one.label) for one in Impulse]
    )
    impulse_on = models.DateField("initiative prise le", null=True, blank=True)
    impulse_text = models.TextField("récit de l’initiative", blank=True)
    label_name = models.CharField("label", max_length=200, blank=True)
    label_by = models.CharField("label donné par", max_length=200, blank=True)
    label_on = models.DateField("label depuis le", null=True, blank=True)
    label_until = models.DateField("label jusqu’au", null=True, blank=True)
    label_text = models.TextField("texte du label", blank=True)
    changed_by = models.CharField("modifiée par", max_length=200, blank=True, editable=False)
    changed_at = models.DateTimeField("modifiée le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "cité"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class CiteRole(models.Model):
    """What a member of an organisation is in a Cité: a role goes with the organisation in use."""

    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="+", verbose_name="cité")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+", verbose_name="appartenance")
    role = models.CharField("rôle", max_length=30, choices=[(role, role.label) for role in CITE_ROLES])
    since = models.DateTimeField("depuis le")
    ended_at = models.DateTimeField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "rôle dans une Cité"
        verbose_name_plural = "rôles dans une Cité"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cite", "membership", "role"], condition=Q(ended_at=None), name="one_open_cite_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership}, {self.cite}"


class ContratDeVille(models.Model):
    """A contrat de ville: who signed it, from when to when, for which neighbourhoods, on which axes."""

    name = models.CharField("nom", max_length=200)
    slug = models.SlugField("adresse", max_length=80, unique=True)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au", null=True, blank=True)
    amended_on = models.DateField("avenant signé le", null=True, blank=True)
    amendment = models.TextField("objet de l’avenant", blank=True)
    axes = models.JSONField("axes du contrat", default=list, blank=True)
    signatories = models.ManyToManyField(Organisation, related_name="+", verbose_name="signataires")
    neighbourhoods = models.ManyToManyField("territory.Neighbourhood", related_name="+", verbose_name="quartiers")
    cites = models.ManyToManyField(Cite, related_name="+", verbose_name="cités")
    created_at = models.DateTimeField("créé le")
    fictional = models.BooleanField("exemple fictif", default=False)

    class Meta:
        verbose_name = "contrat de ville"
        verbose_name_plural = "contrats de ville"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
