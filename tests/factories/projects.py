"""Projects of structures; all invented."""

from datetime import UTC, date, datetime

from quartiers.iae.actions import projects as actions
from quartiers.iae.rules.projects import Step
from quartiers.office.rules import PLATFORM

NOW, DAY = datetime(2026, 11, 2, 9, tzinfo=UTC), date(2026, 11, 2)
PROJECT = {
    "name": "Un chantier au Viguier",
    "kind": "aci",
    "activity": "maraichage",
    "posts": "12.5",
    "initiative": "L’intercommunalité.",
}


def project(owner, **asked):
    """A project that this organisation follows; its need and its file are done."""
    made = actions.create_project(owner.pk, PROJECT | asked, on=DAY, by=PLATFORM, now=NOW)
    for step, on in ((Step.NEED, date(2026, 1, 5)), (Step.FILE, date(2026, 10, 5))):
        actions.note_step(made.pk, step, on, on=DAY, by=PLATFORM, now=NOW)
    return made
