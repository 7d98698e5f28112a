"""People's own data on disk: a snapshot, and a journal of the changes since.

A change counts once it is in the journal and the disk has it: it survives a killed process and a power
failure. What was not written whole at the end is cut off when the journal is opened again. The records' own
data is not here, so that it can be built anew at any time beside this.

    own/lock             held by whoever has the journal
    own/snapshot-3.nq    everything, when journal 3 began
    own/journal-3        the changes since
    own/journal-4        the changes after those, begun when snapshot 4 was begun, which is not there yet

The newest snapshot counts, with the journals of its number and above; what is older may be taken away. So a
snapshot may be written while changes go on, and may be cut short, or come late, anywhere.
"""

import contextlib
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
"""Bytes of the journals from which on they are folded into a new snapshot, if they are longer than the old
one: so that the work of folding grows with what is written.
"""
COMPACT_SHARE: Final = 1.0
"""How long they must be, as a share of the old snapshot."""

_HEAD: Final = struct.Struct("!4sIII")  # mark, length of what is removed and of what is added, checksum
_MARK: Final = b"FLXJ"
_MOST: Final = 2**32 - 1
_SNAPSHOT: Final = re.compile(r"snapshot-([0-9]+)\.nq")
_JOURNAL: Final = re.compile(r"journal-([0-9]+)")
_UNFINISHED: Final = re.compile(r"\.snapshot-([0-9]+)\.nq\.new")


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
        self._file = -1
        self._first = self._last = 0  # the numbers of the snapshot, and of the journal that takes changes
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
            self._begin()
            if writes:
                self._cut_off_torn_end()
                self._take_away_older()
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
        end = os.fstat(self._file).st_size
        try:
            _write_all(self._file, head + body)
            os.fdatasync(self._file)
        except OSError as error:
            self._take_back(end)
            raise StoreError(f"the change cannot be kept: {error.strerror}; nothing was changed") from error

    def snapshot(self) -> IO[bytes] | None:
        """The N-Quads that the changes begin from, to be read; None where they begin from nothing."""
        if not self._first:
            return None
        try:
            return self.snapshot_path(self._first).open("rb")
        except FileNotFoundError as error:
            raise StoreError(f"{self.folder} is being written anew; try again") from error

    def changes(self) -> Iterator[Change]:
        """Every whole change since the snapshot, in order. StoreError where one is damaged that is not the
        last.
        """
        for number in range(self._first, self._last):
            with self._older(number) as file:
                end = 0
                while change := _read(file):
                    end = file.tell()
                    yield change
                self._refuse_rest(os.fstat(file.fileno()).st_size - end, number)
        with os.fdopen(os.dup(self._file), "rb") as file:
            file.seek(0)
            while change := _read(file):
                yield change

    def reopen(self) -> None:
        """Follow a snapshot that a fork of this process has begun."""
        os.close(self._file)
        self._begin()

    @property
    def length(self) -> int:
        """Bytes of the journals since the snapshot."""
        older = (self._journal_path(number).stat().st_size for number in range(self._first, self._last))
        return os.fstat(self._file).st_size + sum(older)

    @property
    def is_long(self) -> bool:
        """Whether it is time for a new snapshot."""
        length = self.length
        if length <= COMPACT_AT:
            return False
        size = self.snapshot_path(self._first).stat().st_size if self._first else 0
        return length > COMPACT_SHARE * size

    def compact(self, write: Callable[[IO[bytes]], None]) -> None:
        """Begin anew from the whole of people's own data, written as N-Quads: that, or what was, is there
        after whatever happens. StoreError when it cannot be written.
        """
        number = self._last + 1
        try:
            write_whole_with(self.snapshot_path(number), write)
            os.close(self._file)
            self._begin()
            self._take_away_older()
        except OSError as error:
            raise StoreError(f"{self.folder} cannot be written: {error.strerror}") from error

    def begin_next(self) -> int:
        """Begin a new journal, for the changes from now on; the number of the snapshot that may be written of
        what is there now. StoreError when it cannot be begun: then all is as it was.
        """
        if self._is_broken or not self.writes:
            raise StoreError("the journal takes no more changes; restart the server")
        number = self._last + 1
        try:
            file = os.open(self._journal_path(number), self._flags, 0o600)
            self._sync_folder()
        except OSError as error:
            raise StoreError(f"{self.folder} cannot be written: {error.strerror}") from error
        os.close(self._file)
        self._file, self._last = file, number
        return number

    def follow(self, number: int) -> None:
        """Count from a snapshot that has been written since `begin_next` gave its number."""
        self._first = number
        with contextlib.suppress(OSError):  # what is not taken away now is when it is opened again
            self._take_away_older()

    def snapshot_path(self, number: int) -> Path:
        """Where a snapshot is, or is to be."""
        return self.folder / f"snapshot-{number}.nq"

    def _journal_path(self, number: int) -> Path:
        return self.folder / f"journal-{number}"

    def _numbers(self, pattern: re.Pattern[str]) -> list[int]:
        found = [pattern.fullmatch(path.name) for path in self.folder.iterdir()]
        return sorted(int(name[1]) for name in found if name)

    def _begin(self) -> None:
        """Open what counts now."""
        self._first = max(self._numbers(_SNAPSHOT), default=0)
        self._last = max([self._first, *self._numbers(_JOURNAL)])
        try:
            self._file = os.open(self._journal_path(self._last), self._flags, 0o600)
        except FileNotFoundError as error:
            raise StoreError(f"{self.folder} is being written anew; try again") from error
        self._sync_folder()

    def _sync_folder(self) -> None:
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)  # else the journal itself may be gone after a power failure
        finally:
            os.close(folder)

    def _older(self, number: int) -> IO[bytes]:
        try:
            return self._journal_path(number).open("rb")
        except FileNotFoundError as error:
            if self._flags == os.O_RDONLY:
                raise StoreError(f"{self.folder} is being written anew; try again") from error
            raise StoreError(
                f"{self._journal_path(number)} is missing; put it back, or restore a backup (facelex restore)"
            ) from error

    def _refuse_rest(self, length: int, number: int) -> None:
        """A journal that another follows is whole: each change was on the disk before the next began."""
        if length:
            raise StoreError(
                f"{self._journal_path(number)} is damaged, and changes follow that are not; move it and what "
                "follows it away, which loses the changes in it, and restore a backup (facelex restore)"
            )

    def _take_away_older(self) -> None:
        """Delete what the newest snapshot has made old, and what was not finished."""
        for pattern, path in ((_SNAPSHOT, self.snapshot_path), (_JOURNAL, self._journal_path)):
            for number in self._numbers(pattern):
                if number < self._first:
                    path(number).unlink(missing_ok=True)
        for number in self._numbers(_UNFINISHED):
            (self.folder / f".snapshot-{number}.nq.new").unlink(missing_ok=True)

    def _cut_off_torn_end(self) -> None:
        """Cut off a last change that was not written whole.

        Each change is on the disk before the next is begun, so that only the last can be torn. If a whole one
        follows, the disk has damaged what it had: StoreError, for cutting would lose acknowledged changes.
        """
        path = self._journal_path(self._last)
        with path.open("rb") as file:
            end = 0
            while _read(file):
                end = file.tell()
            file.seek(end)
            rest = file.read()
        at = rest.find(_MARK, 1)
        while at >= 0:
            if _read_from(rest[at:]):
                raise StoreError(
                    f"{path} is damaged at byte {end}, and changes follow that are not; move the file "
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
