"""The parts of a cycle's page that cost: its structured data and its body, kept for a minute while nothing changes.

What is one visitor's own, the token of her form and the instant it was opened, is written into the kept text at each
visit. A page that answers a form is always made afresh. A new name of the organiser shows within the minute.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, QueryDict
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe

from quartiers.exchanges.embedding import discovery_url
from quartiers.exchanges.forms.registration import RegistrationForm, stamped
from quartiers.exchanges.models import Cycle
from quartiers.exchanges.queries import public
from quartiers.exchanges.queries.public import SessionShown
from quartiers.exchanges.rules import PARTICIPANT_MONTHS, RECONTACT_MONTHS, Reminder
from quartiers.exchanges.structured import events_of
from quartiers.kernel.french import listed, quantity

#: No session begins or ends within a minute, and the minute is part of the name of what is kept.
KEPT_S = 60


@dataclass(frozen=True)
class Parts:
    """Title of the cycle, structured data, body."""

    title: str
    head: SafeString
    body: SafeString


def kept(request: HttpRequest, slug: str, *, now: datetime) -> Parts:
    """The page, as anybody first sees it.

    Raises:
        Http404: no such cycle may be read.
    """
    token, opened = _marks()
    name = f"exchanges.page.{public.state_of(slug)}.{now:%Y%m%d%H%M}"
    found: tuple[str, str, str] | None = cache.get(name)
    if found is None:
        cycle = public_cycle(slug)
        sessions = public.shown(public.public_sessions(cycle), now=now)
        form = registration_form(cycle, sessions, None, opened=opened)
        made = _rendered(cycle, sessions, form, token=token, now=now)
        found = made.title, str(made.head), str(made.body)
        cache.set(name, found, KEPT_S)
    title, head, body = found
    if token in body:
        body = body.replace(token, get_token(request)).replace(opened, stamped())
    return Parts(title, mark_safe(head), mark_safe(body))


def public_cycle(slug: str) -> Cycle:
    """A cycle that anybody may read.

    Raises:
        Http404: there is none.
    """
    found = public.public_cycles().filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def fresh(request: HttpRequest, cycle: Cycle, form: RegistrationForm, *, now: datetime) -> Parts:
    """The head and the body of a page that answers a form, with what was typed."""
    sessions = public.shown(public.public_sessions(cycle), now=now)
    return _rendered(cycle, sessions, form, token=get_token(request), now=now)


def registration_form(
    cycle: Cycle, sessions: list[SessionShown], data: QueryDict | None, *, opened: str = ""
) -> RegistrationForm:
    """The form of a cycle, for the sessions that are open."""
    open_ones = [one for one in sessions if one.is_open]
    questions = list(public.questions_of(cycle)) if open_ones else []
    return RegistrationForm(data, sessions=open_ones, questions=questions, initial={"opened": opened})


def _rendered(
    cycle: Cycle, sessions: list[SessionShown], form: RegistrationForm, *, token: str, now: datetime
) -> Parts:
    chosen = set(form["sessions"].value() or [])
    open_ones = [one for one in sessions if one.is_open]
    head = {"events": events_of(cycle, open_ones), "cycle": cycle, "oembed_url": discovery_url(cycle)}
    body: dict[str, Any] = {
        "cycle": cycle,
        "sessions": sessions,
        "choices": [(one, str(one.session.pk) in chosen) for one in open_ones],
        "form": form,
        "lead": _lead(cycle, open_ones, len(sessions)),
        "csrf_token": token,
        "reminders": listed([one.label for one in Reminder if one in cycle.reminders]),
        "kept_months": PARTICIPANT_MONTHS.on(now.date()),
        "contact_months": RECONTACT_MONTHS.on(now.date()),
    }
    return Parts(
        cycle.title,
        render_to_string("exchanges/_cycle_head.html", head),
        render_to_string("exchanges/_cycle_body.html", body),
    )


@lru_cache
def _marks() -> tuple[str, str]:
    """What stands in the kept text for the token and for the instant: nobody can write it in a title."""
    return salted_hmac("exchanges.page", "token").hexdigest(), salted_hmac("exchanges.page", "opened").hexdigest()


def _lead(cycle: Cycle, open_ones: list[SessionShown], count: int) -> str:
    if open_ones:
        return f"{quantity(len(open_ones), 'séance à venir', 'séances à venir')} en ligne. {cycle.question}".strip()
    return f"Ce cycle est terminé. Voici ses {count} séances, leurs intervenants et ce qui en reste."
