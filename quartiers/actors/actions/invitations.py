"""Invite, send again, take back, accept. The link is known to its mail alone: the table holds a hash."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from quartiers.actors import mails
from quartiers.actors.actions.identities import link_identity
from quartiers.actors.models import Cite, CiteRole, Invitation, Membership, Organisation, User
from quartiers.actors.rules import Role, invitation_ends
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import day
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb
from quartiers.web.links import absolute

DEAD = "Cette invitation ne sert plus. Demandez à la personne qui vous a invité de vous en envoyer une autre."


def token_hash(token: str) -> str:
    """What the table keeps of a link: it has 256 random bits, a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    email: str,
    *,
    organisation: Organisation | None,
    role: Role = Role.MEMBER,
    cite: Cite | None = None,
    cite_role: Role | None = None,
    by: Author,
    now: datetime,
) -> str:
    """Invite somebody by mail; whoever was invited there already gets the new offer, and the old link dies.

    Args:
        email: to whom.
        organisation: where; None to administer the platform.
        role: there.
        cite: where she has a role besides; None for nowhere.
        cite_role: that role.
        by: who invites.
        now: instant of sending.

    Returns:
        The address of the link.

    Raises:
        RuleBroken: she is a member already, the organisation is closed, or the address cannot be one.
    """
    email = email.strip().lower()
    if organisation is not None:
        Organisation.objects.select_for_update().get(pk=organisation.pk)  # two who invite wait for each other
        _refuse_closed_or_known(organisation, email)
    invitation = Invitation.objects.filter(
        organisation=organisation, email=email, accepted_at=None, revoked_at=None
    ).first() or Invitation(organisation=organisation, email=email)
    invitation.role, invitation.cite, invitation.cite_role = role, cite, cite_role or ""
    return _send(invitation, by, now)


@transaction.atomic
def send_invitation_again(invitation: Invitation, *, by: Author, now: datetime) -> str:
    """A new link by a new mail, for fourteen more days; the old link dies.

    Raises:
        RuleBroken: it was accepted or taken back.
    """
    if invitation.accepted_at or invitation.revoked_at:
        raise RuleBroken("Cette invitation n’attend plus de réponse. Invitez de nouveau cette personne.")
    return _send(invitation, by, now)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: Author, now: datetime) -> None:
    """Take an invitation back: its link opens nothing any more.

    Raises:
        RuleBroken: it was accepted meanwhile.
    """
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None)
    if not waiting.update(revoked_at=now):
        raise RuleBroken("Cette invitation vient d’être acceptée. Retirez plutôt la personne de la liste des membres.")
    audit(Verb.REVOKE, kind="actors.invitation", object_id=invitation.pk, by=by, now=now)


@transaction.atomic
def accept(invitation: Invitation, user: User, *, now: datetime) -> None:
    """Join with an account that exists, once.

    Raises:
        RuleBroken: the link is dead, or was sent to somebody else.
    """
    if invitation.email != user.email:
        raise RuleBroken("Cette invitation a été envoyée à une autre adresse que la vôtre. Entrez avec ce compte-là.")
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None, ends_at__gt=now)
    if not waiting.update(accepted_at=now):
        raise RuleBroken(DEAD)
    _join(invitation, user, now)


@transaction.atomic
def accept_as_newcomer(
    invitation: Invitation, *, first_name: str, last_name: str, password: str | None, now: datetime
) -> User:
    """Create the account that the invitation offers, without a password when none is given, and join.

    Raises:
        RuleBroken: the link is dead, or an account has this address already.
    """
    Invitation.objects.select_for_update().get(pk=invitation.pk)  # a link pressed twice makes one account
    if User.objects.filter(email=invitation.email).exists():
        raise RuleBroken("Un compte existe déjà à cette adresse. Entrez avec lui, puis acceptez l’invitation.")
    user = User(email=invitation.email, first_name=first_name, last_name=last_name, created_at=now)
    user.set_password(password)
    user.save()
    accept(invitation, user, now=now)
    return user


@transaction.atomic
def accept_with_identity(
    invitation: Invitation,
    *,
    first_name: str,
    last_name: str,
    issuer: str,
    subject: str,
    request_id: str,
    now: datetime,
) -> User:
    """Create the account that the invitation offers, opened by an identity instead of a password, and join.

    Raises:
        RuleBroken: the link is dead, or an account has this address already.
    """
    user = accept_as_newcomer(invitation, first_name=first_name, last_name=last_name, password=None, now=now)
    link_identity(user, issuer, subject, by=Author(user.pk, None, request_id), now=now)
    return user


def _refuse_closed_or_known(organisation: Organisation, email: str) -> None:
    if organisation.closed_on is not None:
        raise RuleBroken("Cette organisation est fermée. Personne ne peut plus y être invité.")
    if Membership.objects.filter(user__email=email, organisation=organisation, ended_at=None).exists():
        raise RuleBroken("Cette personne est déjà membre. Changez son rôle dans la liste des membres.")


def _send(invitation: Invitation, by: Author, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    invitation.token_hash = token_hash(token)
    invitation.sent_at, invitation.ends_at, invitation.invited_by_id = now, invitation_ends(now), by.user_id
    invitation.save()
    audit(Verb.CREATE, kind="actors.invitation", object_id=invitation.pk, by=by, now=now)
    link = absolute(f"/invitation/{token}/")
    context = {
        "link": link,
        "by": str(invitation.invited_by or ""),
        "where": invitation.organisation.name if invitation.organisation else "",
        "role": Role(invitation.role).label,
        "cite": invitation.cite.name if invitation.cite else "",
        "until": day(invitation.ends_at.date()),
    }
    mails.write("invitation", to=invitation.email, context=context, now=now, key=f"{invitation.pk} {now.isoformat()}")
    return link


def _join(invitation: Invitation, user: User, now: datetime) -> None:
    author = Author(user.pk, invitation.organisation_id)
    audit(Verb.GRANT, kind="actors.account", object_id=user.pk, by=author, fields=["role", "cite_role"], now=now)
    if invitation.organisation is None:
        User.objects.filter(pk=user.pk).update(is_installation_administrator=True)
        return
    membership, _ = Membership.objects.update_or_create(
        user=user,
        organisation=invitation.organisation,
        ended_at=None,
        defaults={"role": invitation.role},
        create_defaults={"role": invitation.role, "since": now},
    )
    if invitation.cite is not None and invitation.cite_role:
        CiteRole.objects.get_or_create(
            cite=invitation.cite,
            membership=membership,
            role=invitation.cite_role,
            ended_at=None,
            defaults={"since": now},
        )
