"""What is remembered of a file that somebody gave, until its date."""

from django.db import models

from quartiers.office.rules import FileKind, ScanState
from quartiers.office.rules.stored import NAME_MAX


class StoredFile(models.Model):
    """A file of a room: its bytes stand in the data folder under the token, never where the web serves.

    ``owner_kind`` and ``owner_id`` say to what it belongs, in the words of the room that gave it.
    """

    token = models.CharField("jeton", max_length=43, unique=True)
    owner_kind = models.CharField("nature de ce qui le porte", max_length=60)
    owner_id = models.BigIntegerField("n° de ce qui le porte")
    name = models.CharField("nom", max_length=NAME_MAX + 10)
    kind = models.CharField("nature", max_length=5, choices=[(kind, kind.value) for kind in FileKind])
    size = models.PositiveIntegerField("octets")
    digest = models.CharField("empreinte", max_length=64)
    scan = models.CharField(
        "analyse", max_length=10, choices=[(state, state.label) for state in ScanState], default=ScanState.WAITING
    )
    created_at = models.DateTimeField("déposé le")
    expires_at = models.DateTimeField("effacé le", db_index=True)

    class Meta:
        verbose_name = "fichier gardé"
        verbose_name_plural = "fichiers gardés"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["owner_kind", "owner_id"], name="stored_owner")]

    def __str__(self) -> str:
        return self.name

    @property
    def may_leave(self) -> bool:
        """Whether its bytes may be read; not while the scanner is at it, never when it found something."""
        return ScanState(self.scan).may_leave
