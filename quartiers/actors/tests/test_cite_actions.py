"""What can be done in a Cité, and each of its refusals."""

from datetime import UTC, date, datetime

import pytest

from quartiers.actors.actions import committees, contracts, partners
from quartiers.actors.actions.cites import change_cite, create_cite
from quartiers.actors.models import CiteRole, Decision
from quartiers.actors.queries import cites as queries
from quartiers.actors.queries.edited import state_of, state_of_committee, state_of_contract
from quartiers.actors.rules.cites import Basis, Part
from quartiers.actors.rules.committees import DecisionState, Presence
from quartiers.actors.rules.roles import Role
from quartiers.kernel.errors import RuleBroken
from quartiers.office.rules import PLATFORM, Author
from tests import factories
from tests.factories.cites import JOINED

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
NIR = "2 84 05 11 069 012 26"


@pytest.fixture
def by():
    return Author(factories.User(email="cora@exemple.fr").pk, None)


@pytest.fixture
def when(by):
    return {"by": by, "now": NOW}


@pytest.fixture
def cite():
    return factories.Cite()


def centre(**more):
    return factories.Organisation(name="Centre social La Passerelle", kind="centre_social", **more)


# --- The Cité -------------------------------------------------------------------------------------------------------


def test_a_new_cite_has_its_bearer_for_first_partner():
    bearer = factories.Organisation(kind="epci")
    cite = create_cite("Narbonne  Est", bearer.pk, on=TODAY, by=PLATFORM, now=NOW)

    (row,) = queries.participants(cite, TODAY)
    assert (cite.slug, cite.name) == ("narbonne-est", "Narbonne Est")
    assert (row.organisation, row.part) == (bearer, Part.AUTHORITY_PILOT)


@pytest.mark.parametrize(
    ("name", "words"), [("", "manque le nom"), ("Val-Fictif", "déjà pris"), ("Ouvrir", "déjà pris")]
)
def test_a_cite_has_a_name_of_its_own(cite, name, words):
    with pytest.raises(RuleBroken, match=words):
        create_cite(name, cite.bearer_id, on=TODAY, by=PLATFORM, now=NOW)


def test_a_cite_has_a_bearer_that_exists(cite):
    with pytest.raises(RuleBroken, match="n’existe plus"):
        create_cite("Ailleurs", 0, on=TODAY, by=PLATFORM, now=NOW)


def test_two_people_who_change_different_fields_both_keep_their_words(cite, when):
    base = state_of(cite)
    change_cite(cite.pk, base | {"summary": "Le premier"}, base=base, **when)
    merged = change_cite(cite.pk, base | {"purpose": "La seconde"}, base=base, **when)

    cite.refresh_from_db()
    assert merged.clashes == ()
    assert (cite.summary, cite.purpose, cite.changed_by) == ("Le premier", "La seconde", "Cora Vidal")


def test_where_both_changed_the_same_field_nothing_is_saved(cite, when):
    base = state_of(cite)
    change_cite(cite.pk, base | {"summary": "Le premier"}, base=base, **when)
    merged = change_cite(cite.pk, base | {"summary": "La seconde", "purpose": "Autre"}, base=base, **when)

    cite.refresh_from_db()
    assert [(one.name, one.mine, one.theirs) for one in merged.clashes] == [("summary", "La seconde", "Le premier")]
    assert (cite.summary, cite.purpose) == ("Le premier", "")


def test_a_territory_is_saved_with_its_neighbourhoods(cite, when):
    commune = factories.Commune(code="11069")
    factories.Neighbourhood(code="QN01101M", communes=[commune])
    base = state_of(cite)
    asked = {"neighbourhoods": ["QN01101M"], "communes": ["11069"], "epcis": ["200035715"], "label_on": "2021-07-10"}
    change_cite(cite.pk, base | asked, base=base, **when)

    cite.refresh_from_db()
    assert state_of(cite) == base | asked


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"name": ""}, "manque le nom"),
        ({"purpose": f"Voir {NIR}"}, "sécurité sociale"),
        ({"label_on": "2024-01-01", "label_until": "2023-01-01"}, "avant la date de début"),
        ({"neighbourhoods": ["QN99999Z"]}, r"1.quartier \(QN99999Z\)"),
        ({"communes": ["99999"]}, "ne connaît pas"),
        ({"epcis": ["123456789"]}, "ne connaît pas"),
        ({"bearer": 0}, "doit être partenaire"),
    ],
)
def test_a_page_that_cannot_be_is_refused(cite, when, asked, words):
    base = state_of(cite)
    with pytest.raises(RuleBroken, match=words):
        change_cite(cite.pk, base | asked, base=base, **when)


