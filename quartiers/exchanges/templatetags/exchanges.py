"""Days, places and structured data of sessions, in templates."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from quartiers.exchanges import shown
from quartiers.exchanges.models import Participant, Session
from quartiers.exchanges.queries.public import SessionShown
from quartiers.kernel.french import NBSP, quantity
from quartiers.web.templatetags.components import badge

register = template.Library()
#: What could close a script element, or open another, is written as an escape of JSON.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def when(session: Session) -> str:
    return shown.when(session)


@register.filter
def hello(participant: Participant, title: str) -> str:
    return f"Bonjour {participant.first_name}. Cycle «{NBSP}{title}{NBSP}»."


@register.filter
def as_json(value: Any) -> SafeString:
    """JSON that a script element can hold."""
    return mark_safe(json.dumps(value, ensure_ascii=False).translate(ESCAPES))


@register.simple_tag
def places(one: SessionShown) -> SafeString:
    """How many places are left, in a badge."""
    if one.left is None:
        return badge("ok", "Places ouvertes")
    if one.left == 0:
        return badge("warn", "Liste d’attente")
    return badge("ok", quantity(one.left, "place"))
