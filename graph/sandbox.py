"""Queries from strangers, in processes that can be killed.

An engine inside the server's process cannot be stopped: a query that never ends keeps its core, and one
that eats the memory or the stack takes the server with it. So each query runs in a worker of its own, forked
from the loaded engine (it shares the pages of the dataset, and starts in milliseconds), under a deadline and
a bound on memory. Whatever happens to a worker costs one answer.

    server --control--> nursery --fork--> worker, worker, ...
      '-------- one pipe for questions and answers each ------'

A process with running threads must not fork. The nursery therefore is forked once, by `QueryPool(...)`,
which must be made before the server starts its threads; it has one thread, and it alone forks, kills and
buries workers.

Linux only. A worker cannot open a file or a connection: it may have no descriptor but its first.
"""

import contextlib
import faulthandler
import io
import json
import os
import queue
import resource
import signal
import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, NoReturn, Self

from graph.engine import GRAPH_FORMATS, TABLE_FORMATS, Engine, write_result
from graph.guard import check_query
from schema.errors import QueryBusy, QueryError, QuerySyntaxError, QueryTimeout, QueryTooLarge, StoreError

MIB: Final = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one query may use, and how many run at once."""

    seconds: float = 10.0
    """From the moment that a worker has the query; a query may wait as long for a worker."""
    memory: int = 512
    """MiB that a worker may take beyond the loaded engine."""
    size: int = 32
    """MiB of a result."""
    workers: int = max(4, 2 * (os.cpu_count() or 1))
    """More than cores, so that a few heavy queries leave a worker to the light ones."""
    waiting: int = 64
    """Queries that may wait for a worker; the next one is told to come later."""


@dataclass(frozen=True)
class QueryResult:
    """The answer to a query, written out."""

    body: bytes
    kind: str
    """"rows" (SELECT), "truth" (ASK) or "triples" (CONSTRUCT, DESCRIBE)."""
    format: str
    """A name of `graph.engine.TABLE_FORMATS` or GRAPH_FORMATS."""


class QueryPool:
    """Workers that answer queries from outside. Make it before starting threads; they all may `run`."""

    def __init__(self, engine: Engine, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._lock = threading.Lock()  # over the control line, the count of the waiting, and closing
        self._waiting = 0
        self._closed = False
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._control, far_end = socket.socketpair()
        self._nursery = os.fork()
        if self._nursery == 0:
            self._control.close()
            _run_nursery(far_end, engine, self.limits)
        far_end.close()
        for _ in range(self.limits.workers):
            self._idle.put(self._hire(0))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all workers, also those at work. A second call does nothing."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._control.close()  # the nursery sees it, ends its workers and itself
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self._nursery, 0)

    def run(self, text: str, formats: Sequence[str] = ("json", "ttl")) -> QueryResult:
        """Check a query, and answer it in the first of the formats that suits its kind.

        Raises what `graph.guard.check_query` raises, QuerySyntaxError, QueryTimeout after `limits.seconds`,
        QueryTooLarge where it needs more memory, stack or room for the result than it may, QueryBusy when all
        workers are at work, and QueryError when none of the formats suits.
        """
        check_query(text)
        worker = self._take()
        question = json.dumps({"text": text, "formats": list(formats)}).encode()
        try:
            head, body = worker.ask(question, self.limits.seconds)
        except TimeoutError as error:
            worker = self._replace(worker)
            raise QueryTimeout(self.limits.seconds) from error
        except (EOFError, OSError) as error:
            worker = self._replace(worker)
            raise QueryTooLarge(
                f"the query needed more than {self.limits.memory} MiB of memory, or was too complex, and was "
                "stopped; ask for less at once"
            ) from error
        finally:
            self._idle.put(worker)
        if "error" in head:
            _raise_again(head)
        return QueryResult(body, head["kind"], head["format"])

    def _take(self) -> "_Worker":
        with contextlib.suppress(queue.Empty):
            return self._alive(self._idle.get_nowait())
        with self._lock:
            if self._closed or self._waiting >= self.limits.waiting:
                raise QueryBusy
            self._waiting += 1
        try:
            return self._alive(self._idle.get(timeout=self.limits.seconds))
        except queue.Empty as error:
            raise QueryBusy from error
        finally:
            with self._lock:
                self._waiting -= 1

    def _alive(self, worker: "_Worker") -> "_Worker":
        """The worker, or another one when it died while it had nothing to do."""
        if not worker.wire.closed and not worker.wire.poll(0):
            return worker
        try:
            return self._replace(worker)
        except StoreError:
            self._idle.put(worker)
            raise

    def _replace(self, worker: "_Worker") -> "_Worker":
        with self._lock:
            if self._closed:
                raise QueryBusy
            worker.wire.close()
            return self._hire(worker.pid)

    def _hire(self, old: int) -> "_Worker":
        """A new worker from the nursery, which first ends the given one (0: none)."""
        try:
            self._control.send(old.to_bytes(8, "big"))
            number, descriptors, _, _ = socket.recv_fds(self._control, 8, 1)
        except OSError as error:
            raise StoreError("no more query workers can be started; restart the server") from error
        if not descriptors:
            raise StoreError("no more query workers can be started; restart the server")
        return _Worker(int.from_bytes(number, "big"), Connection(descriptors[0]))


@dataclass(frozen=True)
class _Worker:
    pid: int
    wire: Connection

    def ask(self, question: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        """Head and body of an answer. TimeoutError when it takes longer, EOFError or OSError when it dies."""
        self.wire.send_bytes(question)
        if not self.wire.poll(seconds):
            raise TimeoutError
        return json.loads(self.wire.recv_bytes()), self.wire.recv_bytes()


def _raise_again(head: dict[str, Any]) -> NoReturn:
    if "line" in head:
        raise QuerySyntaxError(head["error"], head["line"], head["column"])
    raise (QueryTooLarge if head["too_large"] else QueryError)(head["error"])


# From here on, everything runs in the nursery and the workers.


def _run_nursery(control: socket.socket, engine: Engine, limits: Limits) -> NoReturn:
    """Fork a worker whenever the server asks; when it is gone, end all of them."""
    workers: set[int] = set()
    try:
        faulthandler.disable()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # workers that crash would fill the log
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # of the terminal; the server ends us
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        while message := control.recv(8):
            if (old := int.from_bytes(message, "big")) in workers:
                _end(old)
                workers.remove(old)
            ours, theirs = socket.socketpair()
            worker = os.fork()
            if worker == 0:
                control.close()
                theirs.close()
                _run_worker(Connection(ours.detach()), engine, limits)
            workers.add(worker)
            socket.send_fds(control, [worker.to_bytes(8, "big")], [theirs.fileno()])
            ours.close()
            theirs.close()
    finally:
        for worker in workers:
            _end(worker)
        os._exit(0)


def _end(worker: int) -> None:
    os.kill(worker, signal.SIGKILL)  # dead or alive, the number is still its own: nobody else buries it
    os.waitpid(worker, 0)


def _run_worker(wire: Connection, engine: Engine, limits: Limits) -> NoReturn:
    try:
        _confine(limits)
        while True:
            question = json.loads(wire.recv_bytes())
            signal.setitimer(signal.ITIMER_REAL, limits.seconds + 1)  # ends us even if nobody else is left to
            head, body = _answer(engine, limits, **question)
            signal.setitimer(signal.ITIMER_REAL, 0)
            wire.send_bytes(json.dumps(head).encode())
            wire.send_bytes(body)
    finally:
        os._exit(0)


def _confine(limits: Limits) -> None:
    """Bound memory, allow no further descriptors and no core dump, and let the server go first."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + limits.memory * MIB
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)


