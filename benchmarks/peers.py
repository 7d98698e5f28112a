"""The servers that are measured side by side, each loaded with the same file, on loopback.

What the default graph is differs: facelex answers from the merge of all named graphs as a set. The Oxigraph
server is started with `--union-default-graph`, Virtuoso's default graph is the union of all graphs, and so is
that of rdflib-endpoint. A union gives a triple twice that two graphs state; the queries count and list
DISTINCT things where that matters, and the run compares the answers before it measures.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

from benchmarks.processes import (
    HOST,
    BenchmarkError,
    Server,
    end_process,
    start_process,
    wait_until_ready,
)

Command = Sequence[str | Path]

READY_SECONDS: Final = 1800.0


@dataclass(frozen=True)
class Job:
    """What a peer gets to start with: the file, an empty folder of its own, a free port, its programs."""

    name: str
    data: Path
    quads: int
    folder: Path
    port: int
    programs: Path
    """The folder of the programs that benchmarks/requirements.lock installs."""

    @property
    def log(self) -> Path:
        """Where the server's words go."""
        return self.folder / "log"


def start(job: Job) -> Server:
    """Load the file into a fresh server and wait for its first answer. BenchmarkError when that fails."""
    shutil.rmtree(job.folder, ignore_errors=True)
    job.folder.mkdir(parents=True)
    return PEERS[job.name](job)


def _facelex(job: Job) -> Server:
    command: Command = [sys.executable, "-m", "benchmarks.serve_file", job.data, "--port", str(job.port)]
    return _started(job, command, "/sparql", time.monotonic())


def _oxigraph_disk(job: Job) -> Server:
    store = job.folder / "store"
    program = job.programs / "oxigraph"
    begun = time.monotonic()
    _run([program, "load", "--location", store, "--file", job.data], job)
    place: list[str | Path] = ["--location", store, "--bind", f"{HOST}:{job.port}", "--union-default-graph"]
    return _started(job, [program, "serve-read-only", *place], "/query", begun)


def _oxigraph_memory(job: Job) -> Server:
    begun = time.monotonic()
    command: Command = [
        job.programs / "oxigraph",
        "serve",
        "--bind",
        f"{HOST}:{job.port}",
        "--union-default-graph",
    ]
    server = _started(job, command, "/query", begun)
    try:
        with job.data.open("rb") as body:
            connection = HTTPConnection(HOST, job.port, timeout=READY_SECONDS)
            headers = {"Content-Type": "application/n-quads", "Content-Length": str(job.data.stat().st_size)}
            connection.request("POST", "/store?no_transaction", body, headers)
            answer = connection.getresponse()
        if answer.status >= 300:
            raise BenchmarkError(f"{job.name} refused the data: {answer.status} {answer.read()[:200]!r}")
    except (OSError, BenchmarkError):
        server.stop()
        raise
    return replace(server, load_seconds=time.monotonic() - begun)


def _rdflib(job: Job) -> Server:
    command: Command = [
        job.programs / "rdflib-endpoint",
        "serve",
        "--host",
        HOST,
        "--port",
        str(job.port),
        job.data,
    ]
    return replace(_started(job, command, "/", time.monotonic()), is_slow=True)


def _virtuoso(job: Job) -> Server:
    sql_port = job.port + 1000
    buffers = max(40_000, job.quads // 15)
    (job.folder / "virtuoso.ini").write_text(
        _VIRTUOSO_INI.format(
            folder=job.folder,
            data=job.data.parent,
            sql_port=sql_port,
            http_port=job.port,
            host=HOST,
            buffers=buffers,
            dirty=buffers * 3 // 4,
        )
    )
    process = start_process(
        ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], job.log, folder=job.folder
    )
    try:
        wait_until_ready(process, job.port, "/sparql", job.log, READY_SECONDS)
        begun = time.monotonic()  # making the empty database is not loading
        statements = (
            f"ld_dir('{job.data.parent}', '{job.data.name}', 'urn:unused'); rdf_loader_run(); checkpoint;"
        )
        _run(["isql-vt", f"{HOST}:{sql_port}", "dba", "dba", f"exec={statements}"], job)
    except BenchmarkError:
        end_process(process)
        raise
    seconds = time.monotonic() - begun
    return Server(job.name, job.port, "/sparql", process, seconds, _OWN_DESCRIPTION)


PEERS: Final[dict[str, Callable[[Job], Server]]] = {
    "facelex": _facelex,
    "oxigraph-disk": _oxigraph_disk,
    "oxigraph-memory": _oxigraph_memory,
    "virtuoso": _virtuoso,
    "rdflib-endpoint": _rdflib,
}
"""What can be measured; the first is ours, to which the others are compared."""


def _started(job: Job, command: Command, path: str, begun: float) -> Server:
    process = start_process(command, job.log)
    try:
        wait_until_ready(process, job.port, path, job.log, READY_SECONDS)
    except BenchmarkError:
        end_process(process)
        raise
    return Server(job.name, job.port, path, process, time.monotonic() - begun)


def _run(command: Command, job: Job) -> None:
    with job.log.open("ab") as log:
        status = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            timeout=READY_SECONDS,
            check=False,
        ).returncode
    if status:
        raise BenchmarkError(f"{command[0]} failed with status {status}; {job.log} says why")


_OWN_DESCRIPTION: Final = 'define sql:describe-mode "CBD" '
"""DESCRIBE gives what is said of the thing, as elsewhere, not also what points to it."""

# 20 server threads for 8 clients; as many buffers (of 8 KiB) as hold the whole database.
_VIRTUOSO_INI: Final = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = {host}:{sql_port}
ServerThreads = 20
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = {folder}, {data}
CheckpointInterval = 0
SchedulerInterval = 10
[HTTPServer]
ServerPort = {host}:{http_port}
ServerRoot = {folder}
ServerThreads = 20
MaxKeepAlives = 20
KeepAliveTimeout = 60
[SPARQL]
ResultSetMaxRows = 1000000
"""
