"""What a worker does: answer a query, or work out what a write would change.

A worker is a process with a copy of the loaded engine. It does one thing at a time, under bounds that the
kernel keeps, and is killed when it takes too long: whatever happens here costs one answer. A worker that has
worked out an update is not used again: its copy is changed.
"""

import io
import json
import os
import re
import resource
import signal
import socket
from binascii import a2b_qp
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn
from urllib.parse import unquote_plus

from pyoxigraph import BlankNode

from graph.changes import Change, Part, has_graph
from graph.datasets import Dataset, dataset_of
from graph.engine import TABLE_FORMATS, TRIPLE_FORMATS, Engine, write_result
from graph.guard import check_update
from graph.planning.planner import Planner
from graph.query_shapes import UNKNOWN, QueryReader
from graph.sandbox.frames import DATA, END, FAILED, HEAD, Inbox, frame, json_frame
from graph.sandbox.limits import MIB, Limits
from graph.updates import change_of_update
from graph.uploads import change_of_removal, change_of_upload
from schema.errors import NoSuchGraph, QueryError, QueryRefused, QuerySyntaxError, QueryTooLarge

QUERY: Final = "query"
UPDATE: Final = "update"
UPLOAD: Final = "upload"
REMOVAL: Final = "removal"
GRAPH: Final = "graph"
DATASET: Final = "dataset"
"""The jobs of a worker."""

ERRORS: Final[dict[str, type[QueryError]]] = {
    "NoSuchGraph": NoSuchGraph,
    "QueryRefused": QueryRefused,
    "QuerySyntaxError": QuerySyntaxError,
    "QueryTooLarge": QueryTooLarge,
    "QueryError": QueryError,
}
"""The errors that a worker tells its server, by name."""

_KINDS: Final = {"QuerySolutions": "rows", "QueryBoolean": "truth", "QueryTriples": "triples"}
_BROKEN_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_CHUNK: Final = 64 * 1024
_DRAWS: Final = 5000  # of 16 bytes each


def run_worker(wire: socket.socket, planner: Planner, limits: Limits) -> NoReturn:
    """Work until the server closes the wire; for a process of its own, which ends here."""
    try:
        _confine(limits)
        _shuffle()
        inbox, reader = Inbox(wire), QueryReader()
        while True:
            _, asked = inbox.receive()
            _, body = inbox.receive()
            signal.setitimer(signal.ITIMER_REAL, limits.seconds + 1)  # ends us even if nobody else is left to
            _do(_Task(planner, reader, limits, wire, json.loads(asked), body))
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        os._exit(0)


@dataclass(frozen=True)
class _Task:
    planner: Planner
    reader: QueryReader
    limits: Limits
    wire: socket.socket
    asked: dict[str, Any]
    body: bytes

    @property
    def engine(self) -> Engine:
        return self.planner.engine

    @property
    def text(self) -> str:
        return self.body.decode()