class _Bounded(io.BytesIO):
    """A buffer that refuses to grow beyond a size in MiB."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, data: Any) -> int:  # noqa: ANN401  # as io.BytesIO has it: anything with bytes in it
        if self.tell() + len(data) > self.most * MIB:
            raise QueryTooLarge(f"the result is larger than {self.most} MiB; add a LIMIT, or ask for less")
        return super().write(data)


_KINDS: Final = {"QuerySolutions": "rows", "QueryBoolean": "truth", "QueryTriples": "triples"}


def _answer(engine: Engine, limits: Limits, text: str, formats: list[str]) -> tuple[dict[str, Any], bytes]:
    out = _Bounded(limits.size)
    try:
        result = engine.run(text)
        kind = _KINDS[type(result).__name__]
        accepted = GRAPH_FORMATS if kind == "triples" else TABLE_FORMATS
        name = next((name for name in formats if name in accepted), "")
        write_result(result, name, out)
        return {"kind": kind, "format": name}, out.getvalue()
    except QuerySyntaxError as error:
        return {"error": str(error), "line": error.line, "column": error.column}, b""
    except MemoryError:
        message = f"the query needed more than {limits.memory} MiB of memory; ask for less at once"
        return {"error": message, "too_large": True}, b""
    except QueryError as error:
        return {"error": str(error), "too_large": isinstance(error, QueryTooLarge)}, b""
