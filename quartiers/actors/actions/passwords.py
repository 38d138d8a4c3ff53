"""A forgotten password: anybody asks and the page does the same; the worker writes to who has an account."""

from datetime import datetime, timedelta

from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from quartiers.actors import mails
from quartiers.actors.queries import account_at
from quartiers.office.actions import start_job
from quartiers.web.links import absolute

NEW_PASSWORD = "actors.new_password"
#: The request holds an address: it leaves as soon as a worker had time to read it.
KEPT_FOR = timedelta(hours=1)


def start_new_password(email: str, *, now: datetime) -> None:
    """Let a worker see whether this address has an account: the time of the page says nothing of it."""
    start_job(NEW_PASSWORD, {"email": email}, now=now, keep_for=KEPT_FOR)


def write_new_password(email: str, *, now: datetime) -> None:
    """Write the link that chooses a new password to who has an open account at this address; to nobody else."""
    user = account_at(email)
    if user is None:
        return
    words = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    link = absolute(reverse("account_reset_password_from_key", kwargs=words))
    mails.write("password_reset_key", to=user.email, context={"link": link}, now=now)
