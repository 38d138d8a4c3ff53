import pytest

from quartiers.territory.queries.location import forget


@pytest.fixture(autouse=True)
def fresh_index():
    forget()
