"""An organiser in front of her cycle."""

import pytest

from tests import factories, people


@pytest.fixture
def cycle(client):
    """A published cycle, and its administrator in front of the screen."""
    people.sign_in(client, "administrator")
    return factories.Cycle(slug="le-notre", organiser=people.organisation())
