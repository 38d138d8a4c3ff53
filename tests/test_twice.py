"""Two at once, and twice: a form that leaves twice acts once, and nobody who crosses another meets an error page."""

import threading
from collections import Counter
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from quartiers.actors.actions import invite
from quartiers.actors.models import Invitation, User
from quartiers.actors.rules import Role
from quartiers.exchanges.models import Cycle
from quartiers.office.actions.sent import DEAD_AFTER, KEPT
from quartiers.office.models import SentForm
from quartiers.office.rules import Author
from quartiers.procurement.models import Spaser
from quartiers.web.crossings import crossing
from tests import factories, pages, people

FORM = "procurement:create_scheme"


def typed(client, name="Un schéma", at=None):
    """The form as its page shows it, and a name."""
    page = html.fromstring(client.get(at or reverse(FORM)).content)
    form = next(one for one in page.forms if one.method == "POST" and "name" in one.fields)
    return dict(form.form_values()) | {"name": name}


@pytest.fixture
def signed(client, db):
    pages.ground()
    people.sign_in(client, "coordinator")
    return client


def test_a_form_sent_twice_acts_once_and_leads_to_the_same_page(signed):
    once = typed(signed)
    first, second = (signed.post(reverse(FORM), once) for _ in range(2))

    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Spaser.objects.count() == 1
    assert "qu’une fois" in signed.get(second["Location"]).content.decode()


def test_one_word_that_changes_or_a_page_opened_again_makes_another_form(signed):
    once = typed(signed)
    for sent in (once, once | {"name": "Un autre schéma"}, typed(signed)):
        signed.post(reverse(FORM), sent)

    assert Spaser.objects.count() == 3


def test_what_is_refused_may_be_sent_again_as_it_is(signed):
    bare = typed(signed, name="")
    answers = [signed.post(reverse(FORM), bare) for _ in range(2)]

    assert [one.status_code for one in answers] == [200, 200]
    assert not SentForm.objects.exists()


def test_a_form_whose_first_sending_was_killed_is_done_by_the_second(signed):
    once = typed(signed)
    signed.post(reverse(FORM), once)
    SentForm.objects.update(led_to="")
    SentForm.objects.update(sent_at=SentForm.objects.get().sent_at - DEAD_AFTER - timedelta(seconds=1))
    signed.post(reverse(FORM), once)

    assert Spaser.objects.count() == 2
    assert SentForm.objects.get().led_to != ""


def test_a_form_is_remembered_one_day(signed):
    signed.post(reverse(FORM), typed(signed))
    SentForm.objects.update(sent_at=SentForm.objects.get().sent_at - KEPT)
    signed.post(reverse(FORM), typed(signed))

    assert SentForm.objects.count() == 1


def at_once(client, address, forms):
    """Send these forms at the same instant, each from its own thread; their statuses and where they led."""
    barrier, answers = threading.Barrier(len(forms)), []

    def send(form):
        own = Client()
        own.cookies = client.cookies.copy()
        barrier.wait()
        try:
            answers.append(own.post(address, form))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[form]) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_form_pressed_twice_at_the_same_instant_acts_once(client):
    people.sign_in(client, "coordinator")
    answers = at_once(client, reverse(FORM), [typed(client)] * 3)

    assert Counter(one.status_code for one in answers) == {302: 3}
    assert len({one["Location"] for one in answers}) == 1
    assert Spaser.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_pages_that_make_the_same_thing_at_once_never_meet_an_error_page(client):
    people.sign_in(client, "administrator")
    at = reverse("exchanges:new_cycle")
    forms = [
        {"title": "Un cycle", "question": "Pour qui ?", "zone": "Europe/Paris", "contact_email": "a@exemple.fr"}
        | {"presentation": f"La présentation numéro {number}"}
        for number in range(4)
    ]
    answers = at_once(client, at, forms)

    done = [one for one in answers if one.status_code == 302]
    told = [one.content.decode() for one in answers if one.status_code == 409]
    assert len(answers) == 4 == len(done) + len(told)
    assert Cycle.objects.count() == len(done) >= 1
    assert all("au même instant" in one and "La présentation numéro" in one for one in told)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_who_invite_the_same_person_at_once_send_one_open_invitation(client):
    people.sign_in(client, "administrator")
    at = reverse("actors:invite", args=[people.organisation().pk])
    answers = at_once(client, at, [{"email": "awa@exemple.fr", "role": "member"}] * 3)

    assert Counter(one.status_code for one in answers) == {302: 3}
    assert Invitation.objects.filter(accepted_at=None).count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_link_of_invitation_accepted_twice_at_once_makes_one_account(client):
    by, now = Author(people.member(Role.ADMINISTRATOR).pk, people.organisation().pk), timezone.now()
    link = invite("awa@exemple.fr", organisation=people.organisation(), by=by, now=now)
    given = {"first_name": "Awa", "last_name": "Diarra", "password": "trois lacs et un pont"}
    answers = at_once(client, urlsplit(link).path, [given] * 3)

    assert User.objects.filter(email="awa@exemple.fr").count() == 1
    assert {one.status_code for one in answers} <= {200, 302, 404, 409, 410}
    assert sum(one.status_code == 302 for one in answers) >= 1


@pytest.mark.django_db
class TestCrossing:
    def test_a_value_that_somebody_just_took_and_a_row_just_taken_away_are_sentences(self):
        factories.Cycle(slug="le-notre")
        with pytest.raises(IntegrityError) as same, transaction.atomic():
            Cycle.objects.create(organiser=people.organisation(), slug="le-notre", created_at="2026-01-01T00:00Z")
        with pytest.raises(Cycle.DoesNotExist) as gone:
            Cycle.objects.get(slug="autre")

        assert "au même instant" in crossing(same.value).message
        assert "retiré" in crossing(gone.value).message

    def test_a_fault_of_ours_stays_an_error(self):
        with pytest.raises(IntegrityError) as ours, transaction.atomic():
            Cycle.objects.create(organiser=people.organisation(), slug="le-notre", created_at=None)

        assert crossing(ours.value) is None
        assert crossing(KeyError("x")) is None
