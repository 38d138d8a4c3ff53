"""The components of the interface, as the project's own tags: a template never writes their markup itself.

They are builtins: no ``{% load %}``. What each looks like, in each state, stands on the page «Composants» of the
demonstration.
"""

import secrets
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from quartiers.kernel.french import NBSP, number, quantity
from quartiers.web.access import ACTS_FOR, NO_ORGANISATION, SENDING
from quartiers.web.charts import BarChart, share
from quartiers.web.maps import MapView
from quartiers.web.thread import Event, Knot

register = template.Library()
Context = dict[str, Any]

BADGE_ICONS = {
    "ok": "check-circle",
    "info": "info-circle",
    "warn": "exclamation-triangle",
    "bad": "exclamation-octagon",
    "mute": "dash-circle",
    "prune": "circle-fill",
    "wait": "hourglass-split",
}
#: Class and icon of each knot of the thread.
KNOTS = {
    Knot.DONE: ("fait", "check"),
    Knot.HERE: ("ici", "geo-alt"),
    Knot.NEXT: ("a-venir", ""),
    Knot.STOP: ("casse", "exclamation-triangle"),
    Knot.PAUSE: ("pause", "pause-circle"),
}
MESSAGE_KINDS = {"success": "ok", "warning": "warn", "error": "bad"}
SENDING_BYTES = 9
CHOICES = forms.RadioSelect | forms.CheckboxSelectMultiple


@register.simple_tag
@lru_cache
def icon(name: str) -> SafeString:
    """An icon of the sprite, always beside a word: screen readers skip it."""
    return format_html('<svg class="ic" aria-hidden="true"><use href="{}#{}"/></svg>', static("web/icons.svg"), name)


class FormGuardNode(CsrfTokenNode):
    """Django's token, and for who signed in: the organisation that was in use when this form was shown (sent for
    another, it waits), and a random word that is the same for all the forms of one page (sent twice, it acts once).
    """

    def render(self, context: template.Context) -> SafeString:
        token, viewer = super().render(context), context.get("viewer")
        if viewer is None:
            return format_html("{}", token)
        fresh: Any = secrets.token_urlsafe(SENDING_BYTES)
        sending = context.render_context.setdefault(SENDING, fresh)
        carried = [(ACTS_FOR, viewer.organisation_id or NO_ORGANISATION), (SENDING, sending)]
        return format_html("{}{}", token, format_html_join("", '<input type="hidden" name="{}" value="{}">', carried))


@register.tag
def csrf_token(parser: Parser, token: Token) -> FormGuardNode:
    """Takes the place of Django's: no form that a signed-in person sends goes without its guard."""
    return FormGuardNode()


@register.inclusion_tag("web/components/breadcrumb.html")
def breadcrumb(items: Sequence[tuple[str, str]]) -> Context:
    """``items``: (label, address); the last one is the page itself, with an empty address."""
    return {"items": items}


@register.simple_block_tag(end_name="endpage_header")
def page_header(content: str, title: str, lead: str = "", badge: str = "") -> SafeString:
    """The title is the user's question, the lead answers it; the content holds the actions."""
    return _around(content, "web/components/page_header.html", title=title, lead=lead, badge=badge)


@register.simple_block_tag(end_name="endcard")
def card(content: str, title: str = "", note: str = "", modifier: str = "") -> SafeString:
    """A panel, with a title of second level and a small note beside it."""
    return _around(content, "web/components/card.html", title=title, note=note, modifier=modifier)


@register.simple_block_tag(end_name="endalert")
def alert(content: str, kind: str, title: str = "") -> SafeString:
    """A notice: ``ok``, ``info``, ``warn`` or ``bad``."""
    return _around(content, "web/components/alert.html", kind=kind, title=title, icon_name=BADGE_ICONS[kind])


@register.simple_tag
def badge(kind: str, text: str) -> SafeString:
    """One to three words of state: word first, outline second, colour third."""
    tint = {"wait": "info"}.get(kind, kind)
    return format_html('<span class="etat {}">{} {}</span>', tint, icon(BADGE_ICONS[kind]), text)


@register.simple_tag
def note(kind: str, text: str) -> SafeString:
    """A sentence with its icon, without background."""
    return format_html('<p class="note n-{}">{}<span>{}</span></p>', kind, icon(BADGE_ICONS[kind]), text)


@register.filter
def alert_kind(message: Any) -> str:
    """The kind of notice of a message of Django."""
    return MESSAGE_KINDS.get(message.level_tag, "info")


