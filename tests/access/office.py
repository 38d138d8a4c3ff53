"""Pages of the office: who has done what, what is kept."""

from tests.access.doors import SIGN_IN, Door

MAY_READ = {"data_protection_officer": 200, "installation_administrator": 200}
MANAGES = {"installation_administrator": 200}

ACCESS = {
    "office:journal": Door(visitor=SIGN_IN, signed=403, kinds=MAY_READ),
    "office:retention": Door(visitor=200),
}
