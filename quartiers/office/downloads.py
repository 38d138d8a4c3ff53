"""A stored file on its way to a browser: as an attachment, of the type of its bytes, never shown by the browser."""

from datetime import datetime

from django.http import FileResponse

from quartiers.office import actions
from quartiers.office.models import StoredFile
from quartiers.office.rules import Author, FileKind


def file_response(stored: StoredFile, *, by: Author, now: datetime) -> FileResponse:
    """The file, for a viewer whom the room's own page let in.

    Raises:
        RuleBroken: the scanner did not answer yet, or found something; the file is past its date.
    """
    path = actions.open_stored_file(stored, by=by, now=now)
    media_type = FileKind(stored.kind).media_type
    response = FileResponse(path.open("rb"), as_attachment=True, filename=stored.name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
