from tests import factories
from tests.pages.walk import Walk


def failed_job() -> None:
    factories.Job(state="failed", error="Le service d’adresses ne répond pas.")


PAGES = [
    Walk("tasks", "/administration/taches/", who="installation_administrator", before=failed_job),
    Walk("tasks, none", "/administration/taches/", who="installation_administrator"),
    Walk("task that was erased", "/administration/taches/9999/", status=404, who="installation_administrator"),
    Walk("journal", "/administration/journal/", who="installation_administrator"),
    Walk("journal without answer", "/administration/journal/?objet=zzz", who="data_protection_officer"),
    Walk("journal, closed", "/administration/journal/", status=403, who="member"),
    Walk("how long data are kept", "/donnees-personnelles/durees/"),
]
