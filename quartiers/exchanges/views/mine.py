"""What a personal link opens: one's own page, the room, one's data, and the way out."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartiers.exchanges import actions, certificates
from quartiers.exchanges.calendars import CONTENT_TYPE, own_feed
from quartiers.exchanges.forms.mine import CorrectionForm, MineForm, NeedForm
from quartiers.exchanges.forms.survey import SurveyForm
from quartiers.exchanges.letters import join_url
from quartiers.exchanges.models import Participant, Registration, Session
from quartiers.exchanges.providers import room_address
from quartiers.exchanges.queries import private, public
from quartiers.exchanges.queries.board import invitation_for
from quartiers.exchanges.queries.public import SessionShown
from quartiers.exchanges.rules import Answer, Consent, Door, Nature, Place, Presence, door
from quartiers.exchanges.shown import opens, when
from quartiers.exchanges.tokens import Purpose, token_for
from quartiers.web import editing
from quartiers.web.errors import Gone

ANSWERS = {
    Answer.ACCEPTED.value: "C’est noté, à bientôt. Un courriel vous donne votre lien personnel.",
    Answer.DECLINED.value: "C’est noté. Merci d’avoir répondu.",
}
#: So long before a session, the page that waits offers to look whether its room is open.
SOON = timedelta(hours=12)
NOT_PRESENT = "Votre présence à cette séance n’est pas notée. Écrivez à l’organisateur si vous y étiez."
CANCELLED = "Votre inscription à cette séance est annulée. Inscrivez-vous de nouveau depuis la page du cycle."
CLOSED = "Ce lien a été remplacé, ou vos données ont été effacées. Demandez un nouveau lien sur la page du cycle."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """One's sessions, needs and agreements; a POST saves sessions and agreements."""
    participant, now = _participant(token, Purpose.MANAGE), timezone.now()
    held = [one for one in private.registrations_of(participant) if one.place != Place.CANCELLED]
    coming = _choosable(participant, held, now)
    form = MineForm(
        editing.sent(request), held=held, sessions=coming, consents=private.consents_of(participant), prefix="s"
    )
    base = editing.base_of(request, form.stored)
    if form.is_valid():
        actions.save_choices(participant, *form.choices(base), now=now)
        messages.success(request, "Vos choix sont enregistrés. Un courriel les récapitule.")
        return redirect("exchanges:mine", token=token)
    return _mine(request, participant, token, form, None, base)


@never_cache
@require_POST
def need(request: HttpRequest, token: str) -> HttpResponse:
    """A need expressed from one's own page."""
    participant, now = _participant(token, Purpose.MANAGE), timezone.now()
    form = NeedForm(request.POST, sessions=_hers(private.registrations_of(participant)))
    if not form.is_valid():
        return _mine(request, participant, token, None, form, {})
    actions.express_need(
        participant,
        text=form.cleaned_data["need"],
        nature=Nature(form.cleaned_data["nature"]),
        session=form.session(),
        origin="page",
        now=now,
    )
    messages.success(request, "Votre question est transmise à l’organisateur. Sa réponse apparaîtra ici.")
    return redirect("exchanges:mine", token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, token: str) -> HttpResponse:
    """What is known of her, which she corrects herself."""
    participant = _participant(token, Purpose.MANAGE)
    questions = list(public.questions_of(participant.cycle))
    form = CorrectionForm(editing.sent(request), participant=participant, questions=questions)
    base = editing.base_of(request, private.known_of(participant))
    if form.is_valid():
        actions.correct(participant, form.state(), base=base, now=timezone.now())
        messages.success(request, "Vos informations sont corrigées.")
        return redirect("exchanges:mine", token=token)
    context = {"form": form, "participant": participant, "token": token, "base": editing.written(base)}
    return render(request, "exchanges/correct.html", context)


