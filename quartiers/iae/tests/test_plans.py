"""Funding plans: each refusal through its action, two people at once, who sees them, what one local euro carried."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quartiers.iae.actions import funding as actions
from quartiers.iae.actions.funding import Asked
from quartiers.iae.demo import funding as funding_demo
from quartiers.iae.models import FundingChange, FundingLine, FundingPlan, StructureProject
from quartiers.iae.queries import funding as queries
from quartiers.iae.rules.leverage import Perimeter, PlacedPlan, by_place, leverages, whole_effort
from quartiers.iae.rules.plans import PlanLine, Side, State
from quartiers.kernel.errors import RuleBroken
from quartiers.office.rules import PLATFORM
from tests import factories, people
from tests.factories.funding import ELSEWHERE, LOCAL, PLAN, plan
from tests.factories.projects import DAY, NOW, project

pytestmark = pytest.mark.django_db
BY = {"by": PLATFORM, "now": NOW}
WHO = BY | {"on": DAY}
LIST = "/plans-de-financement/"


def text(response):
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def line_of(found, code, *, in_kind=False):
    return FundingLine.objects.get(plan=found, code=code, in_kind=in_kind, year=2027)


def address(found, end=""):
    return f"{LIST}{found.pk}/{end}"


# --- Writing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"name": ""}, "manque le nom"),
        ({"kind": "commune"}, "n’existe pas"),
        ({"first_year": "bientôt"}, "n’est pas un nombre"),
        ({"first_year": "1990"}, "première année"),
        ({"years": "4"}, "ans au plus"),
        ({"fte": "0"}, "ETP"),
        ({"fte": "beaucoup"}, "n’est pas un nombre"),
        ({"neighbourhoods": ["QN99999Z"]}, "ne connaît pas ce quartier"),
        ({"note": "Awa, 184127645108946"}, "sécurité sociale"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(asked, said):
    owner = people.organisation()
    with pytest.raises(RuleBroken, match=said):
        actions.create_plan(owner.pk, PLAN | asked, project_id=project(owner).pk, **WHO)
    assert not FundingPlan.objects.exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"amount": ""}, "manque le montant"),
        ({"amount": "-1"}, "entre 0 et"),
        ({"amount": "rien"}, "n’est pas un nombre"),
        ({"code": "cites_emploi"}, "source fermée"),
        ({"code": "magie"}, "n’existe pas"),
        ({"code": "ventes", "in_kind": True}, "en argent seulement"),
        ({"year": "2031"}, "de 2027 à 2028"),
        ({"basis": "magie"}, "choix n’existe pas"),
        ({"state": "accordee"}, "montant accordé"),
        ({"how": "Awa, 184127645108946"}, "sécurité sociale"),
    ],
)
def test_a_line_that_cannot_be_is_refused(asked, said):
    found = plan(people.organisation())
    before = FundingLine.objects.count()
    with pytest.raises(RuleBroken, match=said):
        actions.add_line(found.pk, Side.RESOURCE, {"code": "epci", "amount": "10", "year": "2027"} | asked, **WHO)
    assert FundingLine.objects.count() == before


def test_a_plan_is_that_of_one_project_or_of_one_structure():
    owner, siae = people.organisation(), factories.Organisation(kind="aci", name="Jardin d’ici")
    found = project(owner)
    with pytest.raises(RuleBroken, match="l’un des deux"):
        actions.create_plan(owner.pk, PLAN, **WHO)
    with pytest.raises(RuleBroken, match="l’un des deux"):
        actions.create_plan(owner.pk, PLAN, project_id=found.pk, structure_id=siae.pk, **WHO)
    plan(owner, of=found)
    with pytest.raises(RuleBroken, match="déjà son plan"):
        plan(owner, of=found)
    other = project(factories.Organisation(name="Ailleurs", kind="association"))
    with pytest.raises(RuleBroken, match="ne le suit pas"):
        actions.create_plan(owner.pk, PLAN, project_id=other.pk, **WHO)
    with pytest.raises(RuleBroken, match="employeur d’insertion"):
        actions.create_plan(
            owner.pk, PLAN, structure_id=factories.Organisation(name="Mairie", kind="commune").pk, **WHO
        )
    actions.create_plan(owner.pk, PLAN, structure_id=siae.pk, **WHO)
    with pytest.raises(RuleBroken, match="déjà un plan"):
        actions.create_plan(owner.pk, PLAN, structure_id=siae.pk, **WHO)


def test_a_plan_holds_so_many_lines_and_no_more():
    found = plan(people.organisation())
    many = [
        FundingLine(plan=found, side="ressource", code="epci", amount=1, year=2027, basis="fait")
        for _ in range(actions.MOST_LINES)
    ]
    FundingLine.objects.bulk_create(many)
    with pytest.raises(RuleBroken, match="au plus"):
        actions.add_line(found.pk, Side.RESOURCE, {"code": "epci", "amount": "10", "year": "2027"}, **WHO)


def test_two_people_on_one_line_lose_nothing_and_the_plan_tells_it():
    found = plan(people.organisation())
    line = line_of(found, "epci")
    base = queries.state_of_line(line)
    granted = {"state": "accordee", "granted": "12000", "granted_on": "2026-10-01"}
    actions.change_line(line.pk, granted, base=base, **WHO)
    merged = actions.change_line(line.pk, {"granted": "9000"}, base=base, **WHO)
    assert [one.name for one in merged.clashes] == ["granted"]
    line.refresh_from_db()
    assert (line.granted, line.state) == (12000, State.GRANTED)
    told = FundingChange.objects.filter(plan=found).first().what.replace("\u00a0", " ")
    assert (
        told
        == "Intercommunalité, 2027. état : prévue → accordée, accordé : rien → 12000, accordé le : rien → 2026-10-01"
    )
    with pytest.raises(RuleBroken, match="a changé pendant"):
        actions.remove_line(line.pk, base=base, **BY)
    actions.remove_line(line.pk, base=queries.state_of_line(line), **BY)
    assert "Retiré" in FundingChange.objects.first().what


def test_what_is_typed_in_a_line_that_somebody_takes_away_comes_back_to_be_added(client):
    people.sign_in(client, "member")
    found = plan(people.organisation())
    for code, kept in (("epci", "Délibération du 3 mars"), ("encadrement", "Deux encadrantes")):
        line = line_of(found, code)
        opened = client.get(address(found, f"lignes/{line.pk}/modifier/")).context
        actions.remove_line(line.pk, base=queries.state_of_line(line), **BY)
        sent = {**opened["form"].initial, "how": kept, "amount": "4321", "depart": opened["base"]}
        answer = client.post(address(found, f"lignes/{line.pk}/modifier/"), {k: v for k, v in sent.items() if v})
        assert answer.status_code == 409
        assert "Quelqu’un l’a retiré pendant que vous écriviez" in text(answer)
        assert kept in text(answer)
        assert f'action="{answer.context["add"]}"' in text(answer)
        again = {name: field for name, field in answer.context["form"].data.items() if name != "depart"}
        assert client.post(answer.context["add"], again).status_code == 302
        assert FundingLine.objects.get(plan=found, how=kept).amount == 4321


def test_a_line_that_is_away_is_not_found_and_taking_it_away_again_changes_nothing(client):
    people.sign_in(client, "member")
    found = plan(people.organisation())
    line = line_of(found, "epci")
    actions.remove_line(line.pk, base=queries.state_of_line(line), **BY)
    told = FundingChange.objects.count()
    assert client.get(address(found, f"lignes/{line.pk}/modifier/")).status_code == 404
    assert client.post(address(found, f"lignes/{line.pk}/modifier/"), {"code": "inconnu"}).status_code == 404
    answer = client.post(address(found, f"lignes/{line.pk}/retirer/"), follow=True)
    assert "n’est déjà plus dans le plan" in text(answer)
    assert FundingChange.objects.count() == told


def test_a_plan_started_twice_at_the_same_instant_is_one(monkeypatch):
    owner = people.organisation()
    of = plan(owner).project
    monkeypatch.setattr(actions, "projects_to_cost", lambda _: StructureProject.objects.all())
    with pytest.raises(RuleBroken, match="vient d’être commencé"):
        plan(owner, of=of)
    assert FundingPlan.objects.count() == 1


def test_two_people_on_one_plan_lose_nothing():
    found = plan(people.organisation())
    base = queries.state_of(found)
    assert base["fte"] == "8,9143"
    actions.change_plan(found.pk, {"fte": "10"}, base=base, **BY)
    assert actions.change_plan(found.pk, {"fte": "7"}, base=base, **BY).clashes
    now = queries.state_of(FundingPlan.objects.get())
    actions.change_plan(found.pk, {"note": "À relire", "cite": people.cite().pk}, base=now, **BY)
    assert (
        "territoire, à savoir" in FundingChange.objects.first().what
        or "à savoir" in FundingChange.objects.first().what
    )
    now = queries.state_of(FundingPlan.objects.get())
    with pytest.raises(RuleBroken, match="restent en 2027"):
        actions.change_plan(found.pk, {"first_year": "2030"}, base=now, **BY)


def test_a_year_is_copied_once_as_planned():
    found = plan(people.organisation())
    line = line_of(found, "epci")
    granted = {"state": "accordee", "granted": "12000", "granted_on": "2026-10-01"}
    actions.change_line(line.pk, granted, base=queries.state_of_line(line), **WHO)
    with pytest.raises(RuleBroken, match="n’a aucune ligne"):
        actions.copy_year(found.pk, 2028, 2028, **WHO)
    with pytest.raises(RuleBroken, match="n’est pas dans le plan"):
        actions.copy_year(found.pk, 2027, 2040, **WHO)
    assert actions.copy_year(found.pk, 2027, 2028, **WHO) == 8
    copied = FundingLine.objects.get(plan=found, year=2028, code="epci", in_kind=False)
    assert (copied.state, copied.granted, copied.amount) == (State.PLANNED, None, 10000)
    with pytest.raises(RuleBroken, match="a déjà des lignes"):
        actions.copy_year(found.pk, 2027, 2028, **WHO)


def test_a_source_that_closed_meanwhile_stays_where_it_was():
    found = plan(people.organisation())
    old = FundingLine.objects.create(
        plan=found, side="ressource", code="cites_emploi", amount=5, year=2027, basis="hypothese"
    )
    actions.change_line(old.pk, {"amount": "6"}, base=queries.state_of_line(old), **WHO)
    old.refresh_from_db()
    assert old.amount == 6


# --- Pages ----------------------------------------------------------------------------------------------------------


def test_a_calculation_becomes_the_plan_of_a_project(client):
    people.sign_in(client, "member")
    found = project(people.organisation())
    asked = f"?projet={found.pk}&type=ACI&postes=12&heures=26&ventes=74000"
    page = text(client.get(f"{LIST}nouveau/{asked}"))
    assert "Le calcul devient le début du plan" in page
    assert f'<option value="{found.pk}" selected>' in page
    sent = {"project": str(found.pk), "first_year": "2027", "years": "2", "kind": "aci", "fte": "8,91"}
    assert client.post(f"{LIST}nouveau/{asked}", sent).status_code == 302
    made = FundingPlan.objects.get()
    assert (made.name, made.project, made.fte) == (found.name, found, Decimal("8.9100"))
    lines = FundingLine.objects.filter(plan=made)
    assert {one.year for one in lines} == {2027, 2028}
    assert lines.filter(code="aide_poste", basis="valeur_datee").count() == 2
    page = text(client.get(f"/projets-de-structures/{found.pk}/"))
    assert "Ouvrir le plan de financement" in page
    assert "Aucun euro local n’est encore dans ce plan." in page


def test_a_plan_that_is_refused_keeps_what_was_typed(client):
    people.sign_in(client, "member")
    answer = client.post(f"{LIST}nouveau/", {"first_year": "2027", "years": "2", "note": "Gardez ceci"})
    assert answer.status_code == 422
    assert "L’un des deux, pas les deux" in text(answer)
    assert "Gardez ceci" in text(answer)


def test_the_first_sentence_answers_with_the_number(client):
    people.sign_in(client, "member")
    found = plan(people.organisation())
    page = text(client.get(address(found)))
    assert "Un euro local en porte 5,8 sur un an. En 2027, le budget tient, avec 2 000 € de reste." in page
    assert "sur un an" in page
    assert "c’est surtout un transfert" in page
    assert "(ressources − argent local) ÷ argent local" in page
    assert "6 000 en nature" in page


def test_without_one_source_in_one_click(client):
    people.sign_in(client, "member")
    found = plan(people.organisation())
    page = text(client.get(address(found, "?annee=2027&sans=fse")))
    assert "Le résultat passe de 2 000 € à −13 000 €." in page
    assert "il manque 13 000 €" in page
    assert client.get(address(found, "?annee=2027&sans=magie")).status_code == 200
    assert "Pour l’investissement, le budget tient" in text(client.get(address(found, "?annee=investissement")))


def test_too_many_sales_and_too_much_modulation_are_told(client):
    people.sign_in(client, "member")
    found = plan(people.organisation())
    for code, amount in (("ventes", "30000"), ("aide_poste_modulee", "7000")):
        actions.add_line(found.pk, Side.RESOURCE, {"code": code, "amount": amount, "year": "2027"}, **WHO)
    page = text(client.get(address(found)))
    assert "décision du préfet" in page
    assert "La part modulée dépasse 10 %" in page
    assert "décision du préfet" in text(client.get(address(found, "fiche/")))


def test_a_line_is_written_followed_and_taken_away(client):
    people.sign_in(client, "member")
    found = plan(people.organisation())
    add = address(found, "ajouter/ressource/")
    sent = {"code": "fondation", "amount": "12 000", "basis": "hypothese", "state": "prevue", "year": "2027"}
    assert client.post(add, sent).status_code == 302
    made = line_of(found, "fondation")
    edit = address(found, f"lignes/{made.pk}/modifier/")
    refused = client.post(edit, sent | {"state": "accordee", "granted": "9000"})
    assert refused.status_code == 422
    assert "manque le montant accordé, ou sa date" in text(refused)
    assert 'value="9000"' in text(refused)
    base = client.get(edit).context["base"]
    days = {"state": "accordee", "granted": "9000", "granted_on": "2026-10-01", "depart": base}
    assert client.post(edit, sent | days).status_code == 302
    assert "9 000" in text(client.get(address(found)))
    clash = client.post(edit, sent | days | {"granted": "8000", "depart": base})
    assert clash.status_code == 409
    assert "9000" in text(clash)
    gone = client.post(address(found, f"lignes/{made.pk}/retirer/"), {"depart": base})
    assert gone.status_code == 409
    now = client.get(edit).context["base"]
    assert client.post(address(found, f"lignes/{made.pk}/retirer/"), {"depart": now}).status_code == 302
    assert client.get(edit).status_code == 404
    assert client.get(address(found, "ajouter/magie/")).status_code == 404


def test_a_charge_has_neither_state_nor_days(client):
    people.sign_in(client, "member")
    found = plan(people.organisation())
    page = text(client.get(address(found, "ajouter/charge/?annee=2028")))
    assert 'name="granted"' not in page
    assert '<option value="2028" selected>' in page
    sent = {"code": "fonctionnement", "amount": "5000", "basis": "fait", "year": ""}
    assert client.post(address(found, "ajouter/charge/"), sent).status_code == 302


def test_a_year_is_copied_from_its_page(client):
    people.sign_in(client, "member")
    found = plan(people.organisation())
    assert "Copier l’année 2027" in text(client.get(address(found)))
    copied = client.post(address(found, "annees/2027/copier/"), {"target": "2028"})
    assert copied.status_code == 302
    assert "Copier l’année" not in text(client.get(address(found)))


def test_a_plan_that_would_lose_lines_says_it_beside_its_years(client):
    people.sign_in(client, "member")
    found = plan(people.organisation())
    base = client.get(address(found, "modifier/")).context["base"]
    sent = {"name": "Jardin", "first_year": "2030", "years": "1", "kind": "aci", "fte": "", "note": "", "depart": base}
    answer = client.post(address(found, "modifier/"), sent)
    assert answer.status_code == 422
    assert "Retirez-les d’abord" in text(answer)
    assert client.post(address(found, "modifier/"), sent | {"first_year": "2027"}).status_code == 302
    clash = client.post(address(found, "modifier/"), sent | {"first_year": "2027", "name": "Potager"})
    assert clash.status_code == 409


def test_the_files_of_a_plan_say_what_counts(client):
    people.sign_in(client, "member")
    found = plan(people.organisation())
    answer = client.get(address(found, "?format=csv"))
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 10
    assert {one["compté (€)"] for one in rows if one["code"] == "fse"} == {"15000,00"}
    assert client.get(address(found, "?format=xlsx")).getvalue()[:2] == b"PK"


# --- What one local euro carried ------------------------------------------------------------------------------------


def test_a_plan_counts_whole_in_each_neighbourhood_that_it_serves(client):
    people.sign_in(client, "member")
    owner = people.organisation()
    first, second = factories.Neighbourhood(name="Viguier"), factories.Neighbourhood(name="Tilleuls")
    served = project(owner, neighbourhoods=[first.pk, second.pk])
    plan(owner, of=served)
    plan(owner, of=project(owner, name="Sans quartier"))
    found = queries.carried(owner.pk, [])
    by_name = {found.name(one): one for one in found.rows}
    assert set(by_name) == {"Viguier", "Tilleuls", "sans quartier"}
    assert all((one.local, one.elsewhere, one.year) == (LOCAL, ELSEWHERE, 2027) for one in found.rows)
    page = text(client.get("/un-euro-local/"))
    assert "2 plans que vous pouvez lire, pour 2 quartiers." in page
    assert "rien de versé" in page
    made = FundingLine.objects.filter(plan__project=served, code__in=["epci", "fse"], in_kind=False)
    made.update(state="versee", granted=1000, paid=1000, granted_on=DAY, paid_on=DAY)
    assert "2027 : un euro local versé en a porté 1,0." in text(client.get("/un-euro-local/"))
    assert "Les lignes ne s’additionnent donc pas." in page
    answer = client.get("/un-euro-local/?format=csv")
    assert "Viguier" in b"".join(answer.streaming_content).decode("utf-8-sig")


def test_a_structure_has_its_own_neighbourhoods():
    owner, siae = people.organisation(), factories.Organisation(kind="aci", name="Jardin d’ici")
    place = factories.Neighbourhood(name="Viguier")
    line = Asked(Side.RESOURCE, {"code": "epci", "amount": "10", "year": "2027"})
    actions.create_plan(owner.pk, PLAN | {"neighbourhoods": [place.pk]}, [line], structure_id=siae.pk, **WHO)
    found = queries.carried(owner.pk, [])
    assert [(found.name(one), one.local, one.ratio) for one in found.rows] == [("Viguier", 10, 0)]


def test_the_only_plan_of_a_place_gives_the_same_ratio_there():
    lines = [
        PlanLine(Side.RESOURCE, "epci", Decimal(10), 2027, state=State.PAID, granted=Decimal(8), paid=Decimal(4)),
        PlanLine(Side.RESOURCE, "fse", Decimal(30), None),
        PlanLine(Side.RESOURCE, "region", Decimal(30), 2027, in_kind=True),
    ]
    (row,) = by_place([PlacedPlan(("QN1",), 2027, tuple(lines))])
    assert row.ratio == whole_effort(lines).ratio == Decimal(30) / 8
    assert (row.local_paid, row.elsewhere_paid, row.ratio_paid) == (4, 0, 0)


# --- Lists ----------------------------------------------------------------------------------------------------------


def test_the_list_gives_the_same_ratio_as_the_plan():
    owner = people.organisation()
    found = plan(owner)
    line = line_of(found, "fse")
    actions.change_line(line.pk, {"state": "refusee"}, base=queries.state_of_line(line), **WHO)
    (row,) = queries.listed(owner.pk, [])
    whole = whole_effort(queries.as_rules(queries.lines_of(found)))
    assert (row.elsewhere, row.local) == (whole.carried, whole.local) == (ELSEWHERE - 15000, LOCAL)
    assert row.charges == 115000


@pytest.mark.parametrize("page", [LIST, "/un-euro-local/"])
def test_a_page_of_plans_costs_the_same_for_one_and_for_many(client, page):
    people.sign_in(client, "member")
    owner = people.organisation()

    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page).status_code == 200
        return len(seen)

    plan(owner)
    cost()
    few = cost()
    for at in range(15):
        plan(owner, of=project(owner, name=f"Projet {at}"))
    assert cost() == few


def test_a_plan_costs_the_same_whatever_its_lines(client):
    people.sign_in(client, "member")
    found = plan(people.organisation())

    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address(found)).status_code == 200
        return len(seen)

    cost()
    few = cost()
    for at in range(30):
        values = {"code": "fondation", "label": f"Fondation {at}", "amount": "10", "year": "2027"}
        actions.add_line(found.pk, Side.RESOURCE, values, by=PLATFORM, on=DAY, now=NOW + timedelta(minutes=at))
    assert cost() == few


def test_the_cite_of_the_project_reads_its_plan_and_nobody_else(client):
    owner = factories.Organisation(name="Interco", kind="autre")
    shared = project(owner, cite=people.cite().pk)
    found = plan(owner, of=shared)
    people.sign_in(client, "coordinator")
    assert client.get(address(found)).status_code == 200
    assert client.get(address(found, "modifier/")).status_code == 403
    assert client.get(LIST).context["listing"].total == 1
    client.logout()
    people.sign_in(client, "stranger")
    assert client.get(address(found)).status_code == 404


# --- Edges ----------------------------------------------------------------------------------------------------------


def test_an_empty_plan_says_what_it_waits_for(client):
    people.sign_in(client, "member")
    owner = people.organisation()
    found = actions.create_plan(owner.pk, PLAN, project_id=project(owner).pk, **WHO)
    page = text(client.get(address(found)))
    assert "Ce plan est encore vide." in page
    assert "Rien n’est encore écrit ici." in page
    actions.add_line(found.pk, Side.RESOURCE, {"code": "fse", "amount": "10", "year": "2027"}, **WHO)
    assert "Aucun euro local n’est encore dans ce plan." in text(client.get(address(found)))
    assert "En 2028, rien n’est encore écrit." in text(client.get(address(found, "?annee=2028")))


def test_a_budget_in_deficit_has_no_decisive_source(client):
    people.sign_in(client, "member")
    found = plan(people.organisation())
    actions.add_line(found.pk, Side.CHARGE, {"code": "fonctionnement", "amount": "90000", "year": "2027"}, **WHO)
    page = text(client.get(address(found)))
    assert "Le budget était déjà en déficit." in page
    assert "rien à mesurer" in page


def test_a_line_becomes_in_kind_and_its_history_says_so():
    found = plan(people.organisation())
    line = line_of(found, "commune")
    actions.change_line(line.pk, {"in_kind": True}, base=queries.state_of_line(line), **WHO)
    assert "en nature : non → oui" in FundingChange.objects.first().what.replace("\u00a0", " ")


def test_a_structure_that_has_its_plan_is_told_beside_its_field(client):
    people.sign_in(client, "member")
    siae = factories.Organisation(kind="aci", name="Jardin d’ici")
    sent = {"structure": "Jardin d’ici", "first_year": "2027", "years": "1", "kind": "", "fte": "", "note": "Bail"}
    assert client.post(f"{LIST}nouveau/", sent).status_code == 302
    assert FundingPlan.objects.get().name == siae.name
    answer = client.post(f"{LIST}nouveau/", sent)
    assert answer.status_code == 422
    assert "déjà un plan" in text(answer)
    assert "Bail" in text(answer)


@pytest.mark.parametrize("typed", ["Jardin", "x\x00y", "²", "NaN", "-1", "2147483648", "9" * 30, "é" * 300])
def test_a_structure_that_is_not_found_is_told_beside_its_field_with_what_was_typed(client, typed):
    people.sign_in(client, "member")
    sent = {"structure": typed, "first_year": "2027", "years": "1", "kind": "", "fte": "", "note": "Bail"}
    answer = client.post(f"{LIST}nouveau/", sent)
    assert answer.status_code == 422
    assert "structure" in answer.context["form"].errors
    assert f'value="{typed}"' in answer.content.decode()
    assert "Bail" in text(answer)


def test_a_plan_keeps_its_name(client):
    people.sign_in(client, "member")
    found = plan(people.organisation())
    base = client.get(address(found, "modifier/")).context["base"]
    sent = {"name": "", "first_year": "2027", "years": "2", "kind": "", "fte": "0", "note": "", "depart": base}
    answer = text(client.post(address(found, "modifier/"), sent))
    assert "Il manque le nom du plan" in answer
    assert "plus grand que 0, ou rien" in answer


def test_the_illustration_of_the_guide_stands_in_the_demonstration():
    owner = people.organisation()
    for name in (funding_demo.GARDEN, funding_demo.WORKSHOP):
        project(owner, name=name)
    assert "2 plans" in funding_demo.load(DAY, NOW)
    assert "déjà là" in funding_demo.load(DAY, NOW)
    garden = FundingPlan.objects.get(project__name=funding_demo.GARDEN)
    lines = queries.as_rules(queries.lines_of(garden))
    assert garden.fictional
    assert round(whole_effort(lines).ratio, 4) == Decimal("7.8174")
    year = {one.code: one for one in leverages(lines, 2027, Perimeter.EPCI)}
    assert [round(one.ratio, 1) for one in year.values()] == [Decimal(one) for one in ("15.7", "14.8", "9.0", "14.8")]
    assert "7,6" in year["L3"].meaning
