"""The identity of ProConnect that opens an account: linked by its owner, never by an address."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse

from quartiers.actors import mails
from quartiers.actors.actions.sessions import close_sessions
from quartiers.actors.models import Identity, User
from quartiers.kernel.errors import RuleBroken
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb
from quartiers.web.links import absolute

KIND = "actors.identity"
TAKEN = "Cette identité ProConnect ouvre déjà un autre compte. Entrez avec elle, puis retirez-la dans ce compte-là."
ANOTHER = "Votre compte est déjà relié à une autre identité ProConnect. Retirez-la d’abord."
OWN = "C’est votre propre compte. Retirez ProConnect dans «\u00a0Mon compte\u00a0»."
NONE = "Aucune identité ProConnect n’ouvre ce compte. Rechargez la page."
NO_WAY_IN = "Sans ProConnect, rien n’ouvrirait plus votre compte. Choisissez d’abord un mot de passe."


def link_identity(user: User, issuer: str, subject: str, *, by: Author, now: datetime) -> None:
    """Let an identity open an account; once done, it changes nothing.

    Args:
        user: whose account.
        issuer: who vouches for the identity.
        subject: identifier of the person there.
        by: who does it.
        now: instant.

    Raises:
        RuleBroken: the account has another identity there, or the identity opens another account.
    """
    linked = Identity.objects.filter(Q(user=user) | Q(subject=subject), issuer=issuer).first()
    if linked is None:
        _link(user, issuer, subject, by, now)
    elif linked.user_id != user.pk:
        raise RuleBroken(TAKEN)
    elif linked.subject != subject:
        raise RuleBroken(ANOTHER)


def _link(user: User, issuer: str, subject: str, by: Author, now: datetime) -> None:
    try:
        with transaction.atomic():
            Identity.objects.create(user=user, issuer=issuer, subject=subject, linked_at=now)
            audit(Verb.CREATE, kind=KIND, object_id=user.pk, by=by, now=now)
            mails.write("identity_linked", to=user.email, context={}, now=now)
    except IntegrityError as error:  # linked to another account at the same instant
        raise RuleBroken(TAKEN) from error


def note_second_factor(user_id: int, issuer: str, *, shown: bool, now: datetime) -> None:
    """Remember whether the last sign-in with this identity showed two factors to its provider."""
    Identity.objects.filter(user=user_id, issuer=issuer).update(proved_at=now if shown else None)


@transaction.atomic
def unlink_identity(user: User, issuer: str, *, by: Author, now: datetime) -> None:
    """Let the identity open one's own account no more.

    Raises:
        RuleBroken: nothing else opens the account.
    """
    if not user.has_usable_password():
        raise RuleBroken(NO_WAY_IN)
    if Identity.objects.filter(user=user, issuer=issuer).delete()[0]:
        _tell_unlinked(user, by, now)


@transaction.atomic
def take_identity_away(user: User, *, by: Author, now: datetime) -> None:
    """Let no identity open somebody's account any more, and close its sessions at once, which one may have opened.

    Raises:
        RuleBroken: it is one's own account, or no identity opens it.
    """
    if user.pk == by.user_id:
        raise RuleBroken(OWN)
    if not Identity.objects.filter(user=user).delete()[0]:
        raise RuleBroken(NONE)
    close_sessions(user.pk)
    _tell_unlinked(user, by, now)


def _tell_unlinked(user: User, by: Author, now: datetime) -> None:
    audit(Verb.DELETE, kind=KIND, object_id=user.pk, by=by, now=now)
    context = {"has_password": user.has_usable_password(), "link": absolute(reverse("account_reset_password"))}
    mails.write("identity_unlinked", to=user.email, context=context, now=now)