def test_a_neighbourhood_of_the_other_list_is_refused(cite, when):
    factories.Neighbourhood(code="QP011001", older=True)
    base = state_of(cite)
    with pytest.raises(RuleBroken, match="autre liste"):
        change_cite(cite.pk, base | {"neighbourhoods": ["QP011001"]}, base=base, **when)


# --- Partners -------------------------------------------------------------------------------------------------------


def test_a_partner_opens_persons_once_it_declared_and_signed(cite, when):
    partner = partners.add_partner(cite, centre().pk, Part.SOCIAL, joined_on=JOINED, **when)
    assert queries.partners_open_to_persons(cite.pk, TODAY) == frozenset()

    partners.declare_basis(partner, Basis.LEGITIMATE_INTEREST, declared_by="A. Roux", declared_on=JOINED, **when)
    assert queries.partners_open_to_persons(cite.pk, TODAY) == frozenset()

    partners.sign_annex(partner, "2026-1", signed_by="A. Roux", signed_on=JOINED, **when)
    assert queries.partners_open_to_persons(cite.pk, TODAY) == {partner.organisation_id}
    assert queries.organisation_may_open_persons(cite.pk, partner.organisation_id, TODAY).is_open

    partners.end_annex(partner, ended_on=date(2026, 11, 22), **when)
    assert queries.partners_open_to_persons(cite.pk, TODAY) == frozenset()
    assert queries.partners_open_to_persons(cite.pk, date(2026, 11, 22)) == {partner.organisation_id}


def test_a_withdrawn_basis_closes(cite, when):
    partner = factories.Partner(cite=cite)
    factories.BasisDeclaration(partner=partner)
    factories.Annex(partner=partner)
    partners.declare_basis(partner, None, declared_by="A. Roux", declared_on=TODAY, **when)

    assert queries.partners_open_to_persons(cite.pk, TODAY) == frozenset()


def test_what_a_partner_signed_in_one_cite_opens_nothing_in_another(cite):
    partner = factories.Partner(cite=cite)
    factories.BasisDeclaration(partner=partner)
    factories.Annex(partner=partner)
    other = factories.Cite(slug="ailleurs")
    factories.Partner(cite=other, organisation=partner.organisation)

    assert queries.partners_open_to_persons(other.pk, TODAY) == frozenset()
    assert queries.organisation_may_open_persons(other.pk, partner.organisation_id, TODAY).reasons
    stranger = queries.organisation_may_open_persons(other.pk, centre().pk, TODAY)
    assert stranger.reasons == ("L’organisation ne participe pas à cette Cité.",)


def test_a_partner_comes_in_once_and_exists(cite, when):
    partners.add_partner(cite, centre().pk, Part.SOCIAL, joined_on=JOINED, **when)
    with pytest.raises(RuleBroken, match="déjà partenaire"):
        partners.add_partner(cite, centre().pk, Part.SOCIAL, joined_on=JOINED, **when)
    with pytest.raises(RuleBroken, match="n’existe plus"):
        partners.add_partner(cite, 0, Part.SOCIAL, joined_on=JOINED, **when)


def test_the_part_of_a_partner_changes(cite, when):
    partner = factories.Partner(cite=cite)
    partners.change_partner(partner, Part.HOUSING, is_public=False, **when)

    assert queries.public_partners([cite.pk], TODAY) == {}
    assert queries.participants(cite, TODAY)[0].part is Part.HOUSING


def test_declarations_and_signatures_have_a_day_a_person_and_a_version(cite, when):
    partner = factories.Partner(cite=cite, organisation=factories.Organisation(name="Ville", kind="commune"))
    declare, sign = partners.declare_basis, partners.sign_annex
    tomorrow = date(2026, 11, 24)
    with pytest.raises(RuleBroken, match="autorité publique"):
        declare(partner, Basis.LEGITIMATE_INTEREST, declared_by="A", declared_on=JOINED, **when)
    with pytest.raises(RuleBroken, match="à venir"):
        declare(partner, Basis.PUBLIC_TASK, declared_by="A", declared_on=tomorrow, **when)
    with pytest.raises(RuleBroken, match="manque la personne"):
        declare(partner, Basis.PUBLIC_TASK, declared_by=" ", declared_on=JOINED, **when)
    with pytest.raises(RuleBroken, match="sécurité sociale"):
        declare(partner, Basis.PUBLIC_TASK, declared_by=NIR, declared_on=JOINED, **when)
    with pytest.raises(RuleBroken, match="à venir"):
        sign(partner, "1", signed_by="A", signed_on=tomorrow, **when)
    with pytest.raises(RuleBroken, match="manque la version"):
        sign(partner, " ", signed_by="A", signed_on=JOINED, **when)
    with pytest.raises(RuleBroken, match="rien à arrêter"):
        partners.end_annex(partner, ended_on=TODAY, **when)
    factories.Annex(partner=partner)
    with pytest.raises(RuleBroken, match="à venir"):
        partners.end_annex(partner, ended_on=tomorrow, **when)
    with pytest.raises(RuleBroken, match="avant la date de début"):
        partners.end_annex(partner, ended_on=date(2025, 1, 1), **when)


