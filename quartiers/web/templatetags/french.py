"""French typography in templates: thin wrappers over ``quartiers.kernel.french``."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone

from quartiers.kernel import french

register = template.Library()


@register.filter
def number(value: int | float | Decimal | None, decimals: int = 0) -> str:
    return "" if value is None else french.number(value, decimals)


@register.filter(expects_localtime=True)
def day(value: date) -> str:
    return french.day(value)


@register.filter(expects_localtime=True)
def long_day(value: date) -> str:
    return french.long_day(value)


@register.filter(expects_localtime=True)
def short_day(value: date) -> str:
    return french.short_day(value)


@register.filter
def quantity(value: int, noun: str) -> str:
    """``{{ n|quantity:"quartier" }}`` or ``{{ n|quantity:"jeu,jeux" }}``."""
    singular, _, plural = noun.partition(",")
    return french.quantity(value, singular, plural)


@register.filter
def plural(value: int, noun: str) -> str:
    """The noun without its number: ``{{ n|plural:"commune,communes" }}``."""
    singular, _, several = noun.partition(",")
    return singular if abs(value) < 2 else several


@register.filter
def moment(value: datetime) -> str:
    """Day and hour, in the platform's zone."""
    return french.moment(timezone.localtime(value))
