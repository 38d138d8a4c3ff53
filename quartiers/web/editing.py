"""Two people at once: the page remembers what it showed, and asks the second one to choose where both wrote.

``depart`` carries the values as they were when the page opened; ``choix-FIELD`` the choice between the two.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from quartiers.kernel.merge import Clash
from quartiers.web.access import GUARDS

#: How to read what is no one field of a form: by name, its label and what writes a value in words.
Readers: TypeAlias = Mapping[str, tuple[str, Callable[[Any], str]]]
BASE, CHOICE, THEIRS = "depart", "choix-", "theirs"


@dataclass(frozen=True)
class Choice:
    """One field to choose: its words, and both values as a person reads them."""

    name: str
    label: str
    mine: str
    theirs: str


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form gets: what was sent, empty or not; None for a page that opens."""
    return request.POST if request.method == "POST" else None


def base_of(request: HttpRequest, stored: dict[str, Any]) -> dict[str, Any]:
    """The values as they were when the page opened; those of now for one that opens.

    A page that does not say what it showed, or says it in a way that no page writes, is taken to have seen nothing:
    each difference is then asked.
    """
    try:
        shown = json.loads(request.POST.get(BASE, "null"))
        written({BASE: shown}).encode()  # half a character, that nothing could show or store
    except (ValueError, RecursionError):
        shown = None
    return shown if isinstance(shown, dict) else {} if request.method == "POST" else stored


def typed(request: HttpRequest, base: Mapping[str, Any], *, several: Collection[str] = ()) -> QueryDict:
    """What was sent, with the stored value where the reader chose it.

    Args:
        request: of the form.
        base: the values as they were when the page opened.
        several: fields that are several boxes; the other lists are one text, a line each.
    """
    data = request.POST.copy()
    for key in [key for key in data if key.startswith(CHOICE)]:
        name = key.removeprefix(CHOICE)
        if data[key] == THEIRS and name in base and name in several:
            held = base[name]
            data.setlist(name, [str(one) for one in (held if isinstance(held, list) else [held])])
        elif data[key] == THEIRS and name in base:
            data[name] = as_typed(base[name])
        del data[key]
    return data


def as_typed(value: Any) -> str:
    """A stored value as a form would send it; nothing for a box that is not ticked, nor for a value that is none."""
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    return "\n".join(str(one) for one in value) if isinstance(value, list) else str(value)


def chosen_theirs(request: HttpRequest, stored: Mapping[str, Any]) -> dict[str, Any]:
    """The stored values that the reader chose, of lists that are no one field of a form."""
    return {name: value for name, value in stored.items() if request.POST.get(CHOICE + name) == THEIRS}


def has_chosen(request: HttpRequest) -> bool:
    """Whether what is sent comes from the page that asks to choose."""
    return any(name.startswith(CHOICE) for name in request.POST)


def written(state: Mapping[str, Any]) -> str:
    """The state that the page shows, for its hidden field."""
    return json.dumps(state, ensure_ascii=False)


def ask(
    request: HttpRequest,
    form: forms.Form,
    clashes: tuple[Clash, ...],
    stored: Mapping[str, Any],
    **context: Any,
) -> HttpResponse:
    """Show both values of each field that clashes; nothing is saved yet."""
    choices = [
        Choice(
            one.name,
            str(form.fields[one.name].label),
            _read(form, one.name, one.mine),
            _read(form, one.name, one.theirs),
        )
        for one in clashes
    ]
    return ask_between(request, choices, stored, **context)


def ask_between(
    request: HttpRequest, choices: Collection[Choice], stored: Mapping[str, Any], **context: Any
) -> HttpResponse:
    """Show both versions of what clashes, already in words; nothing is saved yet."""
    kept = typed(request, {})
    context |= {
        "choices": choices,
        "sent": [
            (name, value) for name, values in kept.lists() for value in values if name != BASE and name not in GUARDS
        ],
        "base": written(stored),
    }
    return render(request, "web/clash.html", context, status=409)


def in_words(clashes: Collection[Clash], words: Readers) -> list[Choice]:
    """Clashes of what is no one field of a form."""
    return [
        Choice(one.name, label, read(one.mine), read(one.theirs))
        for one in clashes
        for label, read in [words[one.name]]
    ]


def lines(read: Callable[[dict[str, Any]], str]) -> Callable[[Any], str]:
    """Reads a list of rows, a line each."""
    return lambda rows: "\n".join(read(one) for one in rows)


def removed(request: HttpRequest, form: forms.Form, template: str, *, add: str, **context: Any) -> HttpResponse:
    """Somebody took it away meanwhile: the form comes back as it was typed, and its button adds it again.

    Args:
        request: of the form.
        form: with what was typed.
        template: of the page of this form; it includes ``web/removed.html`` and sends its form to ``add``.
        add: address of the page that adds one.
        context: of the page.
    """
    return render(request, template, context | {"form": form, "base": "", "add": add}, status=409)


def _read(form: forms.Form, name: str, value: Any) -> str:
    """A value in words: the label of a choice, what a list holds on one line."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in list(cast("Any", field.choices))}
        held = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(one), str(one)) for one in held)
    if isinstance(value, list):
        return ", ".join(str(field.prepare_value(value)).splitlines())
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(field.prepare_value(value))
