"""Pages of the office: who has done what, what is kept."""

from dataclasses import replace

from tests.access.doors import SIGN_IN, Door
from tests.factories import Mail

MAY_READ = {"data_protection_officer": 200, "installation_administrator": 200}
MANAGES = {"installation_administrator": 200}


def one_mail() -> dict[str, int]:
    return {"number": Mail().pk}


def one_draft() -> dict[str, int]:
    return {"number": Mail(state="draft").pk}


def one_campaign_decision() -> dict[str, object]:
    return {"number": Mail(state="draft").pk, "verb": "envoyer"}


def one_decision() -> dict[str, object]:
    return {"number": Mail().pk, "verb": "annuler"}


GONE = Door(visitor=SIGN_IN, signed=403, kinds={"installation_administrator": 404}, kwargs={"job_id": 9999})
NO_TABLE = {"code": "aucun"}
NO_IMPORT = {**NO_TABLE, "token": "t" * 43}
NO_LOAD = Door(visitor=SIGN_IN, signed=403, kinds={"installation_administrator": 404}, kwargs=NO_IMPORT)
ERASED = Door(
    visitor=SIGN_IN,
    signed=403,
    kinds={"installation_administrator": 410},
    kwargs={"code": "contrats", "token": "t" * 43},
)
ACCESS = {
    "office:load_deposit": {
        "a kind of file": Door(visitor=SIGN_IN, signed=403, kinds=MANAGES, kwargs={"code": "contrats"}),
        "no such kind": replace(NO_LOAD, kwargs=NO_TABLE),
    },
    "office:load": {"of no such kind": NO_LOAD, "erased": ERASED},
    "office:load_stop": {
        "of no such kind": replace(NO_LOAD, method="post"),
        "erased": replace(ERASED, method="post"),
    },
    "office:import_deposit": {
        "a kind of table": Door(visitor=SIGN_IN, signed=403, kinds=MANAGES, kwargs={"code": "organisations"}),
        "no such kind": Door(visitor=404, kwargs=NO_TABLE),
    },
    "office:import_model": Door(visitor=404, kwargs=NO_TABLE),
    "office:import_table": Door(visitor=404, kwargs=NO_IMPORT),
    "office:import_confirm": Door(visitor=404, method="post", kwargs=NO_IMPORT),
    "office:import_cancel": Door(visitor=404, method="post", kwargs=NO_IMPORT),
    "office:import_to_correct": Door(visitor=404, kwargs=NO_IMPORT),
    "office:mails": Door(visitor=SIGN_IN, signed=403, kinds=MANAGES),
    "office:mail": Door(visitor=SIGN_IN, signed=403, kinds=MANAGES, kwargs=one_mail),
    "office:campaign": Door(visitor=SIGN_IN, signed=403, kinds=MANAGES, kwargs=one_draft),
    "office:campaign_decision": Door(
        visitor=SIGN_IN,
        signed=403,
        kinds={"installation_administrator": 409},
        method="post",
        kwargs=one_campaign_decision,
    ),
    "office:mail_decision": Door(
        visitor=SIGN_IN, signed=403, kinds={"installation_administrator": 302}, method="post", kwargs=one_decision
    ),
    "office:tasks": Door(visitor=SIGN_IN, signed=403, kinds=MANAGES),
    "office:task": GONE,
    "office:task_retry": replace(GONE, method="post"),
    "office:task_cancel": replace(GONE, method="post"),
    "office:journal": Door(visitor=SIGN_IN, signed=403, kinds=MAY_READ),
    "office:retention": Door(visitor=200),
}
