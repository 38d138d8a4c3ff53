"""What can be asked of files that somebody gave."""

from django.db.models import QuerySet

from quartiers.office.models import StoredFile


def stored_files(owner_kind: str, *owner_ids: int) -> QuerySet[StoredFile]:
    """The files of some objects, the last first; the room says who may see them."""
    return StoredFile.objects.filter(owner_kind=owner_kind, owner_id__in=owner_ids)
