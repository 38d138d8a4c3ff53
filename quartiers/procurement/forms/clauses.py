"""A set of clauses: which ones were chosen, and the text of each as the buyer makes it hers. Nothing is kept."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict

from quartiers.kernel.french import NBSP
from quartiers.procurement.forms.check import clause_text
from quartiers.procurement.rules.catalogue import CLAUSES, FAMILIES, STAGES, CatalogueClause, chosen

CHOSEN, MOST = "c", 40
EMPTY = f"Ce texte est vide. Écrivez la clause, ou retirez-la avec le bouton «{NBSP}Retirer{NBSP}»."


class ClauseSetForm(forms.Form):
    """The clauses of a set, in the order of a consultation, each with its text: the catalogue's, or what was typed.

    Args:
        asked: ``c`` once for each code, ``texte_<code>`` for a text that was changed; ``ajouter`` is the code of one
            clause to take once the button ``prendre`` is pressed, ``retirer`` of one to leave.
    """

    def __init__(self, asked: QueryDict) -> None:
        taken = asked.getlist("ajouter")[:1] if "prendre" in asked else []
        found = [
            one for one in chosen([*asked.getlist(CHOSEN)[:MOST], *taken])[:MOST] if one.code != asked.get("retirer")
        ]
        self.chosen = sorted(found, key=lambda one: STAGES.index(one.stage))
        typed = {one.code: asked.get(_name(one), one.text).replace("\r\n", "\n") for one in self.chosen}
        super().__init__({_name(one): typed[one.code] for one in self.chosen})
        for rank, one in enumerate(self.chosen, start=1):
            field = clause_text(f"Texte de la clause {rank}", lines=6)
            field.required = True
            field.error_messages["required"] = EMPTY
            self.fields[_name(one)] = field
        self.clauses = [replace(one, text=typed[one.code]) for one in self.chosen]

    @property
    def codes(self) -> list[str]:
        return [one.code for one in self.chosen]

    @property
    def rows(self) -> list[tuple[CatalogueClause, Any]]:
        """Each clause as it is written, with its field."""
        return [(one, self[_name(one)]) for one in self.clauses]

    @property
    def others(self) -> list[tuple[str, list[CatalogueClause]]]:
        """What can still be added, by family; nothing once the set is full."""
        if len(self.chosen) >= MOST:
            return []
        taken = set(self.codes)
        left = [
            (family.title, [one for one in CLAUSES if one.family == family.code and one.code not in taken])
            for family in FAMILIES
        ]
        return [(title, own) for title, own in left if own]


def _name(one: CatalogueClause) -> str:
    return f"texte_{one.code}"
