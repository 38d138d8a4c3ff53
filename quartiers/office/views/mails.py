"""«Messages»: what left, what waits, what needs somebody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartiers.kernel import french
from quartiers.kernel.french import quantity
from quartiers.office import actions, letters, queries
from quartiers.office.authors import author_of
from quartiers.office.forms import MailForm
from quartiers.office.history import history_of
from quartiers.office.models import Mail
from quartiers.office.registry import mail_labels
from quartiers.office.rules import MailState, Verb, may_follow
from quartiers.web.access import ADMINISTRATION, requires
from quartiers.web.lists import ChoiceFilter, Column, Empty, ListSpec, Noun, TextFilter, list_response
from quartiers.web.lists.spec import FORMAT, Rows
from quartiers.web.templatetags.components import badge

#: What somebody must decide or look at, in the order of the lead.
WORRIES = (
    (MailState.UNCERTAIN, "courriel incertain à décider", "courriels incertains à décider"),
    (MailState.FAILED, "en échec", "en échec"),
    (MailState.BOUNCED, "non distribué", "non distribués"),
    (MailState.DRAFT, "à relire avant envoi", "à relire avant envoi"),
)
PERIODS = {"1": "Un jour", "7": "Sept jours", "30": "Trente jours"}
CAMPAIGNS_SHOWN = 5


@require_safe
@requires(ADMINISTRATION)
def mails_page(request: HttpRequest) -> HttpResponseBase:
    """Every mail; reading the list is a line of the journal, exporting it another."""
    verb = Verb.EXPORT if FORMAT in request.GET else Verb.READ
    actions.audit(verb, kind=actions.MAIL, object_id=None, by=author_of(request), now=timezone.now())
    labels = mail_labels()
    waiting = queries.campaigns()
    context = {
        "lead": _lead(queries.mail_counts()),
        "offline": letters.is_offline(),
        "campaigns": [(one, _kind(one.kind, labels)) for one in waiting[:CAMPAIGNS_SHOWN]],
        "more": max(len(waiting) - CAMPAIGNS_SHOWN, 0),
    }
    return list_response(request, _spec(labels), queries.mails(), "office/mails.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ADMINISTRATION)
def mail_page(request: HttpRequest, number: int) -> HttpResponse:
    """A mail as it reads; a draft may be changed."""
    mail = found(number)
    state, now = MailState(mail.state), timezone.now()
    is_draft = state is MailState.DRAFT
    form = MailForm(request.POST or None, mail=mail, alike=queries.alike_drafts(mail)) if is_draft else None
    if form is not None and form.is_valid():
        changed = actions.edit_draft(mail, **form.cleaned_data, by=author_of(request), now=now)
        saved = quantity(changed, "courriel changé, pas encore parti", "courriels changés, pas encore partis")
        messages.success(request, f"{saved}.")
        return redirect("office:mail", number=number)
    actions.audit(Verb.READ, kind=actions.MAIL, object_id=mail.pk, by=author_of(request), now=now)
    context: dict[str, Any] = {
        "mail": mail,
        "form": form,
        "sender": letters.sender(),
        "kind": _kind(mail.kind, mail_labels()),
        "state": state,
        "badge": badge(state.badge, state.label),
        "blocks": letters.blocks(mail.text) if mail.text and not mail.is_secret else [],
        "events": history_of(mail),
        "drafts": queries.campaign_of(mail).filter(state=MailState.DRAFT).count() if is_draft else 0,
        "may_cancel": may_follow(state, MailState.CANCELLED),
        "may_send_again": not mail.erased_at and state in {MailState.FAILED, MailState.UNCERTAIN},
    }
    return render(request, "office/mail.html", context)


@require_POST
@requires(ADMINISTRATION)
def mail_decision(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """What the administrator decides of one mail."""
    if verb not in DECISIONS:
        raise Http404
    decide, sentence = DECISIONS[verb]
    decide(found(number), by=author_of(request), now=timezone.now())
    messages.success(request, sentence)
    return redirect("office:mail", number=number)


def found(number: int) -> Mail:
    """The mail of an address.

    Raises:
        Http404: there is none.
    """
    mail = queries.mail_by_number(number)
    if mail is None:
        raise Http404
    return mail


DECISIONS: dict[str, tuple[Callable[..., None], str]] = {
    "envoyer": (actions.release_mail, "Le courriel part."),
    "renvoyer": (actions.send_again, "Le courriel sera envoyé de nouveau."),
    "tenir-pour-envoye": (actions.mark_sent, "Le courriel est considéré comme envoyé."),
    "annuler": (actions.cancel_mail, "Le courriel ne partira pas."),
}


def _lead(counts: dict[MailState, int]) -> str:
    worries = [quantity(counts[state], one, several) for state, one, several in WORRIES if counts.get(state)]
    sent = quantity(counts.get(MailState.SENT, 0), "courriel envoyé", "courriels envoyés")
    return f"{', '.join(worries) or 'Rien ne demande d’action'}. {sent}."


def _kind(kind: str, labels: dict[str, str]) -> str:
    label = labels.get(kind, kind)
    return label[:1].upper() + label[1:]


def _state(mail: Mail) -> str:
    state = MailState(mail.state)
    return badge(state.badge, state.label)


def _subject(mail: Mail) -> str:
    return mail.subject or "Sujet effacé"


def _since(rows: Rows, days: str) -> Rows:
    return rows.filter(created_at__gte=timezone.now() - timedelta(days=int(days)))


def _spec(labels: dict[str, str]) -> ListSpec:
    """The list, with the words of the rooms for each kind."""
    return ListSpec(
        id="courriels",
        noun=Noun("courriel", "courriels"),
        caption="Courriels",
        columns=(
            Column(
                "sujet",
                "Sujet",
                _subject,
                sort=("subject",),
                link=lambda mail: reverse("office:mail", args=[mail.pk]),
                under=lambda mail: _kind(mail.kind, labels),
            ),
            Column("destinataire", "Destinataire", "recipient", sort=("recipient",), missing="effacé"),
            Column(
                "etat",
                "État",
                lambda mail: MailState(mail.state).label,
                sort=("state",),
                show=_state,
            ),
            Column(
                "ecrit",
                "Écrit",
                "created_at",
                sort=("created_at",),
                show=lambda mail: french.moment(timezone.localtime(mail.created_at)),
            ),
            Column("nature", "Nature", lambda mail: _kind(mail.kind, labels), page=False),
            Column("essais", "Essais", "attempts", page=False),
            Column("erreur", "Dernière erreur", "error", page=False),
        ),
        filters=(
            ChoiceFilter(
                "etat",
                "État",
                [(state.value, state.label[:1].upper() + state.label[1:]) for state in MailState],
                "state",
                chips=True,
                counts=True,
            ),
            TextFilter("q", "Sujet ou destinataire", fields=("subject", "recipient")),
            ChoiceFilter(
                "nature",
                "Nature",
                lambda: [(kind, _kind(kind, labels)) for kind in queries.mail_kinds()],
                "kind",
                everything="Toutes",
            ),
            ChoiceFilter("periode", "Période", PERIODS.items(), _since, everything="Toutes"),
        ),
        order="-ecrit",
        empty=Empty("Aucun courriel n’a encore été écrit.", "Chaque courriel de la plateforme paraîtra ici."),
    )
