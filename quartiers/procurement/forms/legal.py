"""Around the legal check: where a rule was read, under which name a check is kept."""

from collections.abc import Callable

from django import forms

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.procurement import rules

UNREADABLE = "Ce texte contient un caractère illisible. Écrivez-le de nouveau."
WHERE = f"Par exemple{NBSP}: Légifrance, article L2112-2, version en vigueur au 22 août 2026."


class RuledText(forms.CharField):
    """A line of text that a rule reads: what the rule refuses, the form says beside the field."""

    def __init__(self, label: str, rule: Callable[[str], str], help_text: str = "", lines: int = 1) -> None:
        widget = forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput(attrs={"autocomplete": "off"})
        messages = {"null_characters_not_allowed": UNREADABLE}
        super().__init__(label=label, widget=widget, help_text=help_text, error_messages=messages)
        self.rule = rule

    def validate(self, value: str) -> None:
        """Nothing here: the rule says what is missing."""

    def clean(self, value: str | None) -> str:
        text = super().clean(value)
        try:
            return self.rule(text)
        except RuleBroken as broken:
            raise forms.ValidationError(broken.message) from broken


class ConfirmRuleForm(forms.Form):
    """Where an administrator read the text of a rule."""

    source = RuledText("Quel texte avez-vous lu", rules.check_source, WHERE, lines=2)
