"""The workshop of clauses: open to all, a set is its address."""

from tests.access.doors import Door

SET = {"c": ["tri-sept-flux", "heures-insertion"]}
ACCESS = {
    "procurement:clauses": Door(visitor=200),
    "api-1:procurement_clauses": Door(visitor=200),
    "procurement:clause": {
        "": Door(visitor=200, kwargs={"code": "tri-sept-flux"}),
        "a clause that is not there": Door(visitor=404, kwargs={"code": "nulle-part"}),
    },
    "procurement:clause_set": Door(visitor=200, query=SET),
    "procurement:clause_set_document": {
        "": Door(visitor=200, query=SET),
        "nothing chosen": Door(visitor=404),
    },
}
