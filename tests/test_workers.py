from typing import NamedTuple

from tests.workers import shuffled


class Item(NamedTuple):
    nodeid: str


ITEMS = [Item(f"tests/test_{file}.py::test_{name}") for file in "abcdef" for name in range(9)]


def files_of(items):
    """The files in the order in which their tests come, once for each time that they begin."""
    files = [item.nodeid.partition("::")[0] for item in items]
    return [file for file, before in zip(files, [None, *files], strict=False) if file != before]


def test_all_tests_are_there_in_another_order_and_those_of_a_file_together():
    found = shuffled(ITEMS, 7)
    assert found != ITEMS
    assert sorted(found) == ITEMS
    assert files_of(found) != files_of(ITEMS)
    assert len(files_of(found)) == 6
    of_a = [item for item in found if "test_a" in item.nodeid]
    assert of_a != sorted(of_a)


def test_the_seed_alone_decides():
    assert shuffled(ITEMS, 7) == shuffled(ITEMS[::-1], 7)
    assert shuffled(ITEMS, 7) != shuffled(ITEMS, 8)
