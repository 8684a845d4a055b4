from datetime import UTC, datetime

import pytest

from digitrec.session.session import Session
from tests.session.doubles import Keeper, Reader


@pytest.fixture
def keeper():
    return Keeper()


@pytest.fixture
def session(keeper):
    made = Session(keeper, now=lambda: datetime(2026, 11, 22, tzinfo=UTC))
    made.ready(Reader(), "model")
    return made
