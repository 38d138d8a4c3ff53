"""«Comptes et rôles»: at a glance, who has access to what; close an account, open it again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from quartiers.actors import actions, queries
from quartiers.actors.models import User
from quartiers.actors.rules import GRANTS, LOCKED_WITHOUT_SECOND_FACTOR, Role, SecondFactor
from quartiers.actors.rules.roles import CAPABILITIES
from quartiers.actors.views.columns import BY_SECOND_FACTOR, SECOND_FACTOR
from quartiers.kernel.french import number, quantity
from quartiers.office.authors import author_of
from quartiers.web.access import ADMINISTRATION, requires
from quartiers.web.lists import ChoiceFilter, Column, Empty, Kind, ListSpec, Noun, TextFilter, list_response
from quartiers.web.templatetags.components import badge

ABSENT = timedelta(days=90)
DUE_SHOWN = 10
SEEN = [("jamais", "Jamais"), ("90", "Il y a plus de 90 jours")]


def _organisations(row: Any) -> str:
    platform = Role.INSTALLATION_ADMINISTRATOR.label if row.is_installation_administrator else ""
    return " · ".join(filter(None, (row.organisations, platform)))


def _cites(row: Any) -> str:
    """Each role once: two organisations may give the same."""
    return " · ".join(dict.fromkeys((row.cite_roles or "").split(" · ")))


def _state(row: Any) -> str:
    return badge("ok", "ouvert") if row.is_active else badge("mute", "fermé")


def _open(rows: "QuerySet[Any]", value: str) -> "QuerySet[Any]":
    return rows.filter(is_active=value == "ouvert")


def _seen(rows: "QuerySet[Any]", value: str) -> "QuerySet[Any]":
    if value == "jamais":
        return rows.filter(last_login=None)
    return rows.filter(last_login__lt=now() - ABSENT)


ACCOUNTS = ListSpec(
    id="comptes",
    noun=Noun("compte", "comptes"),
    caption="Comptes, organisations, rôles et second facteur",
    columns=(
        Column(
            "nom",
            "Personne",
            str,
            sort=("last_name", "first_name"),
            link=lambda row: reverse("actors:account_of", args=[row.pk]),
            under="email",
        ),
        Column("organisations", "Organisations", _organisations, missing="aucune"),
        Column("cites", "Territoires", _cites, missing="aucun"),
        SECOND_FACTOR,
        Column("vu", "Dernière connexion", lambda row: row.last_login and row.last_login.date(), sort=("last_login",),
               kind=Kind.DAY, missing="jamais"),
        Column("etat", "Compte", lambda row: "ouvert" if row.is_active else "fermé", show=_state),
        Column("courriel", "Courriel", "email", page=False),
    ),
    filters=(
        ChoiceFilter("etat", "Compte", [("ouvert", "Ouverts"), ("ferme", "Fermés")], _open, chips=True),
        TextFilter("q", "Nom, courriel ou organisation", fields=("first_name", "last_name", "email", "organisations")),
        BY_SECOND_FACTOR,
        ChoiceFilter("role", "Rôle", [(one.value, one.label) for one in Role], queries.accounts_with_role),
        ChoiceFilter("territoire", "Territoire", queries.cite_choices, queries.accounts_in_cite),
        ChoiceFilter("venue", "Dernière connexion", SEEN, _seen, everything="Toutes"),
    ),
    order="nom",
    empty=Empty("Aucun compte.", "Ils apparaîtront dès qu’une invitation sera acceptée."),
)  # fmt: skip


@require_safe
@requires(ADMINISTRATION)
def accounts(request: HttpRequest) -> HttpResponseBase:
    due = queries.reviews_due(now=now())
    context = {
        "due": due[:DUE_SHOWN],
        "due_title": quantity(
            len(due), "liste de membres attend sa relecture", "listes de membres attendent leur relecture"
        ),
        "due_more": len(due[DUE_SHOWN:]),
        "lead": _lead(queries.account_counts()),
    }
    return list_response(request, ACCOUNTS, queries.all_accounts(), "actors/accounts.html", context)


def _lead(counts: Any) -> str:
    """Who could enter today, and what is not as it should be."""
    opened = quantity(counts.opened, "compte ouvert", "comptes ouverts")
    unseen = quantity(counts.unseen, "jamais venu")
    if not counts.unprotected:
        return f"{opened}, tous protégés par un second facteur, {unseen}."
    return f"{opened}, dont {number(counts.unprotected)} sans second facteur et {unseen}."


@require_safe
@requires(ADMINISTRATION)
def account(request: HttpRequest, user_id: int) -> HttpResponse:
    found = _account(user_id)
    return render(
        request,
        "actors/account_of.html",
        {
            "account": found,
            "belongings": queries.belongings(found.pk),
            "second_factor": SecondFactor(found.second_factor),
            "identities": queries.identities_of(found.pk),
            "session_count": queries.open_sessions(found.pk).count(),
        },
    )


@require_safe
@requires(ADMINISTRATION)
def roles(request: HttpRequest) -> HttpResponse:
    """What each role may do, from the table that decides it."""
    lines = [
        (words, capability in LOCKED_WITHOUT_SECOND_FACTOR, [capability in GRANTS[role] for role in Role])
        for capability, words in CAPABILITIES.items()
    ]
    return render(request, "actors/roles.html", {"roles": list(Role), "lines": lines})


@require_POST
@requires(ADMINISTRATION)
def decide(request: HttpRequest, user_id: int, verb: str) -> HttpResponse:
    """What the administrator decides of one account."""
    if verb not in DECISIONS:
        raise Http404
    act, sentence = DECISIONS[verb]
    found = _account(user_id)
    act(found, by=author_of(request), now=now())
    messages.success(request, sentence.format(found))
    return redirect("actors:account_of", user_id)


DECISIONS: dict[str, tuple[Callable[..., None], str]] = {
    "fermer": (actions.deactivate, "Le compte de {} est fermé, et tous ses appareils sont déconnectés."),
    "rouvrir": (actions.reactivate, "Le compte de {} est rouvert."),
    "second-facteur": (
        actions.forget_second_factor,
        "Le second facteur de {} est retiré. Il lui en faudra un autre.",
    ),
    "proconnect": (
        actions.take_identity_away,
        "ProConnect n’ouvre plus le compte de {}, et tous ses appareils sont déconnectés.",
    ),
}


def _account(user_id: int) -> Any:
    found: User | None = queries.all_accounts().filter(pk=user_id).first()
    if found is None:
        raise Http404
    return found
