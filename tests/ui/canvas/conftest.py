import pytest

from tests.ui.canvas.marks import draw_number


@pytest.fixture
def number(person):
    """A person who has drawn 427."""
    person.wait_until_ready()
    draw_number(person)
    return person
