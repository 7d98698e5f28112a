"""The workers as the server sees them: hired from the nursery, idle or at work, dismissed.

server --control--> nursery --fork--> worker, worker, ...
  '-------- a wire for questions and answers to each ------'
"""

import asyncio
import contextlib
import json
import os
import resource
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.changes import Change
from graph.engine import Engine
from graph.sandbox.frames import FAILED, frame, receive
from graph.sandbox.limits import MIB, Limits
from graph.sandbox.nursery import ADDED, DISMISS, HIRE, REMOVED, WRITE, run_nursery
from graph.sandbox.wire import Wire
from schema.errors import StoreError

_WEIGHED_EVERY: Final = 1000
"""Jobs of a worker after which it is looked how much memory it holds: that takes some milliseconds."""

_GONE: Final = "no more workers can be started; restart the server"


@dataclass(eq=False)
class Worker:
    """A worker; `version` is that of the data it has."""

    pid: int
    wire: Wire
    version: int
    size: int
    """Bytes of its address space when it was new."""

    jobs: int = 0
    is_worn: bool = False
    """Whether it holds so much memory of its own that another takes its place."""

    def growth(self) -> int:
        """Bytes that its address space has grown by since it was new."""
        return _size(self.pid) - self.size


class Staff:
    """All workers. It starts the nursery, so make it before the process has threads.

    `make_engine` makes the workers' engine there. `version` counts the changes that were made.
    """

    def __init__(self, make_engine: Callable[[], Engine], limits: Limits) -> None:
        self.version = 0
        self.dismissed = 0
        self.is_closed = False
        self._control, far_end = socket.socketpair()
        self._nursery = os.fork()
        if self._nursery == 0:
            self._control.close()
            run_nursery(far_end, make_engine, limits)
        far_end.close()
        self._controlling = threading.Lock()
        self._idle: list[Worker] = []
        self._most_private = limits.memory * MIB
        try:
            self._wait_for_nursery()
            self._most_private = max(self._most_private, _resident(self._nursery) // limits.workers)
            self._idle += [self._hire() for _ in range(limits.workers)]
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End all workers, also those at work. A second call does nothing."""
        if self.is_closed:
            return
        self.is_closed = True
        self._control.close()  # the nursery sees it, ends its workers and itself
        for worker in self._idle:
            worker.wire.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._nursery, 0)

    def idle_worker(self) -> Worker | None:
        """A worker that has nothing to do and has seen every change; no longer idle."""
        while self._idle:
            worker = self._idle.pop()
            if worker.version == self.version and not worker.is_worn and not worker.wire.is_closed():
                return worker
            self.dismiss(worker)
        return None

    def hire(self) -> "asyncio.Future[Worker]":
        """A new worker, when it is there; StoreError when the nursery is gone."""
        return asyncio.get_running_loop().run_in_executor(None, self._hire)

    async def hire_scribe(self, path: Path) -> Worker:
        """A scribe that writes people's own data to a file; StoreError when the nursery is gone."""
        return await asyncio.to_thread(self._hire, frame(WRITE, os.fsencode(path)))

    async def written(self, scribe: Worker) -> None:
        """Wait until a scribe has written; StoreError when it has not."""
        told: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        def tell(failure: str) -> None:
            if not told.done():
                told.set_result(failure)

        scribe.wire.listen(
            lambda kind, payload: tell(json.loads(payload)["message"] if kind == FAILED else ""),
            lambda: tell("it was not written to its end"),
        )
        try:
            if failure := await told:
                raise StoreError(failure)
        finally:
            self.dismiss(scribe)

    def keep(self, worker: Worker) -> None:
        """The worker has nothing to do."""
        worker.wire.listen(None, None)
        self._idle.append(worker)
        worker.jobs += 1
        if worker.jobs % _WEIGHED_EVERY == 0:
            asyncio.get_running_loop().run_in_executor(None, self._weigh, worker)

    def dismiss(self, worker: Worker) -> None:
        """End a worker, whatever it does."""
        self.dismissed += 1
        worker.wire.close()
        if not self.is_closed:  # the nursery must hear it, also when nobody waits for that any more
            asyncio.get_running_loop().run_in_executor(None, self._say, frame(DISMISS, b"%d" % worker.pid))

    async def apply(self, change: Change) -> None:
        """Make a change, for all workers that are asked after this. StoreError when the nursery is gone."""
        await asyncio.to_thread(self._apply, change)
        self.version += 1

    def _weigh(self, worker: Worker) -> None:
        """A worker begins as a copy that shares all memory, and each page that it touches becomes its own:
        even reading counts references. Together they shall not hold the data more than once more.
        """
        worker.is_worn = _private(worker.pid) > self._most_private

    def _wait_for_nursery(self) -> None:
        """Wait until the nursery has its engine; StoreError with the reason when it cannot have one."""
        try:
            kind, payload = receive(self._control)
        except (EOFError, OSError) as error:
            raise StoreError(_GONE) from error
        if kind == FAILED:
            raise StoreError(json.loads(payload)["message"])

    def _hire(self, message: bytes = frame(HIRE)) -> Worker:
        """A new worker, or scribe, from the nursery."""
        with self._controlling:
            version = self.version
            self._send(message)
            try:
                number, descriptors, _, _ = socket.recv_fds(self._control, 8, 1)
            except OSError as error:
                raise StoreError(_GONE) from error
        if not descriptors:
            raise StoreError(_GONE)
        pid = int.from_bytes(number, "big")
        return Worker(pid, Wire(socket.socket(fileno=descriptors[0])), version, _size(pid))

    def _apply(self, change: Change) -> None:
        with self._controlling:
            self._send(frame(REMOVED, change.removed) + frame(ADDED, change.added))
            try:
                receive(self._control)
            except (EOFError, OSError) as error:
                raise StoreError(_GONE) from error

    def _say(self, message: bytes) -> None:
        with self._controlling, contextlib.suppress(StoreError):
            self._send(message)

    def _send(self, message: bytes) -> None:
        try:
            self._control.sendall(message)
        except OSError as error:
            raise StoreError(_GONE) from error


def _size(pid: int) -> int:
    return _pages(pid, 0) * resource.getpagesize()


def _resident(pid: int) -> int:
    return _pages(pid, 1) * resource.getpagesize()


def _pages(pid: int, column: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[column])


def _private(pid: int) -> int:
    """Bytes that a process shares with no other; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))
