"""Entering a person, noting who came, matching a list."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django import forms

from quartiers.exchanges.actions import Asked, Identity, NewNeed
from quartiers.exchanges.forms.fields import CHOICE, address, choice
from quartiers.exchanges.forms.questions import Questioning
from quartiers.exchanges.models import Question, Registration
from quartiers.exchanges.participant_list import MOST_BYTES, MOST_LINES, read_list
from quartiers.exchanges.queries.places import place_of
from quartiers.exchanges.queries.public import SessionShown
from quartiers.exchanges.rules import Audience, Listed, Matching, Nature, Presence
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, number
from quartiers.territory.fields import Words


class EntryForm(Questioning):
    """A person who called, wrote, or came: no address is needed, nor an answer to what the cycle asks."""

    first_name = Words("Prénom", missing="Il manque le prénom.", max_length=100)
    last_name = Words("Nom", missing="Il manque le nom.", max_length=100)
    email = address(
        "Courriel",
        required=False,
        help_text="Sans courriel, rien ne lui est envoyé : prévenez-la.".replace(" :", f"{NBSP}:"),
    )
    phone = Words("Téléphone", max_length=30)
    organisation = Words("Organisation")
    audience = choice(
        "Elle vient comme", [(one.value, one.label) for one in Audience], initial=Audience.HABITANT.value
    )
    commune = Words("Commune ou quartier", max_length=120)
    need = Words("Sa question", lines=3, max_length=2000)
    nature = choice(
        "C’est une question plutôt", [(one.value, one.label) for one in Nature], initial=Nature.AUTRE.value
    )

    def __init__(
        self, *args: Any, sessions: Sequence[SessionShown], questions: Sequence[Question], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ask(questions, must_answer=False)
        self.open_sessions = {str(one.session.pk): one.session for one in sessions}
        self.fields["sessions"] = forms.MultipleChoiceField(
            label="Séances",
            choices=[(key, one.title) for key, one in self.open_sessions.items()],
            widget=forms.CheckboxSelectMultiple,
            error_messages=CHOICE | {"required": "Aucune séance n’est choisie. Cochez au moins une séance."},
        )

    def asked(self, *, entered_by: str) -> Asked:
        """What the organiser enters."""
        given = self.cleaned_data
        commune_id, neighbourhood_id = place_of(given["commune"])
        who = Identity(
            email=given["email"],
            first_name=given["first_name"],
            last_name=given["last_name"],
            organisation=given["organisation"],
            audience=Audience(given["audience"]),
            phone=given["phone"],
            commune_name=given["commune"],
            commune_id=commune_id,
            neighbourhood_id=neighbourhood_id,
        )
        sessions = [self.open_sessions[key] for key in given["sessions"]]
        needs = [NewNeed(given["need"], Nature(given["nature"]))] if given["need"] else []
        return Asked(who, sessions, needs=needs, answers=self.answers(), entered_by=entered_by)


class PresencesForm(forms.Form):
    """One choice for each registration of a page."""

    def __init__(self, *args: Any, rows: Sequence[Registration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            self.fields[f"p{row.pk}"] = forms.ChoiceField(
                label=f"Présence de {row.participant}",
                choices=[(one.value, one.label) for one in Presence],
                initial=row.presence,
                required=False,
                error_messages=CHOICE,
                widget=forms.Select(attrs={"class": "form-select", "aria-label": f"Présence de {row.participant}"}),
            )

    def lines(self) -> list[tuple[Registration, forms.BoundField]]:
        return [(row, self[f"p{row.pk}"]) for row in self.rows]

    def state(self) -> dict[str, str]:
        """As ``queries.organised.presences_noted`` gives it, for those whom the page showed."""
        return {name: said for name, said in self.cleaned_data.items() if said}


class ListForm(forms.Form):
    """The list of participants of a video service."""

    file = forms.FileField(
        label="La liste des participants",
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.ods"}),
        help_text=f"CSV, Excel ou LibreOffice, {number(MOST_LINES)} lignes au plus, avec une colonne "
        f"«{NBSP}nom{NBSP}» ou «{NBSP}courriel{NBSP}».",
        error_messages={
            "required": "Il manque le fichier. Choisissez la liste que le service de visioconférence vous a donnée.",
            "invalid": "Le fichier n’est pas arrivé. Choisissez-le de nouveau.",
            "empty": "Ce fichier est vide. Choisissez une liste qui a une ligne de titres, puis une ligne par nom.",
            "max_length": "Le nom de ce fichier est trop long. Renommez-le, puis envoyez-le de nouveau.",
        },
    )
    listed: list[Listed]

    def clean_file(self) -> Any:
        """Read in a temporary file that goes at once: nothing of the list is kept."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                f"Ce fichier dépasse {MOST_BYTES // 1024**2}{NBSP}Mo. Gardez la feuille des participants."
            )
        with NamedTemporaryFile() as kept:
            for chunk in file.chunks():
                kept.write(chunk)
            kept.flush()
            try:
                self.listed = read_list(Path(kept.name))
            except RuleBroken as broken:
                raise forms.ValidationError(broken.message) from broken
        return file


class MatchForm(forms.Form):
    """Who of a list was there: matches are ticked, the others may be chosen by hand."""

    def __init__(
        self, *args: Any, rows: Sequence[Registration], matching: Matching | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(row.pk), str(row.participant)) for row in rows]
        found = [str(one.key) for _, one in matching.pairs] if matching else []
        self.fields["present"] = forms.MultipleChoiceField(
            label="Étaient là",
            required=False,
            choices=known,
            initial=found,
            widget=forms.CheckboxSelectMultiple,
            error_messages=CHOICE,
        )

    def present(self) -> list[int]:
        return [int(one) for one in self.cleaned_data["present"]]
