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

Long queries may not take all workers (`graph.turns`): one that has used its share of a processor goes on
only in one of a few turns, at the lowest priority; without a turn it is stopped as soon as another query
waits for its worker, and starts anew when its turn comes.

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
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, NoReturn, Self

from graph.engine import GRAPH_FORMATS, TABLE_FORMATS, Engine, write_result
from graph.guard import check_query
from graph.turns import LongTurns
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
    """At least two, so that half of them is left to the short queries while long ones run."""
    waiting: int = 64
    """Queries that may wait for a worker, and long ones for a turn; the next one is told to come later."""
    share: float = 0.2
    """Seconds of a processor after which a query is long."""

    @property
    def threads(self) -> int:
        """How many threads may be in `QueryPool.run` at once before one of them is told to come later."""
        return self.workers + 2 * self.waiting + 1


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
        self._lock = threading.Lock()  # over the control line and closing
        self._counting = threading.Lock()
        self._waiting = 0
        self._closed = False
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._long = LongTurns(max(1, self.limits.workers // 2), self.limits.waiting)
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
        question = json.dumps({"text": text, "formats": list(formats)}).encode()
        head, body = self._ask(text, question)
        if "error" in head:
            _raise_again(head)
        return QueryResult(body, head["kind"], head["format"])

    def _ask(self, text: str, question: bytes) -> tuple[dict[str, Any], bytes]:
        if not self._long.knows(text):
            with contextlib.suppress(_TurnedOutLong):
                return self._ask_worker(text, question, has_turn=False)
        with self._long.turn(self.limits.seconds):
            return self._ask_worker(text, question, has_turn=True)

    def _ask_worker(self, text: str, question: bytes, has_turn: bool) -> tuple[dict[str, Any], bytes]:
        worker = self._take()
        took_turn = False
        try:
            if not has_turn and self._long.knows(text):  # as it turned out while this one waited
                raise _TurnedOutLong
            deadline = time.monotonic() + self.limits.seconds
            used = worker.ask(question)
            if is_long := not self._is_answered(worker, used, deadline):
                self._long.note(text, is_long=True)
                took_turn = not has_turn and self._wait_without_turn(worker, deadline)
                worker.give_way()
            answer = worker.answer(deadline)
            self._long.note(text, is_long or len(answer[1]) > _LARGE)
            if worker.gives_way:
                worker = self._replace(worker)
        except _TurnedOutLong:
            if worker.is_asked:
                worker = self._replace(worker)
            raise
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
            if took_turn:
                self._long.give_back()
            self._idle.put(worker)
        return answer

    def _is_answered(self, worker: "_Worker", used: float, deadline: float) -> bool:
        """Wait until the query is answered (or has died), or has turned out to be long.

        While others wait for a worker it does so sooner.
        """
        patience = deadline - self.limits.seconds / 2
        while not worker.wire.poll(_GLANCE):
            share = self.limits.share / 4 if self._waiting else self.limits.share
            if worker.seconds_used() - used >= share or time.monotonic() > patience:
                return False
        return True

    def _wait_without_turn(self, worker: "_Worker", deadline: float) -> bool:
        """Let a long query go on while nobody needs its worker; whether it took a turn on the way."""
        while not self._long.try_to_take():
            if worker.wire.poll(_GLANCE) or time.monotonic() > deadline:
                return False
            if self._waiting:
                raise _TurnedOutLong
        return True

    def _take(self) -> "_Worker":
        with contextlib.suppress(queue.Empty):
            return self._alive(self._idle.get_nowait())
        with self._counting:
            if self._closed or self._waiting >= self.limits.waiting:
                raise QueryBusy
            self._waiting += 1
        try:
            return self._alive(self._idle.get(timeout=self.limits.seconds))
        except queue.Empty as error:
            raise QueryBusy from error
        finally:
            with self._counting:
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


_LARGE: Final = MIB
"""Bytes of a result from which a query is long, however soon it ends: the result costs the server as much."""
_GLANCE: Final = 0.03
"""Seconds between two looks at a query that runs."""
_TICK: Final = os.sysconf("SC_CLK_TCK")


class _TurnedOutLong(Exception):
    """A query was stopped to let others pass; it has its turn later."""


@dataclass
class _Worker:
    pid: int
    wire: Connection
    is_asked: bool = False
    """Whether it has a query that is not answered."""
    gives_way: bool = False
    """Whether it runs at the lowest priority, from which there is no way back."""

    def ask(self, question: bytes) -> float:
        """Give it a query; the seconds of a processor it had used until then."""
        used = self.seconds_used()
        self.is_asked = True
        self.wire.send_bytes(question)
        return used

    def answer(self, deadline: float) -> tuple[dict[str, Any], bytes]:
        """Head and body of an answer. TimeoutError when it takes longer, EOFError or OSError when it dies."""
        if not self.wire.poll(max(0.0, deadline - time.monotonic())):
            raise TimeoutError
        head, body = json.loads(self.wire.recv_bytes()), self.wire.recv_bytes()
        self.is_asked = False
        return head, body

    def seconds_used(self) -> float:
        """Seconds of a processor that it has used; OSError when it is gone."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICK

    def give_way(self) -> None:
        """Run when nobody else wants to."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, 19)
        self.gives_way = True


def _raise_again(head: dict[str, Any]) -> NoReturn:
    if "line" in head:
        raise QuerySyntaxError(head["error"], head["line"], head["column"])
    raise (QueryTooLarge if head["too_large"] else QueryError)(head["error"])


# From here on, everything runs in the nursery and the workers.

_BURIAL: Final = 0.1
"""Seconds after which the nursery looks whether the dying are dead."""


def _run_nursery(control: socket.socket, engine: Engine, limits: Limits) -> NoReturn:
    """Fork a worker whenever the server asks; when it is gone, end all of them."""
    workers: set[int] = set()
    dying: set[int] = set()  # nobody waits for them
    try:
        faulthandler.disable()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # workers that crash would fill the log
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # of the terminal; the server ends us
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        while True:
            control.settimeout(_BURIAL if dying else None)
            try:
                message = control.recv(8)
            except TimeoutError:
                dying = _bury(dying)
                continue
            if not message:
                break
            if (old := int.from_bytes(message, "big")) in workers:
                os.kill(old, signal.SIGKILL)  # dead or alive, the number is its own until it is buried
                workers.remove(old)
                dying.add(old)
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
        for worker in workers | dying:
            os.kill(worker, signal.SIGKILL)
        for worker in workers | dying:
            os.waitpid(worker, 0)
        os._exit(0)


def _bury(dying: set[int]) -> set[int]:
    """Bury those that are dead; the others, with much memory to give back, take a while."""
    return {worker for worker in dying if os.waitpid(worker, os.WNOHANG)[0] == 0}


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
