"""Operation, contract, lot: the law compares thresholds with the whole operation for works, hours are due by lot."""

from django.db import models

from quartiers.procurement.rules import Kind
from quartiers.procurement.rules.contracts import ContractState, Phase, ReservedLot
from quartiers.procurement.rules.trades import Trade


class Operation(models.Model):
    """What a buyer builds or buys as a whole. ``owner`` is the organisation that follows it here."""

    name = models.CharField("nom", max_length=200)
    owner = models.ForeignKey(
        "actors.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name="suivie par"
    )
    buyer = models.ForeignKey(
        "actors.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name="acheteur"
    )
    cite = models.ForeignKey(
        "actors.Cite", on_delete=models.SET_NULL, related_name="+", null=True, blank=True, verbose_name="territoire"
    )
    contrat_de_ville = models.ForeignKey(
        "actors.ContratDeVille",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="contrat de ville",
    )
    kind = models.CharField("nature", max_length=20, choices=[(one, one.label) for one in Kind])
    summary = models.TextField("ce qu’on y fait", blank=True)
    place = models.CharField("lieu", max_length=200, blank=True)
    commune = models.ForeignKey(
        "territory.Commune", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="commune"
    )
    neighbourhoods = models.ManyToManyField("territory.Neighbourhood", related_name="+", verbose_name="quartiers")
    starts_on = models.DateField("du", null=True, blank=True)
    ends_on = models.DateField("au", null=True, blank=True)
    created_at = models.DateTimeField("créée le")
    fictional = models.BooleanField("exemple fictif", default=False)
    changed_by = models.CharField("modifiée par", max_length=200, blank=True, editable=False)
    changed_at = models.DateTimeField("modifiée le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "opération"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Contract(models.Model):
    """A contract of an operation, with its rate of insertion."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="+", verbose_name="opération")
    name = models.CharField("nom", max_length=200)
    reference = models.CharField("référence", max_length=60, blank=True)
    kind = models.CharField("nature", max_length=20, choices=[(one, one.label) for one in Kind])
    is_concession = models.BooleanField("concession", default=False)
    state = models.CharField(
        "état",
        max_length=20,
        default=ContractState.PREPARED,
        choices=[(one, one.label) for one in ContractState],
    )
    cpv = models.CharField("code CPV", max_length=10, blank=True)
    consultation_on = models.DateField("consultation le", null=True, blank=True)
    starts_on = models.DateField("du", null=True, blank=True)
    ends_on = models.DateField("au", null=True, blank=True)
    is_framework = models.BooleanField("accord-cadre", default=False)
    maximum = models.DecimalField("montant maximum", max_digits=14, decimal_places=2, null=True, blank=True)
    hours_step = models.DecimalField(
        "euros facturés pour une heure", max_digits=14, decimal_places=2, null=True, blank=True
    )
    hours_trigger = models.DecimalField(
        "facturé avant la première heure", max_digits=14, decimal_places=2, null=True, blank=True
    )
    invoiced = models.DecimalField("facturé", max_digits=14, decimal_places=2, null=True, blank=True)
    invoiced_on = models.DateField("relevé le", null=True, blank=True)
    rate = models.DecimalField("taux d’insertion", max_digits=6, decimal_places=4)
    hours_a_year = models.PositiveSmallIntegerField("heures d’un temps plein")
    changed_by = models.CharField("modifié par", max_length=200, blank=True, editable=False)
    changed_at = models.DateTimeField("modifié le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "marché"
        ordering = ["consultation_on", "pk"]

    def __str__(self) -> str:
        return self.name


class Lot(models.Model):
    """A lot, and its hours as they were simulated when it was written: later habits do not change them."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="+", verbose_name="marché")
    number = models.PositiveSmallIntegerField("numéro")
    name = models.CharField("nom", max_length=200)
    amount = models.DecimalField("montant hors taxes", max_digits=14, decimal_places=2)
    trade = models.CharField("métier", max_length=30, choices=[(one, one.label) for one in Trade])
    labour_share = models.DecimalField("part de main-d’œuvre", max_digits=6, decimal_places=4)
    hourly_cost = models.DecimalField("coût horaire", max_digits=8, decimal_places=2)
    total_hours = models.DecimalField("heures de travail", max_digits=14, decimal_places=2)
    hours = models.PositiveIntegerField("heures d’insertion")
    reserved_to = models.CharField(
        "réservé", max_length=20, blank=True, choices=[(one, one.label) for one in ReservedLot if one]
    )
    phase = models.CharField("tranche", max_length=20, default=Phase.FIRM, choices=[(one, one.label) for one in Phase])
    affirmed_on = models.DateField("affermie le", null=True, blank=True)
    holder = models.ForeignKey(
        "actors.Organisation",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="titulaire connu ici",
    )
    holder_name = models.CharField("titulaire", max_length=200, blank=True)

    class Meta:
        verbose_name = "lot"
        ordering = ["contract_id", "number", "pk"]

    def __str__(self) -> str:
        return f"Lot {self.number}, {self.name}"
