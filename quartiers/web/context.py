"""What every template knows of the installation and of its reader."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from quartiers.web.access import viewer_of
from quartiers.web.reading import Reading


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        **installation(),
        "demo": settings.DEMO,
        "has_proconnect": bool(settings.PROCONNECT["issuer"]),
        "reading": Reading.of(request),
        "viewer": viewer_of(request),
    }


def installation() -> dict[str, str]:
    """The names of this installation: all that a text kept for everybody may know."""
    return {"site_name": settings.SITE_NAME, "cite_name": settings.CITE_NAME}
