"""A campaign before it leaves: how many mails, to whom, and the one action that releases them all."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from quartiers.kernel.french import quantity
from quartiers.office import actions, letters, queries
from quartiers.office.authors import author_of
from quartiers.office.forms import ExpectedForm
from quartiers.office.rules import MailState
from quartiers.office.views.mails import found
from quartiers.web.access import ADMINISTRATION, requires

RECIPIENTS_SHOWN = 12


@require_safe
@requires(ADMINISTRATION)
def campaign(request: HttpRequest, number: int) -> HttpResponse:
    """What leaves if one says yes, in numbers."""
    mail = found(number)
    drafts = queries.campaign_of(mail).filter(state=MailState.DRAFT).order_by("recipient")
    count = drafts.count()
    if not count:
        return redirect("office:mail", number=number)
    shown, people = drafts[0], quantity(count, "personne recevra", "personnes recevront")
    one_text = drafts.order_by().values("subject", "text").distinct().count() == 1
    context = {
        "mail": mail,
        "title": f"Envoyer {quantity(count, 'courriel')}\u202f?",
        "lead": f"{people} {'le même texte' if one_text else 'chacune son texte'}. Un courriel parti ne revient pas.",
        "form": ExpectedForm(initial={"expected": count}, auto_id=False),
        "shown": shown,
        "blocks": letters.blocks(shown.text),
        "count": count,
        "recipients": list(drafts.values_list("recipient", flat=True)[:RECIPIENTS_SHOWN]),
        "others": max(count - RECIPIENTS_SHOWN, 0),
    }
    return render(request, "office/campaign.html", context)


@require_POST
@requires(ADMINISTRATION)
def campaign_decision(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """All leave, or none; refused when the campaign is not the one that was read."""
    if verb not in DECISIONS:
        raise Http404
    decide, one, several, state = DECISIONS[verb]
    form = ExpectedForm(request.POST)
    expected = form.cleaned_data["expected"] if form.is_valid() else 0
    decide(found(number), expected=expected, by=author_of(request), now=timezone.now())
    messages.success(request, f"{quantity(expected, one, several)}.")
    return redirect(f"{reverse('office:mails')}?etat={state}")


DECISIONS: dict[str, tuple[Callable[..., None], str, str, MailState]] = {
    "envoyer": (actions.release_campaign, "courriel part", "courriels partent", MailState.READY),
    "annuler": (actions.cancel_campaign, "courriel ne partira pas", "courriels ne partiront pas", MailState.CANCELLED),
}
