import pytest
from grimp import ImportGraph

from tests.only_contract import OnlyContract


def contract(allowed):
    return OnlyContract(
        name="storage",
        session_options={"root_packages": ["house"]},
        contract_options={"source_modules": ["house.storage"], "allowed_modules": allowed},
    )


@pytest.fixture
def graph():
    made = ImportGraph()
    for importer, imported in (
        ("house.storage.history", "house.types.ink"),
        ("house.storage.history", "house.storage.schema"),
        ("house.storage.history", "sqlite3"),
        ("house.types.ink", "house.window"),
    ):
        made.add_import(importer=importer, imported=imported)
    return made


def test_a_room_may_import_itself_what_is_allowed_and_what_is_not_ours(graph):
    assert contract(["house.types"]).check(graph, verbose=False).kept
    assert contract(["house.types.ink"]).check(graph, verbose=False).kept


def test_whatever_else_it_imports_is_named(graph):
    for allowed in ([], ["house.typ"], ["house.types.reading"]):
        found = contract(allowed).check(graph, verbose=False)
        assert not found.kept
        assert found.metadata["wrong"] == ["house.storage.history imports house.types.ink"]
