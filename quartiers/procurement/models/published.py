"""What is remembered of published contracts (DECP), and the shares that pages read instead of counting."""

from django.db import models

from quartiers.procurement.rules.decp import UNDATED, Place, Stated

STATED = [(one.value, one.value) for one in Stated]


class PublishedContract(models.Model):
    """A contract that its buyer published, as cleaned by ``rules.decp``; it is known by its buyer's SIRET and number:
    ``uid`` is one after the other, so that the contracts of a buyer are an interval of it.

    Empty texts and nulls mean «non renseigné». ``amount`` is in euros before tax, the maximum for a framework;
    ``ends_on`` is computed. ``holders`` are lists of the values of ``HolderRow``, in its order: a load writes them
    with the contract, and no page looks for one alone. ``digest`` tells whether a file says something new.
    """

    uid = models.CharField("identifiant", max_length=64, primary_key=True)
    number = models.CharField("numéro", max_length=40)
    concession = models.BooleanField("est une concession", default=False)
    nature = models.CharField("nature", max_length=60, blank=True)
    buyer_siret = models.CharField("SIRET de l’acheteur", max_length=14)
    buyer_name = models.CharField("acheteur", max_length=255, blank=True)
    object = models.CharField("objet", max_length=1000, blank=True)
    cpv = models.CharField("code CPV", max_length=8, blank=True)
    division = models.CharField("famille CPV", max_length=2, blank=True)
    procedure = models.CharField("procédure", max_length=80, blank=True)
    framework = models.BooleanField("accord-cadre", default=False)
    framework_number = models.CharField("numéro de l’accord-cadre", max_length=60, blank=True)
    amount = models.DecimalField("montant HT", max_digits=14, decimal_places=2, null=True, blank=True)
    notified_on = models.DateField("notifié le", null=True, blank=True)
    sorted_on = models.DateField("jour de tri", default=UNDATED, help_text="celui de la notification, s’il est connu")
    published_on = models.DateField("publié le", null=True, blank=True)
    duration_months = models.PositiveSmallIntegerField("durée (mois)", null=True, blank=True)
    ends_on = models.DateField("fin", null=True, blank=True)
    year = models.PositiveSmallIntegerField("année", default=0, help_text="de la notification ; 0 si inconnue")
    place_level = models.CharField(
        "précision du lieu", max_length=12, choices=[(one.value, one.value) for one in Place], default=Place.UNKNOWN
    )
    place_code = models.CharField("code du lieu", max_length=12, blank=True)
    place_name = models.CharField("lieu", max_length=120, blank=True)
    commune_code = models.CharField("commune (INSEE)", max_length=5, blank=True)
    department_code = models.CharField("département", max_length=3, blank=True)
    social = models.CharField("considération sociale", max_length=7, choices=STATED, default=Stated.UNKNOWN)
    social_clause = models.BooleanField("clause sociale", default=False)
    social_criterion = models.BooleanField("critère social", default=False)
    reserved = models.BooleanField("réservé", default=False)
    environmental = models.CharField(
        "considération environnementale", max_length=7, choices=STATED, default=Stated.UNKNOWN
    )
    environmental_clause = models.BooleanField("clause environnementale", default=False)
    environmental_criterion = models.BooleanField("critère environnemental", default=False)
    offers = models.PositiveSmallIntegerField("offres reçues", null=True, blank=True)
    innovative = models.BooleanField("innovant", null=True, blank=True)
    subcontracting = models.BooleanField("sous-traitance", null=True, blank=True)
    advance = models.BooleanField("avance", null=True, blank=True)
    ccag = models.CharField("CCAG", max_length=80, blank=True)
    price_form = models.CharField("forme du prix", max_length=40, blank=True)
    origin_eu = models.DecimalField("part d’origine UE", max_digits=4, decimal_places=3, null=True, blank=True)
    origin_france = models.DecimalField("part d’origine France", max_digits=4, decimal_places=3, null=True, blank=True)
    modifications = models.PositiveSmallIntegerField("nombre de modifications", default=0)
    holder_words = models.CharField("titulaires", max_length=300, blank=True)
    holder_count = models.PositiveSmallIntegerField("nombre de titulaires", default=0)
    sme_holder = models.BooleanField("a une PME pour titulaire", null=True, blank=True)
    holders = models.JSONField("titulaires, un à un", default=list, blank=True, help_text="dans l’ordre de HolderRow")
    traps = models.CharField("défauts de la publication", max_length=250, blank=True)
    digest = models.CharField("empreinte", max_length=32)
    loaded_at = models.DateTimeField("chargé le")
    fictional = models.BooleanField("exemple fictif", default=False)

    class Meta:
        verbose_name = "contrat publié"
        verbose_name_plural = "contrats publiés"
        ordering = ["-sorted_on", "-uid"]
        indexes = [
            models.Index(fields=["sorted_on", "uid"], name="published_by_day"),
            models.Index(fields=["department_code", "sorted_on"], name="published_by_department"),
            models.Index(fields=["commune_code", "department_code", "sorted_on"], name="published_by_commune"),
            models.Index(fields=["ends_on", "department_code"], name="published_by_end"),
        ]

    def __str__(self) -> str:
        return self.object or self.uid


class PublishedShare(models.Model):
    """How many contracts state what, for one buyer, family, territory or year; written again after each load.

    ``year`` 0 adds all years. ``with`` and ``without`` do not make the total: the others say nothing. A row of the
    axis ``OWED`` is no share: it stands from the first contract that a load writes until the shares are counted.
    """

    class Axis(models.TextChoices):
        ALL = "tout", "tous les contrats"
        BUYER = "acheteur", "par acheteur"
        FAMILY = "famille", "par famille d’achat"
        DEPARTMENT = "departement", "par département"
        COMMUNE = "commune", "par commune"
        OWED = "a-compter", "des contrats ont été écrits depuis le dernier compte"

    axis = models.CharField("axe", max_length=12, choices=Axis)
    key = models.CharField("clé", max_length=14, blank=True)
    label = models.CharField("nom", max_length=255, blank=True)
    year = models.PositiveSmallIntegerField("année", default=0)
    total = models.PositiveIntegerField("contrats")
    social_with = models.PositiveIntegerField("avec considération sociale")
    social_without = models.PositiveIntegerField("sans considération sociale")
    environmental_with = models.PositiveIntegerField("avec considération environnementale")
    environmental_without = models.PositiveIntegerField("sans considération environnementale")
    reserved = models.PositiveIntegerField("réservés")

    class Meta:
        verbose_name = "part des considérations"
        verbose_name_plural = "parts des considérations"
        ordering = ["axis", "-total", "key"]
        constraints = [models.UniqueConstraint(fields=["axis", "key", "year"], name="published_share_once")]
        indexes = [models.Index(fields=["axis", "year", "total"], name="published_share_rank")]

    def __str__(self) -> str:
        return f"{self.axis} {self.key} {self.year}"
