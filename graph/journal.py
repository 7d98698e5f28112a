"""People's own data on disk: a snapshot, and a journal of the changes since.

A change counts once it is in the journal and the disk has it: it survives a killed process and a power
failure. What was not written whole is left out when the journal is read again. The records' own data is not
here, so that it can be built anew at any time beside this.
"""

import fcntl
import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, Self

from graph.changes import Change
from graph.whole_file import write_whole
from schema.errors import StoreError

FOLDER: Final = "own"
SNAPSHOT: Final = "snapshot.nq"
JOURNAL: Final = "journal"

_HEAD: Final = struct.Struct("!4sIII")  # mark, length of what is removed and of what is added, checksum
_MARK: Final = b"FLXJ"
COMPACT_AT: Final = 64 * 1024 * 1024
"""Bytes of the journal from which on it is folded into the snapshot when it is opened."""


def has_own_data(data: Path) -> bool:
    """Whether people have data of their own in a data folder."""
    return (data / FOLDER).is_dir()


class Journal:
    """The journal of a data folder, open for one process at a time."""

    def __init__(self, data: Path) -> None:
        """Open or begin it. StoreError when another process has it, or the folder cannot be written."""
        self.folder: Final = data / FOLDER
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._file = (self.folder / JOURNAL).open("a+b")
        except OSError as error:
            raise StoreError(
                f"{self.folder} cannot be written ({error.strerror}); set FACELEX_DATA to a folder that can"
            ) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._file.close()
            raise StoreError(
                f"another process writes to {self.folder}; stop it, or send the data to its /store"
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let another process have it."""
        self._file.close()

    def append(self, change: Change) -> None:
        """Keep a change: when this returns, the disk has it. StoreError when it cannot be kept.

        After an error the journal is as it was.
        """
        body = change.removed + change.added
        head = _HEAD.pack(_MARK, len(change.removed), len(change.added), zlib.crc32(body))
        end = self._file.seek(0, os.SEEK_END)
        try:
            self._file.write(head + body)
            self._file.flush()
            os.fdatasync(self._file.fileno())
        except OSError as error:
            self._file.truncate(end)
            raise StoreError(f"the change cannot be kept: {error.strerror}; nothing was changed") from error

    def changes(self) -> Iterator[Change]:
        """The snapshot as one change, then every change since, in order.

        What stands after the last whole change is cut off: its writing never ended.
        """
        snapshot = self.folder / SNAPSHOT
        if snapshot.exists():
            yield Change(added=snapshot.read_bytes())
        self._file.seek(0)
        end = 0
        while change := _read(self._file):
            yield change
            end = self._file.tell()
        self._file.truncate(end)

    @property
    def length(self) -> int:
        """Bytes of the journal."""
        return self._file.seek(0, os.SEEK_END)

    def compact(self, content: bytes) -> None:
        """Begin anew from the whole of people's own data, as N-Quads."""
        write_whole(self.folder / SNAPSHOT, content)
        self._file.truncate(0)
        os.fsync(self._file.fileno())


def _read(file: IO[bytes]) -> Change | None:
    """The next whole change; None at the end, and where what follows is not whole."""
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    mark, removed, added, checksum = _HEAD.unpack(head)
    body = file.read(removed + added) if mark == _MARK else b""
    if mark != _MARK or len(body) < removed + added or zlib.crc32(body) != checksum:
        return None
    return Change(body[:removed], body[removed:])
