"""The pages of messages: what they show, change, release and decide; who did it stands in the journal."""

from datetime import timedelta

import pytest
from django.urls import reverse

from quartiers.office import actions, queries
from quartiers.office.models import Mail
from quartiers.office.rules import MailState, Verb
from tests import factories, people

PAGE = reverse("office:mails")
pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    people.sign_in(client, "installation_administrator")
    return client


def read(answer) -> str:
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def page_of(mail: Mail, name: str = "office:mail", *more: str) -> str:
    return reverse(name, args=[mail.pk, *more])


def campaign(count: int, **given) -> list[Mail]:
    return [
        factories.Mail(state="draft", key="campagne 1", recipient=f"personne{n}@exemple.fr", **given)
        for n in range(count)
    ]


def states() -> set[str]:
    return set(Mail.objects.values_list("state", flat=True))


class TestTheList:
    def test_it_says_first_what_somebody_must_decide(self, administrator):
        for state in ("failed", "uncertain", "uncertain", "sent"):
            factories.Mail(state=state)
        page = read(administrator.get(PAGE))

        assert "2 courriels incertains à décider, 1 en échec. 1 courriel envoyé." in page

    def test_it_calls_mails_by_the_words_of_their_room(self, administrator):
        factories.Mail(kind="actors.invitation")

        assert "Invitation" in read(administrator.get(f"{PAGE}?nature=actors.invitation"))

    def test_opening_it_and_taking_it_away_are_lines_of_the_journal(self, administrator):
        factories.Mail()
        administrator.get(PAGE)
        b"".join(administrator.get(f"{PAGE}?format=csv"))

        assert {line.verb for line in queries.audit_lines().filter(kind=actions.MAIL)} == {Verb.READ, Verb.EXPORT}

    def test_it_costs_as_many_queries_for_a_hundred_mails(self, administrator, django_assert_max_num_queries):
        campaign(2)
        administrator.get(PAGE)
        counts = []
        for extra in (0, 100):
            factories.Mail.create_batch(extra, state="draft")
            with django_assert_max_num_queries(40) as captured:
                administrator.get(PAGE)
            counts.append(len(captured))

        assert counts[0] == counts[1]


class TestOneMail:
    def test_it_reads_as_its_reader_sees_it(self, administrator):
        mail = factories.Mail(text="Bonjour <b>vous</b>,\n", reply_to="contact@exemple.fr")
        page = read(administrator.get(page_of(mail)))

        assert "Bonjour &lt;b&gt;vous&lt;/b&gt;," in page
        assert "contact@exemple.fr" in page
        assert queries.readings_of(actions.MAIL, mail.pk)

    def test_a_key_to_an_account_is_shown_to_nobody(self, administrator):
        mail = factories.Mail(is_secret=True, state="uncertain", text="https://exemple.fr/invitation/cle-secrete/")

        assert "cle-secrete" not in read(administrator.get(page_of(mail)))

    @pytest.mark.parametrize(
        ("state", "verb", "after"),
        [
            ("draft", "envoyer", "ready"),
            ("uncertain", "renvoyer", "ready"),
            ("failed", "renvoyer", "ready"),
            ("uncertain", "tenir-pour-envoye", "sent"),
            ("ready", "annuler", "cancelled"),
        ],
    )
    def test_a_decision_is_taken_once_and_the_journal_knows_who(self, administrator, state, verb, after):
        mail = factories.Mail(state=state)
        decide = page_of(mail, "office:mail_decision", verb)

        assert administrator.post(decide).status_code == 302
        assert states() == {after}
        line = queries.audit_lines().get(verb=Verb.UPDATE, kind=actions.MAIL)
        assert (line.fields, line.user_id is None) == (["state"], False)
        assert administrator.post(decide).status_code == 409

    def test_what_is_erased_is_never_sent_again(self, administrator):
        mail = factories.Mail(state="failed", recipient="", erased_at=factories.office.WRITTEN + timedelta(days=90))

        assert "Envoyer de nouveau" not in read(administrator.get(page_of(mail)))
        assert administrator.post(page_of(mail, "office:mail_decision", "renvoyer")).status_code == 409

    def test_an_unknown_mail_or_decision_is_no_page(self, administrator):
        mail = factories.Mail()

        assert administrator.get(reverse("office:mail", args=[mail.pk + 1])).status_code == 404
        assert administrator.post(page_of(mail, "office:mail_decision", "oublier")).status_code == 404
        assert administrator.post(page_of(mail, "office:campaign_decision", "oublier")).status_code == 404


