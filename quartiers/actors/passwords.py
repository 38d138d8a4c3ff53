"""The validator of passwords that the settings name: long rather than complicated."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from quartiers.actors.rules import PASSWORD_LENGTH, password_too_short
from quartiers.kernel.french import quantity


class LongEnough:
    """At least the length that the rules say that day."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        message = password_too_short(password, on=localdate())
        if message:
            raise ValidationError(message, code="password_too_short")

    def get_help_text(self) -> str:
        return f"Au moins {quantity(PASSWORD_LENGTH.on(localdate()), 'caractère')}."
