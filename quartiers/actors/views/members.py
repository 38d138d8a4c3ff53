"""«Membres et invitations»: who has access to the organisation in use, and who may let people in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartiers.actors import actions, queries
from quartiers.actors.forms import InviteForm, RoleForm
from quartiers.actors.models import Invitation, Membership
from quartiers.actors.rules import Role, SecondFactor, may_invite, review_due
from quartiers.actors.views.columns import BY_SECOND_FACTOR, SECOND_FACTOR
from quartiers.kernel.french import day, quantity
from quartiers.office.authors import author_of
from quartiers.web.access import ADMINISTRATION, Viewer, known_viewer, requires
from quartiers.web.lists import Column, Empty, Kind, ListSpec, Noun, TextFilter, list_response

MANAGE = "organisation.manage"


def lets_people_in(viewer: Viewer) -> bool:
    """A rule: whoever may invite somewhere."""
    return bool(viewer.capabilities & {MANAGE, "cite.manage", ADMINISTRATION})


MEMBERS = ListSpec(
    id="membres",
    noun=Noun("personne", "personnes", feminine=True),
    caption="Personnes qui ont accès à cette organisation",
    columns=(
        Column(
            "nom",
            "Personne",
            lambda row: str(row.user),
            sort=("user__last_name", "user__first_name"),
            link=lambda row: reverse("actors:member", args=[row.pk]),
            under="user.email",
        ),
        Column("role", "Rôle", lambda row: capfirst(row.get_role_display()), under="cite_roles"),
        SECOND_FACTOR,
        Column("vu", "Dernière connexion", lambda row: row.user.last_login and row.user.last_login.date(),
               sort=("user__last_login",), kind=Kind.DAY, missing="jamais"),
        Column("courriel", "Courriel", "user.email", page=False),
    ),
    filters=(
        TextFilter("q", "Nom ou courriel", fields=("user__first_name", "user__last_name", "user__email")),
        BY_SECOND_FACTOR,
    ),
    order="nom",
    empty=Empty("Aucune personne."),
)  # fmt: skip


@require_safe
@requires(MANAGE)
def members(request: HttpRequest) -> HttpResponseBase:
    organisation_id = _organisation(request)
    found = queries.members(organisation_id)
    review = queries.last_review(organisation_id)
    without = found.filter(role=Role.ADMINISTRATOR, second_factor=SecondFactor.NOWHERE).exists()
    context = {
        "lead": _sentence(known_viewer(request).organisation, found.count(), without),
        "waiting": list(queries.waiting_invitations(organisation_id)),
        "now": now(),
        "review_due": review_due(review.at if review else None, now=now()),
        "review_words": f"Liste relue le {day(review.at.date())} par {review.by}." if review else "",
    }
    return list_response(request, MEMBERS, found, "actors/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE)
def member(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Change a member's role."""
    found = _member(request, membership_id)
    form = RoleForm(request.POST or None, initial={"role": found.role})
    if not form.is_valid():
        return render(request, "actors/member.html", {"form": form, "member": found})
    actions.change_role(found, Role(form.cleaned_data["role"]), by=author_of(request), now=now())
    messages.success(request, f"Le rôle de {found.user} est changé.")
    return redirect("actors:members")


@require_POST
@requires(MANAGE)
def end(request: HttpRequest, membership_id: int) -> HttpResponse:
    found = _member(request, membership_id)
    actions.end_membership(found, by=author_of(request), now=now())
    messages.success(request, f"{found.user} n’a plus accès à votre organisation.")
    return redirect("actors:members")


@require_POST
@requires(MANAGE)
def confirm(request: HttpRequest) -> HttpResponse:
    """The list was read, and is right."""
    actions.confirm_members(_organisation(request), by=author_of(request), now=now())
    messages.success(request, "La liste est confirmée. Nous vous la redemanderons dans trois mois.")
    return redirect("actors:members")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(lets_people_in)
