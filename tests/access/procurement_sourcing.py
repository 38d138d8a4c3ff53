"""Sourcing: an organisation keeps its cards to itself; what small companies look for is open to all."""

from typing import Any

from tests import people
from tests.access.doors import SIGN_IN, Door
from tests.factories import sourcing


def own() -> dict[str, Any]:
    return {"card_id": sourcing.card(people.organisation()).pk}


def own_company() -> dict[str, Any]:
    card = sourcing.card(people.organisation())
    return {"card_id": card.pk, "company_id": sourcing.company(card).pk}


def own_information() -> dict[str, Any]:
    card = sourcing.card(people.organisation())
    return {"card_id": card.pk, "information_id": sourcing.say(card, sourcing.company(card)).pk}


def theirs(kwargs: Any, *, method: str = "get", done: int = 200) -> Door:
    """Whoever has no organisation in use is refused; another organisation does not know that it exists."""
    kinds = {"installation_administrator": 403, "stranger": 404}
    return Door(visitor=SIGN_IN, signed=done, kinds=kinds, kwargs=kwargs, method=method)


NOT_HERS = {"installation_administrator": 403}
ACCESS = {
    "procurement:small_companies": Door(visitor=200),
    "procurement:sourcings": Door(visitor=SIGN_IN, signed=200, kinds=NOT_HERS),
    "procurement:open_sourcing": Door(visitor=SIGN_IN, signed=200, kinds=NOT_HERS),
    "procurement:sourcing": theirs(own),
    "procurement:edit_sourcing": theirs(own),
    "procurement:erase_sourcing": theirs(own),
    "procurement:add_sourcing_company": theirs(own),
    "procurement:edit_sourcing_company": theirs(own_company),
    "procurement:remove_sourcing_company": theirs(own_company, method="post", done=302),
    "procurement:give_information": theirs(own),
    "procurement:remove_information": theirs(own_information, method="post", done=302),
}
