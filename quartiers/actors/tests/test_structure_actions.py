"""Organisations: each refusal through its action, what changes, and who is warned of what another wrote."""

import threading
from datetime import date

import pytest
from django.db import connection

from quartiers.actors.actions import networks
from quartiers.actors.actions import organisations as actions
from quartiers.actors.models import NetworkDelegate, Organisation, Site
from quartiers.actors.queries import organisations as queries
from quartiers.actors.rules.authorisations import Act
from quartiers.kernel.errors import RuleBroken
from quartiers.office.queries.audit import audit_lines
from quartiers.office.rules import PLATFORM
from tests import factories

pytestmark = pytest.mark.django_db
NOW = factories.SINCE
WHO = {"by": PLATFORM, "now": NOW}
DAY = date(2026, 2, 2)
SIRET = "73282932000074"


def declare(**asked):
    return actions.declare_organisation({"name": "Chantier des Tilleuls", "kind": "aci"} | asked, **WHO)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"name": "  "}, "manque le nom"),
        ({"kind": ""}, "manque la nature"),
        ({"siret": "73282932000075"}, "clé"),
        ({"description": "Appelez Awa, 184127645108946"}, "sécurité sociale"),
    ],
)
def test_an_organisation_that_cannot_be_is_not_declared(asked, words):
    with pytest.raises(RuleBroken, match=words):
        declare(**asked)
    assert not Organisation.objects.exists()


def test_a_siret_belongs_to_one_organisation_of_each_kind():
    declare(siret=SIRET)
    declare(name="La même, autre mesure", kind="ei", siret=SIRET)

    with pytest.raises(RuleBroken, match="déjà ce SIRET"):
        declare(name="Encore", siret="732 829 320 00074")


def test_a_record_of_a_source_may_bear_the_siret_of_an_organisation_declared_here():
    factories.Organisation(name="Vue par une source", kind="aci", siret=SIRET, source="dora")

    made = declare(siret=SIRET)
    assert [one.name for one in queries.same_siret(made)] == ["Vue par une source"]


# --- Two people at once ---------------------------------------------------------------------------------------------


def test_what_two_people_write_in_different_fields_is_kept():
    made = declare()
    base = queries.state_of_organisation(made)
    actions.change_organisation(made.pk, {"phone": "01 99 00 12 34"}, base=base, **WHO)
    actions.change_organisation(made.pk, {"phone": "", "description": "Maraîchage."}, base=base, **WHO)

    made.refresh_from_db()
    assert (made.phone, made.description) == ("01 99 00 12 34", "Maraîchage.")


def test_what_two_people_write_in_the_same_field_is_shown_and_not_saved():
    made = declare()
    base = queries.state_of_organisation(made)
    actions.change_organisation(made.pk, {"phone": "01 99 00 12 34"}, base=base, **WHO)
    merged = actions.change_organisation(made.pk, {"phone": "01 99 00 99 99"}, base=base, **WHO)

    made.refresh_from_db()
    assert [(one.mine, one.theirs) for one in merged.clashes] == [("01 99 00 99 99", "01 99 00 12 34")]
    assert made.phone == "01 99 00 12 34"


def test_a_correction_of_what_a_source_brought_is_remembered_by_name():
    found = factories.Organisation(name="Vue par une source", source="dora")
    base = queries.state_of_organisation(found)
    actions.change_organisation(found.pk, {"phone": "01 99 00 12 34"}, base=base, **WHO)
    site = factories.Site(organisation=found, city="Narbonne")
    actions.change_site(site.pk, {"city": "Carcassonne"}, base=queries.state_of_site(site), **WHO)

    found.refresh_from_db()
    assert found.local_fields == ["phone", "site.city"]


def test_what_did_not_change_is_not_signed():
    made = declare()
    before = audit_lines().count()
    actions.change_organisation(
        made.pk, {"name": made.name}, base=queries.state_of_organisation(made), by=PLATFORM, now=NOW
    )

    assert audit_lines().count() == before


# --- Places ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"latitude": 43.2}, "la latitude et la longitude"),
        ({"latitude": 2.35, "longitude": 43.2}, "à l’envers"),
        ({"commune": "99999"}, "n’est pas connue ici"),
        ({"address": "184127645108946"}, "sécurité sociale"),
    ],
)
def test_a_place_that_cannot_be_is_refused(asked, words):
    made = declare()
    with pytest.raises(RuleBroken, match=words):
        actions.add_site(made.pk, asked, **WHO)
    assert not Site.objects.exists()