def invite(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Invite into an organisation: one's own, or one that nobody administers yet."""
    viewer, organisation = known_viewer(request), queries.organisation(organisation_id)
    if organisation is None:
        raise Http404
    if not may_invite(
        viewer.capabilities,
        belongs=viewer.organisation_id == organisation_id,
        has_administrator=queries.has_administrator(organisation_id),
    ):
        raise PermissionDenied
    form = InviteForm(request.POST or None, cites=queries.cites_coordinated_by(viewer.cites))
    if not form.is_valid():
        lead = f"Un courriel l’invite à rejoindre {organisation.name}. Son lien sert une fois, pendant quatorze jours."
        return render(request, "actors/invite.html", {"form": form, "organisation": organisation, "lead": lead})
    data = form.cleaned_data
    actions.invite(
        data["email"],
        organisation=organisation,
        role=Role(data["role"]),
        cite=data.get("cite"),
        cite_role=Role(data["cite_role"]) if data.get("cite_role") else None,
        by=author_of(request),
        now=now(),
    )
    messages.success(request, f"L’invitation part à {data['email'].lower()}. Son lien ouvre pendant quatorze jours.")
    return _back(viewer, organisation_id)


@require_safe
@requires(lets_people_in)
def where_to_invite(request: HttpRequest) -> HttpResponse:
    """Find the organisation of who is to be invited."""
    text = request.GET.get("q", "")[:100]
    viewer = known_viewer(request)
    found = [
        (
            one,
            may_invite(
                viewer.capabilities,
                belongs=viewer.organisation_id == one.pk,
                has_administrator=one.is_administered,
            ),
        )
        for one in queries.organisations_named(text, most=10)
    ]
    return render(request, "actors/where_to_invite.html", {"text": text, "found": found})


@require_POST
@requires(lets_people_in)
def send_again(request: HttpRequest, invitation_id: int) -> HttpResponse:
    found = _invitation(request, invitation_id)
    actions.send_invitation_again(found, by=author_of(request), now=now())
    messages.success(request, f"Une nouvelle invitation part à {found.email}. L’ancien lien n’ouvre plus rien.")
    return _back(known_viewer(request), found.organisation_id)


@require_POST
@requires(lets_people_in)
def revoke(request: HttpRequest, invitation_id: int) -> HttpResponse:
    found = _invitation(request, invitation_id)
    actions.revoke_invitation(found, by=author_of(request), now=now())
    messages.success(request, f"L’invitation de {found.email} est retirée. Son lien n’ouvre plus rien.")
    return _back(known_viewer(request), found.organisation_id)


def _sentence(name: str, count: int, unprotected: bool) -> str:
    """How many have access, and whether one who administers it has no second factor."""
    sentence = f"{quantity(count, 'personne a', 'personnes ont')} accès à {name}."
    if unprotected:
        sentence += " Il manque un second facteur à qui l’administre."
    return sentence


def _back(viewer: Viewer, organisation_id: int | None) -> HttpResponse:
    """To the list of one's own organisation, or to the next organisation to invite."""
    is_mine = viewer.organisation_id == organisation_id and viewer.may(MANAGE)
    return redirect("actors:members" if is_mine else "actors:where_to_invite")


def _organisation(request: HttpRequest) -> int:
    organisation_id = known_viewer(request).organisation_id
    if organisation_id is None:
        raise PermissionDenied
    return organisation_id


def _member(request: HttpRequest, membership_id: int) -> Membership:
    found: Membership | None = queries.members(_organisation(request)).filter(pk=membership_id).first()
    if found is None:
        raise Http404
    return found


def _invitation(request: HttpRequest, invitation_id: int) -> Invitation:
    """One of the organisation in use, or that she sent where she still may; the others do not exist for her."""
    viewer = known_viewer(request)
    found: Invitation | None = queries.all_invitations().filter(pk=invitation_id).first()
    if found is None or not (viewer.may(ADMINISTRATION) or _is_hers(viewer, found)):
        raise Http404
    return found


def _is_hers(viewer: Viewer, invitation: Invitation) -> bool:
    """Who left an organisation renews none of the invitations that she sent for it."""
    where = invitation.organisation_id
    if where is None or (where != viewer.organisation_id and invitation.invited_by_id != viewer.user_id):
        return False
    belongs = where == viewer.organisation_id
    return may_invite(viewer.capabilities, belongs=belongs, has_administrator=queries.has_administrator(where))
