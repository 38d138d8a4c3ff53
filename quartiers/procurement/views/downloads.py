"""A file that a page gives to take away."""

from django.http import HttpResponse


def attached(content: bytes, kind: str, name: str) -> HttpResponse:
    """The file, saved by the browser under its name, never opened in the page.

    Args:
        content: of the file.
        kind: its media type.
        name: in ASCII.
    """
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=kind, headers=headers)
