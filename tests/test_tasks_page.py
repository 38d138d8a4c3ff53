"""The page of background work: what it shows, starts again, stops."""

import pytest
from django.urls import reverse
from django.utils import timezone

from quartiers.kernel.errors import RuleBroken
from quartiers.office import actions, queries
from quartiers.office.models import Job
from quartiers.office.rules import PLATFORM, JobState, Verb
from quartiers.territory.actions.files import FILE_LOCATION
from quartiers.territory.actions.lookups import ADDRESS_LOOKUP
from tests import factories, people

PAGE = reverse("office:tasks")


def again(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


@pytest.fixture
def administrator(client):
    people.sign_in(client, "installation_administrator")
    return client


@pytest.mark.django_db
class TestPages:
    def test_the_list_says_what_failed_and_what_comes_back(self, administrator):
        factories.Job(kind=ADDRESS_LOOKUP, state="failed", error="Le service ne répond pas.")
        factories.Job(kind=FILE_LOCATION, state="running", done=340, total=1200)
        page = administrator.get(PAGE).content.decode().replace("\u00a0", " ").replace("\u202f", " ")

        assert "1 tâche en échec, 1 en attente ou en cours." in page
        assert "Le service ne répond pas." in page
        assert "340 sur 1 200" in page
        assert "Effacement de ce qui a passé sa date" in page

    def test_what_was_asked_is_never_shown(self, administrator):
        job = factories.Job(payload={"text": "12 rue de la Paix"}, result={"text": "12 rue de la Paix"})

        for address in (PAGE, f"{PAGE}?format=csv", reverse("office:task", args=[job.pk])):
            response = administrator.get(address)
            text = b"".join(response).decode()
            assert "Paix" not in text
            assert job.token not in text

    def test_a_failed_task_starts_again_and_the_journal_knows_who(self, administrator):
        job = factories.Job(kind=ADDRESS_LOOKUP, state="failed", error="Panne.", attempt=2)
        page = administrator.get(reverse("office:task", args=[job.pk])).content.decode()
        assert "Reprendre la tâche" in page

        answer = administrator.post(reverse("office:task_retry", args=[job.pk]), follow=True)
        assert "La tâche reprend." in answer.content.decode()
        assert (again(job).state, again(job).error, again(job).allowed) == (JobState.WAITING, "", 4)
        line = queries.audit_lines().get(kind="office.job")
        assert (line.verb, line.fields, line.user_id is None) == (Verb.UPDATE, ["state"], False)

    def test_a_running_task_is_stopped(self, administrator):
        job = factories.Job(state="running", attempt=1)
        administrator.post(reverse("office:task_cancel", args=[job.pk]))

        assert again(job).state == JobState.CANCELLED
        assert queries.audit_lines().filter(kind="office.job").count() == 1

    def test_a_refusal_is_a_page(self, administrator):
        job = factories.Job(state="done")

        assert administrator.post(reverse("office:task_retry", args=[job.pk])).status_code == 409
        assert administrator.post(reverse("office:task_cancel", args=[job.pk])).status_code == 409

    def test_it_costs_as_many_queries_for_a_hundred_tasks(self, administrator, django_assert_max_num_queries):
        factories.Job()
        administrator.get(PAGE)
        counts = []
        for extra in (0, 100):
            factories.Job.create_batch(extra)
            with django_assert_max_num_queries(30) as captured:
                administrator.get(PAGE)
            counts.append(len(captured))

        assert counts[0] == counts[1]


@pytest.mark.django_db
class TestRefusals:
    def test_a_task_whose_files_left_cannot_start_again(self):
        with pytest.raises(RuleBroken, match="fichiers sont effacés"):
            actions.retry_job(factories.Job(kind=FILE_LOCATION, state="failed"), by=PLATFORM, now=timezone.now())

    @pytest.mark.parametrize("state", ["waiting", "running", "done", "cancelled"])
    def test_a_task_that_did_not_fail_cannot_start_again(self, state):
        with pytest.raises(RuleBroken, match="plus en échec"):
            actions.retry_job(factories.Job(kind=ADDRESS_LOOKUP, state=state), by=PLATFORM, now=timezone.now())

    @pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
    def test_a_task_that_is_over_cannot_be_stopped(self, state):
        with pytest.raises(RuleBroken, match="déjà finie"):
            actions.stop_job(factories.Job(state=state), by=PLATFORM, now=timezone.now())

    def test_the_worker_of_before_cannot_write_in_a_task_that_started_again(self):
        job = factories.Job(kind=ADDRESS_LOOKUP)
        ghost = actions.claim_job(job.pk, now=timezone.now())
        actions.fail_job(ghost, "Panne.")
        actions.retry_job(job, by=PLATFORM, now=timezone.now())

        with pytest.raises(actions.JobStopped):
            actions.finish_job(ghost, {"late": True})
