"""The summary of a build: what it has made, and how large it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path


def size_on_disk(path: Path) -> int:
    """Bytes of a file, or of all files in a folder, without links."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file() and not file.is_symlink())


def largest_parts(folder: Path, count: int = 6) -> list[tuple[str, int]]:
    """The largest packages and single libraries in a program's folder."""
    sizes: Counter[str] = Counter()
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            parts = file.relative_to(folder).parts
            inner = parts[1:] if parts[0] == "_internal" else parts
            sizes[inner[0].removesuffix(".libs")] += file.stat().st_size
    return sizes.most_common(count)


def megabytes(size: int) -> str:
    """Bytes in megabytes of a million, as usual for downloads."""
    return f"{size / 1e6:.1f} MB"


def summary(program: Path, packages: Sequence[Path]) -> list[str]:
    """Lines that name the results with their sizes.

    Args:
        program: the frozen program.
        packages: its packages, if any.
    """
    if (program.parent / "_internal").is_dir():
        folder = program.parent
        parts = ", ".join(f"{name} {megabytes(size)}" for name, size in largest_parts(folder))
        lines = [f"{program}", f"  on disk {megabytes(size_on_disk(folder))}: {parts}, …"]
    else:
        lines = [f"{program}", f"  on disk {megabytes(size_on_disk(program))}"]
    return lines + [f"{package}, {megabytes(size_on_disk(package))}" for package in packages]
