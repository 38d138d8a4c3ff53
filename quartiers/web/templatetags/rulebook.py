"""How a dated value is read in a sentence."""

from django import template

from quartiers.kernel.dated import Entry
from quartiers.kernel.french import day
from quartiers.web.rulebook import shown

register = template.Library()
register.filter("rule_value", shown)


@register.filter
def validity(entry: Entry[object]) -> str:
    """The period of an entry, ready to stand in a sentence."""
    if entry.valid_from and entry.valid_to:
        return f"du {day(entry.valid_from)} au {day(entry.valid_to)}"
    if entry.valid_from:
        return f"à partir du {day(entry.valid_from)}"
    return f"jusqu’au {day(entry.valid_to)}" if entry.valid_to else "sans date de début ni de fin"
