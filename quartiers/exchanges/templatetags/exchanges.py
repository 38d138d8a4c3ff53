"""Days, places and structured data of sessions, in templates."""

import json
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from quartiers.exchanges import shown
from quartiers.exchanges.models import Participant, Session
from quartiers.exchanges.queries.figures import Figures
from quartiers.exchanges.queries.organised import SessionLine
from quartiers.exchanges.queries.public import SessionShown
from quartiers.exchanges.rules import Stage
from quartiers.kernel.disclosure import Masked
from quartiers.kernel.french import NBSP, quantity
from quartiers.web.templatetags.components import badge

register = template.Library()
CYCLE_WORDS = {
    Stage.DRAFT: "brouillon",
    Stage.PUBLISHED: "publié",
    Stage.CLOSED: "clos",
    Stage.ARCHIVED: "archivé",
}
STAGE_BADGES = {Stage.DRAFT: "wait", Stage.PUBLISHED: "ok", Stage.CLOSED: "mute", Stage.ARCHIVED: "mute"}
#: What could close a script element, or open another, is written as an escape of JSON.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def when(session: Session) -> SafeString:
    """Day and hours in words, which a machine reads too."""
    return format_html('<time datetime="{}">{}</time>', session.starts_at.isoformat(), shown.when(session))


@register.filter
def instant(value: datetime, zone: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), shown.instant(value, zone))


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


@register.simple_tag
def stage_badge(stage: str, what: str) -> SafeString:
    """Where a cycle («cycle») or a session («séance») stands; the word agrees with it."""
    words = Stage(stage).label
    return badge(STAGE_BADGES[Stage(stage)], CYCLE_WORDS[Stage(stage)] if what == "cycle" else words)


@register.filter
def lacking(line: SessionLine) -> str:
    """What a session lacks: «Il manque la salle, l’intervenant»."""
    names = {"salle": "la salle", "programme": "le programme", "intervenant": "l’intervenant"}
    return f"Il manque {', '.join(names[one] for one in line.lacks)}."


@register.filter
def told_people(count: int) -> str:
    return f"{quantity(count, 'personne recevra', 'personnes recevront')} un courriel, et nul autre."


@register.filter
def figures_lead(figures: Figures) -> str:
    return f"Personnes qui ont eu une place{NBSP}: {figures.registered}. Besoins exprimés{NBSP}: {figures.needs}."


@register.filter
def percentage(rate: Any) -> str:
    """A rate in percent with its decimal comma; what is masked, or not known, in words."""
    if rate is None:
        return "non noté"
    return str(rate) if isinstance(rate, Masked) else f"{rate}".replace(".", ",") + f"{NBSP}%"