def test_the_first_place_is_the_main_one_and_another_takes_its_turn():
    made = declare()
    first = actions.add_site(made.pk, {"city": "Narbonne"}, **WHO)
    second = actions.add_site(made.pk, {"city": "Tarbes"}, **WHO)
    actions.remove_site(first.pk, **WHO)

    second.refresh_from_db()
    made.refresh_from_db()
    assert second.is_main
    assert "tarbes" in made.search_text
    assert "narbonne" not in made.search_text


def test_the_place_that_a_source_gives_is_corrected_and_not_removed():
    site = factories.Site(organisation=factories.Organisation(name="Vue par une source", source="dora"))

    with pytest.raises(RuleBroken, match="reviendrait"):
        actions.remove_site(site.pk, **WHO)


# --- Authorisation, networks ----------------------------------------------------------------------------------------


def test_an_authorisation_is_refused_through_its_action_for_who_never_prescribes():
    made = declare()
    terms = {"reference": "n° 1", "signed_on": DAY, "valid_from": DAY, "valid_to": None}

    with pytest.raises(RuleBroken, match="ne peut pas être habilitée"):
        actions.authorise(made.pk, Act.PREFECT, **terms, **WHO)


def test_an_authorisation_is_that_of_its_days():
    made = declare(kind="plie")
    terms = {"reference": "n° 1", "signed_on": DAY, "valid_from": DAY, "valid_to": date(2026, 12, 31)}
    actions.authorise(made.pk, Act.PREFECT, **terms, **WHO)

    assert queries.authorisation_on(made.pk, DAY).reference == "n° 1"
    assert queries.authorisation_on(made.pk, date(2027, 1, 1)) is None


def test_a_network_brings_organisations_together_and_an_inter_network_brings_networks():
    chantier = declare()
    network, other, above = (declare(name=kind, kind=kind) for kind in ("reseau", "opcs", "inter_reseau"))
    second = declare(name="Second réseau", kind="reseau")
    networks.join_network(network.pk, chantier.pk, since=DAY, **WHO)
    networks.join_network(above.pk, network.pk, since=DAY, **WHO)
    refused = [
        (network, chantier, "déjà membre"),
        (network, network, "lui-même"),
        (other, chantier, "n’est pas un réseau"),
        (network, second, "inter-réseau"),
        (network, above, "inter-réseau"),
    ]
    for into, member, words in refused:
        with pytest.raises(RuleBroken, match=words):
            networks.join_network(into.pk, member.pk, since=DAY, **WHO)

    assert [one.organisation for one in queries.members_of(network.pk, DAY)] == [chantier]
    assert [one.organisation for one in queries.networks_of(network.pk, DAY)] == [above]


def test_who_leaves_a_network_takes_its_delegates_along_that_day():
    chantier, network = declare(), declare(name="Réseau", kind="reseau")
    bond = networks.join_network(network.pk, chantier.pk, since=DAY, **WHO)
    person = factories.Membership(organisation=chantier)
    networks.appoint_delegate(network.pk, person.pk, title="", since=DAY, **WHO)
    with pytest.raises(RuleBroken, match="fin vient avant"):
        networks.leave_network(bond.pk, until=date(2026, 2, 1), **WHO)
    networks.leave_network(bond.pk, until=date(2026, 3, 1), **WHO)

    assert NetworkDelegate.objects.get().until == date(2026, 3, 1)
    assert [one.organisation for one in queries.members_of(network.pk, date(2026, 3, 1))] == [chantier]
    assert queries.members_of(network.pk, date(2026, 3, 2)) == []


def test_only_people_of_the_network_or_of_its_members_speak_there_once():
    network = declare(name="Réseau", kind="reseau")
    own, stranger = factories.Membership(organisation=network), factories.Membership(organisation__name="Ailleurs")
    made = networks.appoint_delegate(network.pk, own.pk, title="présidente", since=DAY, **WHO)
    with pytest.raises(RuleBroken, match="pas membre"):
        networks.appoint_delegate(network.pk, stranger.pk, title="", since=DAY, **WHO)
    with pytest.raises(RuleBroken, match="déjà"):
        networks.appoint_delegate(network.pk, own.pk, title="", since=DAY, **WHO)
    networks.end_delegate(made.pk, until=DAY, **WHO)

    assert list(queries.delegates_of(network.pk, DAY)) == [made]
    assert not queries.delegates_of(network.pk, date(2026, 2, 3)).exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_people_who_declare_the_same_siret_at_once_make_one_organisation_and_one_refusal():
    barrier, said = threading.Barrier(4), []

    def work() -> None:
        barrier.wait()
        try:
            declare(siret=SIRET)
        except RuleBroken as broken:
            said.append(broken.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Organisation.objects.filter(siret=SIRET).count() == 1
    assert len(said) == 3
    assert all("SIRET" in one for one in said)
