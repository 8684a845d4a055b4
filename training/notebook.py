"""Runs the notebooks from top to bottom and saves them with their outputs.

python -m training.notebook
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from digitrec.files import written_whole

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOTEBOOKS = tuple(
    Path(__file__).with_name(name) for name in ("Mnist_with_keras.ipynb", "Your_own_data.ipynb")
)

_KERNEL = [
    "--log-level=ERROR",
    "--HistoryManager.enabled=False",  # other kernels' history is left alone
    "--IPKernelApp.capture_fd_output=False",  # TensorFlow's log, written by C++, is not an output
]
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def run(path: Path, environ: Mapping[str, str]) -> NotebookNode:
    """A notebook with the outputs of a run from top to bottom. Its file does not change.

    Times and the version of Python are not kept: they differ from machine to machine.

    Args:
        path: of the notebook.
        environ: environment variables to add: `DIGITREC_NOTEBOOK_EPOCHS`, `…_LIMIT`, `…_FOLDER`.

    Raises:
        ModuleNotFoundError: if the packages for notebooks are not installed.
        CellExecutionError: if a cell fails; the message has the traceback.
    """
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=None,
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=_KERNEL,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute(env={**os.environ, **environ})
    notebook.metadata = nbformat.from_dict(_METADATA)
    return notebook


def main() -> int:
    """Runs notebooks and saves them with their outputs; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.notebook", description=__doc__)
    parser.add_argument(
        "notebooks", type=Path, nargs="*", default=NOTEBOOKS[:1], help="default: the tutorial"
    )
    for path in parser.parse_args().notebooks:
        try:
            import nbformat
            from nbclient.exceptions import CellExecutionError

            notebook = run(path, {})
        except ModuleNotFoundError as error:
            print(
                f"{error}. Install the missing packages: pip install .[train,notebook]",
                file=sys.stderr,
            )
            return 1
        except CellExecutionError as error:
            print(f"{path.name} was not changed: {error}", file=sys.stderr)
            return 1
        with written_whole(path, replace=True) as stream:
            nbformat.write(notebook, stream)
        print(f"{path}: {len(notebook.cells)} cells, {path.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
