"""Real servers for tests: processes of their own, on a port of their own, over one small record."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from api.commands.serve import serve
from api.settings import Settings
from graph.engine import Engine

TOKEN = "a-token-of-the-tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
RECORD = "https://w3id.org/facelex/record/law/x"
RECORDS = f'<x:law> <x:name> "Law" <{RECORD}> .\n'


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    port: int
    pid: int

    @property
    def address(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def connect(self, receive_buffer: int = 0) -> socket.socket:
        """A connection to it; with a small buffer, the server notices sooner that nothing is read."""
        connection = socket.socket()
        if receive_buffer:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connection.settimeout(30)
        connection.connect(("127.0.0.1", self.port))
        return connection

    def kill(self) -> None:
        """End it at once, as nothing can prevent. A second call does nothing."""
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)


@contextmanager
def served(data: Path, engine: Engine | None = None, **settings: str) -> Iterator[Served]:
    """A server over a data folder that answers already, with an engine or over one small record; `settings`
    are FACELEX_..., without that.

    It is forked, which starts it in milliseconds instead of seconds.
    """
    port = free_port()
    environment = {f"FACELEX_{name.upper()}": value for name, value in settings.items()}
    environment |= {"FACELEX_DATA": str(data), "FACELEX_PORT": str(port)}
    pid = os.fork()
    if pid == 0:
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            serve(Settings.from_environment(environment), engine or Engine.from_text(RECORDS))
        finally:
            os._exit(0)
    server = Served(port, pid)
    try:
        _wait(server)
        yield server
    finally:
        server.kill()


def _wait(server: Served) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            httpx.get(f"{server.address}/healthz", timeout=30)
            return
        except httpx.TransportError:
            assert os.waitpid(server.pid, os.WNOHANG) == (0, 0), "the server has ended"
            assert time.monotonic() < deadline
            time.sleep(0.01)
