"""Columns that several lists of people show alike."""

from typing import Any

from django.utils.text import capfirst

from quartiers.actors.rules import SecondFactor
from quartiers.web.lists import ChoiceFilter, Column
from quartiers.web.templatetags.components import badge


def _badge(row: Any) -> str:
    where = SecondFactor(row.second_factor)
    return badge(where.badge, where.label)


SECOND_FACTOR = Column(
    "second_facteur", "Second facteur", lambda row: SecondFactor(row.second_factor).label, show=_badge
)
BY_SECOND_FACTOR = ChoiceFilter(
    "second_facteur", "Second facteur", [(one.value, capfirst(one.label)) for one in SecondFactor], "second_factor"
)
