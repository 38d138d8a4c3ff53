"""Cités and contrats de ville: public pages for all, working pages for those of the Cité, changes for who coordinates.

Each working page is knocked at twice: in the Cité of the people, and in another one, where nobody of them belongs.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from quartiers.actors.actions.partners import Document, sign_annex
from quartiers.office.rules import PLATFORM
from tests import factories, people
from tests.access.doors import SIGN_IN, Door

#: Those who have a role in the Cité, or run the installation.
INSIDE = ("coordinator", "partner", "observer", "data_protection_officer", "installation_administrator")
MANAGERS = ("coordinator", "installation_administrator")
ELSEWHERE = "ailleurs"
MEETING = {"kind": "steering", "held_on": "2026-09-14"}


def there(**more: Callable[[Any], Any]) -> Callable[[], dict[str, Any]]:
    """The address in the Cité of the people; ``more`` makes what else the address holds."""
    return lambda: _filled(people.cite(), more)


def elsewhere(**more: Callable[[Any], Any]) -> Callable[[], dict[str, Any]]:
    """The same in a Cité where nobody of them belongs."""
    return lambda: _filled(another(), more)


def another() -> Any:
    return factories.Cite(slug=ELSEWHERE, name="Ailleurs", bearer__name="Association du bout du monde")


def _filled(cite: Any, more: dict[str, Callable[[Any], Any]]) -> dict[str, Any]:
    return {"slug": cite.slug, **{name: make(cite).pk for name, make in more.items()}}


def partner(cite: Any) -> Any:
    return factories.Partner(cite=cite, organisation__name="Centre social La Passerelle")


def role(cite: Any) -> Any:
    return factories.CiteRole(cite=cite, membership__organisation=cite.bearer, role="observer")


def committee(cite: Any) -> Any:
    return factories.Committee(cite=cite)


def decision(cite: Any) -> Any:
    return factories.Decision(committee=committee(cite))


def working(**more: Any) -> dict[str, Door]:
    """A page to read: the people of the Cité, and nobody else."""
    return {
        "": Door(visitor=SIGN_IN, signed=404, kinds=dict.fromkeys(INSIDE, 200), kwargs=there(**more)),
        "another Cité": Door(
            visitor=SIGN_IN, signed=404, kinds={"installation_administrator": 200}, kwargs=elsewhere(**more)
        ),
    }


def managing(*, method: str = "get", done: int = 200, data: Any = (), **more: Any) -> dict[str, Door]:
    """A page that changes something: those who coordinate; 403 for the others of the Cité."""
    inside = dict.fromkeys(INSIDE, 403) | dict.fromkeys(MANAGERS, done)
    return {
        "": Door(visitor=SIGN_IN, signed=404, kinds=inside, kwargs=there(**more), method=method, data=dict(data)),
        "another Cité": Door(
            visitor=SIGN_IN,
            signed=404,
            kinds={"installation_administrator": done},
            kwargs=elsewhere(**more),
            method=method,
            data=dict(data),
        ),
    }


def signed(cite: Any) -> Any:
    """An annex with its document."""
    return sign_annex(
        partner(cite),
        "2026-1",
        signed_by="Direction",
        signed_on=date(2026, 1, 5),
        document=Document("annexe.pdf", [b"%PDF-1.7\n%%EOF\n"]),
        by=PLATFORM,
        now=timezone.now(),
    )


def agreement() -> dict[str, Door]:
    """What was signed: who coordinates, and the data protection officer of this Cité."""
    inside = dict.fromkeys(INSIDE, 403) | dict.fromkeys((*MANAGERS, "data_protection_officer"), 200)
    runs = {"installation_administrator": 200}
    return {
        "": Door(visitor=SIGN_IN, signed=404, kinds=inside, kwargs=there(annex_id=signed)),
        "another Cité": Door(visitor=SIGN_IN, signed=404, kinds=runs, kwargs=elsewhere(annex_id=signed)),
    }


def contract() -> dict[str, str]:
    return {"slug": factories.ContratDeVille().slug}


RUNS = {"installation_administrator": 200}
PUBLIC_CITE: dict[str, Door] = {
    "": Door(visitor=200, kwargs=there()),
    "a Cité that is not there": Door(visitor=404, kwargs={"slug": "nulle-part"}),
}
ACCESS: dict[str, Door | dict[str, Door]] = {
    "cites:list": Door(visitor=200),
    "cites:create": Door(visitor=SIGN_IN, signed=403, kinds=RUNS),
    "cites:cite": PUBLIC_CITE,
    "cites:work": working(),
    "cites:participants": working(),
    "cites:committees": working(),
    "cites:committee": working(committee_id=committee),
    "cites:minutes": working(committee_id=committee),
    "cites:decisions": working(),
    "cites:edit": managing(),
    "cites:add_partner": managing(),
    "cites:partner": managing(partner_id=partner),
    "cites:annex_document": agreement(),
    "cites:end_partner": managing(partner_id=partner),
    "cites:give_role": managing(),
    "cites:withdraw_role": managing(role_id=role),
    "cites:call_committee": managing(),
    "cites:edit_committee": managing(committee_id=committee),
    "cites:decision": managing(decision_id=decision),
    "cites:attend": managing(method="post", committee_id=committee),
    "cites:decide": managing(method="post", committee_id=committee),
    "cites:forget_attendance": managing(
        method="post", done=302, committee_id=committee, attendance_id=lambda cite: committee(cite)
    ),
    "cites:contracts": Door(visitor=200),
    "cites:contract": Door(visitor=200, kwargs=contract),
    "cites:create_contract": Door(visitor=SIGN_IN, signed=403, kinds=RUNS),
    "cites:edit_contract": Door(visitor=SIGN_IN, signed=403, kinds=RUNS, kwargs=contract),
    "cites:contract_links": Door(visitor=SIGN_IN, signed=403, kinds=RUNS, kwargs=contract),
    "api-1:cites": Door(visitor=200),
    "api-1:cite": PUBLIC_CITE,
    "api-1:cite_geojson": PUBLIC_CITE,
    "api-1:contracts": Door(visitor=200),
    "api-1:contract": Door(visitor=200, kwargs=contract),
    "api-1:contract_geojson": Door(visitor=200, kwargs=contract),
}
