"""People's own data on disk: a snapshot, and a journal of the changes since.

A change counts once it is in the journal and the disk has it: it survives a killed process and a power
failure. What was not written whole at the end is cut off when the journal is opened again. The records' own
data is not here, so that it can be built anew at any time beside this.

    own/lock             held by whoever has the journal
    own/snapshot-3.nq    everything, when journal 3 began; a new snapshot begins a new journal
    own/journal-3        the changes since
"""

import fcntl
import os
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final, Self

from graph.changes import Change
from graph.whole_file import write_whole_with
from schema.errors import StoreError

FOLDER: Final = "own"
COMPACT_AT: Final = 64 * 1024 * 1024
"""Bytes of the journal from which on it is folded into a new snapshot when it is opened."""

_HEAD: Final = struct.Struct("!4sIII")  # mark, length of what is removed and of what is added, checksum
_MARK: Final = b"FLXJ"
_MOST: Final = 2**32 - 1
_SNAPSHOT: Final = re.compile(r"snapshot-([0-9]+)\.nq")


def has_own_data(data: Path) -> bool:
    """Whether people have data of their own in a data folder."""
    return (data / FOLDER).is_dir()


class Journal:
    """The journal of a data folder: open for one process that writes, or for several that read."""

    @classmethod
    def look(cls, data: Path) -> "Journal":
        """To read it as it is now, whoever has it: what is written meanwhile is not seen, or whole.

        StoreError when there is none.
        """
        if not has_own_data(data):
            raise StoreError(f"nobody has data of their own in {data}")
        return cls(data, writes=False, locks=False)

    def __init__(self, data: Path, writes: bool = True, locks: bool = True) -> None:
        """Open or begin it. StoreError when another process has it, the folder cannot be written, or what is
        there is damaged.
        """
        self._flags = (os.O_RDWR | os.O_APPEND | os.O_CREAT) if locks else os.O_RDONLY
        self.folder: Final = data / FOLDER
        self.writes: Final = writes
        self._is_broken = False
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreError(
                f"{self.folder} cannot be written ({error.strerror}); set FACELEX_DATA to a folder that can"
            ) from error
        try:
            if locks:
                fcntl.flock(self._lock, (fcntl.LOCK_EX if writes else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._lock)
            raise StoreError(
                f"another process has {self.folder}; stop it first, or, if it is a server that takes writes, "
                "send the data to its /store"
            ) from error
        try:
            self._begin(self._newest())
            if writes:
                self._cut_off_torn_end()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let another process have it. A second call does nothing.

        After a fork each side closes its own; the lock is free when all have.
        """
        for name in ("_file", "_lock"):
            descriptor = getattr(self, name, -1)
            if descriptor >= 0:
                os.close(descriptor)
            setattr(self, name, -1)

    def append(self, change: Change) -> None:
        """Keep a change: when this returns, the disk has it. StoreError when it cannot be kept.

        After an error the journal is as it was.
        """
        if self._is_broken or not self.writes:
            raise StoreError("the journal takes no more changes; restart the server")
        if max(len(change.removed), len(change.added)) > _MOST:
            raise StoreError("the change is larger than 4 GiB; load the data in several parts")
        body = change.removed + change.added
        head = _HEAD.pack(_MARK, len(change.removed), len(change.added), zlib.crc32(body))
        end = self.length
        try:
            _write_all(self._file, head + body)
            os.fdatasync(self._file)
        except OSError as error:
            self._take_back(end)
            raise StoreError(f"the change cannot be kept: {error.strerror}; nothing was changed") from error

    def snapshot(self) -> IO[bytes] | None:
        """The N-Quads that the changes begin from, to be read; None where they begin from nothing."""
        if not self._number:
            return None
        try:
            return (self.folder / f"snapshot-{self._number}.nq").open("rb")
        except FileNotFoundError as error:
            raise StoreError(f"{self.folder} is being written anew; try again") from error

    def changes(self) -> Iterator[Change]:
        """Every whole change since the snapshot, in order."""
        with os.fdopen(os.dup(self._file), "rb") as file:
            file.seek(0)
            while change := _read(file):
                yield change

    def reopen(self) -> None:
        """Follow a snapshot that a fork of this process has begun."""
        os.close(self._file)
        self._begin(self._newest())

    @property
    def length(self) -> int:
        """Bytes of the journal."""
        return os.fstat(self._file).st_size

    def compact(self, write: Callable[[IO[bytes]], None]) -> None:
        """Begin anew from the whole of people's own data, written as N-Quads: that, or what was, is there
        after whatever happens. StoreError when it cannot be written.
        """
        old, number = self._number, self._number + 1
        try:
            (self.folder / f"journal-{number}").unlink(missing_ok=True)
            write_whole_with(self.folder / f"snapshot-{number}.nq", write)
            os.close(self._file)
            self._begin(number)
            for name in (f"journal-{old}", f"snapshot-{old}.nq"):
                (self.folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"{self.folder} cannot be written: {error.strerror}") from error

    @property
    def _path(self) -> Path:
        return self.folder / f"journal-{self._number}"

    def _newest(self) -> int:
        found = [_SNAPSHOT.fullmatch(path.name) for path in self.folder.iterdir()]
        return max((int(name[1]) for name in found if name), default=0)

    def _begin(self, number: int) -> None:
        self._number = number
        try:
            self._file = os.open(self._path, self._flags, 0o600)
        except FileNotFoundError as error:
            raise StoreError(f"{self.folder} is being written anew; try again") from error
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)  # else the journal itself may be gone after a power failure
        finally:
            os.close(folder)

    def _cut_off_torn_end(self) -> None:
        """Cut off a last change that was not written whole.

        Each change is on the disk before the next is begun, so that only the last can be torn. If a whole one
        follows, the disk has damaged what it had: StoreError, for cutting would lose acknowledged changes.
        """
        with self._path.open("rb") as file:
            end = 0
            while _read(file):
                end = file.tell()
            file.seek(end)
            rest = file.read()
        at = rest.find(_MARK, 1)
        while at >= 0:
            if _read_from(rest[at:]):
                raise StoreError(
                    f"{self._path} is damaged at byte {end}, and changes follow that are not; move the file "
                    "away, which loses the changes in it, and restore a backup (facelex restore)"
                )
            at = rest.find(_MARK, at + 1)
        if rest:
            os.ftruncate(self._file, end)
            os.fsync(self._file)

    def _take_back(self, end: int) -> None:
        try:
            os.ftruncate(self._file, end)
            os.fdatasync(self._file)
        except OSError:
            self._is_broken = True  # what is there now is known only when it is opened again


def _write_all(file: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(file, left) :]


def _read(file: IO[bytes]) -> Change | None:
    """The next whole change; None at the end, and where what follows is not whole."""
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size or not head.startswith(_MARK):
        return None
    _, removed, added, checksum = _HEAD.unpack(head)
    body = file.read(removed + added)
    if len(body) < removed + added or zlib.crc32(body) != checksum or not body:
        return None
    return Change(body[:removed], body[removed:])


def _read_from(data: bytes) -> bool:
    """Whether bytes begin with a whole change."""
    if len(data) < _HEAD.size:
        return False
    _, removed, added, checksum = _HEAD.unpack(data[: _HEAD.size])
    body = data[_HEAD.size : _HEAD.size + removed + added]
    return bool(body) and len(body) == removed + added and zlib.crc32(body) == checksum