def test_a_partner_that_leaves_loses_its_accesses(cite, when):
    partner = factories.Partner(cite=cite, organisation=centre())
    role = factories.CiteRole(cite=cite, membership__organisation=centre(), role=Role.PARTNER)

    assert partners.end_partner(partner, left_on=TODAY, **when) == 1
    role.refresh_from_db()
    assert role.ended_at == NOW
    assert queries.participants(cite, TODAY)
    assert queries.participants(cite, date(2026, 11, 24)) == []


def test_a_partner_does_not_leave_when_it_cannot(cite, when):
    bearer = factories.Partner(cite=cite, organisation=cite.bearer)
    with pytest.raises(RuleBroken, match="chef de file"):
        partners.end_partner(bearer, left_on=TODAY, **when)
    partner = factories.Partner(cite=cite, organisation=centre())
    with pytest.raises(RuleBroken, match="à venir"):
        partners.end_partner(partner, left_on=date(2026, 11, 24), **when)
    with pytest.raises(RuleBroken, match="avant l’arrivée"):
        partners.end_partner(partner, left_on=date(2025, 1, 1), **when)
    factories.CiteRole(cite=cite, membership__organisation=centre(), role=Role.COORDINATOR)
    with pytest.raises(RuleBroken, match="dernière personne"):
        partners.end_partner(partner, left_on=TODAY, **when)


# --- Roles ----------------------------------------------------------------------------------------------------------


def test_a_role_is_given_once_to_somebody_of_a_partner(cite, when):
    membership = factories.Membership(organisation=centre())
    with pytest.raises(RuleBroken, match="organisation partenaire"):
        partners.give_role(cite, membership.pk, Role.PARTNER, **when)

    factories.Partner(cite=cite, organisation=centre())
    partners.give_role(cite, membership.pk, Role.PARTNER, **when)
    with pytest.raises(RuleBroken, match="déjà ce rôle"):
        partners.give_role(cite, membership.pk, Role.PARTNER, **when)


@pytest.mark.parametrize(("kind", "words"), [("entreprise", "Une entreprise"), ("prefecture", "observation")])
def test_a_company_gets_no_role_and_a_prefecture_does_not_become_a_partner(cite, when, kind, words):
    organisation = factories.Organisation(name="Une autre", kind=kind)
    factories.Partner(cite=cite, organisation=organisation)
    membership = factories.Membership(organisation=organisation)

    with pytest.raises(RuleBroken, match=words):
        partners.give_role(cite, membership.pk, Role.PARTNER, **when)
    assert not CiteRole.objects.exists()


def test_the_last_coordinator_stays(cite, when):
    first = factories.CiteRole(cite=cite, membership__organisation=cite.bearer)
    with pytest.raises(RuleBroken, match="dernière personne"):
        partners.withdraw_role(first, **when)

    factories.CiteRole(cite=cite, membership__organisation=cite.bearer)
    partners.withdraw_role(first, **when)
    assert first.ended_at == NOW


def test_a_closed_account_does_not_coordinate(cite, when):
    first = factories.CiteRole(cite=cite, membership__organisation=cite.bearer)
    factories.CiteRole(cite=cite, membership__organisation=cite.bearer, membership__user__is_active=False)

    with pytest.raises(RuleBroken, match="dernière personne"):
        partners.withdraw_role(first, **when)


# --- Committees -----------------------------------------------------------------------------------------------------


def meeting(**more):
    return {
        "kind": "steering",
        "held_on": "2026-09-14",
        "starts_at": "14:30",
        "place": "",
        "agenda": "",
        "minutes": "",
    } | more


def test_a_committee_is_called_then_changed_by_two_people(cite, when):
    committee = committees.call_committee(cite, meeting(), **when)
    base = state_of_committee(committee)
    committees.change_committee(committee.pk, base | {"place": "Mairie"}, base=base, **when)
    merged = committees.change_committee(committee.pk, base | {"place": "École"}, base=base, **when)
    committees.change_committee(committee.pk, base | {"starts_at": ""}, base=base, **when)

    committee.refresh_from_db()
    assert [one.name for one in merged.clashes] == ["place"]
    assert state_of_committee(committee) == meeting(place="Mairie", starts_at="")


def test_a_committee_holds_no_nir(cite, when):
    with pytest.raises(RuleBroken, match="sécurité sociale"):
        committees.call_committee(cite, meeting(minutes=NIR), **when)


