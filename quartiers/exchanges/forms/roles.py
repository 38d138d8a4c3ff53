"""Roles of members in the exchanges, and the address of a person who asks for her data."""

from collections.abc import Sequence
from typing import Any

from django import forms

from quartiers.exchanges.forms.fields import CHOICE, address
from quartiers.exchanges.queries.roles import MemberLine
from quartiers.exchanges.rules import DeskRole


class HelpersForm(forms.Form):
    """One group of boxes for each member who does not administer."""

    def __init__(self, *args: Any, members: Sequence[MemberLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = [one for one in members if not one.is_administrator]
        for one in self.members:
            self.fields[f"m{one.user_id}"] = forms.MultipleChoiceField(
                label=one.name,
                required=False,
                choices=[(role.value, role.label.capitalize()) for role in DeskRole],
                initial=[role.value for role in one.roles],
                widget=forms.CheckboxSelectMultiple,
                error_messages=CHOICE,
            )

    def state(self) -> dict[str, list[str]]:
        """As ``queries.roles.roles_given`` gives it."""
        return {name: sorted(roles) for name, roles in self.cleaned_data.items()}


class PersonForm(forms.Form):
    """Whose data."""

    email = address("Courriel de la personne", required=True, help_text="Celui qu’elle a donné en s’inscrivant.")
