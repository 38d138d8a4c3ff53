"""What protects accounts beyond a password: an application that gives codes, or two factors shown to ProConnect."""

from allauth.mfa.models import Authenticator
from django.db.models import Case, CharField, Exists, OuterRef, QuerySet, Value, When

from quartiers.actors.models import Identity
from quartiers.actors.rules import SecondFactor


def has_second_factor(user_id: int) -> bool:
    """Whether an application that gives codes is installed; codes of recovery alone do not count."""
    return _applications(user_id).exists()


def recovery_codes_left(user_id: int) -> int:
    found = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(found.wrap().get_unused_codes()) if found else 0


def second_factor_of(account: str) -> Case:
    """Where the second factor of each account is, a ``SecondFactor``, as a column of a query.

    Args:
        account: the field that holds the number of the account: ``"pk"``, ``"user_id"``.
    """
    proved = Identity.objects.filter(user=OuterRef(account)).exclude(proved_at=None)
    return Case(
        When(Exists(_applications(OuterRef(account))), then=Value(SecondFactor.HERE)),
        When(Exists(proved), then=Value(SecondFactor.AT_PROVIDER)),
        default=Value(SecondFactor.NOWHERE),
        output_field=CharField(),
    )


def _applications(user_id: "int | OuterRef") -> "QuerySet[Authenticator]":
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP)
    return found
