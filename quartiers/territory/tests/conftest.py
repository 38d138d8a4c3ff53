import pytest

from quartiers.territory.queries import location, shapes


@pytest.fixture(autouse=True)
def fresh_index():
    location.forget()
    shapes.forget()
