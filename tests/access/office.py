"""Pages of the office: who has done what, what is kept."""

from tests.access.doors import Door

ACCESS = {
    "office:retention": Door(visitor=200),
}
