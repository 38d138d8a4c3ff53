from typing import Any

from tests import factories
from tests.pages.walk import Walk, send_empty


def failed_job() -> None:
    factories.Job(state="failed", error="Le service d’adresses ne répond pas.")


def some_mails() -> None:
    for state in ("sent", "uncertain", "failed", "draft"):
        factories.Mail(state=state, error="Réponse 550." if state == "failed" else "")


def uncertain() -> None:
    factories.Mail(pk=1001, state="uncertain")


def draft() -> None:
    factories.Mail(pk=1002, state="draft")


def campaign() -> None:
    for number in range(1002, 1022):
        factories.Mail(pk=number, state="draft", key="campagne 1", recipient=f"personne{number}@exemple.fr")


def send_no_words(tab: Any) -> None:
    tab.locator("main [name=subject]").fill("")
    tab.get_by_role("button", name="Enregistrer les mots").click()
    tab.wait_for_load_state()


def one_job(state: str) -> None:
    factories.Job(pk=1003, state=state, done=3, error="Le service ne répond pas." if state == "failed" else "")


ADMINISTRATOR = "installation_administrator"
TASKS = "/administration/taches/"
MESSAGES = "/administration/messages/"
IMPORT = "/imports/organisations/"
PAGES = [
    Walk("table to bring", IMPORT, who=ADMINISTRATOR),
    Walk("table to bring, nothing chosen", IMPORT, who=ADMINISTRATOR, steps=send_empty),
    Walk("table that was erased", f"{IMPORT}{'t' * 43}/", who=ADMINISTRATOR, status=410),
    Walk("messages, none", MESSAGES, who=ADMINISTRATOR),
    Walk("messages", MESSAGES, who=ADMINISTRATOR, before=some_mails),
    Walk("message uncertain", f"{MESSAGES}1001/", who=ADMINISTRATOR, before=uncertain),
    Walk("message to read again", f"{MESSAGES}1002/", who=ADMINISTRATOR, before=draft, steps=send_no_words),
    Walk("campaign to read again", f"{MESSAGES}1002/", who=ADMINISTRATOR, before=campaign),
    Walk("campaign to release", f"{MESSAGES}1002/campagne/", who=ADMINISTRATOR, before=campaign),
    Walk("messages, a campaign", MESSAGES, who=ADMINISTRATOR, before=campaign),
    Walk("tasks", "/administration/taches/", who="installation_administrator", before=failed_job),
    Walk("tasks, none", "/administration/taches/", who="installation_administrator"),
    Walk("one task that failed", f"{TASKS}1003/", who=ADMINISTRATOR, before=lambda: one_job("failed")),
    Walk("one task that runs", f"{TASKS}1003/", who=ADMINISTRATOR, before=lambda: one_job("running")),
    Walk("tasks, closed", TASKS, who="member", status=403),
    Walk("task that was erased", "/administration/taches/9999/", status=404, who="installation_administrator"),
    Walk("journal", "/administration/journal/", who="installation_administrator"),
    Walk("journal without answer", "/administration/journal/?objet=zzz", who="data_protection_officer"),
    Walk("journal, closed", "/administration/journal/", status=403, who="member"),
    Walk("how long data are kept", "/donnees-personnelles/durees/"),
]