def test_attendance_is_noted_once_by_person(cite, when):
    committee = factories.Committee(cite=cite)
    note = committees.note_attendance
    row = note(committee, cite.bearer_id, Presence.EXCUSED, person="Alba", **when)
    again = note(committee, cite.bearer_id, Presence.PRESENT, person=" Alba ", **when)
    assert (row.pk, again.presence) == (again.pk, Presence.PRESENT)

    committees.forget_attendance(committee, row.pk, **when)
    with pytest.raises(RuleBroken, match="n’est pas partenaire"):
        note(committee, centre().pk, Presence.PRESENT, **when)
    with pytest.raises(RuleBroken, match="sécurité sociale"):
        note(committee, cite.bearer_id, Presence.PRESENT, person=NIR, **when)


def test_a_decision_has_words_an_owner_and_a_possible_date(cite, when):
    committee = factories.Committee(cite=cite)
    before = date(2026, 9, 13)
    with pytest.raises(RuleBroken, match="manque la décision"):
        committees.decide(committee, " ", cite.bearer_id, due_on=None, **when)
    with pytest.raises(RuleBroken, match="n’est pas partenaire"):
        committees.decide(committee, "Agir", centre().pk, due_on=None, **when)
    with pytest.raises(RuleBroken, match="avant la réunion"):
        committees.decide(committee, "Agir", cite.bearer_id, due_on=before, **when)
    with pytest.raises(RuleBroken, match="sécurité sociale"):
        committees.decide(committee, NIR, cite.bearer_id, due_on=None, **when)
    made = committees.decide(committee, "Agir", cite.bearer_id, due_on=committee.held_on, **when)
    assert list(Decision.objects.all()) == [made]


def test_a_decision_is_kept_given_up_with_a_reason_or_opened_again(cite, when):
    decision = factories.Decision(committee__cite=cite, owner=cite.bearer)
    follow = committees.follow_decision
    follow(decision, DecisionState.DONE, due_on=None, note=" Fait. ", **when)
    assert (decision.closed_on, decision.note) == (TODAY, "Fait.")
    with pytest.raises(RuleBroken, match="raison de l’abandon"):
        follow(decision, DecisionState.DROPPED, due_on=None, note=" ", **when)
    with pytest.raises(RuleBroken, match="avant la réunion"):
        follow(decision, DecisionState.OPEN, due_on=date(2026, 1, 1), note="", **when)
    with pytest.raises(RuleBroken, match="sécurité sociale"):
        follow(decision, DecisionState.OPEN, due_on=None, note=NIR, **when)
    follow(decision, DecisionState.OPEN, due_on=None, note="", **when)
    assert decision.closed_on is None


# --- Contrats de ville ----------------------------------------------------------------------------------------------


def agreed(**more):
    return {
        "name": "Contrat d’ailleurs",
        "starts_on": "2024-03-31",
        "ends_on": "",
        "amended_on": "",
        "amendment": "",
        "axes": ["Emploi"],
        "neighbourhoods": [],
    } | more


def test_a_contrat_de_ville_is_described_changed_and_linked(cite, when):
    factories.Neighbourhood(code="QN01101M")
    contract = contracts.create_contract(agreed(neighbourhoods=["QN01101M"]), **when)
    base = state_of_contract(contract)
    contracts.change_contract(contract.pk, base | {"amended_on": "2025-06-12"}, base=base, **when)
    merged = contracts.change_contract(contract.pk, base | {"amended_on": "2026-06-12"}, base=base, **when)
    contracts.link_contract(contract, signatories=[cite.bearer_id], cites=[cite.pk], **when)

    contract.refresh_from_db()
    assert state_of_contract(contract) == agreed(neighbourhoods=["QN01101M"], amended_on="2025-06-12")
    assert [one.name for one in merged.clashes] == ["amended_on"]
    assert list(queries.contracts_of(cite)) == [contract]
    with pytest.raises(RuleBroken, match="n’existe plus"):
        contracts.link_contract(contract, signatories=[0], **when)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"name": ""}, "manque le nom"),
        ({"name": "Décrire"}, "déjà ce nom"),
        ({"starts_on": ""}, "premier jour"),
        ({"ends_on": "2020-01-01"}, "avant la date de début"),
        ({"axes": [NIR]}, "sécurité sociale"),
        ({"neighbourhoods": ["QN99999Z"]}, "ne connaît pas"),
    ],
)
def test_a_contrat_de_ville_that_cannot_be_is_refused(asked, words):
    with pytest.raises(RuleBroken, match=words):
        contracts.create_contract(agreed(**asked), by=PLATFORM, now=NOW)
