"""Who did what: the journal, for who manages the platform and for data protection officers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from quartiers.kernel import french
from quartiers.office import actions, queries
from quartiers.office.authors import author_of
from quartiers.office.directory import directory
from quartiers.office.registry import kind_labels
from quartiers.office.rules import Verb
from quartiers.web.access import JOURNAL, known_viewer, requires
from quartiers.web.lists import ChoiceFilter, Column, Empty, ListSpec, Noun, TextFilter, list_response
from quartiers.web.lists.spec import FORMAT, Choices

PLATFORM = "Plateforme"
PERIODS = {"1": "Un jour", "7": "Sept jours", "30": "Trente jours", "90": "Quatre-vingt-dix jours"}
FIELDS_SHOWN = 3
SELF = "office.auditline"


@require_safe
@requires(JOURNAL)
def journal(request: HttpRequest) -> HttpResponseBase:
    """The lines that this viewer may read; reading them is a line too, exporting them another."""
    now = timezone.now()
    scope = directory().scope(known_viewer(request))
    actions.audit(
        Verb.EXPORT if FORMAT in request.GET else Verb.READ, kind=SELF, object_id=None, by=author_of(request), now=now
    )
    lines = queries.audit_lines(cites=scope)
    context = {"lead": _lead(now), "whole": queries.timer_line("office.journal", now=now), "narrow": scope is not None}
    return list_response(request, _spec(lines, now), lines, "office/journal.html", context)


def _spec(lines: "QuerySet[Any]", now: datetime) -> ListSpec:
    """The list for these lines, with the names behind their numbers."""
    accounts, organisations, kinds = directory().accounts(), directory().organisations(), kind_labels()
    return ListSpec(
        id="journal",
        noun=Noun("action", "actions", feminine=True),
        caption="Journal des accès et des actions",
        columns=(
            Column("quand", "Quand", "at", sort=("at",), show=lambda row: french.moment(timezone.localtime(row.at))),
            Column(
                "qui",
                "Qui",
                lambda row: _name(row.user_id, accounts),
                under=lambda row: _name(row.organisation_id, organisations) if row.organisation_id else "",
            ),
            Column("action", "Action", lambda row: Verb(row.verb).label, sort=("verb",)),
            Column("objet", "Sur quoi", lambda row: kinds.get(row.kind, row.kind), under=lambda row: row.object[:12]),
            Column("champs", "Champs", lambda row: ", ".join(row.fields), show=_fields, under="purpose"),
            Column("raison", "Raison", "purpose", page=False),
            Column("organisation", "Organisation", lambda row: organisations.get(row.organisation_id, ""), page=False),
            Column("pseudonyme", "Pseudonyme de l’objet", "object", page=False),
            Column("nature", "Nature", "kind", page=False),
            Column("demande", "N° de la demande", "request_id", page=False),
            Column("rang", "Rang", "position", page=False),
            Column("sceau", "Sceau", "seal", page=False),
        ),
        filters=(
            ChoiceFilter("periode", "Période", PERIODS.items(), partial(_since, now), everything="Douze mois"),
            ChoiceFilter("action", "Action", [(verb.value, verb.label) for verb in Verb], "verb", everything="Toutes"),
            ChoiceFilter(
                "organisation",
                "Organisation",
                partial(_organisations, lines, organisations),
                "organisation_id",
                everything="Toutes",
            ),
            ChoiceFilter("nature", "Sur quoi", partial(_kinds, lines, kinds), "kind"),
            TextFilter("objet", "Pseudonyme de l’objet", fields=("object",)),
        ),
        order="-quand",
        empty=Empty("Rien n’a encore été consulté.", "Chaque accès à un dossier s’écrira ici, sans valeur."),
    )


def _lead(now: datetime) -> str:
    state = queries.chain_state()
    lines = french.quantity(state.position - state.purged_position, "ligne scellée", "lignes scellées")
    return f"{lines}. Le journal dit qui, quoi et quand\u00a0; jamais ce que contient un dossier."


def _fields(row: Any) -> str:
    """The first names; the export has them all."""
    more = len(row.fields) - FIELDS_SHOWN
    return ", ".join(row.fields[:FIELDS_SHOWN]) + (f" et {french.quantity(more, 'autre')}" if more > 0 else "")


def _name(number: int | None, names: Mapping[int, str]) -> str:
    if number is None:
        return PLATFORM
    return names.get(number, f"n°\u00a0{number}")


def _since(now: datetime, rows: "QuerySet[Any]", days: str) -> "QuerySet[Any]":
    return rows.filter(at__gte=now - timedelta(days=int(days)))


def _organisations(lines: "QuerySet[Any]", names: Mapping[int, str]) -> Choices:
    present = lines.exclude(organisation_id=None).order_by().values_list("organisation_id", flat=True).distinct()
    return sorted(((str(one), _name(one, names)) for one in present), key=lambda pair: pair[1])


def _kinds(lines: "QuerySet[Any]", labels: Mapping[str, str]) -> Choices:
    present = lines.order_by().values_list("kind", flat=True).distinct()
    return sorted(((one, labels.get(one, one)) for one in present), key=lambda pair: pair[1])
