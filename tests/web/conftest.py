from __future__ import annotations

import pytest

from tests.web.serving import serving


@pytest.fixture(scope="session")
def server():
    """The address of `digitrec serve`, a process of its own."""
    pytest.importorskip("starlette", reason="needs the extra web")
    with serving() as address:
        yield address
