"""Failed sign-ins and forgotten passwords, counted in the database for the account and for the network's address.

Known or not: the count says nothing of whether an account exists. Every process and every machine counts the same.
"""

from datetime import datetime

from django.utils.crypto import salted_hmac

from quartiers.actors.models import FailedAttempt, User
from quartiers.actors.rules import failure_window, failures_allowed
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import quantity

SALT = "quartiers.actors.attempts"
FAILED = "Trop d’essais ont échoué."
ASKED = "Beaucoup de demandes sont venues d’ici, ou pour cette adresse."


def refuse_too_many(account: str, address: str, *, now: datetime, said: str = FAILED) -> None:
    """Let an attempt be read, unless too many failed lately.

    Args:
        account: the e-mail address as typed, or whatever names the account; it may not exist.
        address: of the network.
        now: instant of the attempt.
        said: what came too often, as a sentence.

    Raises:
        RuleBroken: too many; the sentence is the same for an account that does not exist.
    """
    window = failure_window(now.date())
    for subject, by_address in ((_subject("account", account), False), (_subject("address", address), True)):
        failed = FailedAttempt.objects.filter(subject=subject, at__gt=now - window).count()
        if failed >= failures_allowed(by_address=by_address, on=now.date()):
            minutes = quantity(int(window.total_seconds() // 60), "minute")
            raise RuleBroken(
                f"{said} Attendez {minutes}, puis réessayez\u202f; votre compte et ses données n’ont rien."
            )


def note_failure(account: str, address: str, *, now: datetime) -> None:
    """Count a failed attempt, and forget those that count no more."""
    FailedAttempt.objects.filter(at__lte=now - failure_window(now.date())).delete()
    subjects = (_subject("account", account), _subject("address", address))
    FailedAttempt.objects.bulk_create(FailedAttempt(subject=subject, at=now) for subject in subjects)


def ask_new_password(account: str, address: str, *, now: datetime) -> None:
    """Count a request for a new password.

    Args:
        account: the e-mail address as typed.
        address: of the network.
        now: instant of the request.

    Raises:
        RuleBroken: too many lately, for this account or from this address, whether the account exists or not.
    """
    account, address = f"forgotten:{account}", f"forgotten:{address}"
    refuse_too_many(account, address, now=now, said=ASKED)
    note_failure(account, address, now=now)


def forget_failures(account: str) -> None:
    """She got in: her account starts afresh. The network's address does not."""
    FailedAttempt.objects.filter(subject=_subject("account", account)).delete()


def spend_code(user_id: int, step: int) -> bool:
    """Use the code of this step of time; False when it, or a newer one, was used before."""
    return bool(User.objects.filter(pk=user_id, last_code_step__lt=step).update(last_code_step=step))


def _subject(kind: str, name: str) -> str:
    return salted_hmac(SALT, f"{kind}:{name.strip().lower()}", algorithm="sha256").hexdigest()
