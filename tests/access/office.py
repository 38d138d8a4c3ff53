"""Pages of the office: who has done what, what is kept."""

from dataclasses import replace

from tests.access.doors import SIGN_IN, Door

MAY_READ = {"data_protection_officer": 200, "installation_administrator": 200}
MANAGES = {"installation_administrator": 200}

GONE = Door(visitor=SIGN_IN, signed=403, kinds={"installation_administrator": 404}, kwargs={"job_id": 9999})
ACCESS = {
    "office:tasks": Door(visitor=SIGN_IN, signed=403, kinds=MANAGES),
    "office:task": GONE,
    "office:task_retry": replace(GONE, method="post"),
    "office:task_cancel": replace(GONE, method="post"),
    "office:journal": Door(visitor=SIGN_IN, signed=403, kinds=MAY_READ),
    "office:retention": Door(visitor=200),
}