def _confine(limits: Limits) -> None:
    """Bound memory, allow no further descriptors and no core dump, and let the server go first."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + limits.memory * MIB
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)


def _shuffle() -> None:
    """Draw random numbers until the engine takes a new seed from the system, which it does every 64 KiB.

    All workers are copies of one process: they would give the same blank nodes and UUIDs to different things.
    It takes a millisecond.
    """
    for _ in range(_DRAWS):
        BlankNode()


def _do(task: _Task) -> None:
    answer = _Answer(task.wire, task.limits.size)
    try:
        _JOBS[task.asked["job"]](task, answer)
        answer.end()
    except MemoryError:
        message = f"more than {task.limits.memory} MiB of memory were needed; ask for less at once"
        task.wire.sendall(json_frame(FAILED, {"kind": "QueryTooLarge", "message": message}))
    except QueryError as error:
        kind = next(name for name, found in ERRORS.items() if isinstance(error, found))
        told = {"kind": kind, "message": error.message}
        told |= {name: getattr(error, name) for name in ("line", "column") if hasattr(error, name)}
        task.wire.sendall(json_frame(FAILED, told))


class _Answer(io.BytesIO):
    """A stream that sends what is written to it in pieces, the head with the first.

    QueryTooLarge beyond the bound, in MiB.
    """

    def __init__(self, wire: socket.socket, most: int) -> None:
        super().__init__()
        self.head: dict[str, Any] = {}
        self._wire = wire
        self._most = most
        self._kept = bytearray()
        self._length = 0
        self._begun = False

    def write(self, data: Any) -> int:  # noqa: ANN401  # as io.BytesIO has it: anything with bytes in it
        self._kept += data
        self._length += len(data)
        if self._length > self._most * MIB:
            raise QueryTooLarge(f"the result is larger than {self._most} MiB; add a LIMIT, or ask for less")
        if len(self._kept) >= _CHUNK:
            self._send()
        return len(data)

    def end(self) -> None:
        """Send the rest; without this, an answer was not all."""
        self._send(frame(END))

    def _send(self, last: bytes = b"") -> None:
        first = b"" if self._begun else json_frame(HEAD, self.head)
        self._begun = True
        piece = frame(DATA, bytes(self._kept)) if self._kept else b""
        self._kept.clear()
        self._wire.sendall(first + piece + last)


def _query(task: _Task, answer: _Answer) -> None:
    asked = task.asked
    text = unescaped(task.body) if asked.get("escaped") else task.text
    shape = UNKNOWN if asked.get("checked") else task.reader.read(text)
    dataset = Dataset(tuple(asked["default"]), tuple(asked["named"]))
    if not dataset and shape.may_choose:
        dataset = dataset_of(text)
    result = task.planner.run(text, dataset)
    kind = _KINDS[type(result).__name__]
    accepted = TRIPLE_FORMATS if kind == "triples" else TABLE_FORMATS
    name = next((name for name in asked["formats"] if name in accepted), "")
    answer.head = {"kind": kind, "format": name, "constant": shape.is_constant}
    write_result(result, name, answer)


def unescaped(escaped: bytes) -> str:
    """The text of a field of an address; QueryError when it is not UTF-8."""
    try:
        if _BROKEN_ESCAPE.search(escaped):  # stays as it is
            return unquote_plus(escaped.decode("ascii"), errors="strict")
        # "=3D" is what quoted-printable writes for "%3D"; its decoder is 20 times faster than urllib's.
        return a2b_qp(escaped.replace(b"+", b" ").replace(b"=", b"=3D").replace(b"%", b"=")).decode()
    except UnicodeDecodeError as error:
        raise QueryError("a field is not UTF-8; encode it as UTF-8, then escape it with %") from error


def _graph(task: _Task, answer: _Answer) -> None:
    name = task.asked["formats"][0]
    answer.head = {"kind": "triples", "format": name}
    task.engine.write_graph(task.asked["graph"], name, answer)


def _dataset(task: _Task, answer: _Answer) -> None:
    name = task.asked["formats"][0]
    answer.head = {"kind": "triples", "format": name}
    task.engine.write_dataset(name, answer)


def _update(task: _Task, answer: _Answer) -> None:
    *parts, text = _parts(task)
    if not task.asked.get("checked"):
        check_update(text.data.decode())
    loaded = {part.address: part for part in parts if part.address}
    change = change_of_update(task.engine.store, text.data.decode(), task.engine.union, loaded)
    _tell_change(change, answer)


def _upload(task: _Task, answer: _Answer) -> None:
    store, graph = task.engine.store, task.asked["graph"]
    parts = _parts(task)[:-1]
    change = change_of_upload(store, graph, parts, task.engine.union, task.asked["replace"])
    _tell_change(change, answer, has_graph(store, graph))


def _parts(task: _Task) -> list[Part]:
    """The parts that a body begins with, and what is left of it."""
    parts = []
    at = 0
    for name, length, address in task.asked.get("parts", ()):
        parts.append(Part(task.body[at : at + length], name, address))
        at += length
    return [*parts, Part(task.body[at:], "")]


def _removal(task: _Task, answer: _Answer) -> None:
    store, graph = task.engine.store, task.asked["graph"]
    _tell_change(change_of_removal(store, graph, task.engine.union), answer, has_graph(store, graph))


def _tell_change(change: Change, answer: _Answer, existed: bool = True) -> None:
    answer.head = {"removed": len(change.removed), "added": len(change.added), "existed": existed}
    answer.write(change.removed)
    answer.write(change.added)


_JOBS: Final[dict[str, Callable[[_Task, _Answer], None]]] = {
    QUERY: _query,
    GRAPH: _graph,
    DATASET: _dataset,
    UPDATE: _update,
    UPLOAD: _upload,
    REMOVAL: _removal,
}
