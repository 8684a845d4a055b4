import pytest


@pytest.fixture
def open_page(person):
    """Opens the page; its first drawings are shown."""

    def open_it(count):
        person.wait_until_ready()
        person.press("<Control-h>")
        page = person.parts.history.page
        page.update()
        person.wait(lambda: page.count == count and (not count or page.thumbnail_grid.loaded))
        return page

    return open_it
