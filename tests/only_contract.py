"""A contract for import-linter: a room imports nothing of ours but what is on its list."""

from __future__ import annotations

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class OnlyContract(Contract):
    """Holds if modules import nothing of the root packages but themselves and what is allowed.

    Options: `source_modules` and `allowed_modules`, each with all modules below it.
    """

    source_modules = fields.ListField(subfield=fields.ModuleField())
    allowed_modules = fields.ListField(subfield=fields.ModuleField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        roots = {name.partition(".")[0] for name in self.session_options["root_packages"]}
        sources = [module.name for module in self.source_modules]
        allowed = sources + [module.name for module in self.allowed_modules or ()]
        wrong = [
            f"{importer} imports {imported}"
            for importer in sorted(graph.modules)
            if _below(importer, sources)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if imported.partition(".")[0] in roots and not _below(imported, allowed)
        ]
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["wrong"]:
            output.print_error(line)


def _below(module: str, packages: list[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)
