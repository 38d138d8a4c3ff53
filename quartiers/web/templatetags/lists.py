"""``{% listing listing %}``: a list and all that goes with it."""

from typing import Any

from django import template

from quartiers.web.lists import Listing

register = template.Library()


@register.inclusion_tag("web/list.html", name="listing")
def listing_tag(listing: Listing) -> dict[str, Any]:
    return {"listing": listing}
