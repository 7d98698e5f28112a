"""Files that are written whole or not at all."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import IO


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, also when the power fails."""

    def write(out: IO[bytes]) -> None:
        out.write(data)

    write_whole_with(path, write)


def write_whole_with(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    """As `write_whole`, for what a function writes."""
    temporary = path.with_name(f".{path.name}.new")
    try:
        with temporary.open("wb") as out:
            write(out)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
