"""Files of people's own RDF as commands name them: format by the ending, `-` for stdin, `.gz` unpacked."""

import gzip
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO, Final, cast

from api.terminal import ProgressLine
from graph.changes import UPLOAD_FORMATS
from graph.own_data import Progress, Source
from schema.errors import StoreError

ENDINGS: Final = UPLOAD_FORMATS.keys() | {"turtle", "xml", "owl", "json"}
_MEANT: Final = {"turtle": "ttl", "xml": "rdf", "owl": "rdf", "json": "jsonld"}


def source_of(name: str, format: str | None, graph: str | None = None) -> Source:
    """A file, or stdin for "-". StoreError when nothing says which format it has."""
    path = Path(name)
    packed = path.suffix == ".gz"
    ending = Path(path.stem if packed else path.name).suffix.removeprefix(".").lower()
    if format is None and (name == "-" or ending not in ENDINGS):
        said = "stdin has no ending" if name == "-" else f"{name} has no ending that says what it is"
        raise StoreError(f"{said}; give its format with --format {'|'.join(UPLOAD_FORMATS)}")
    opens: Callable[[], IO[bytes]] = _stdin if name == "-" else partial(_opened, path, packed)
    return Source("stdin" if name == "-" else name, opens, format or _MEANT.get(ending, ending), graph)


def _opened(path: Path, packed: bool) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path)) if packed else path.open("rb")


def _stdin() -> IO[bytes]:
    return sys.stdin.buffer


def progress_of(line: ProgressLine, source: Source) -> Progress:
    """Progress of reading a file, in MiB; its size is not known where it is packed or a stream."""
    path = Path(source.name)
    size = path.stat().st_size >> 20 if path.is_file() and path.suffix != ".gz" else 0

    def tell(read: int) -> None:
        line(path.name[:24], read >> 20, max(size, read >> 20))

    return tell
