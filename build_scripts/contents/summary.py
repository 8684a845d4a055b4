"""Summary: what a build has made, and where its bytes lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path


def size_on_disk(path: Path) -> int:
    """Bytes of a file, or of all files in a folder; a link counts nothing."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file() and not file.is_symlink())


def largest_parts(folder: Path, count: int = 6) -> list[tuple[str, int]]:
    """The parts of a program's folder with the most bytes: packages, and libraries on their own."""
    sizes: Counter[str] = Counter()
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            parts = file.relative_to(folder).parts
            inner = parts[1:] if parts[0] == "_internal" else parts
            sizes[inner[0].removesuffix(".libs")] += file.stat().st_size
    return sizes.most_common(count)


def megabytes(size: int) -> str:
    """Bytes as millions, as downloads are measured."""
    return f"{size / 1e6:.1f} MB"


def summary(program: Path, packages: Sequence[Path]) -> list[str]:
    """Lines that say what there is now, with sizes.

    Args:
        program: the frozen program.
        packages: what was packed of it, if anything was.
    """
    if (program.parent / "_internal").is_dir():
        folder = program.parent
        parts = ", ".join(f"{name} {megabytes(size)}" for name, size in largest_parts(folder))
        lines = [f"{program}", f"  on disk {megabytes(size_on_disk(folder))}: {parts}, …"]
    else:
        lines = [f"{program}", f"  on disk {megabytes(size_on_disk(program))}"]
    return lines + [f"{package}, {megabytes(size_on_disk(package))}" for package in packages]
