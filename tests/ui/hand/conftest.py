import pytest

from tests.ui.hand.teacher import Teacher


@pytest.fixture
def teacher(person):
    return Teacher(person)
