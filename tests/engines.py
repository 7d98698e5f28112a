"""Real SPARQL engines for the tests: started on loopback in a folder of their own, and stopped again."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx

from graph.engine_address import Address, Auth

VIRTUOSO: Final = Path("/usr/bin/virtuoso-t")
OXIGRAPH: Final = Path(sys.executable).parent / "oxigraph"
START_SECONDS: Final = 60

_INI: Final = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
MaxCheckpointRemap = 2000
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql_port}
ServerThreads = 10
CheckpointInterval = 0
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DirsAllowed = .
VADInstallDir = .

[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = .
ServerThreads = 10
MaxClientConnections = 10
EnabledDavVSP = 0
HTTPProxyEnabled = 0

[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 60
"""


def free_port() -> int:
    """A port of loopback that nobody has at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


@contextmanager
def virtuoso(folder: Path) -> Iterator[Address]:
    """A Virtuoso 7 with a database of its own in the folder."""
    assert VIRTUOSO.exists(), "Virtuoso is missing; `make test` installs it (virtuoso-opensource-7-bin)"
    port = free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(port=port, sql_port=free_port()), encoding="utf-8")
    at = f"http://127.0.0.1:{port}"
    address = Address(
        f"{at}/sparql", f"{at}/sparql-auth", f"{at}/sparql-graph-crud-auth", Auth("digest", "dba:dba")
    )
    with _running([str(VIRTUOSO), "+foreground", "+configfile", "virtuoso.ini"], folder, address):
        yield address


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[Address]:
    """An Oxigraph server that keeps its data in memory."""
    assert OXIGRAPH.exists(), "the Oxigraph server is missing; `make test` installs it"
    port = free_port()
    at = f"http://127.0.0.1:{port}"
    address = Address(f"{at}/query", f"{at}/update", f"{at}/store")
    with _running([str(OXIGRAPH), "serve", "--bind", f"127.0.0.1:{port}", *options], folder, address):
        yield address


@contextmanager
def _running(command: Sequence[str], folder: Path, address: Address) -> Iterator[None]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV_")}
    with (folder / "said.log").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said)
        try:
            _wait_for(process, address, folder / "said.log")
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(process: "subprocess.Popen[bytes]", address: Address, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(address.query, params={"query": "ASK { ?s ?p ?o }"}, trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"{process.args!r} did not start: {log.read_text(errors='replace')[-2000:]}")
