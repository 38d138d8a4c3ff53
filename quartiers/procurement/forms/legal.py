"""Around the legal check: where a rule was read, under which name a check is kept."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.procurement import rules
from quartiers.procurement.rules.reading import read_project

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


class ProjectField(forms.CharField):
    """A contract as JSON, as the command reads it; the value is a ``Project``, what stands in it is told in French."""

    def __init__(self) -> None:
        super().__init__(
            label="Le marché, en JSON",
            help_text="Les mêmes champs que la commande check_contract, décrits dans le guide.",
            widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
            error_messages={
                "required": "Il manque le marché. Contrôlez-le d’abord, ou collez-le ici en JSON.",
                "null_characters_not_allowed": UNREADABLE,
            },
        )

    def clean(self, value: str | None) -> rules.Project:
        text = super().clean(value)
        try:
            return read_project(text.encode("utf-8", "replace"))
        except RuleBroken as broken:
            raise forms.ValidationError(broken.message) from broken


class KeepForm(forms.Form):
    """Under which name a check is kept. ``marche`` comes from the page of the check, or is pasted."""

    title = RuledText("Le nom de ce marché", rules.check_title, f"Par exemple{NBSP}: Nettoyage des écoles, lot 2.")
    marche = ProjectField()
    contrat = forms.IntegerField(required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        self.comes_from_a_check = data is not None and "title" not in data
        super().__init__(
            None if self.comes_from_a_check else data,
            initial={} if data is None else {name: data.get(name, "") for name in ("marche", "contrat")},
        )

    @property
    def project(self) -> rules.Project | None:
        """The contract, as far as it can be read, whatever the name."""
        if self.is_bound:
            found: rules.Project | None = self.cleaned_data.get("marche")
            return found
        if not self.comes_from_a_check:
            return None
        try:
            return ProjectField().clean(self.initial.get("marche", ""))
        except forms.ValidationError:
            return None