@never_cache
@require_safe
def my_data(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that the cycle knows of her; a mail tells her that the copy has left."""
    held = actions.take_copy(_participant(token, Purpose.MANAGE), now=timezone.now())
    response = JsonResponse(held, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return response


@never_cache
@require_safe
def my_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Her sessions, for a calendar that follows them: it learns of every change by itself."""
    participant, now = _participant(token, Purpose.CALENDAR), timezone.now()
    held = private.registrations_of(participant).filter(place=Place.CONFIRMED)
    written = own_feed([(one, join_url(one)) for one in held], participant.cycle, now=now)
    return HttpResponse(written, content_type=CONTENT_TYPE)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """Leave for good: a page that says what goes, then the act."""
    participant = _participant(token, Purpose.MANAGE)
    if request.method != "POST":
        return render(request, "exchanges/erase.html", {"cycle": participant.cycle, "token": token})
    slug = participant.cycle.slug
    actions.leave(participant, now=timezone.now())
    messages.success(request, "Vos données sont effacées. Vos places profitent à d’autres.")
    return redirect("exchanges:cycle", slug=slug)


@never_cache
@require_safe
def join(request: HttpRequest, token: str, session_id: int) -> HttpResponse:
    """Into the room when it is open; else the page that says when."""
    participant, now = _participant(token, Purpose.JOIN), timezone.now()
    registration = private.registrations_of(participant).filter(session=session_id).first()
    if registration is None:
        raise Http404
    if registration.place == Place.CANCELLED:
        raise Gone(CANCELLED, ("M’inscrire de nouveau", reverse("exchanges:cycle", args=[participant.cycle.slug])))
    session = registration.session
    state = door(session.starts_at, session.ends_at, now=now)
    if state is Door.OPEN and registration.place == Place.CONFIRMED:
        address = room_address(session, registration)
        actions.note_entry(registration, now=now)
        return HttpResponseRedirect(address)
    context = {
        "session": session,
        "when": when(session),
        "state": state.value,
        "opens": opens(session, now=now),
        "is_today": session.starts_at - now < SOON,
        "is_waiting": registration.place == Place.WAITING,
    }
    return render(request, "exchanges/door.html", context)


@never_cache
@require_POST
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """New links in place of all the former ones, this one included."""
    fresh = actions.renew_links(_participant(token, Purpose.MANAGE), now=timezone.now())
    messages.success(request, "Vos anciens liens sont fermés. Les nouveaux sont dans le courriel qui part.")
    return redirect("exchanges:mine", token=token_for(fresh.pk, fresh.nonce, Purpose.MANAGE))


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Withdraw the agreement to be contacted: a page with a button, or the one POST of a mail program (RFC 8058).

    No session is read: the signed link is the whole proof.
    """
    participant = _participant(token, Purpose.UNSUBSCRIBE)
    if request.method == "POST":
        actions.withdraw_consent(participant, Consent.RECONTACT, now=timezone.now())
    context = {"cycle": participant.cycle, "is_done": request.method == "POST"}
    return render(request, "exchanges/unsubscribe.html", context)


def _participant(token: str, purpose: Purpose) -> Participant:
    found = private.participant_of(token, purpose)
    if found is None:
        if private.was_signed(token, purpose):
            cycle = private.cycle_behind(token, purpose)
            way = ("Recevoir mon lien", reverse("exchanges:lost_link", args=[cycle.slug])) if cycle else None
            raise Gone(CLOSED, way)
        raise Http404
    return found


def _choosable(participant: Participant, held: list[Registration], now: datetime) -> list[SessionShown]:
    """What she may tick: the sessions that are open, and hers to come, even closed or by invitation."""
    found = public.shown(public.public_sessions(participant.cycle), now=now)
    open_ones = [one for one in found if one.is_open]
    known = {one.session.pk for one in open_ones}
    hers = [one.session for one in held if one.session_id not in known and one.session.starts_at > now]
    return [*open_ones, *public.shown(hers, now=now)]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str, session_id: int) -> HttpResponse:
    """Three questions on a session that she had a place in."""
    participant = _participant(token, Purpose.SURVEY)
    rows = private.registrations_of(participant).filter(session=session_id, place=Place.CONFIRMED)
    registration = rows.first()
    if registration is None:
        raise Http404
    form = SurveyForm(request.POST or None)
    if form.is_valid() and form.sent(participant, registration.session, now=timezone.now()):
        messages.success(request, "Merci. Votre avis est transmis à l’organisateur.")
        return redirect("exchanges:cycle", slug=participant.cycle.slug)
    return render(request, "exchanges/survey.html", {"session": registration.session, "form": form})


@never_cache
@require_safe
def certificate(request: HttpRequest, token: str, session_id: int) -> HttpResponse:
    """The certificate of who was there; who was not gets the reason.

    Raises:
        PermissionDenied: she was not noted present, or the session is not over.
    """
    participant = _participant(token, Purpose.CERTIFICATE)
    registration = private.registrations_of(participant).filter(session=session_id).first()
    if registration is None:
        raise Http404
    came = registration.presence in (Presence.PRESENT, Presence.LATE)
    if not came or registration.session.ends_at > timezone.now():
        raise PermissionDenied(NOT_PRESENT)
    response = HttpResponse(certificates.certificate(registration), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="attestation-de-presence.pdf"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str, session_id: int) -> HttpResponse:
    """An invitation to a second group: GET shows it, POST answers; one may change one's mind."""
    participant = _participant(token, Purpose.INVITATION)
    found = invitation_for(participant, session_id)
    if found is None:
        raise Http404
    if request.method != "POST":
        return render(request, "exchanges/invitation.html", {"session": found.session, "answer": found.answer})
    said = request.POST.get("answer")
    if said not in ANSWERS:
        raise BadRequest
    actions.answer_invitation(found, Answer(said), now=timezone.now())
    messages.success(request, ANSWERS[said])
    return redirect("exchanges:invitation", token=token, session_id=session_id)


def _hers(rows: Iterable[Registration]) -> list[Session]:
    """The sessions that she may ask something about: past or to come, not those she gave up."""
    return [one.session for one in rows if one.place != Place.CANCELLED]


def _mine(
    request: HttpRequest,
    participant: Participant,
    token: str,
    form: MineForm | None,
    need_form: NeedForm | None,
    base: dict[str, Any],
) -> HttpResponse:
    now = timezone.now()
    rows = list(private.registrations_of(participant))
    if form is None:
        held = [one for one in rows if one.place != Place.CANCELLED]
        coming = _choosable(participant, held, now)
        form = MineForm(held=held, sessions=coming, consents=private.consents_of(participant), prefix="s")
    lines = private.lines_of(rows, now=now)
    context: dict[str, Any] = {
        "participant": participant,
        "cycle": participant.cycle,
        "token": token,
        "form": form,
        "base": editing.written(base or form.stored),
        "need_form": need_form or NeedForm(sessions=_hers(rows)),
        "lines": lines,
        "calendar_token": token_for(participant.pk, participant.nonce, Purpose.CALENDAR),
        "opens_now": any(one.is_open for one in lines),
        "needs": private.needs_of(participant),
    }
    return render(request, "exchanges/mine.html", context)
