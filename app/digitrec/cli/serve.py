"""The command `serve`: a page in the browser, which this computer reads; or a site of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from digitrec.cli.output import CommandError, write_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command, and what runs it."""
    parser.description = (
        "Open a page to draw on in the browser, which this computer reads. Needs the extra web."
    )
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="HOST",
        help="listen on this address; 0.0.0.0 lets in the whole network, unencrypted "
        "(default: 127.0.0.1, this computer alone)",
    )
    parser.add_argument(
        "--port", type=_port, default=8765, metavar="PORT", help="default: 8765; 0: any free one"
    )
    parser.add_argument("--no-open", action="store_true", help="don't open the browser")
    parser.add_argument(
        "--export",
        metavar="DIR",
        help="write a site that reads in the browser by itself, for any file server, and end",
    )
    parser.add_argument(
        "--pyodide",
        metavar="DIR",
        help="with --export: take Pyodide from this folder instead of its publisher",
    )
    parser.set_defaults(run=_run)


def _port(word: str) -> int:
    if not (word.isascii() and word.isdigit() and len(word) <= 5 and int(word) < 65536):
        raise argparse.ArgumentTypeError(f"{word!r} is not a port from 0 to 65535")
    return int(word)


def _run(options: argparse.Namespace) -> int:
    if options.export is not None:
        return export(options.export, options.pyodide)
    return serve(options.host, options.port, not options.no_open)


def export(folder: str, pyodide: str | None) -> int:
    """Writes the site; see `web.export.export_site`.

    Raises:
        CommandError: if it can't be written, or Pyodide can't be had.
    """
    from digitrec.web.export import ExportError, export_site
    from digitrec.web.pyodide import PyodideError

    try:
        size = export_site(Path(folder), None if pyodide is None else Path(pyodide))
    except (ExportError, PyodideError) as error:
        raise CommandError(str(error)) from error
    write_line(f"{folder}: {size / 1e6:.1f} MB written; any file server can publish it")
    return 0


def serve(host: str, port: int, show: bool) -> int:
    """Serves until Ctrl+C; see `web.serve.serve`.

    Raises:
        CommandError: if Starlette or uvicorn is missing, or the port is taken.
    """
    try:
        from digitrec.web.serve import AddressError
        from digitrec.web.serve import serve as run
    except ModuleNotFoundError as error:
        raise CommandError(
            f"serve needs {error.name}; install it with: pip install 'digitrec[web]'"
        ) from error
    try:
        run(host, port, show, write_line)
    except AddressError as error:
        raise CommandError(str(error)) from error
    return 0
