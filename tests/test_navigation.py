"""The white bar: at most seven entries, and each opens for who sees it."""

import pytest
from django.test import RequestFactory

from quartiers.actors.rules.organisations import OrganisationKind
from quartiers.desks import menus
from tests import factories, pages, people

pytestmark = pytest.mark.django_db
BARS = {
    name: bar
    for name, bar in vars(menus).items()
    if isinstance(bar, tuple) and bar and name.isupper() and name != "ALL"
}


def statuses(client, entries) -> set[int]:
    """What the doors answer; the health of the service may be bad, and its page opens all the same."""
    return {client.get(one.address).status_code for one in entries if one.address != "/sante/"}


@pytest.mark.parametrize("kind", people.KINDS)
def test_what_the_bar_and_the_doors_show_opens(client, kind):
    pages.ground()
    people.sign_in(client, kind)
    context = client.get("/espace/").context
    shown, others = context["navigation"], context["other_doors"]

    assert 0 < len(shown) <= menus.MOST
    assert [one.label for one in shown if one.is_current] == ["À traiter"]
    assert not {one.address for one in shown} & {one.address for one in others}
    assert statuses(client, [*shown, *others]) == {200}


@pytest.mark.parametrize("kind", ["acheteur", "aci", "entreprise", "centre_de_ressources", "ddets", "mission_locale"])
def test_what_the_bar_shows_opens_for_each_kind_of_organisation(client, kind):
    pages.ground()
    client.force_login(factories.Membership(organisation__kind=kind).user)

    assert statuses(client, client.get("/espace/").context["navigation"]) == {200}


def bar_of(client, kind: str) -> list[str]:
    client.force_login(
        factories.Membership(organisation__kind=kind, organisation__name=kind, user__email=f"{kind}@exemple.fr").user
    )
    return [one.label for one in client.get("/espace/").context["navigation"]]


def test_each_kind_of_organisation_has_its_own_bar(client):
    assert bar_of(client, OrganisationKind.ACHETEUR)[1] == "Opérations"
    assert bar_of(client, OrganisationKind.ACI)[1] == "Notre fiche"
    assert bar_of(client, OrganisationKind.RESEAU)[1] == "Mes échanges"
    assert bar_of(client, OrganisationKind.PREFECTURE)[1] == "Quartiers"
    assert bar_of(client, OrganisationKind.MISSION_LOCALE)[1] == "Cette adresse"


def test_no_bar_is_too_long_and_none_holds_a_page_twice():
    assert len(BARS) > 8
    assert all(len(bar) <= menus.MOST and len({one.page for one in bar}) == len(bar) for bar in BARS.values())
    assert len({one.page for one in menus.ALL}) == len(menus.ALL)


def test_a_visitor_sees_only_what_is_public(client):
    shown = menus.navigation(RequestFactory().get("/"))

    assert shown["navigation"][0].label == "Accueil"
    assert shown["other_doors"] == []
    assert not any(entry.needs or entry.inside for entry in menus.VISITOR)
    assert statuses(client, shown["navigation"]) == {200}


def test_the_entry_that_holds_most_of_an_address_is_the_current_one(client):
    shown = menus.navigation(RequestFactory().get("/achats/clauses/"))["navigation"]

    assert [one.label for one in shown if one.is_current] == ["Employeurs et acheteurs"]


@pytest.mark.parametrize("page", ["/simulateurs/", "/zones-blanches/", "/achats/controle/", "/achats/clauses/"])
def test_a_visitor_is_two_clicks_from_simulators_and_gaps(client, page):
    first = {one.address for one in menus.navigation(RequestFactory().get("/"))["navigation"]}
    second = "".join(client.get(one).content.decode() for one in first)

    assert page in first or f'href="{page}"' in second
