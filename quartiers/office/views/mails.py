"""«Messages»: what left, what waits, what needs somebody."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartiers.kernel.french import NBSP, quantity
from quartiers.office import actions, letters
from quartiers.office.forms import MailForm
from quartiers.office.models import Mail
from quartiers.office.queries import mail_counts, mails
from quartiers.office.rules import MailState, may_follow
from quartiers.web.access import ADMINISTRATION, requires
from quartiers.web.lists import ChoiceFilter, Column, Empty, Kind, ListSpec, Noun, TextFilter, list_response
from quartiers.web.templatetags.components import badge

#: What somebody must look at, in the order of the page.
WORRIES = (
    (MailState.UNCERTAIN, "courriel incertain", "courriels incertains"),
    (MailState.FAILED, "en échec", "en échec"),
    (MailState.BOUNCED, "non distribué", "non distribués"),
    (MailState.DRAFT, "à relire", "à relire"),
)


def _state(mail: Mail) -> str:
    state = MailState(mail.state)
    return badge(state.badge, state.label)


MAILS = ListSpec(
    id="courriels",
    noun=Noun("courriel", "courriels"),
    caption="Courriels, les plus récents d’abord",
    columns=(
        Column(
            "sujet",
            "Sujet",
            "subject",
            sort=("subject",),
            link=lambda mail: reverse("office:mail", args=[mail.pk]),
            under="kind",
            missing="effacé",
        ),
        Column("destinataire", "Destinataire", "recipient", sort=("recipient",), missing="effacé"),
        Column("etat", "État", lambda mail: MailState(mail.state).label, sort=("state",), show=_state),
        Column("ecrit", "Écrit le", lambda mail: timezone.localdate(mail.created_at), ("created_at",), Kind.DAY),
        Column("erreur", "Dernière erreur", "error", page=False),
    ),
    filters=(
        ChoiceFilter(
            "etat",
            "État",
            [(state.value, state.label) for state in MailState],
            "state",
            everything="Tous",
            chips=True,
            counts=True,
        ),
        TextFilter("q", "Sujet ou destinataire", fields=("subject", "recipient")),
    ),
    order="-ecrit",
    empty=Empty("Aucun courriel n’a encore été écrit.", "Chaque courriel de la plateforme apparaîtra ici."),
)


@require_safe
@requires(ADMINISTRATION)
def mails_page(request: HttpRequest) -> HttpResponseBase:
    counts = mail_counts()
    worries = [quantity(counts[state], one, several) for state, one, several in WORRIES if counts.get(state)]
    lead = f"À regarder{NBSP}: {', '.join(worries)}." if worries else "Rien ne demande votre attention."
    return list_response(request, MAILS, mails(), "office/mails.html", {"lead": lead, "offline": letters.is_offline()})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ADMINISTRATION)
def mail_page(request: HttpRequest, number: int) -> HttpResponse:
    """A mail as it reads; a draft may be changed."""
    mail = _mail(number)
    is_draft = mail.state == MailState.DRAFT
    form = MailForm(request.POST or None, initial={"subject": mail.subject, "text": mail.text}) if is_draft else None
    if form is not None and form.is_valid():
        actions.edit_draft(mail, subject=form.cleaned_data["subject"], text=form.cleaned_data["text"])
        messages.success(request, "Les mots du courriel sont enregistrés. Il n’est pas encore parti.")
        return redirect("office:mail", number=number)
    state = MailState(mail.state)
    context: dict[str, Any] = {
        "mail": mail,
        "form": form,
        "state": state,
        "badge": badge(state.badge, state.label),
        "blocks": letters.blocks(mail.text) if mail.text and not mail.is_secret else [],
        "may_cancel": may_follow(state, MailState.CANCELLED),
        "may_send_again": state in {MailState.FAILED, MailState.UNCERTAIN},
    }
    return render(request, "office/mail.html", context)


@require_POST
@requires(ADMINISTRATION)
def mail_decision(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """What the administrator decides of one mail."""
    mail, now = _mail(number), timezone.now()
    said: dict[str, tuple[Callable[[], object], str]] = {
        "envoyer": (lambda: actions.release(Mail.objects.filter(pk=mail.pk), now=now), "Le courriel part."),
        "renvoyer": (lambda: actions.send_again(mail, now=now), "Le courriel sera envoyé de nouveau."),
        "tenir-pour-envoye": (lambda: actions.mark_sent(mail, now=now), "Le courriel est tenu pour envoyé."),
        "annuler": (lambda: actions.cancel_mail(mail, now=now), "Le courriel ne partira pas."),
    }
    if verb not in said:
        raise Http404
    decide, sentence = said[verb]
    decide()
    messages.success(request, sentence)
    return redirect("office:mail", number=number)


def _mail(number: int) -> Mail:
    mail = Mail.objects.filter(pk=number).first()
    if mail is None:
        raise Http404
    return mail
