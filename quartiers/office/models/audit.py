"""What is remembered of who did what: lines that nobody changes, and the state of their chain."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

from quartiers.office.rules import Anchor, Author, Line, Sealed, Verb
from quartiers.office.rules.audit import NO_SEAL, PURPOSE_MAX

APPEND_ONLY = "The journal only grows: nothing changes a line, only the purge takes it away."


class AppendOnly(models.QuerySet["AuditLine"]):
    """Lines can be read and added."""

    def update(self, **fields: Any) -> NoReturn:
        raise TypeError(APPEND_ONLY)

    def delete(self) -> NoReturn:
        raise TypeError(APPEND_ONLY)


class AuditLine(models.Model):
    """Who did what to which object; names of fields, never values. Triggers of the database refuse a change.

    ``object`` is a pseudonym, empty for a whole list. ``position``, ``previous`` and ``seal`` are given once, just
    after the transaction that wrote the line.
    """

    at = models.DateTimeField("instant")
    verb = models.CharField("action", max_length=10, choices=[(verb, verb.label) for verb in Verb])
    user_id = models.BigIntegerField("compte", null=True, blank=True)
    organisation_id = models.BigIntegerField("organisation en cause", null=True, blank=True)
    kind = models.CharField("nature", max_length=60)
    object = models.CharField("objet", max_length=32, blank=True)
    fields = models.JSONField("champs", default=list)
    purpose = models.CharField("raison", max_length=PURPOSE_MAX, blank=True)
    request_id = models.CharField("n° de la demande", max_length=32, blank=True)
    cite_id = models.BigIntegerField("territoire en cause", null=True, blank=True)
    position = models.BigIntegerField("rang", null=True, blank=True, unique=True)
    previous = models.CharField("sceau précédent", max_length=64, blank=True)
    seal = models.CharField("sceau", max_length=64, blank=True)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "ligne du journal"
        verbose_name_plural = "lignes du journal"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["kind", "object", "at"], name="audit_object"),
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["organisation_id", "at"], name="audit_organisation"),
            models.Index(fields=["cite_id", "at"], name="audit_cite"),
            models.Index(fields=["id"], condition=Q(position__isnull=True), name="audit_to_seal"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(position__isnull=True, seal="") | Q(position__isnull=False) & ~Q(seal=""),
                name="audit_sealed_in_its_place",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.verb}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise TypeError(APPEND_ONLY)
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise TypeError(APPEND_ONLY)

    @property
    def author(self) -> Author:
        return Author(self.user_id, self.organisation_id, self.request_id, self.cite_id)

    @property
    def content(self) -> Line:
        """What the seal covers."""
        return Line(
            at=self.at,
            verb=self.verb,
            user_id=self.user_id,
            organisation_id=self.organisation_id,
            kind=self.kind,
            object=self.object,
            fields=tuple(self.fields),
            purpose=self.purpose,
            request_id=self.request_id,
            cite_id=self.cite_id,
        )

    @property
    def sealed(self) -> Sealed:
        return Sealed(self.position or 0, self.previous, self.seal, self.content)


class AuditChain(models.Model):
    """The state of the chain, one row: its last line, the last line erased after its time, the facts kept beyond."""

    position = models.BigIntegerField("rang de la dernière ligne", default=0)
    seal = models.CharField("sceau de la dernière ligne", max_length=64, default=NO_SEAL)
    purged_position = models.BigIntegerField("rang de la dernière ligne effacée", default=0)
    purged_seal = models.CharField("sceau de la dernière ligne effacée", max_length=64, default=NO_SEAL)
    kept = models.BigIntegerField("lignes gardées au-delà", default=0)
    state_seal = models.CharField("sceau de cet état", max_length=64, blank=True)

    class Meta:
        verbose_name = "état du journal"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="audit_chain_is_one")]

    def __str__(self) -> str:
        return f"rang {self.position}"

    @property
    def last(self) -> Anchor:
        return Anchor(self.position, self.seal)

    @property
    def purged(self) -> Anchor:
        return Anchor(self.purged_position, self.purged_seal)
