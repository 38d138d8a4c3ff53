"""What can be done with an account."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from quartiers.actors.actions.sessions import close_sessions
from quartiers.actors.models import User
from quartiers.kernel.errors import RuleBroken
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb


def rename(user_id: int, first_name: str, last_name: str) -> None:
    """Change the name that colleagues read."""
    User.objects.filter(pk=user_id).update(first_name=first_name.strip(), last_name=last_name.strip())


@transaction.atomic
def deactivate(user: User, *, by: Author, now: datetime) -> None:
    """Close an account, and all its sessions at once. What the person did stays.

    Raises:
        RuleBroken: it is one's own, or the last one that administers the platform.
    """
    if user.pk == by.user_id:
        raise RuleBroken("C’est votre propre compte. Demandez à une autre personne de le fermer.")
    others = User.objects.select_for_update().filter(is_installation_administrator=True, is_active=True)
    if user.is_installation_administrator and not others.exclude(pk=user.pk).exists():
        raise RuleBroken("Personne d’autre n’administre la plateforme. Invitez d’abord quelqu’un pour le faire.")
    User.objects.filter(pk=user.pk).update(is_active=False)
    close_sessions(user.pk)
    audit(Verb.REVOKE, kind="actors.account", object_id=user.pk, by=by, now=now)


@transaction.atomic
def reactivate(user: User, *, by: Author, now: datetime) -> None:
    """Open an account again: its memberships and its password are as they were."""
    User.objects.filter(pk=user.pk).update(is_active=True)
    audit(Verb.GRANT, kind="actors.account", object_id=user.pk, by=by, now=now)


@transaction.atomic
def forget_second_factor(user: User, *, by: Author, now: datetime) -> None:
    """Take away a second factor whose phone and codes are lost, and close the sessions that it opened."""
    Authenticator.objects.filter(user_id=user.pk).delete()
    close_sessions(user.pk)
    audit(Verb.UPDATE, kind="actors.account", object_id=user.pk, by=by, fields=["second_factor"], now=now)
