"""A cycle, its sessions and what is said there."""

from django.db import models
from django.db.models import F, Q

from quartiers.actors.rules import OrganisationKind
from quartiers.actors.rules.cites import Basis, usual_basis
from quartiers.exchanges.rules import USUAL, Audience, Lever, Part, QuestionKind, Stage

STAGES = [(stage, stage.label) for stage in Stage]


def usual_reminders() -> list[str]:
    """``Reminder`` values."""
    return list(USUAL)


class Cycle(models.Model):
    """Several sessions on one question, one page, one registration."""

    organiser = models.ForeignKey(
        "actors.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name="organisateur"
    )
    slug = models.SlugField("adresse", max_length=80, unique=True)
    title = models.CharField("titre", max_length=200)
    question = models.CharField("question directrice", max_length=300, blank=True)
    presentation = models.TextField("présentation", blank=True)
    stage = models.CharField("état", max_length=10, choices=STAGES, default=Stage.DRAFT)
    zone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")
    contact_email = models.EmailField("courriel de contact", blank=True)
    basis = models.CharField(
        "base légale", max_length=10, blank=True, choices=[(one.value, one.label) for one in Basis], default=""
    )
    reminders = models.JSONField("rappels", default=usual_reminders, blank=True)
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="copie de"
    )
    created_at = models.DateTimeField("créé le")
    fictional = models.BooleanField("exemple fictif", default=False)

    class Meta:
        verbose_name = "cycle"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def legal_basis(self) -> Basis:
        """What registrations rest on (RGPD, article 6): what the organiser chose, else what its kind relies on."""
        return Basis(self.basis) if self.basis else usual_basis(OrganisationKind(self.organiser.kind))


class Session(models.Model):
    """One meeting of a cycle. The address of the room never leaves the server but through a personal link.

    ``sequence`` grows with each change that calendars must learn.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="+", verbose_name="cycle")
    slug = models.SlugField("adresse", max_length=80)
    title = models.CharField("titre", max_length=200)
    question = models.CharField("question directrice", max_length=300, blank=True)
    summary = models.TextField("présentation", blank=True)
    easy_summary = models.TextField("résumé facile à lire", blank=True)
    starts_at = models.DateTimeField("début", db_index=True)
    ends_at = models.DateTimeField("fin")
    audiences = models.JSONField("publics visés", default=list, blank=True)
    quota = models.PositiveIntegerField("places", null=True, blank=True)
    provider = models.CharField("visioconférence", max_length=20, default="link")
    room = models.CharField("adresse de la salle", max_length=500, blank=True)
    dial_in = models.CharField("numéro de téléphone", max_length=100, blank=True)
    stage = models.CharField("état", max_length=10, choices=STAGES, default=Stage.DRAFT)
    sequence = models.PositiveIntegerField("version du calendrier", default=0)
    invitation_only = models.BooleanField("sur invitation", default=False)
    speaker_sought = models.BooleanField("intervenant recherché", default=False)
    follows = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="suite de"
    )
    minutes = models.TextField("compte rendu", blank=True)
    replay_address = models.URLField("enregistrement", blank=True)
    transcript = models.TextField("transcription", blank=True)

    class Meta:
        verbose_name = "séance"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "slug"], name="one_session_by_address"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.title

    def audience_labels(self) -> list[str]:
        return [Audience(one).label for one in self.audiences]


class ProgrammeItem(models.Model):
    """One moment of a session, in order."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+", verbose_name="séance")
    rank = models.PositiveSmallIntegerField("rang")
    part = models.CharField("nature", max_length=10, choices=[(part, part.label) for part in Part])
    title = models.CharField("titre", max_length=200)
    text = models.TextField("contenu", blank=True)
    minutes = models.PositiveSmallIntegerField("durée en minutes")

    class Meta:
        verbose_name = "moment du programme"
        verbose_name_plural = "moments du programme"
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.title


class Speaker(models.Model):
    """Who speaks: a role and an organisation are enough; a name may be given."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+", verbose_name="séance")
    item = models.ForeignKey(
        ProgrammeItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="moment"
    )
    rank = models.PositiveSmallIntegerField("rang", default=1)
    name = models.CharField("nom", max_length=150, blank=True)
    function = models.CharField("fonction", max_length=200, blank=True)
    organisation_name = models.CharField("organisation en clair", max_length=200, blank=True)
    organisation = models.ForeignKey(
        "actors.Organisation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="organisation",
    )

    class Meta:
        verbose_name = "intervenant"
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.function, self.organisation_name) if part)


class Question(models.Model):
    """What the organiser asks besides, and why."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="+", verbose_name="cycle")
    rank = models.PositiveSmallIntegerField("rang")
    kind = models.CharField("nature", max_length=10, choices=[(kind, kind.label) for kind in QuestionKind])
    label = models.CharField("question", max_length=200)
    why = models.CharField("pourquoi nous le demandons", max_length=300, blank=True)
    choices = models.JSONField("choix", default=list, blank=True)
    required = models.BooleanField("obligatoire", default=False)

    class Meta:
        verbose_name = "question"
        verbose_name_plural = "questions posées"
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.label


class Resource(models.Model):
    """A document or a link given after a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+", verbose_name="séance")
    title = models.CharField("titre", max_length=200)
    address = models.URLField("lien")
    licence = models.CharField("licence", max_length=100, blank=True)
    is_public = models.BooleanField("ouvert à tous", default=False)
    published_on = models.DateField("publié le")

    class Meta:
        verbose_name = "ressource"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Practice(models.Model):
    """What a testimony leaves: a card that others can find and follow."""

    session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="séance"
    )
    title = models.CharField("titre", max_length=200)
    context = models.TextField("contexte")
    done = models.TextField("ce qui a été fait")
    result = models.TextField("résultat")
    contact = models.CharField("contact", max_length=200, blank=True)
    lever = models.CharField("levier", max_length=10, choices=[(lever, lever.label) for lever in Lever])
    territory = models.CharField("territoire", max_length=150, blank=True)
    search_text = models.TextField("texte pour la recherche", editable=False)
    published_on = models.DateField("publiée le", null=True, blank=True)
    fictional = models.BooleanField("exemple fictif", default=False)

    class Meta:
        verbose_name = "pratique"
        ordering = ["-published_on", "title"]

    def __str__(self) -> str:
        return self.title
