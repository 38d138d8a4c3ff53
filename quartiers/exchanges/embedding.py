"""A cycle on somebody else's site: the card that a page may show, and what tells a site how (oEmbed 1.0).

Only the sites that the installation names may show it; without any, there is no card.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404
from django.urls import resolve, reverse
from django.utils.html import format_html

from quartiers.exchanges.calendars import cycle_url
from quartiers.exchanges.models import Cycle
from quartiers.exchanges.queries import public

WIDTH_PX, HEIGHT_PX = 640, 480
#: How long a site may keep the answer.
KEPT_S = 3600


def check_embeddable() -> None:
    """Go on where some site may show a card.

    Raises:
        Http404: none may.
    """
    if not settings.EMBEDDERS:
        raise Http404


def frame_of(cycle: Cycle, *, width: int = WIDTH_PX, height: int = HEIGHT_PX) -> str:
    """What an editor pastes in a page."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy"></iframe>',
        settings.SITE_URL + reverse("exchanges:card", args=[cycle.slug]),
        cycle.title,
        width,
        height,
    )


def discovery_url(cycle: Cycle) -> str:
    """Where a site that meets the page of a cycle asks how to show it; empty when none may."""
    if not settings.EMBEDDERS:
        return ""
    return settings.SITE_URL + reverse("api-1:oembed", query={"url": cycle_url(cycle)})


def oembed(url: str, *, max_width: int, max_height: int) -> dict[str, Any]:
    """How to show the page of a cycle.

    Raises:
        Http404: no site may, or this is not the address of a public cycle.
    """
    check_embeddable()
    cycle = _cycle_at(url)
    width, height = min(WIDTH_PX, max_width), min(HEIGHT_PX, max_height)
    return {
        "version": "1.0",
        "type": "rich",
        "title": cycle.title,
        "author_name": cycle.organiser.name,
        "provider_name": settings.SITE_NAME,
        "provider_url": settings.SITE_URL,
        "cache_age": KEPT_S,
        "html": frame_of(cycle, width=width, height=height),
        "width": width,
        "height": height,
    }


def _cycle_at(url: str) -> Cycle:
    """The public cycle whose page this is.

    Raises:
        Http404: it is none of ours.
    """
    try:
        address = urlsplit(url)
    except ValueError as error:
        raise Http404 from error
    here = resolve(address.path)  # its own refusal is a 404
    if address.netloc != urlsplit(settings.SITE_URL).netloc or here.view_name != "exchanges:cycle":
        raise Http404
    found = public.public_cycles().filter(slug=here.kwargs["slug"]).first()
    if found is None:
        raise Http404
    return found
