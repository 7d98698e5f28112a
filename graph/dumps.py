"""Everything in one file, in every form, packed and not: made when first asked for, kept on disk.

The same data gives the same bytes, packed ones too, so that a checksum can be compared anywhere.
"""

import gzip
import hashlib
import io
import logging
import shutil
import tempfile
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

from graph.engine import Engine
from graph.export import FORMATS, export
from graph.whole_file import write_whole

_LOG: Final = logging.getLogger("facelex.dumps")

PACKED: Final = ".gz"
NAMES: Final = tuple(f"dump.{format}{packed}" for format in FORMATS for packed in ("", PACKED))
"""The names of all files."""
_LEVEL: Final = 9
_KEPT: Final = 2
"""States of the data whose files are kept: a server over the one before may still run."""


@dataclass(frozen=True)
class DumpFile:
    """A file of the data: where it is, its bytes and their SHA-256."""

    path: Path
    media: str
    size: int
    sha256: bytes


class Dumps:
    """The files of one state of the data. It may be used from several threads; each file is made once.

    `folder` is for the files of all states; where it cannot be written, a temporary one takes its place.
    """

    def __init__(self, source: Callable[[], Engine], version: str, folder: Path) -> None:
        self._source = source
        self._version = version
        self._folder = folder
        self._made: dict[str, DumpFile] = {}
        self._lock = Lock()
        self._temporary: Path | None = None

    def file(self, name: str) -> DumpFile:
        """One of NAMES, made if it is not there. StoreError when the data cannot be had."""
        with self._lock:
            found = self._made.get(name)
            if found is None or not found.path.is_file():
                found = self._made[name] = self._make(name)
            return found

    def checksums(self) -> bytes:
        """The SHA-256 of every file, as `sha256sum --check` reads them."""
        return "".join(f"{self.file(name).sha256.hex()}  {name}\n" for name in NAMES).encode()

    def _make(self, name: str) -> DumpFile:
        format = name.removesuffix(PACKED).removeprefix("dump.")
        out = io.BytesIO()
        export(self._source(), format, out)
        data, media = out.getvalue(), FORMATS[format]
        if name.endswith(PACKED):
            data, media = gzip.compress(data, _LEVEL, mtime=0), "application/gzip"
        path = self._writable() / name
        write_whole(path, data)
        return DumpFile(path, media, len(data), hashlib.sha256(data).digest())

    def _writable(self) -> Path:
        """The folder of this state of the data. Files of states long gone are deleted."""
        if self._temporary:
            return self._temporary
        own = self._folder / self._version
        try:
            own.mkdir(parents=True, exist_ok=True)
            own.touch()
            others = [other for other in self._folder.iterdir() if other.is_dir() and other != own]
            for old in sorted(others, key=lambda one: one.stat().st_mtime, reverse=True)[_KEPT - 1 :]:
                shutil.rmtree(old, ignore_errors=True)
        except OSError as error:
            self._temporary = Path(tempfile.mkdtemp(prefix="facelex-"))
            weakref.finalize(self, shutil.rmtree, self._temporary, ignore_errors=True)
            _LOG.warning("%s cannot be written (%s); dumps are kept in %s", own, error, self._temporary)
            return self._temporary
        return own