class TestACampaign:
    def test_its_twins_change_together_and_the_others_stay(self, administrator):
        first, *_ = campaign(3, text="Venez jeudi.\n")
        own = factories.Mail(state="draft", key="campagne 1", recipient="autre@exemple.fr", text="À vous seule.\n")
        administrator.post(page_of(first), {"subject": "Venez", "text": "Venez vendredi.", "alike": "on"})

        assert Mail.objects.filter(subject="Venez", text="Venez vendredi.\n").count() == 3
        assert Mail.objects.get(pk=own.pk).text == "À vous seule.\n"

    def test_one_mail_may_change_alone(self, administrator):
        first, *_ = campaign(3)
        administrator.post(page_of(first), {"subject": "Pour vous", "text": "Un mot."})

        assert Mail.objects.filter(subject="Pour vous").count() == 1

    def test_a_subject_of_ten_thousand_letters_is_refused_with_its_length(self, administrator):
        (mail,) = campaign(1)
        page = read(administrator.post(page_of(mail), {"subject": "a" * 10_000, "text": "Un mot."}))

        assert "Ce sujet compte 10 000 caractères" in page
        assert Mail.objects.get(pk=mail.pk).subject == mail.subject

    def test_one_action_releases_it_whole_after_saying_how_many(self, administrator):
        first, *_ = campaign(20)
        other = factories.Mail(state="draft")
        page = read(administrator.get(page_of(first, "office:campaign")))
        assert "20 personnes recevront le même texte." in page
        assert "et 8 autres personnes" in page

        answer = administrator.post(
            page_of(first, "office:campaign_decision", "envoyer"), {"expected": "20"}, follow=True
        )
        assert "20 courriels partent." in read(answer)
        assert Mail.objects.filter(state=MailState.READY).count() == 20
        assert Mail.objects.get(pk=other.pk).state == MailState.DRAFT
        assert queries.audit_lines().get(kind=actions.CAMPAIGN).fields == ["state"]

    def test_one_that_changed_meanwhile_does_not_leave(self, administrator):
        first, *_ = campaign(3)
        for expected in ("2", "4", "", "trois"):
            decide = page_of(first, "office:campaign_decision", "envoyer")
            assert administrator.post(decide, {"expected": expected}).status_code == 409

        assert states() == {MailState.DRAFT}
        assert not queries.audit_lines().filter(kind=actions.CAMPAIGN).exists()

    def test_one_may_renounce(self, administrator):
        first, *_ = campaign(3)
        administrator.post(page_of(first, "office:campaign_decision", "annuler"), {"expected": "3"})

        assert states() == {MailState.CANCELLED}
        assert administrator.get(page_of(first, "office:campaign")).status_code == 302

    def test_its_page_costs_as_many_queries_for_a_hundred(self, administrator, django_assert_max_num_queries):
        counts = []
        for key, size in (("a", 2), ("b", 100)):
            mail, *_ = [
                factories.Mail(state="draft", key=key, recipient=f"p{n}@exemple.fr", kind="essai") for n in range(size)
            ]
            administrator.get(page_of(mail))
            for name in ("office:mail", "office:campaign"):
                with django_assert_max_num_queries(40) as captured:
                    administrator.get(page_of(mail, name))
                counts.append(len(captured))

        assert counts[:2] == counts[2:]