@register.inclusion_tag("web/components/form_summary.html")
def form_summary(form: forms.BaseForm) -> Context:
    """Every error of the form, each a link to its field; takes the focus when the page opens."""
    faults = [
        {"target": _target(form[name]), "label": form[name].label, "messages": list(messages)}
        for name, messages in form.errors.items()
        if name in form.fields
    ]
    general = list(form.non_field_errors())
    count = len(faults) + len(general)
    return {
        "title": quantity(count, "réponse est à corriger", "réponses sont à corriger"),
        "general": general,
        "faults": faults,
    }


@register.inclusion_tag("web/components/field.html")
def field(bound: BoundField) -> Context:
    """Label above, help and error between, the control below, as it was typed."""
    widget = bound.field.widget
    parts = (("aide", bound.help_text), ("erreur", bound.errors))
    described = " ".join(f"{bound.auto_id}-{part}" for part, words in parts if words)
    kind = _kind(widget)
    attrs: dict[str, str | bool] = {}
    if kind == "line":
        attrs["class"] = "form-select" if isinstance(widget, forms.Select) else "form-control"
    if described:
        attrs["aria-describedby"] = described
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound,
        "control": bound.as_widget(attrs=attrs) if kind != "group" else "",
        "kind": kind,
        "described": described,
        "optional": not bound.field.required and kind != "checkbox",
    }


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, CHOICES):
        return "group"
    return "checkbox" if isinstance(widget, forms.CheckboxInput) else "line"


def _target(bound: BoundField) -> str:
    """Where the link of an error leads: the field, or the first choice of a group."""
    return bound.id_for_label or f"{bound.auto_id}_0"


@register.simple_tag(takes_context=True)
def error_prefix(context: template.Context, *named: Any) -> str:
    """«Erreur : » at the start of the page's title when its form, or one of those that are named, was refused."""
    forms = [form for form in (context.get("form"), *named) if form]
    return "Erreur\u00a0: " if any(form.is_bound and form.errors for form in forms) else ""


@register.inclusion_tag("web/components/stepper.html")
def stepper(steps: Sequence[str], current: int) -> Context:
    """``steps``: labels in order; ``current``: number of the current one, from 1; beyond the last, all is done."""
    states = [("fait" if at < current else "ici" if at == current else "a-venir") for at in range(1, len(steps) + 1)]
    return {
        "steps": list(zip(steps, states, strict=True)),
        "current": current,
        "label": steps[min(current, len(steps)) - 1] if steps else "",
        "count": len(steps),
    }


@register.inclusion_tag("web/components/timeline.html")
def timeline(events: Sequence[Event]) -> Context:
    """What happened, newest first."""
    return {"events": [(event, *KNOTS[event.knot]) for event in events]}


@register.inclusion_tag("web/components/tabs.html")
def tabs(label: str, items: Sequence[tuple[str, str, bool]]) -> Context:
    """Links to addresses: (label, address, whether it is this page)."""
    return {"label": label, "items": items}


@register.inclusion_tag("web/components/progress.html")
def progress(done: int, total: int, label: str) -> Context:
    """A bar and the same thing in words: «340 lignes sur 1 200». ``label`` is a plural: «lignes»."""
    text = f"{number(done)}{NBSP}{label} sur {number(total)}"
    return {"done": done, "total": total, "label": label, "text": text, "percent": share(done, total)}


@register.simple_block_tag(end_name="endtable")
def table(content: str, caption: str, id: str = "", narrow: bool = False) -> SafeString:
    """A table with its caption; under 768 px each row is a card, unless it is ``narrow``: three short columns."""
    return _around(content, "web/components/table.html", caption=caption, id=id, narrow=narrow)


@register.inclusion_tag("web/components/empty_state.html")
def empty_state(title: str, text: str = "", action_label: str = "", action_url: str = "") -> Context:
    """Why it is empty, what will appear, one action."""
    return {"title": title, "text": text, "action_label": action_label, "action_url": action_url}


@register.inclusion_tag("web/components/bar_chart.html")
def bar_chart(chart: BarChart) -> Context:
    """Bars with their figures, and the same in a table."""
    return {"chart": chart, "bars": chart.drawn()}


@register.inclusion_tag("web/components/map.html")
def map_view(view: MapView) -> Context:
    """A map over its drawing; the page puts a table beside it."""
    return {"map": view}


def _around(content: str, name: str, **values: object) -> SafeString:
    """A partial around what a template has rendered, and therefore escaped, between two tags."""
    return render_to_string(name, {**values, "content": mark_safe(content.strip())})
